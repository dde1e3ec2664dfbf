import type { ListedPrice, RowEdits } from '../core/catalog/price-list-version.js'
import { formatDecimal, parseDecimal, rescale } from '../core/money/decimal.js'
import { PRICE_SCALE } from '../core/money/unit-price.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'

/** What files of subscriptions name an availability by: a SKU with term, billing cycle and currency. */
export interface OfferKey {
  readonly productId: string
  readonly skuId: string
  readonly term: string
  readonly billingCycle: string
  readonly currency: string
}

/** What names an availability: an offer, and where and to whom it is sold. */
export interface AvailabilityKey extends OfferKey {
  /** Country it is sold in, or empty for every country of its currency. */
  readonly market: string
  readonly segment: string
}

export interface StoredAvailability extends AvailabilityKey {
  readonly availabilityId: string
  /** The length its prices are for, such as `P1M`. */
  readonly pricePer: string
  /** What the API calls it. */
  readonly code: string
}

/** A row of a price list; prices in 10^-8 major units. */
export interface StoredPrice extends ListedPrice {
  readonly availabilityId: string
}

/** An offer's key as one text. */
export function availabilityKeyOf(key: OfferKey): string {
  return `${key.productId}\n${key.skuId}\n${key.term}\n${key.billingCycle}\n${key.currency}`
}

/** An availability's key as one text. */
export function saleKeyOf(key: AvailabilityKey): string {
  return `${availabilityKeyOf(key)}\n${key.market}\n${key.segment}`
}

const AVAILABILITY = `a.availability_id as "availabilityId", a.product_id as "productId", a.sku_id as "skuId", a.term,
  a.billing_cycle as "billingCycle", a.currency, a.price_per as "pricePer", a.market, a.segment, a.code`

/** Those of these availabilities that exist, by key. */
export async function findAvailabilities(
  session: Session,
  keys: readonly AvailabilityKey[],
): Promise<Map<string, StoredAvailability>> {
  const { rows } = await session.query<StoredAvailability>(
    `select ${AVAILABILITY}
     from (select distinct * from unnest(
         $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]))
       as k (product_id, sku_id, term, billing_cycle, currency, market, segment)
     join availability a using (product_id, sku_id, term, billing_cycle, currency, market, segment)`,
    [
      keys.map((key) => key.productId),
      keys.map((key) => key.skuId),
      keys.map((key) => key.term),
      keys.map((key) => key.billingCycle),
      keys.map((key) => key.currency),
      keys.map((key) => key.market),
      keys.map((key) => key.segment),
    ],
  )
  return new Map(rows.map((row) => [saleKeyOf(row), row]))
}

/** Where and to whom something is sold, and in which currency: what a price list is of. */
export type SalesPlace = Pick<AvailabilityKey, 'market' | 'currency' | 'segment'>

/** Every availability of a place, in order of its key. */
export async function listAvailabilities(session: Session, place: SalesPlace): Promise<StoredAvailability[]> {
  const { rows } = await session.query<StoredAvailability>(
    `select ${AVAILABILITY} from availability a where a.currency = $1 and a.market = $2 and a.segment = $3
     order by a.product_id, a.sku_id, a.term, a.billing_cycle`,
    [place.currency, place.market, place.segment],
  )
  return rows
}

/** Every availability of a country, and those of every country in a currency, in order of its key. */
export async function listAvailabilitiesIn(
  session: Session,
  country: string,
  currency: string,
): Promise<StoredAvailability[]> {
  const { rows } = await session.query<StoredAvailability>(
    `select ${AVAILABILITY} from availability a where a.market = $1 or (a.market = '' and a.currency = $2)
     order by a.product_id, a.sku_id, a.term, a.billing_cycle, a.currency, a.segment, a.market`,
    [country, currency],
  )
  return rows
}

type PriceColumns = Omit<StoredPrice, 'unitPrice' | 'erpPrice'> & { unitPrice: string; erpPrice: string | null }

/** Every price of these availabilities, in order of the first day of validity. */
export async function listPrices(session: Session, availabilityIds: readonly string[]): Promise<StoredPrice[]> {
  const { rows } = await session.query<PriceColumns>(
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
    `insert into availability (availability_id, product_id, sku_id, term, billing_cycle, currency, price_per, market,
       segment, code)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[])`,
    [
      availabilities.map((availability) => availability.availabilityId),
      availabilities.map((availability) => availability.productId),
      availabilities.map((availability) => availability.skuId),
      availabilities.map((availability) => availability.term),
      availabilities.map((availability) => availability.billingCycle),
      availabilities.map((availability) => availability.currency),
      availabilities.map((availability) => availability.pricePer),
      availabilities.map((availability) => availability.market),
      availabilities.map((availability) => availability.segment),
      availabilities.map((availability) => availability.code),
    ],
  )
}

export async function insertPrices(session: Session, prices: readonly StoredPrice[]): Promise<void> {
  await session.query(
    `insert into price (availability_id, valid_from, valid_to, unit_price, erp_price)
     select * from unnest($1::uuid[], $2::date[], $3::date[], $4::numeric[], $5::numeric[])`,
    columnsOf(prices),
  )
}

/** Carries out edits of rows, in the caller's transaction; each has the availability it is of. */
export async function editPrices(
  session: Session,
  edits: { readonly [K in keyof RowEdits]: readonly StoredPrice[] },
): Promise<void> {
  const { removed, changed, added } = edits
  if (removed.length > 0) {
    await session.query(
      `delete from price p using unnest($1::uuid[], $2::date[]) as k (availability_id, valid_from)
       where p.availability_id = k.availability_id and p.valid_from = k.valid_from`,
      columnsOf(removed).slice(0, 2),
    )
  }
  if (changed.length > 0) {
    await session.query(
      `update price p set valid_to = k.valid_to, unit_price = k.unit_price, erp_price = k.erp_price
       from unnest($1::uuid[], $2::date[], $3::date[], $4::numeric[], $5::numeric[])
         as k (availability_id, valid_from, valid_to, unit_price, erp_price)
       where p.availability_id = k.availability_id and p.valid_from = k.valid_from`,
      columnsOf(changed),
    )
  }
  if (added.length > 0) await insertPrices(session, added)
}

function columnsOf(prices: readonly StoredPrice[]) {
  return [
    prices.map((price) => price.availabilityId),
    prices.map((price) => dayParameter(price.validFrom)),
    prices.map((price) => (price.validTo === null ? null : dayParameter(price.validTo))),
    prices.map((price) => priceParameter(price.unitPrice)),
    prices.map((price) => (price.erpPrice === null ? null : priceParameter(price.erpPrice))),
  ]
}

/** A `numeric` of the price columns in 10^-8 major units. */
export function scaledPrice(numeric: string): bigint {
  const decimal = parseDecimal(numeric)
  if (decimal === undefined) throw new RangeError(`the price list holds ${numeric}, which is no plain decimal`)
  return rescale(decimal, PRICE_SCALE)
}

/** A price as a parameter for a `numeric`. */
export function priceParameter(price: bigint): string {
  return formatDecimal({ coefficient: price, scale: PRICE_SCALE })
}
