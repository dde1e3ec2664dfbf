// Metered SKUs with their meters, rates and exchange rates, and subscriptions to them, for tests of usage.
import type { Database } from '../../src/store/database.js'
import { asOwner, countingIds, csv, id, load, partners } from '../billing/provider.js'

/** A meter of each way to measure; `COMPUTE`, `STORAGE` and `NETWORK` belong to the plan. */
export const METERS = {
  /** Plan, priced in the billing currency, earns credit: 0.096 an hour, from 2026-03-16 on 0.09. */
  COMPUTE: '018f0020-0000-4000-8000-000000000001',
  /** Plan, priced in USD only, tiers: 0.0208 a GB, from 1,000 GB on 0.02; earns credit. */
  STORAGE: '018f0020-0000-4000-8000-000000000002',
  /** Plan, earns no credit: 0.05 a GB. */
  NETWORK: '018f0020-0000-4000-8000-000000000003',
  /** Usage on the recurring invoice: 100 messages included, then 0.002, from 10,000 on 0.0015. */
  MESSAGES: '018f0020-0000-4000-8000-000000000004',
  /** Metered SaaS: 1,000 calls included, then 0.01. */
  CALLS: '018f0020-0000-4000-8000-000000000005',
} as const

const SKUS = csv(
  'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,minimum_quantity,maximum_quantity',
  'PLAN,0001,Cloud,Cloud Plan,LIND,Lindenhof,1 Hour,usage-plan,1,1',
  'USGE,0001,Messages,Message Service,LIND,Lindenhof,1 Message,usage,1,1',
  'APIM,0001,Gateway,API Gateway,HARB,Harbour,Seat,metered-saas,1,100',
  'FLAT,0001,Flat,Flat Licenses,LIND,Lindenhof,License,new-commerce,1,100',
)

const PRICES = csv(
  'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price,erp_price',
  ...['EUR', 'USD', 'GBP'].flatMap((currency) => [
    `PLAN,0001,P1M,monthly,${currency},P1M,2025-01-01,,0.00,0.00`,
    `USGE,0001,P1M,monthly,${currency},P1M,2025-01-01,,0.00,0.00`,
    `APIM,0001,P1M,monthly,${currency},P1M,2025-01-01,,50.00,60.00`,
    `FLAT,0001,P1M,monthly,${currency},P1M,2025-01-01,,10.00,12.00`,
  ]),
)

type MeterRow = readonly [id: string, product: string, name: string, category: string, unit: string, unitType: string]

const METER_ROWS: readonly MeterRow[] = [
  [METERS.COMPUTE, 'PLAN', 'B2 Instance', 'Virtual Machines', '1 Hour', '1 Hour'],
  [METERS.STORAGE, 'PLAN', 'Hot Data Stored', 'Storage', '1 GB/Month', '1 GB/Month'],
  [METERS.NETWORK, 'PLAN', 'Data Transfer Out', 'Bandwidth', '1 GB', '1 GB'],
  [METERS.MESSAGES, 'USGE', 'Messages', 'Messaging', '1 Message', '1 Message'],
  [METERS.CALLS, 'APIM', 'Calls', 'Gateway', '1 Call', '1 Call'],
]

type RateRow = readonly [
  meter: string,
  currency: string,
  validFrom: string,
  included: string,
  tiers: readonly (readonly [from: string, unitPrice: string])[],
  earnsCredit: boolean,
]

const inEach = (currencies: readonly string[], row: (currency: string) => RateRow) => currencies.map(row)
const ALL = ['EUR', 'USD', 'GBP']

const RATE_ROWS: readonly RateRow[] = [
  ...inEach(ALL, (currency) => [METERS.COMPUTE, currency, '2025-01-01', '0', [['0', '0.096']], true]),
  ...inEach(ALL, (currency) => [METERS.COMPUTE, currency, '2026-03-16', '0', [['0', '0.09']], true]),
  [
    METERS.STORAGE,
    'USD',
    '2025-01-01',
    '0',
    [
      ['0', '0.0208'],
      ['1000', '0.02'],
    ],
    true,
  ],
  ...inEach(ALL, (currency) => [METERS.NETWORK, currency, '2025-01-01', '0', [['0', '0.05']], false]),
  ...inEach(ALL, (currency): RateRow => {
    const tiers = [['0', '0.002'] as const, ['10000', '0.0015'] as const]
    return [METERS.MESSAGES, currency, '2025-01-01', '100', tiers, false]
  }),
  ...inEach(ALL, (currency) => [METERS.CALLS, currency, '2025-01-01', '1000', [['0', '0.01']], false]),
]

/** What one USD is, by month of 2026. */
const EXCHANGE_ROWS = [
  ...['2025-12', '2026-01', '2026-02'].map((month) => [month, 'EUR', '0.92', 'GBP', '0.79'] as const),
  ...['2026-03', '2026-04', '2026-05'].map((month) => [month, 'EUR', '0.935', 'GBP', '0.805'] as const),
]

const ids = countingIds()
const newId = () => ids().replace('018f0009', '018f0021')

/** Adds the metered SKUs with meters, rates and exchange rates (USD to EUR and GBP, 2025-12 to 2026-05). */
export async function stockMeters(database: Database): Promise<void> {
  await load(database, { skus: SKUS, prices: PRICES }, newId)
  const meters = METER_ROWS.map(
    ([meter, product, name, category, unit, unitType]) => `('${meter}', '${product}', '0001', '${name}', '${category}',
      'General', 'EU West', '${unit}', '${unitType}', '${category}', 'Standard', 'westeurope', '', 'USD', false)`,
  )
  const rates = RATE_ROWS.map(([meter, currency, validFrom, included, tiers, earnsCredit]) => {
    const json = JSON.stringify(tiers.map(([from, unitPrice]) => ({ from, unitPrice })))
    return `('${meter}', '${currency}', '${validFrom}', ${included}, '${json}', ${earnsCredit})`
  })
  const exchange = EXCHANGE_ROWS.flatMap(([month, ...pairs]) =>
    [0, 2].map((at) => {
      return `('${month}-01', 'USD', '${pairs[at]}', ${pairs[at + 1]}, date '${month}-01' - 3, '2025-12-29', 'test')`
    }),
  )
  await asOwner(
    database,
    `insert into meter values ${meters.join(', ')};
     insert into usage_rate values ${rates.join(', ')};
     insert into exchange_rate values ${exchange.join(', ')}`,
  )
}

/** Whose metered subscriptions are seeded. */
export interface MeteredOwner {
  readonly partnerId: string
  readonly customerId: string
  readonly currency: string
}

/** Ids of subscriptions: to the plan, to usage on the recurring invoice, to metered SaaS, and one without meters. */
export interface MeteredSubscriptions {
  readonly plan: string
  readonly usage: string
  readonly saas: string
  readonly flat: string
}

/** Subscribes a customer to every metered SKU and to one without meters, on `day`. Call `stockMeters` before. */
export async function subscribeToMeters(
  database: Database,
  { partnerId, customerId, currency }: MeteredOwner,
  day = '2026-01-10',
): Promise<MeteredSubscriptions> {
  const subscriptions = { plan: newId(), usage: newId(), saas: newId(), flat: newId() }
  const products = { plan: 'PLAN', usage: 'USGE', saas: 'APIM', flat: 'FLAT' }
  const rows = Object.entries(subscriptions).map(([kind, subscriptionId]) => {
    const product = products[kind as keyof typeof products]
    const order = `O-${subscriptionId.slice(-6)}`
    return `${partnerId},${customerId},${order},${subscriptionId},${day},purchase,1,${product},0001,P1M,monthly,${currency}`
  })
  const header =
    'partner_id,customer_id,order_id,subscription_id,at,event,quantity,product_id,sku_id,term,billing_cycle,currency'
  await load(database, { subscriptions: csv(header, ...rows) }, newId)
  return subscriptions
}

/** A partner with one customer and its metered subscriptions. */
export interface MeteredPartner extends MeteredOwner, MeteredSubscriptions {}

/**
 * Two partners with metered subscriptions from 2026-01-10: Alder (EUR, billing day 15) and Birch (USD, billing day 1).
 * The ledger must be empty of partners.
 */
export async function seedMeteredLedger(
  database: Database,
): Promise<{ readonly alder: MeteredPartner; readonly birch: MeteredPartner }> {
  const customers = csv(
    'partner_id,customer_id,name,domain_name,country',
    `${id('partner', 1)},${id('customer', 1)},Ash BV,ash.example,NL`,
    `${id('partner', 2)},${id('customer', 2)},Bay Ltd,bay.example,US`,
  )
  await load(database, {
    partners: partners(
      `${id('partner', 1)},Alder,1000001,NL,EUR,15,2025-06-01,`,
      `${id('partner', 2)},Birch,1000002,US,USD,1,2025-06-01,`,
    ),
    customers,
  })
  await stockMeters(database)
  const seeded = async (number: number, currency: string): Promise<MeteredPartner> => {
    const owner = { partnerId: id('partner', number), customerId: id('customer', number), currency }
    return { ...owner, ...(await subscribeToMeters(database, owner)) }
  }
  return { alder: await seeded(1, 'EUR'), birch: await seeded(2, 'USD') }
}
