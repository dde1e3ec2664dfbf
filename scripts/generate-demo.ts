// Writes examples/demo/*.csv: an invented provider's partners, customers, catalogue, prices and subscriptions, together
// with one subscription for each published scenario. Deterministic: the same files on every run (`--check` compares).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Day, dayOf, formatDay } from '../src/core/calendar/day.js'
import { formatInstant } from '../src/core/calendar/instant.js'
import { formatTerm } from '../src/core/calendar/term.js'
import { formatUnitPrice } from '../src/core/money/unit-price.js'
import { parseScenario } from '../src/core/scenario/parse-scenario.js'
import type { Scenario } from '../src/core/scenario/scenario.js'
import { BOUGHT, type DemoSku, ON_SALE, PUBLISHERS } from './demo-catalogue.js'
import {
  EXCHANGE_RATE_COLUMNS,
  exchangeRateRows,
  METER_COLUMNS,
  meterRows,
  USAGE_RATE_COLUMNS,
  usageRateRows,
} from './demo-meters.js'

const FOLDER = join(import.meta.dirname, '..', 'examples')
const CUSTOMERS = 320

interface Partner {
  readonly name: string
  readonly country: string
  readonly currency: string
  readonly billingDay: number
}

// The scenarios bill in USD on the 15th: they belong to the first partner.
const PARTNERS: readonly Partner[] = [
  { name: 'Alder Cloud Distribution', country: 'US', currency: 'USD', billingDay: 15 },
  { name: 'Birch Digital', country: 'NL', currency: 'EUR', billingDay: 1 },
  { name: 'Cedar & Sons IT', country: 'GB', currency: 'GBP', billingDay: 28 },
]

const RATE: Readonly<Record<string, number>> = { USD: 1, EUR: 0.9, GBP: 0.8 }

const rows: Record<string, string[][]> = {
  partners: [['partner_id', 'name', 'mpn_id', 'country', 'currency', 'billing_day', 'opened_on']],
  customers: [['partner_id', 'customer_id', 'name', 'domain_name', 'country', 'reseller_mpn_id']],
  skus: [
    [
      'product_id',
      'sku_id',
      'product_title',
      'sku_title',
      'publisher_id',
      'publisher_name',
      'unit_type',
      'profile',
      'flat',
      'trial',
      'minimum_quantity',
      'maximum_quantity',
      'is_add_on',
      'description',
      'product_type',
      'category',
      'offer_id',
      'is_trial',
      'limit',
      'limit_count',
      'transactable',
      'channel_excluded',
      'attestation_required',
      'countries',
      'exclusive_partners',
      'add_on_bases',
      'prerequisites',
      'conversion_targets',
      'upgrade_targets',
      'withdrawn_on',
      'needs_activation',
    ],
  ],
  meters: [METER_COLUMNS, ...meterRows()],
  'usage-rates': [USAGE_RATE_COLUMNS, ...usageRateRows()],
  'exchange-rates': [EXCHANGE_RATE_COLUMNS, ...exchangeRateRows()],
  publishers: [['publisher_id', 'name', 'is_provider', 'setup_url', 'countries', 'channel_excluded']],
  prices: [
    [
      'product_id',
      'sku_id',
      'term',
      'billing_cycle',
      'currency',
      'price_per',
      'valid_from',
      'valid_to',
      'unit_price',
      'erp_price',
      'market',
      'segment',
    ],
  ],
  subscriptions: [
    [
      'partner_id',
      'subscription_id',
      'customer_id',
      'order_id',
      'friendly_name',
      'parent_subscription_id',
      'source_subscription_id',
      'at',
      'event',
      'quantity',
      'product_id',
      'sku_id',
      'term',
      'billing_cycle',
      'currency',
      'at_renewal',
      'auto_renew',
      'new_subscription_id',
    ],
  ],
}

/** Small repeatable numbers (a linear congruential generator: demo data need no better). */
let seed = 20_180_113
function pick(limit: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * limit)
}

function id(kind: string, number: number): string {
  return `0160f000-${kind}-7000-8000-${number.toString(16).padStart(12, '0')}`
}

function subscriptionRow(values: Readonly<Record<string, string | number>>): void {
  const header = rows['subscriptions']![0]!
  rows['subscriptions']!.push(header.map((column) => String(values[column] ?? '')))
}

function addCatalogue(): void {
  for (const { id: publisherId, name, isProvider, setupUrl, countries, channelExcluded } of PUBLISHERS) {
    const words = [isProvider ?? false, setupUrl ?? '', (countries ?? []).join(';'), channelExcluded ?? false]
    rows['publishers']!.push([publisherId, name, ...words.map(String)])
  }
  for (const [index, sku] of [...BOUGHT, ...ON_SALE].entries()) {
    addSku(sku, index + 1)
    for (const sale of sku.sales) addPrices(sku, sale)
  }
}

function skuRow(values: Readonly<Record<string, string | number | boolean>>): void {
  const header = rows['skus']![0]!
  rows['skus']!.push(header.map((column) => String(values[column] ?? '')))
}

function addSku(sku: DemoSku, number: number): void {
  const names = (ids: readonly string[] = []) => ids.map((other) => `${other}:0001`).join(';')
  const publisher = PUBLISHERS.find(({ name }) => name === sku.publisher)!
  skuRow({
    product_id: sku.id,
    sku_id: '0001',
    product_title: sku.title,
    sku_title: sku.title,
    publisher_id: publisher.id,
    publisher_name: sku.publisher,
    unit_type: 'License',
    profile: sku.profile,
    flat: sku.flat ?? false,
    trial: sku.trial ?? '',
    minimum_quantity: sku.seats?.[0] ?? 1,
    maximum_quantity: sku.seats?.[1] ?? 10_000,
    is_add_on: sku.addOn ?? false,
    description: sku.description ?? '',
    product_type: sku.productType ?? '',
    category: sku.category ?? '',
    offer_id: sku.profile === 'license' ? id('0ffe', number) : '',
    is_trial: sku.isTrial ?? false,
    limit: sku.limit?.[0] ?? '',
    limit_count: sku.limit?.[1] ?? '',
    transactable: sku.transactable ?? true,
    channel_excluded: sku.channelExcluded ?? false,
    attestation_required: sku.attestation ?? false,
    countries: (sku.countries ?? []).join(';'),
    exclusive_partners: (sku.exclusive ?? []).map((partner) => id('a000', partner)).join(';'),
    add_on_bases: names(sku.bases),
    prerequisites: names(sku.needs),
    conversion_targets: names(sku.convertsTo),
    upgrade_targets: names(sku.upgradesTo),
    withdrawn_on: sku.withdrawnOn ?? '',
    needs_activation: sku.activation ?? false,
  })
}

/** Prices for each currency; in the market of it alone where the SKU is sold in some countries only. */
function addPrices(sku: DemoSku, [term, billingCycle]: readonly [string, string]): void {
  for (const { currency, country } of PARTNERS) {
    if (sku.countries?.includes(country) === false) continue
    const price = (factor: number) => (sku.price * RATE[currency]! * factor).toFixed(2)
    const per = billingCycle === 'one-time' ? term : 'P1M'
    const key = [sku.id, '0001', term, billingCycle, currency, per]
    const place = [sku.countries === undefined ? '' : country, sku.segment ?? '']
    if (BOUGHT.includes(sku)) {
      rows['prices']!.push([...key, '2017-01-01', '2019-01-01', price(1), '', ...place])
      rows['prices']!.push([...key, '2019-01-01', '', price(1.05), '', ...place])
    } else rows['prices']!.push([...key, '2017-01-01', '', price(1), price(1.25), ...place])
  }
}

function addScenario(scenario: Scenario, number: number): void {
  const { profile, offer } = scenario
  const productId = `EXAMPLE-${profile.id}`
  if (!rows['skus']!.some((row) => row[0] === productId)) {
    skuRow({
      product_id: productId,
      sku_id: '0001',
      product_title: 'Published example',
      sku_title: 'Published example',
      publisher_id: 'EXAM',
      publisher_name: 'Example publisher',
      unit_type: 'License',
      profile: profile.id,
      flat: false,
      minimum_quantity: 1,
      maximum_quantity: 10_000,
      is_add_on: false,
      channel_excluded: true,
    })
  }
  const [term, pricePer] = [formatTerm(offer.term), formatTerm(offer.pricePer)]
  const priceKey = [productId, '0001', term, offer.billingCycle, scenario.currency]
  if (!rows['prices']!.some((row) => priceKey.every((value, index) => row[index] === value))) {
    rows['prices']!.push([
      ...priceKey,
      pricePer,
      '2017-01-01',
      '',
      formatUnitPrice(offer.prices[0]!.unitPrice, 2),
      '',
      '',
      '',
    ])
  }
  const customerId = id('5c00', number)
  rows['customers']!.push([
    id('a000', 1),
    customerId,
    `Example: ${scenario.title}`,
    `example-${number}.example`,
    'US',
    '',
  ])
  for (const { at, action } of scenario.events) {
    subscriptionRow({
      partner_id: id('a000', 1),
      subscription_id: id('5e00', number),
      customer_id: customerId,
      order_id: `EX-${number}`,
      friendly_name: scenario.title,
      at: formatInstant(at),
      event: action.type,
      ...('quantity' in action && action.quantity !== undefined ? { quantity: action.quantity } : {}),
      ...(action.type === 'purchase'
        ? {
            product_id: productId,
            sku_id: '0001',
            term,
            billing_cycle: offer.billingCycle,
            currency: scenario.currency,
          }
        : {}),
    })
  }
}

const FIRST = [
  'Amber',
  'Brook',
  'Copper',
  'Dune',
  'Elm',
  'Fern',
  'Granite',
  'Harbour',
  'Iris',
  'Juniper',
  'Kestrel',
  'Larch',
]
const SECOND = [
  'Bakery',
  'Clinic',
  'Dental',
  'Engineering',
  'Foods',
  'Galleries',
  'Hotels',
  'Interiors',
  'Joinery',
  'Logistics',
]

function addCustomer(number: number): void {
  const partner = number % PARTNERS.length
  const { currency, country } = PARTNERS[partner]!
  const name = `${FIRST[number % FIRST.length]} ${SECOND[(number * 7) % SECOND.length]} ${number}`
  const partnerId = id('a000', partner + 1)
  const customerId = id('c000', number)
  rows['customers']!.push([
    partnerId,
    customerId,
    name,
    `${name.toLowerCase().replaceAll(' ', '-')}.example`,
    country,
    number % 4 === 0 ? '6048879' : '',
  ])
  for (let ordinal = 0; ordinal <= pick(3); ordinal += 1)
    addSubscription(number * 4 + ordinal, partnerId, customerId, currency)
}

function addSubscription(number: number, partnerId: string, customerId: string, currency: string): void {
  const bases = BOUGHT.filter((sku) => sku.addOn !== true)
  const sku = bases[pick(bases.length)]!
  const [term, billingCycle] = sku.sales[pick(sku.sales.length)]!
  let day = dayOf(2018, 1, 1 + pick(150)) as number
  let quantity = sku.flat === true ? 1 : 1 + pick(60)
  const subscription = { partner_id: partnerId, subscription_id: id('5000', number) }
  const on = () => formatDay(day as Day)
  subscriptionRow({
    ...subscription,
    customer_id: customerId,
    order_id: `O-${10_000 + number}`,
    friendly_name: sku.title,
    at: on(),
    event: 'purchase',
    quantity,
    product_id: sku.id,
    sku_id: '0001',
    term,
    billing_cycle: billingCycle,
    currency,
  })
  if (sku.flat === true) return
  for (let change = pick(3); change > 0; change -= 1) {
    day += 5 + pick(60)
    quantity += 1 + pick(9)
    subscriptionRow({ ...subscription, at: on(), event: 'changeQuantity', quantity })
  }
  if (sku.profile === 'license' && pick(6) === 0) {
    day += 3 + pick(80)
    subscriptionRow({ ...subscription, at: on(), event: 'suspend' })
    if (pick(2) === 0) {
      day += 2 + pick(40)
      subscriptionRow({ ...subscription, at: on(), event: 'reactivate' })
    }
  }
}

/** Which customers buy what is metered: one of the second partner, in EUR, and one of the third, in GBP. */
const METERED = [
  [1, 'CLOU'],
  [1, 'HOST'],
  [1, 'MSGS'],
  [2, 'CLOU'],
] as const

function addMetered(number: number, customer: number, product: string): void {
  const partner = customer % PARTNERS.length
  subscriptionRow({
    partner_id: id('a000', partner + 1),
    subscription_id: id('5a6e', number),
    customer_id: id('c000', customer),
    order_id: `U-${number}`,
    friendly_name: ON_SALE.find((sku) => sku.id === product)!.title,
    at: '2019-05-01',
    event: 'purchase',
    quantity: 1,
    product_id: product,
    sku_id: '0001',
    term: 'P1M',
    billing_cycle: 'monthly',
    currency: PARTNERS[partner]!.currency,
  })
}

for (const [index, partner] of PARTNERS.entries()) {
  const { name, country, currency, billingDay } = partner
  rows['partners']!.push([
    id('a000', index + 1),
    name,
    String(4_390_934 + index),
    country,
    currency,
    String(billingDay),
    '2017-06-01',
  ])
}
addCatalogue()
const scenarioFiles = readdirSync(join(FOLDER, 'scenarios'))
  .filter((name) => name.endsWith('.json'))
  .sort()
for (const [index, name] of scenarioFiles.entries()) {
  const parsed = parseScenario(JSON.parse(readFileSync(join(FOLDER, 'scenarios', name), 'utf8')))
  if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.problems)}`)
  addScenario(parsed.scenario, index + 1)
}
for (let number = 1; number <= CUSTOMERS; number += 1) addCustomer(number)
for (const [index, [customer, product]] of METERED.entries()) addMetered(index + 1, customer, product)

const check = process.argv.includes('--check')
mkdirSync(join(FOLDER, 'demo'), { recursive: true })
for (const [name, lines] of Object.entries(rows)) {
  const file = join(FOLDER, 'demo', `${name}.csv`)
  const text = `${lines.map((line) => line.map(quoted).join(',')).join('\n')}\n`
  if (!check) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`examples/demo/${name}.csv is not what scripts/generate-demo.ts writes; run npm run demo-data`)
    process.exitCode = 1
  }
}

function quoted(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
