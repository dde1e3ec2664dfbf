import type { Operation } from '../core/access/operation.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { formatTerm } from '../core/calendar/term.js'
import { type DiscountValue, discountFinder } from '../core/catalog/discount.js'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import { moveCatalogVersion } from '../store/catalog-version.js'
import {
  insertDiscounts,
  listDiscounts,
  lockDiscounts,
  type StoredDiscount,
  setDiscountEnd,
  valueText,
} from '../store/discounts.js'
import { loadPartners } from '../store/partner-billing.js'
import { recordChange } from './audit.js'
import { catalogFor, currentCatalog, type StoredCatalog } from './current-catalog.js'
import { findOtherwiseCharged, holdCharging } from './price-list-guard.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

export type { StoredDiscount }
export { valueText }

/** A discount somebody wants to give. A term and billing cycle name one availability, with currency and market. */
export interface DiscountWish
  extends Pick<
    StoredDiscount,
    | 'partnerId'
    | 'productId'
    | 'skuId'
    | 'currency'
    | 'promotionId'
    | 'description'
    | 'validFrom'
    | 'validUntil'
    | 'renewals'
  > {
  readonly value: DiscountValue
  readonly term: string | null
  readonly billingCycle: string | null
  readonly market: string
  readonly segment: string
}

export interface DiscountFilter {
  readonly partnerId?: string | undefined
  readonly productId?: string | undefined
  readonly promotionId?: string | undefined
  /** Those with which a term may start on this day. */
  readonly on?: Day | undefined
}

/** The discounts that fit, in the order in which they were given. */
export async function findDiscounts(
  { session }: Pick<UseCase, 'session'>,
  filter: DiscountFilter,
): Promise<StoredDiscount[]> {
  const { partnerId, productId, promotionId, on } = filter
  return (await listDiscounts(session)).filter(
    (one) =>
      (partnerId === undefined || one.partnerId === partnerId) &&
      (productId === undefined || one.productId === productId) &&
      (promotionId === undefined || one.promotionId === promotionId) &&
      (on === undefined || (one.validFrom <= on && (one.validUntil === null || on < one.validUntil))),
  )
}

export async function findDiscount(
  { session }: Pick<UseCase, 'session'>,
  discountId: string,
): Promise<Outcome<StoredDiscount>> {
  const found = (await listDiscounts(session)).find(({ id }) => id === discountId)
  return found === undefined ? refuse('not-found', { what: 'discount', id: discountId }) : accept(found)
}

export interface GivenDiscounts {
  /** One for each wish, in their order: new, or known already. */
  readonly discounts: readonly StoredDiscount[]
  readonly added: number
}

/** A wish that cannot be granted, by its place. */
export interface DiscountProblem {
  readonly index: number
  readonly refusal: Refusal
}

/**
 * Gives discounts; all or nothing, and what is known already is not given twice. They may begin in the past, as when a
 * ledger is about to be imported, as long as nothing was charged otherwise than with them.
 */
export async function giveDiscounts(
  context: UseCase,
  wishes: readonly DiscountWish[],
): Promise<{ readonly outcome: Outcome<GivenDiscounts>; readonly problems: readonly DiscountProblem[] }> {
  const { session } = context
  await lockDiscounts(session)
  const catalog = await currentCatalog(session)
  const named = [...new Set(wishes.flatMap(({ partnerId }) => (partnerId === null ? [] : [partnerId])))]
  const partners = await loadPartners(session, named)
  const known = new Map((await listDiscounts(session)).map((one) => [identityOf(one), one]))
  const discounts: StoredDiscount[] = []
  const fresh: StoredDiscount[] = []
  const problems: DiscountProblem[] = []
  for (const [index, wish] of wishes.entries()) {
    const made = discountOf(context, wish, catalog, partners)
    if (!made.ok) {
      problems.push({ index, refusal: made.refusal })
      continue
    }
    const same = known.get(identityOf(made.value))
    discounts.push(same ?? made.value)
    if (same !== undefined) continue
    known.set(identityOf(made.value), made.value)
    fresh.push(made.value)
  }
  const [first] = problems
  if (first !== undefined) return { outcome: { ok: false, refusal: first.refusal }, problems }
  const written = fresh.length === 0 ? accept(undefined) : await writeDiscounts(context, catalog, fresh)
  return { outcome: written.ok ? accept({ discounts, added: fresh.length }) : written, problems }
}

/** Gives one. */
export async function giveDiscount(context: UseCase, wish: DiscountWish): Promise<Outcome<StoredDiscount>> {
  const { outcome } = await giveDiscounts(context, [wish])
  return outcome.ok ? accept(outcome.value.discounts[0]!) : outcome
}

function discountOf(
  { newId, now, actor }: UseCase,
  wish: DiscountWish,
  catalog: StoredCatalog,
  partners: ReadonlyMap<string, unknown>,
): Outcome<StoredDiscount> {
  const { term, billingCycle: _, market: __, segment: ___, ...rest } = wish
  const { partnerId, productId, skuId, currency, value, validFrom, validUntil } = rest
  if (partnerId === null && productId === null) return malformed('scope', 'it must name a partner, a product or both')
  if (skuId !== null && productId === null) return malformed('skuId', 'it needs the product it belongs to')
  if (partnerId !== null && !partners.has(partnerId)) return refuse('unknown-partner', { partner: partnerId })
  if (validUntil !== null && validUntil <= validFrom) return malformed('validUntil', 'it must be after validFrom')
  if (value.kind === 'price' && term === null)
    return malformed('termDuration', 'a price is that of one term and billing cycle')
  if (value.kind !== 'percentage' && currency === null)
    return malformed('currency', `it must be given for a ${value.kind}`)
  if (productId !== null && !isSold(productId, skuId, catalog)) {
    return refuse('not-found', { what: 'SKU', id: `${productId}:${skuId ?? '*'}` })
  }
  const availability = term === null ? accept(null) : availabilityOf(wish, catalog)
  if (!availability.ok) return availability
  return accept({
    ...rest,
    id: newId(),
    availabilityId: availability.value,
    // A percentage of one availability is in its currency anyway.
    currency: value.kind === 'percentage' ? null : currency,
    recordedAt: now,
    recordedBy: actor.name,
  })
}

function isSold(productId: string, skuId: string | null, { skus }: StoredCatalog): boolean {
  if (skuId !== null) return skus.has(`${productId}:${skuId}`)
  for (const sku of skus.values()) if (sku.productId === productId) return true
  return false
}

/** The one availability that a term, billing cycle, currency, market and segment name. */
function availabilityOf(wish: DiscountWish, catalog: StoredCatalog): Outcome<string> {
  const { productId, skuId, term, billingCycle, currency, market, segment } = wish
  if (skuId === null || billingCycle === null || currency === null) {
    return malformed('termDuration', 'with it go productId, skuId, billingCycle and currency')
  }
  const found = (catalog.salesOf.get(`${productId}:${skuId}`) ?? []).find((sale) => {
    const one = catalog.availabilities.get(sale.availabilityId)!
    const isPlace = sale.market === market && sale.segment === segment && sale.currency === currency
    return isPlace && one.billingCycle === billingCycle && formatTerm(one.term) === term
  })
  if (found !== undefined) return accept(found.availabilityId)
  const id = [`${productId}:${skuId}`, term, billingCycle, currency, market, segment].filter((part) => part !== '')
  return refuse('not-found', { what: 'availability', id: id.join(' ') })
}

function malformed(what: string, problem: string): Outcome<never> {
  return refuse('malformed', { what, problem })
}

/** What makes two discounts the same. */
function identityOf(one: StoredDiscount): string {
  const { partnerId, productId, skuId, availabilityId, currency, value, promotionId, description, renewals } = one
  const { validFrom, validUntil } = one
  const scope = [partnerId, productId, skuId, availabilityId, currency]
  return JSON.stringify([
    scope,
    value.kind,
    valueText(value),
    promotionId,
    description,
    renewals,
    validFrom,
    validUntil,
  ])
}

async function writeDiscounts(
  context: UseCase,
  catalog: StoredCatalog,
  fresh: readonly StoredDiscount[],
): Promise<Outcome<undefined>> {
  const from = fresh.reduce((least, { validFrom }) => (validFrom < least ? validFrom : least), fresh[0]!.validFrom)
  const done = await reprice(context, catalog, fresh, from, () => insertDiscounts(context.session, fresh))
  if (!done.ok) return done
  for (const one of fresh) await record(context, 'create_discount', null, one)
  return done
}

/** Changes discounts, unless something was charged otherwise from a day on than it would be with the change. */
async function reprice(
  context: UseCase,
  catalog: StoredCatalog,
  affected: readonly StoredDiscount[],
  from: Day,
  change: () => Promise<void>,
): Promise<Outcome<undefined>> {
  const { session } = context
  const busy = await holdCharging(session, from)
  if (busy !== undefined) return { ok: false, refusal: busy }
  await change()
  await moveCatalogVersion(session, context.newId())
  const changed = await currentCatalog(session)
  const isAffected = discountFinder(affected)
  const ids = [...catalogFor(changed, '').availabilities.values()].filter((one) => isAffected(one).length > 0)
  const forAll = affected.some(({ partnerId }) => partnerId === null)
  const partners = new Set(affected.map(({ partnerId }) => partnerId))
  const before = (partnerId: string) => catalogFor(catalog, partnerId).availabilities
  const wrong = await findOtherwiseCharged(
    session,
    ids.map(({ id }) => id),
    from,
    {
      before,
      // Others see what they saw, and need not be looked at.
      after: (partnerId) =>
        forAll || partners.has(partnerId) ? catalogFor(changed, partnerId).availabilities : before(partnerId),
    },
  )
  return wrong === undefined ? accept(undefined) : refuse('discount-charged', { day: formatDay(from), ...wrong })
}

/** Ends a discount: `until` is the first day on which no term may start with it any more. Terms that have it keep it. */
export async function endDiscount(context: UseCase, discountId: string, until: Day): Promise<Outcome<StoredDiscount>> {
  const { session, now } = context
  await lockDiscounts(session)
  const found = await findDiscount(context, discountId)
  if (!found.ok) return found
  const before = found.value
  const today = dayOfInstant(now)
  if (before.validUntil === until) return accept(before)
  if (before.validUntil !== null && before.validUntil <= today) {
    return refuse('discount-ended', { day: formatDay(before.validUntil) })
  }
  if (until <= today || until < before.validFrom) {
    const earliest = Math.max(today + 1, before.validFrom) as Day
    return refuse('discount-end-passed', { until: formatDay(until), earliest: formatDay(earliest) })
  }
  const after: StoredDiscount = { ...before, validUntil: until }
  const from = before.validUntil !== null && before.validUntil < until ? before.validUntil : until
  const catalog = await currentCatalog(session)
  const done = await reprice(context, catalog, [after], from, () => setDiscountEnd(session, discountId, until))
  if (!done.ok) return done
  await record(context, 'update_discount', before, after)
  return accept(after)
}

function record(
  context: UseCase,
  operationType: Operation,
  before: StoredDiscount | null,
  after: StoredDiscount,
): Promise<void> {
  return recordChange(context, {
    ...{ partnerId: PLATFORM_ID, customer: null, resourceType: 'discount', operationType },
    before: before === null ? null : auditText(before),
    after: auditText(after),
  })
}

function auditText({ recordedAt: _, recordedBy: __, value, validFrom, validUntil, ...rest }: StoredDiscount) {
  return {
    ...rest,
    kind: value.kind,
    value: valueText(value),
    validFrom: formatDay(validFrom),
    validUntil: validUntil === null ? null : formatDay(validUntil),
  }
}
