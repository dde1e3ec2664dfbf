import type { Day } from '../core/calendar/day.js'
import { parseTerm, type Term } from '../core/calendar/term.js'
import type { BaseCatalog, Catalog, PartnerAvailability } from '../core/catalog/availability.js'
import { availabilityCode } from '../core/catalog/availability-code.js'
import { type BillingCycle, parseBillingCycle } from '../core/catalog/billing-cycle.js'
import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import { type ScopedDiscount, withDiscounts } from '../core/catalog/discount.js'
import type { PriceRow } from '../core/catalog/price-list.js'
import { COMMERCE_PROFILES } from '../core/catalog/profiles.js'
import { type Currency, parseCurrency } from '../core/money/currency.js'
import { parseDecimal } from '../core/money/decimal.js'
import { unitPriceOf } from '../core/money/unit-price.js'
import type { Session } from './database.js'
import { listDiscounts } from './discounts.js'
import { listPublishers } from './publishers.js'
import { listSkus } from './skus.js'
import { type SkuForSale, skuForSale } from './skus-for-sale.js'

export type { SkuForSale }

/** A SKU as files and invoices name it. */
export interface SkuTitle {
  readonly productId: string
  readonly skuId: string
  readonly productTitle: string
  readonly skuTitle: string
  readonly publisherId: string
  readonly publisherName: string
  readonly unitType: string
  readonly isAddOn: boolean
}

/** Where and to whom an availability is sold. */
export interface Sale {
  readonly availabilityId: string
  /** `product:sku`. */
  readonly sku: string
  /** What the API calls it, together with the other terms and billing cycles of the same place. */
  readonly code: string
  /** Country of the customers it is sold to, or empty for every country. */
  readonly market: string
  readonly segment: string
  readonly currency: Currency
}

/** The whole catalogue in memory: it is small, subscriptions are many. */
export interface StoredCatalog {
  readonly availabilities: BaseCatalog
  /** By availability id. */
  readonly titles: ReadonlyMap<string, SkuTitle>
  readonly profiles: ReadonlyMap<string, CommerceProfile>
  /** By `product:sku`, in that order; also those that have no price yet. */
  readonly skus: ReadonlyMap<string, SkuForSale>
  /** By availability id. */
  readonly sales: ReadonlyMap<string, Sale>
  /** By `product:sku`. */
  readonly salesOf: ReadonlyMap<string, readonly Sale[]>
  /** The `product:sku` of each legacy offer, by its id in small letters. */
  readonly offers: ReadonlyMap<string, string>
  /** By id, also those that have ended: charges name them. */
  readonly discounts: ReadonlyMap<string, ScopedDiscount>
  /** Those of one partner only, by partner. */
  readonly discountsOf: ReadonlyMap<string, readonly ScopedDiscount[]>
}

/** The catalogue as one partner buys from it: what anything is priced and charged with. */
export interface PartnerCatalog extends StoredCatalog {
  readonly availabilities: Catalog
}

/** Kept with the catalogue they are of; partners without discounts of their own share it. */
const seenBy = new WeakMap<StoredCatalog, Map<string, PartnerCatalog>>()
const MOST_SEEN = 256

/** The catalogue as a partner sees it, with the discounts that may be for that partner and no others. */
export function catalogFor(catalog: StoredCatalog, partnerId: string): PartnerCatalog {
  const everyones = catalog as PartnerCatalog
  const own = catalog.discountsOf.get(partnerId)
  if (own === undefined) return everyones
  const views = seenBy.get(catalog) ?? new Map<string, PartnerCatalog>()
  seenBy.set(catalog, views)
  const known = views.get(partnerId)
  if (known !== undefined) return known
  const view = { ...everyones, availabilities: withDiscounts(everyones.availabilities, own) }
  if (views.size >= MOST_SEEN) views.delete(views.keys().next().value!)
  views.set(partnerId, view)
  return view
}

interface AvailabilityRow extends Record<string, unknown> {
  availability_id: string
  product_id: string
  sku_id: string
  term: string
  billing_cycle: string
  currency: string
  price_per: string
  market: string
  segment: string
  code: string
}

/** Reads the whole catalogue. Throws where a row says something this program does not understand. */
export async function loadCatalog(session: Session): Promise<StoredCatalog> {
  const profiles = await loadProfiles(session)
  const prices = await loadPrices(session)
  const { rows } = await session.query<AvailabilityRow>(
    `select availability_id, product_id, sku_id, term, billing_cycle, currency, price_per, market, segment, code
     from availability order by availability_id`,
  )
  const salesOf = bySku(rows.map(saleOf))
  const publishers = new Map((await listPublishers(session)).map((one) => [one.publisherId, one]))
  const skus = new Map<string, SkuForSale>()
  for (const stored of await listSkus(session)) {
    const sku = `${stored.productId}:${stored.skuId}`
    const segments = new Set((salesOf.get(sku) ?? []).map((sale) => sale.segment))
    skus.set(sku, skuForSale(stored, publishers.get(stored.publisherId), profiles, [...segments]))
  }
  const availabilities = new Map<string, PartnerAvailability>()
  const titles = new Map<string, SkuTitle>()
  for (const row of rows) {
    const sku = skus.get(`${row.product_id}:${row.sku_id}`)!
    availabilities.set(row.availability_id, availabilityOf(row, sku, prices.get(row.availability_id) ?? []))
    titles.set(row.availability_id, sku)
  }
  const offers = [...skus.values()].flatMap((sku): [string, string][] =>
    sku.offerId === null ? [] : [[sku.offerId, sku.sku]],
  )
  const sales = new Map([...salesOf.values()].flat().map((sale) => [sale.availabilityId, sale]))
  const discounts = await listDiscounts(session)
  // These are for everyone; `catalogFor` adds those of a partner.
  const shared = withDiscounts(
    availabilities,
    discounts.filter(({ partnerId }) => partnerId === null),
  )
  return {
    ...{ availabilities: shared, titles, profiles, skus, sales, salesOf, offers: new Map(offers) },
    discounts: new Map(discounts.map((discount) => [discount.id, discount])),
    discountsOf: byPartner(discounts),
  }
}

function byPartner(discounts: readonly ScopedDiscount[]): Map<string, ScopedDiscount[]> {
  const groups = new Map<string, ScopedDiscount[]>()
  for (const discount of discounts) {
    if (discount.partnerId === null) continue
    const group = groups.get(discount.partnerId)
    if (group === undefined) groups.set(discount.partnerId, [discount])
    else group.push(discount)
  }
  return groups
}

function bySku(sales: readonly Sale[]): Map<string, Sale[]> {
  const groups = new Map<string, Sale[]>()
  for (const sale of sales) {
    const group = groups.get(sale.sku)
    if (group === undefined) groups.set(sale.sku, [sale])
    else group.push(sale)
  }
  return groups
}

function saleOf(row: AvailabilityRow): Sale {
  const { market, segment } = row
  const currency = understood(parseCurrency(row.currency), row.currency)
  const place = { productId: row.product_id, skuId: row.sku_id, market, currency, segment }
  const code = row.code === '' ? availabilityCode(place) : row.code
  const sku = `${row.product_id}:${row.sku_id}`
  return { availabilityId: row.availability_id, sku, code, market, segment, currency }
}

const WITHOUT_USAGE = { hasFee: true, usage: null } as const

async function loadProfiles(session: Session): Promise<Map<string, CommerceProfile>> {
  const { rows } = await session.query<{ profile_id: string; definition: CommerceProfile }>(
    'select profile_id, definition from commerce_profile',
  )
  // Profiles of an operator from before there was usage do not speak of it.
  const added = rows.map((row): [string, CommerceProfile] => [row.profile_id, { ...WITHOUT_USAGE, ...row.definition }])
  return new Map([...Object.entries(COMMERCE_PROFILES), ...added])
}

async function loadPrices(session: Session): Promise<Map<string, PriceRow[]>> {
  const { rows } = await session.query<{
    availability_id: string
    valid_from: Day
    valid_to: Day | null
    unit_price: string
  }>('select availability_id, valid_from, valid_to, unit_price from price order by availability_id, valid_from')
  const prices = new Map<string, PriceRow[]>()
  for (const row of rows) {
    const price: PriceRow = {
      validFrom: row.valid_from,
      validTo: row.valid_to,
      unitPrice: understood(unitPriceOf(understood(parseDecimal(row.unit_price), row.unit_price)), row.unit_price),
    }
    const list = prices.get(row.availability_id)
    if (list === undefined) prices.set(row.availability_id, [price])
    else list.push(price)
  }
  return prices
}

const NO_DISCOUNTS: readonly never[] = []

function availabilityOf(row: AvailabilityRow, sku: SkuForSale, prices: readonly PriceRow[]): PartnerAvailability {
  const term = (text: string): Term => understood(parseTerm(text), text)
  const billingCycle: BillingCycle = understood(parseBillingCycle(row.billing_cycle), row.billing_cycle)
  return {
    id: row.availability_id,
    productId: row.product_id,
    skuId: row.sku_id,
    title: sku.skuTitle,
    profile: sku.profile,
    currency: understood(parseCurrency(row.currency), row.currency),
    term: term(row.term),
    billingCycle,
    pricePer: term(row.price_per),
    flat: sku.flat,
    trial: sku.trial,
    minimumQuantity: sku.minimumQuantity,
    maximumQuantity: sku.maximumQuantity,
    proration: null,
    prices,
    discounts: NO_DISCOUNTS,
  }
}

function understood<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new RangeError(`the catalogue holds ${JSON.stringify(text)}, which is not understood`)
  return value
}
