import type { Day } from '../calendar/day.js'
import { type Decimal, powerOfTen } from '../money/decimal.js'
import { divideRounded } from '../money/rounding.js'

/**
 * What a discount does to a list unit price: takes a share or an amount off it, or replaces it by a price of the
 * partner's own. Amounts and prices are in 10^-8 major units, per the availability's `pricePer` like the list price.
 */
export type DiscountValue =
  | { readonly kind: 'percentage'; readonly percent: Decimal }
  | { readonly kind: 'amount'; readonly amount: bigint }
  | { readonly kind: 'price'; readonly price: bigint }

/** A discount as a term takes it. It never changes, except that an end may be set. */
export interface Discount {
  readonly id: string
  readonly value: DiscountValue
  /** The days on which a term may start with it, half-open; `null` for no end. */
  readonly validFrom: Day
  readonly validUntil: Day | null
  /** Whether a term that renews another takes it as well. */
  readonly renewals: boolean
}

/** Whose purchases, of what, a discount is for; `null` for any. */
export interface DiscountScope {
  readonly partnerId: string | null
  readonly productId: string | null
  readonly skuId: string | null
  readonly availabilityId: string | null
  /** Amounts and prices are in one currency; a percentage may be in all. */
  readonly currency: string | null
}

/** What a discount is called on everything a partner reads. */
export interface DiscountTitle {
  readonly promotionId: string
  readonly description: string
}

/** A discount with all that is kept of it. */
export interface ScopedDiscount extends Discount, DiscountScope, DiscountTitle {}

/** The first term of a purchase or conversion, or one that renews another. */
export type TermStart = 'first' | 'renewal'

/**
 * A list unit price after a discount: exact to 10^-8 major units, a percentage rounded half away from zero there; never
 * below zero.
 * @example effectiveUnitPrice(400_000_000n, { kind: 'percentage', percent: decimalOf(15n) }) // 340_000_000n
 */
export function effectiveUnitPrice(listPrice: bigint, value: DiscountValue): bigint {
  switch (value.kind) {
    case 'percentage': {
      const whole = 100n * powerOfTen(value.percent.scale)
      return divideRounded(listPrice * (whole - value.percent.coefficient), whole, 'half-away-from-zero')
    }
    case 'amount':
      return listPrice > value.amount ? listPrice - value.amount : 0n
    case 'price':
      return value.price
  }
}

/**
 * The discount a term that starts on a day takes: the one with the lowest price, and of several the oldest. `undefined`
 * where none makes it cheaper than the list price, which a partner never pays more than.
 * @param discounts in order of id
 */
export function findDiscount(
  discounts: readonly Discount[],
  listPrice: bigint,
  day: Day,
  start: TermStart,
): { readonly discount: Discount; readonly unitPrice: bigint } | undefined {
  let found: { readonly discount: Discount; readonly unitPrice: bigint } | undefined
  for (const discount of discounts) {
    if (!isOpenOn(discount, day) || (start === 'renewal' && !discount.renewals)) continue
    const unitPrice = effectiveUnitPrice(listPrice, discount.value)
    if (unitPrice < (found?.unitPrice ?? listPrice)) found = { discount, unitPrice }
  }
  return found
}

function isOpenOn({ validFrom, validUntil }: Discount, day: Day): boolean {
  return validFrom <= day && (validUntil === null || day < validUntil)
}

/** What can be sold and discounted, as far as discounts ask. */
export interface Discountable {
  readonly id: string
  readonly productId: string
  readonly skuId: string
  readonly currency: string
  readonly discounts: readonly Discount[]
}

/** Finds the discounts of availabilities by what they name, so that many of them cost a few look-ups each. */
export function discountFinder(discounts: readonly ScopedDiscount[]): (one: Discountable) => readonly Discount[] {
  const byName = new Map<string, ScopedDiscount[]>()
  for (const discount of discounts) {
    const name = discount.availabilityId ?? nameOf(discount.productId, discount.skuId)
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [discount])
    else known.push(discount)
  }
  return ({ id, productId, skuId, currency }) =>
    [id, nameOf(productId, skuId), nameOf(productId, null), nameOf(null, null)]
      .flatMap((name) => byName.get(name) ?? [])
      .filter((discount) => discount.currency === null || discount.currency === currency)
}

/**
 * A catalogue as the partner of these discounts sees it: what they name has them besides those it has already. The very
 * same catalogue where there are none.
 */
export function withDiscounts<One extends Discountable>(
  catalog: ReadonlyMap<string, One>,
  discounts: readonly ScopedDiscount[],
): ReadonlyMap<string, One> {
  if (discounts.length === 0) return catalog
  const discountsOf = discountFinder(discounts)
  const seen = new Map(catalog)
  for (const [id, one] of catalog) {
    const own = discountsOf(one)
    if (own.length > 0) seen.set(id, { ...one, discounts: inOrder([...one.discounts, ...own]) })
  }
  return seen
}

/** In order of id, which is the order in which they were made. */
function inOrder<One extends Pick<Discount, 'id'>>(discounts: readonly One[]): readonly One[] {
  return [...discounts].sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0))
}

function nameOf(productId: string | null, skuId: string | null): string {
  return JSON.stringify([productId, skuId])
}
