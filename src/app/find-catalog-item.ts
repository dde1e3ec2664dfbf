import { formatTerm } from '../core/calendar/term.js'
import type { Availability } from '../core/catalog/availability.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Sale, SkuForSale, StoredCatalog } from './current-catalog.js'

export type { SkuForSale }

/** What a client asks for. */
export interface WantedItem {
  /** `product:sku:CODE` as the products API prints it, or the GUID of a legacy offer. */
  readonly item: string
  /** Such as `P1Y`; left out, the usual one. */
  readonly term?: string | undefined
  readonly billingCycle?: string | undefined
}

/** Where it is bought. */
export interface MarketPlace {
  /** What the partner is billed in. */
  readonly currency: string
  /** Country of the customer. */
  readonly country: string
  /** Segments of the customer. */
  readonly segments: readonly string[]
}

/** What was found: one price row's worth of the catalogue. */
export interface CatalogItem {
  readonly availability: Availability
  readonly sku: SkuForSale
  /** As `itemIdOf` prints it. */
  readonly itemId: string
}

/**
 * What can be bought under an item id in a place. Whether the customer may buy it is another question (`eligibilityOf`).
 * Refused: what is not in the catalogue, not sold in that country, currency or segment, or not with that term.
 */
export function findCatalogItem(catalog: StoredCatalog, wanted: WantedItem, place: MarketPlace): Outcome<CatalogItem> {
  const found = salesOfItem(catalog, wanted.item)
  if (found === undefined) return refuse('unknown-offer', { offer: wanted.item.slice(0, 200) })
  const { sku } = found
  const sales = salesIn(found.sales, sku.title, place)
  if (!sales.ok) return sales
  const availabilities = sales.value.map(({ availabilityId }) => catalog.availabilities.get(availabilityId)!)
  const chosen = chooseTerm(availabilities, sku.title, wanted)
  if (!chosen.ok) return chosen
  return accept({ availability: chosen.value, sku, itemId: itemIdOf(catalog, chosen.value.id) })
}

/** What the API prints for what an availability is: the GUID of the legacy offer in capitals, or `product:sku:CODE`. */
export function itemIdOf(catalog: StoredCatalog, availabilityId: string): string {
  const sale = catalog.sales.get(availabilityId)!
  const { offerId } = catalog.skus.get(sale.sku)!
  return offerId === null ? catalogItemId(sale) : offerId.toUpperCase()
}

/** `product:sku:CODE`. */
export function catalogItemId({ sku, code }: Pick<Sale, 'sku' | 'code'>): string {
  return `${sku}:${code}`
}

function salesOfItem(catalog: StoredCatalog, item: string) {
  const offered = catalog.offers.get(item.toLowerCase())
  const end = item.lastIndexOf(':')
  const key = offered ?? item.slice(0, Math.max(end, 0))
  const sku = catalog.skus.get(key)
  if (sku === undefined) return undefined
  const sales = catalog.salesOf.get(key) ?? []
  if (offered !== undefined) return { sku, sales }
  const code = item.slice(end + 1).toUpperCase()
  const coded = sales.filter((sale) => sale.code === code)
  return coded.length === 0 ? undefined : { sku, sales: coded }
}

/** The sales of the best place: a country's own before those of every country, a special segment before the common one. */
function salesIn(sales: readonly Sale[], offer: string, place: MarketPlace): Outcome<readonly Sale[]> {
  const { country, currency, segments } = place
  const inCountry = sales.filter(({ market }) => market === '' || market === country)
  if (inCountry.length === 0) return refuse('offer-not-in-country', { offer, country })
  const inCurrency = inCountry.filter((sale) => sale.currency === currency)
  if (inCurrency.length === 0) return refuse('offer-not-in-currency', { offer, currency, country })
  const open = inCurrency.filter(({ segment }) => segments.includes(segment))
  if (open.length === 0) {
    const needed = [...new Set(inCurrency.map(({ segment }) => segment))].join(', ')
    return refuse('segment-missing', { offer, segments: needed, has: segments.join(', ') })
  }
  const rank = ({ market, segment }: Sale) => (segment === 'commercial' ? 2 : 0) + (market === '' ? 1 : 0)
  const best = Math.min(...open.map(rank))
  return accept(open.filter((sale) => rank(sale) === best))
}

/** Among what is asked for, the usual: a year before other terms, billed monthly before other cycles. */
function chooseTerm(availabilities: readonly Availability[], offer: string, wanted: WantedItem): Outcome<Availability> {
  const { term, billingCycle } = wanted
  const matching = availabilities.filter(
    (one) =>
      (term === undefined || one.billingCycle === 'one-time' || formatTerm(one.term) === term) &&
      (billingCycle === undefined || one.billingCycle === billingCycle),
  )
  const sorted = [...matching].sort(byUsualTerm)
  if (sorted[0] !== undefined) return accept(sorted[0])
  const sold = [...availabilities].sort(byUsualTerm).map((one) => `${formatTerm(one.term)} ${one.billingCycle}`)
  return refuse('offer-term-unknown', {
    offer,
    term: term ?? 'any',
    billingCycle: billingCycle ?? 'any',
    sold: sold.join(', '),
  })
}

const CYCLE_ORDER = ['monthly', 'annual', 'upfront', 'one-time']

/** The order in which an offer's terms are shown; the first is the one that is meant when none is named. */
export function byUsualTerm(left: Availability, right: Availability): number {
  const yearFirst = Number(formatTerm(right.term) === 'P1Y') - Number(formatTerm(left.term) === 'P1Y')
  const shorterFirst = left.term.count - right.term.count
  return yearFirst || shorterFirst || CYCLE_ORDER.indexOf(left.billingCycle) - CYCLE_ORDER.indexOf(right.billingCycle)
}
