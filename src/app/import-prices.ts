import { type Day, formatDay } from '../core/calendar/day.js'
import { availabilityCode } from '../core/catalog/availability-code.js'
import { BILLING_CYCLES, type BillingCycle } from '../core/catalog/billing-cycle.js'
import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import { SEGMENTS } from '../core/catalog/segment.js'
import { moveCatalogVersion } from '../store/catalog-version.js'
import type { Session } from '../store/database.js'
import {
  findAvailabilities,
  insertAvailabilities,
  insertPrices,
  listPrices,
  type StoredAvailability,
  type StoredPrice,
  saleKeyOf,
} from '../store/prices.js'
import { findSkus, type Sku, skuKeyOf } from '../store/skus.js'
import { country, currency, day, oneOf, optional, price, rowParser, term, text } from './import-fields.js'
import type { Chunk, KeyedKind, Verdict } from './import-keyed.js'
import { loadAllProfiles } from './import-skus.js'

const row = rowParser({
  product_id: text(60),
  sku_id: text(60),
  term,
  billing_cycle: oneOf(BILLING_CYCLES),
  currency,
  price_per: term,
  valid_from: day,
  valid_to: optional(day, null),
  unit_price: price,
  erp_price: optional(price, null),
  market: optional(country, ''),
  segment: optional(oneOf(SEGMENTS), 'commercial'),
})

/** One row of a price list file. */
interface PriceRow extends Omit<StoredPrice, 'availabilityId'>, Omit<StoredAvailability, 'availabilityId' | 'code'> {
  readonly billingCycle: BillingCycle
}

/** Price lists; an availability comes about with its first price and keeps its id. */
export function pricesKind(newId: () => string): KeyedKind<PriceRow> {
  return {
    kind: 'prices',
    columns: row.columns,
    parse: (cells) => {
      const read = row.parse(cells)
      if (!read.ok) return read
      const { value } = read
      if (value.valid_to !== null && value.valid_to <= value.valid_from) {
        return {
          ok: false,
          reason: 'valid_to: must come after valid_from; it is the first day the price no longer holds',
        }
      }
      return {
        ok: true,
        value: {
          productId: value.product_id,
          skuId: value.sku_id,
          term: value.term,
          billingCycle: value.billing_cycle,
          currency: value.currency,
          pricePer: value.price_per,
          market: value.market,
          segment: value.segment,
          validFrom: value.valid_from,
          validTo: value.valid_to,
          unitPrice: value.unit_price,
          erpPrice: value.erp_price,
        },
      }
    },
    keyOf: (cells) => `${cells.slice(0, 5).join('/')}/${cells[6]}`,
    open: (session, values) => PriceBook.load(session, values, newId),
  }
}

type Span = Pick<StoredPrice, 'validFrom' | 'validTo' | 'unitPrice' | 'erpPrice'>

/** What is stored about the SKUs and availabilities of a chunk, and what its rows have added so far. */
class PriceBook implements Chunk<PriceRow> {
  readonly #skus: ReadonlyMap<string, Sku>
  readonly #profiles: ReadonlyMap<string, CommerceProfile>
  readonly #availabilities: Map<string, StoredAvailability>
  /** By availability id, in order of the first day. */
  readonly #prices: Map<string, Span[]>
  readonly #newId: () => string
  #added: { availabilities: StoredAvailability[]; prices: StoredPrice[] } = { availabilities: [], prices: [] }

  private constructor(
    skus: ReadonlyMap<string, Sku>,
    profiles: ReadonlyMap<string, CommerceProfile>,
    availabilities: Map<string, StoredAvailability>,
    prices: readonly StoredPrice[],
    newId: () => string,
  ) {
    this.#skus = skus
    this.#profiles = profiles
    this.#availabilities = availabilities
    this.#prices = new Map()
    for (const stored of prices) {
      const rows = this.#prices.get(stored.availabilityId)
      if (rows === undefined) this.#prices.set(stored.availabilityId, [stored])
      else rows.push(stored)
    }
    this.#newId = newId
  }

  static async load(session: Session, rows: readonly PriceRow[], newId: () => string): Promise<PriceBook> {
    const availabilities = await findAvailabilities(session, rows)
    const ids = [...availabilities.values()].map((availability) => availability.availabilityId)
    const prices = await listPrices(session, ids)
    return new PriceBook(await findSkus(session, rows), await loadAllProfiles(session), availabilities, prices, newId)
  }

  judge(given: PriceRow): Verdict {
    const sku = this.#skus.get(skuKeyOf(given))
    if (sku === undefined) return { code: 'unknown-sku', reason: `there is no SKU ${skuKeyOf(given)}` }
    const unsold = notSold(given, this.#profiles.get(sku.profileId))
    if (unsold !== undefined) return unsold
    const key = saleKeyOf(given)
    const known = this.#availabilities.get(key)
    if (known !== undefined && known.pricePer !== given.pricePer) {
      const reason = `the prices of this availability are per ${known.pricePer}, not per ${given.pricePer}`
      return { code: 'already-exists', reason }
    }
    const { term, billingCycle, currency, pricePer, productId, skuId, market, segment } = given
    const availabilityId = known?.availabilityId ?? this.#newId()
    const sale = { productId, skuId, term, billingCycle, currency, market, segment }
    const availability = known ?? { availabilityId, ...sale, pricePer, code: availabilityCode(sale) }
    const verdict = this.#place(availabilityId, given)
    if (verdict !== 'new') return verdict
    if (known === undefined) this.#added.availabilities.push(availability)
    this.#availabilities.set(key, availability)
    const { validFrom, validTo, unitPrice, erpPrice } = given
    this.#added.prices.push({ availabilityId, validFrom, validTo, unitPrice, erpPrice })
    return 'new'
  }

  async insert(session: Session): Promise<void> {
    const { availabilities, prices } = this.#added
    if (availabilities.length > 0) await insertAvailabilities(session, availabilities)
    await insertPrices(session, prices)
    await moveCatalogVersion(session, this.#newId())
  }

  /** Puts a row among those of its availability, unless it overlaps one. */
  #place(availabilityId: string, given: PriceRow): Verdict {
    const rows = this.#prices.get(availabilityId) ?? []
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (rows[middle]!.validFrom < given.validFrom) low = middle + 1
      else high = middle
    }
    const same = rows[low]
    if (same !== undefined && isSame(same, given)) return 'unchanged'
    const { validFrom, validTo, unitPrice, erpPrice } = given
    const next = rows[low]
    if (next !== undefined && (validTo === null || next.validFrom < validTo)) return overlap(next)
    const before = rows[low - 1]
    if (before !== undefined && (before.validTo === null || before.validTo > validFrom)) return overlap(before)
    rows.splice(low, 0, { validFrom, validTo, unitPrice, erpPrice })
    this.#prices.set(availabilityId, rows)
    return 'new'
  }
}

function isSame(left: Span, right: Span): boolean {
  return (
    left.validFrom === right.validFrom &&
    left.validTo === right.validTo &&
    left.unitPrice === right.unitPrice &&
    left.erpPrice === right.erpPrice
  )
}

function overlap({ validFrom, validTo }: { readonly validFrom: Day; readonly validTo: Day | null }): Verdict {
  const until = validTo === null ? 'on, without an end' : `until before ${formatDay(validTo)}`
  return { code: 'price-overlap', reason: `another price holds from ${formatDay(validFrom)} ${until}` }
}

/** Why a profile has no such term and billing cycle, or `undefined` where it has. */
export function notSold(
  row: { readonly term: string; readonly billingCycle: BillingCycle },
  profile: CommerceProfile | undefined,
): Exclude<Verdict, string> | undefined {
  if (profile === undefined || profile.sales === null) return undefined
  const sold = profile.sales.some((sale) => sale.term === row.term && sale.billingCycles.includes(row.billingCycle))
  if (sold) return undefined
  const list = profile.sales.map((sale) => `${sale.term} ${sale.billingCycles.join(' or ')}`).join('; ')
  const reason = `${row.term} ${row.billingCycle} is not sold under the profile ${profile.id}, only ${list}`
  return { code: 'not-sold', reason }
}
