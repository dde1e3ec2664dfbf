import type { Day } from '../core/calendar/day.js'
import { parseTerm, type Term } from '../core/calendar/term.js'
import type { Availability } from '../core/catalog/availability.js'
import { type BillingCycle, parseBillingCycle } from '../core/catalog/billing-cycle.js'
import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import type { PriceRow } from '../core/catalog/price-list.js'
import { COMMERCE_PROFILES } from '../core/catalog/profiles.js'
import { parseCurrency } from '../core/money/currency.js'
import { parseDecimal } from '../core/money/decimal.js'
import { unitPriceOf } from '../core/money/unit-price.js'
import type { Session } from './database.js'

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

/** Everything the charging code looks up, in memory: the catalogue is small, subscriptions are many. */
export interface StoredCatalog {
  readonly availabilities: ReadonlyMap<string, Availability>
  /** By availability id. */
  readonly titles: ReadonlyMap<string, SkuTitle>
  readonly profiles: ReadonlyMap<string, CommerceProfile>
}

interface AvailabilityRow extends Record<string, unknown> {
  availability_id: string
  product_id: string
  sku_id: string
  term: string
  billing_cycle: string
  currency: string
  price_per: string
  product_title: string
  sku_title: string
  publisher_id: string
  publisher_name: string
  unit_type: string
  profile_id: string
  flat: boolean
  trial_term: string | null
  minimum_quantity: number
  maximum_quantity: number
  is_add_on: boolean
}

/** Reads the whole catalogue. Throws where a row says something this program does not understand. */
export async function loadCatalog(session: Session): Promise<StoredCatalog> {
  const profiles = await loadProfiles(session)
  const prices = await loadPrices(session)
  const { rows } = await session.query<AvailabilityRow>(
    'select * from availability join sku using (product_id, sku_id) order by availability_id',
  )
  const availabilities = new Map<string, Availability>()
  const titles = new Map<string, SkuTitle>()
  for (const row of rows) {
    availabilities.set(row.availability_id, availabilityOf(row, profiles, prices.get(row.availability_id) ?? []))
    titles.set(row.availability_id, {
      productId: row.product_id,
      skuId: row.sku_id,
      productTitle: row.product_title,
      skuTitle: row.sku_title,
      publisherId: row.publisher_id,
      publisherName: row.publisher_name,
      unitType: row.unit_type,
      isAddOn: row.is_add_on,
    })
  }
  return { availabilities, titles, profiles }
}

async function loadProfiles(session: Session): Promise<Map<string, CommerceProfile>> {
  const { rows } = await session.query<{ profile_id: string; definition: CommerceProfile }>(
    'select profile_id, definition from commerce_profile',
  )
  const added = rows.map((row): [string, CommerceProfile] => [row.profile_id, row.definition])
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

function availabilityOf(
  row: AvailabilityRow,
  profiles: ReadonlyMap<string, CommerceProfile>,
  prices: readonly PriceRow[],
): Availability {
  const term = (text: string): Term => understood(parseTerm(text), text)
  const billingCycle: BillingCycle = understood(parseBillingCycle(row.billing_cycle), row.billing_cycle)
  return {
    id: row.availability_id,
    productId: row.product_id,
    skuId: row.sku_id,
    title: row.sku_title,
    profile: understood(profiles.get(row.profile_id), row.profile_id),
    currency: understood(parseCurrency(row.currency), row.currency),
    term: term(row.term),
    billingCycle,
    pricePer: term(row.price_per),
    flat: row.flat,
    trial: row.trial_term === null ? null : term(row.trial_term),
    minimumQuantity: row.minimum_quantity,
    maximumQuantity: row.maximum_quantity,
    proration: null,
    prices,
  }
}

function understood<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new RangeError(`the catalogue holds ${JSON.stringify(text)}, which is not understood`)
  return value
}
