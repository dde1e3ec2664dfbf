import type { Day } from '../core/calendar/day.js'
import { formatDecimal, parseDecimal, rescale } from '../core/money/decimal.js'
import { PRICE_SCALE } from '../core/money/unit-price.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'

/** What names an availability: a SKU with term, billing cycle and currency. */
export interface AvailabilityKey {
  readonly productId: string
  readonly skuId: string
  readonly term: string
  readonly billingCycle: string
  readonly currency: string
}

export interface StoredAvailability extends AvailabilityKey {
  readonly availabilityId: string
  /** The length its prices are for, such as `P1M`. */
  readonly pricePer: string
}

/** A row of a price list; prices in 10^-8 major units. */
export interface StoredPrice {
  readonly availabilityId: string
  readonly validFrom: Day
  /** First day on which the row no longer holds, or `null` for an open end. */
  readonly validTo: Day | null
  readonly unitPrice: bigint
  readonly erpPrice: bigint | null
}

/** An availability's key as one text. */
export function availabilityKeyOf(key: AvailabilityKey): string {
  return `${key.productId}\n${key.skuId}\n${key.term}\n${key.billingCycle}\n${key.currency}`
}

/** Those of these availabilities that exist, by key. */
export async function findAvailabilities(
  session: Session,
  keys: readonly AvailabilityKey[],
): Promise<Map<string, StoredAvailability>> {
  const { rows } = await session.query<StoredAvailability>(
    `select a.availability_id as "availabilityId", a.product_id as "productId", a.sku_id as "skuId", a.term,
       a.billing_cycle as "billingCycle", a.currency, a.price_per as "pricePer"
     from (select distinct * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]))
       as k (product_id, sku_id, term, billing_cycle, currency)
     join availability a using (product_id, sku_id, term, billing_cycle, currency)`,
    [
      keys.map((key) => key.productId),
      keys.map((key) => key.skuId),
      keys.map((key) => key.term),
      keys.map((key) => key.billingCycle),
      keys.map((key) => key.currency),
    ],
  )
  return new Map(rows.map((row) => [availabilityKeyOf(row), row]))
}

/** Every price of these availabilities, in order of the first day of validity. */
export async function listPrices(session: Session, availabilityIds: readonly string[]): Promise<StoredPrice[]> {
  const { rows } = await session.query<
    Omit<StoredPrice, 'unitPrice' | 'erpPrice'> & { unitPrice: string; erpPrice: string | null }
  >(
    `select availability_id as "availabilityId", valid_from as "validFrom", valid_to as "validTo",
       unit_price as "unitPrice", erp_price as "erpPrice"
     from price where availability_id = any($1::uuid[]) order by availability_id, valid_from`,
    [availabilityIds],
  )
  return rows.map((row) => ({
    ...row,
    unitPrice: scaledPrice(row.unitPrice),
    erpPrice: row.erpPrice === null ? null : scaledPrice(row.erpPrice),
  }))
}

export async function insertAvailabilities(
  session: Session,
  availabilities: readonly StoredAvailability[],
): Promise<void> {
  await session.query(
    `insert into availability (availability_id, product_id, sku_id, term, billing_cycle, currency, price_per)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
    [
      availabilities.map((availability) => availability.availabilityId),
      availabilities.map((availability) => availability.productId),
      availabilities.map((availability) => availability.skuId),
      availabilities.map((availability) => availability.term),
      availabilities.map((availability) => availability.billingCycle),
      availabilities.map((availability) => availability.currency),
      availabilities.map((availability) => availability.pricePer),
    ],
  )
}

export async function insertPrices(session: Session, prices: readonly StoredPrice[]): Promise<void> {
  await session.query(
    `insert into price (availability_id, valid_from, valid_to, unit_price, erp_price)
     select * from unnest($1::uuid[], $2::date[], $3::date[], $4::numeric[], $5::numeric[])`,
    [
      prices.map((price) => price.availabilityId),
      prices.map((price) => dayParameter(price.validFrom)),
      prices.map((price) => (price.validTo === null ? null : dayParameter(price.validTo))),
      prices.map((price) => formatPrice(price.unitPrice)),
      prices.map((price) => (price.erpPrice === null ? null : formatPrice(price.erpPrice))),
    ],
  )
}

function scaledPrice(numeric: string): bigint {
  const decimal = parseDecimal(numeric)
  if (decimal === undefined) throw new RangeError(`the price list holds ${numeric}, which is no plain decimal`)
  return rescale(decimal, PRICE_SCALE)
}

function formatPrice(price: bigint): string {
  return formatDecimal({ coefficient: price, scale: PRICE_SCALE })
}
