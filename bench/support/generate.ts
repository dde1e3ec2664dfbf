// Writes the files `prorata import` reads, for ledgers of any size: deterministic, streamed, and such that every
// subscription falls due once in the month after its purchase. Shared by the benchmarks.
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Day, dayOf, formatDay } from '../../src/core/calendar/day.js'

export interface LedgerSize {
  readonly partners: number
  readonly subscriptions: number
  /** Every n-th subscription changes its quantity in its first cycle, every other one of these twice; 0 for none. */
  readonly changedEvery?: number
  readonly seed?: number
}

/** Everything is bought in January 2026, and so has fallen due by the end of February. */
const PURCHASE_MONTH = { year: 2026, month: 1 }

const SUBSCRIPTIONS_OF_A_CUSTOMER = 8

/** The kinds of ids, as the part of a UUID that tells them apart. */
const KIND = { partner: 1, customer: 2, subscription: 3 } as const

interface Offer {
  readonly productId: string
  readonly profile: string
  readonly term: string
  readonly billingCycle: string
  readonly unitPrice: string
}

/** Twenty SKUs: ten settle at anniversaries, ten charge again at once; monthly for the most part. */
const OFFERS: readonly Offer[] = Array.from({ length: 20 }, (_, index) => {
  const productId = `PRD${String(index + 1).padStart(2, '0')}`
  const unitPrice = `${4 + index}.${String((index * 7) % 100).padStart(2, '0')}`
  if (index % 2 === 0) return { productId, profile: 'license', term: 'P1Y', billingCycle: 'monthly', unitPrice }
  const kinds = [
    { profile: 'new-commerce', term: 'P1Y', billingCycle: 'monthly' },
    { profile: 'new-commerce', term: 'P1M', billingCycle: 'monthly' },
    { profile: 'saas', term: 'P1M', billingCycle: 'monthly' },
    { profile: 'one-time-recurring', term: 'P1Y', billingCycle: 'monthly' },
  ] as const
  return { productId, ...kinds[((index - 1) / 2) % kinds.length]!, unitPrice }
})

/** A UUID of version 7 in form whose last digits count up, so that ids are in order of `number`. */
function countingUuid(kind: keyof typeof KIND, number: number, seed = 0): string {
  const prefix = `018f${String(KIND[kind]).padStart(4, '0')}-${seed.toString(16).padStart(4, '0')}`
  return `${prefix}-7000-8000-${number.toString(16).padStart(12, '0')}`
}

function* partnersCsv({ partners, seed }: LedgerSize): Generator<string> {
  yield 'partner_id,name,mpn_id,country,currency,billing_day,opened_on\n'
  for (let number = 0; number < partners; number += 1) {
    yield `${countingUuid('partner', number, seed)},Partner ${number},${4_390_000 + number},NL,USD,${1 + (number % 28)},2025-01-01\n`
  }
}

function* customersCsv(size: LedgerSize): Generator<string> {
  yield 'partner_id,customer_id,name,domain_name,country\n'
  const count = Math.ceil(size.subscriptions / SUBSCRIPTIONS_OF_A_CUSTOMER)
  for (let number = 0; number < count; number += 1) {
    const partner = partnerOf(number * SUBSCRIPTIONS_OF_A_CUSTOMER, size)
    const id = countingUuid('customer', number, size.seed)
    yield `${countingUuid('partner', partner, size.seed)},${id},Customer ${number},customer-${number}.example,NL\n`
  }
}

function* skusCsv(): Generator<string> {
  yield 'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile\n'
  for (const { productId, profile } of OFFERS) {
    yield `${productId},0001,Product ${productId},Plan ${productId},PUB1,Publisher,License,${profile}\n`
  }
}

function* pricesCsv(): Generator<string> {
  yield 'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price\n'
  for (const { productId, term, billingCycle, unitPrice } of OFFERS) {
    yield `${productId},0001,${term},${billingCycle},USD,P1M,2020-01-01,,${unitPrice}\n`
  }
}

function* subscriptionsCsv(size: LedgerSize): Generator<string> {
  const { subscriptions, seed, changedEvery = 5 } = size
  yield `partner_id,subscription_id,customer_id,order_id,friendly_name,parent_subscription_id,source_subscription_id,at,event,quantity,product_id,sku_id,term,billing_cycle,currency,at_renewal,auto_renew\n`
  for (let number = 0; number < subscriptions; number += 1) {
    const customer = Math.floor(number / SUBSCRIPTIONS_OF_A_CUSTOMER)
    const partnerId = countingUuid('partner', partnerOf(number, size), seed)
    const ids = `${partnerId},${countingUuid('subscription', number, seed)}`
    const owner = countingUuid('customer', customer, seed)
    const { productId, term, billingCycle } = OFFERS[scattered(number, 1) % OFFERS.length]!
    const bought = dayOf(PURCHASE_MONTH.year, PURCHASE_MONTH.month, 1 + (scattered(number, 2) % 28))
    const quantity = 1 + (scattered(number, 3) % 40)
    yield `${ids},${owner},O-${number},Staff ${number},,,${formatDay(bought)},purchase,${quantity},${productId},0001,${term},${billingCycle},USD,,\n`
    if (changedEvery === 0 || number % changedEvery !== 0) continue
    yield `${ids},,,,,,${formatDay((bought + 9) as Day)},changeQuantity,${quantity + 5},,,,,,,\n`
    if (number % (2 * changedEvery) !== 0) continue
    yield `${ids},,,,,,${formatDay((bought + 15) as Day)},changeQuantity,${quantity + 11},,,,,,,\n`
  }
}

/** Writes the five files into a folder and gives the number of rows of subscriptions. */
export async function writeImportFiles(folder: string, size: LedgerSize): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await writeLines(join(folder, 'partners.csv'), partnersCsv(size))
  await writeLines(join(folder, 'customers.csv'), customersCsv(size))
  await writeLines(join(folder, 'skus.csv'), skusCsv())
  await writeLines(join(folder, 'prices.csv'), pricesCsv())
  await writeLines(join(folder, 'subscriptions.csv'), subscriptionsCsv(size))
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(path)
  let block: string[] = []
  for (const line of lines) {
    block.push(line)
    if (block.length < 1_000) continue
    if (!stream.write(block.join(''))) await once(stream, 'drain')
    block = []
  }
  stream.end(block.join(''))
  await once(stream, 'finish')
}

/** Subscriptions of a customer belong to one partner, and so in order of number those of a partner. */
function partnerOf(number: number, { partners, subscriptions }: LedgerSize): number {
  const customers = Math.ceil(subscriptions / SUBSCRIPTIONS_OF_A_CUSTOMER)
  const customer = Math.floor(number / SUBSCRIPTIONS_OF_A_CUSTOMER)
  return Math.min(partners - 1, Math.floor((customer * partners) / customers))
}

/** A number that looks random and is always the same (a multiplicative hash). */
function scattered(number: number, salt: number): number {
  return (Math.imul(number + 1, 2_654_435_761) ^ Math.imul(salt, 2_246_822_519)) >>> 8
}
