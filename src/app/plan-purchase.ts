import type { Instant } from '../core/calendar/day.js'
import { formatTerm } from '../core/calendar/term.js'
import type { Availability } from '../core/catalog/availability.js'
import type { FamilyCommand } from '../core/charging/family.js'
import { type CartLine, parentSubscriptionOf, resellerOf } from '../core/ordering/cart.js'
import { eligibilityOf, isAddOnOf, type OwnedSku } from '../core/ordering/eligibility.js'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import type { SkuForSale } from '../store/catalog.js'
import { changeFamily, type MemberChange, newFamily, type OpenFamily, standingOn } from './change-family.js'
import { findCatalogItem } from './find-catalog-item.js'
import type { Shop } from './shop.js'

/** What has been planned so far; a value, so that what fails is simply not kept. */
export interface Basket {
  /** By key of the base subscription, new ones and existing ones. */
  readonly families: ReadonlyMap<string, OpenFamily>
  readonly owned: readonly OwnedSku[]
}

/** A purchase that can be carried out. */
export interface PlannedItem {
  readonly line: CartLine
  readonly availability: Availability
  readonly sku: SkuForSale
  readonly subscriptionId: string
  readonly parentSubscriptionId: string | null
  /** Whether it is founded, and charged, only once its publisher has confirmed the activation. */
  readonly awaitsActivation: boolean
  /** What it does in the ledger; for one that awaits its activation, what it would do today. */
  readonly change: MemberChange
}

/** A line, and what becomes of it: an item or the fault. */
export interface PlannedLine {
  readonly line: CartLine
  /** What the line stands for, also where it cannot be bought. */
  readonly found: { readonly availability: Availability; readonly itemId: string } | null
  readonly outcome: Outcome<PlannedItem>
  readonly addOns: readonly PlannedLine[]
}

/** When and under which ids things are planned. */
export interface Planning {
  readonly now: Instant
  readonly newId: () => string
}

export function emptyBasket(shop: Shop): Basket {
  return { families: new Map(), owned: shop.buyer.owned }
}

/** The first fault of a line or of its add-ons, or `null`. */
export function faultOf(planned: PlannedLine): Refusal | null {
  if (!planned.outcome.ok) return planned.outcome.refusal
  for (const addOn of planned.addOns) {
    const fault = faultOf(addOn)
    if (fault !== null) return fault
  }
  return null
}

/** The items of a line and its add-ons; for lines without faults. */
export function itemsOf(planned: PlannedLine): PlannedItem[] {
  const own = planned.outcome.ok ? [planned.outcome.value] : []
  return [...own, ...planned.addOns.flatMap(itemsOf)]
}

/**
 * Plans the purchase of a line with its add-ons, exactly as it will be carried out, without writing anything. This is
 * what checks a cart, what a review shows and what a checkout writes. The basket is as before where there is a fault.
 */
export function planLine(
  planning: Planning,
  shop: Shop,
  basket: Basket,
  line: CartLine,
): { readonly basket: Basket; readonly planned: PlannedLine } {
  const parent = parentSubscriptionOf(line)
  const base = parent === null ? accept(undefined) : existingBase(shop, basket, parent)
  const own = base.ok
    ? planItem(planning, shop, basket, line, base.value)
    : { basket, planned: withoutItem(shop, line, base.refusal) }
  let next = own.basket
  const addOns: PlannedLine[] = []
  for (const addOn of line.addOns) {
    const step = planAddOn(planning, shop, next, addOn, own.planned)
    next = step.basket
    addOns.push(step.planned)
  }
  const planned = { ...own.planned, addOns }
  return { basket: faultOf(planned) === null ? next : basket, planned }
}

type Step = { readonly basket: Basket; readonly planned: PlannedLine }

/** What an add-on is for. */
interface Base {
  readonly key: string
  readonly availability: Availability
  readonly sku: SkuForSale
  readonly awaitsActivation: boolean
}

function planAddOn(planning: Planning, shop: Shop, basket: Basket, line: CartLine, base: PlannedLine): Step {
  if (!base.outcome.ok) {
    const { refusal } = base.outcome
    return { basket, planned: withoutItem(shop, line, refusal, base.found?.availability) }
  }
  const { subscriptionId: key, availability, sku, awaitsActivation } = base.outcome.value
  return planItem(planning, shop, basket, line, { key, availability, sku, awaitsActivation })
}

function existingBase(shop: Shop, basket: Basket, subscriptionId: string): Outcome<Base> {
  const opened = shop.families.get(subscriptionId)
  if (opened === undefined) throw new Error(`the family of ${subscriptionId} was not opened`)
  if (!opened.ok) return opened
  const { family, partner } = basket.families.get(subscriptionId) ?? opened.value
  const { partnerId } = partner
  const standing = standingOn({ state: family.get(subscriptionId)!.subscription, partnerId }, shop.day, shop.catalog)
  if (!standing.ok) return standing
  const availability = shop.catalog.availabilities.get(standing.value.availabilityId)!
  return accept({ key: subscriptionId, availability, sku: skuOf(shop, availability), awaitsActivation: false })
}

function planItem(planning: Planning, shop: Shop, basket: Basket, line: CartLine, base: Base | undefined): Step {
  const found = findItem(shop, line, base?.availability)
  if (!found.ok) return { basket, planned: { line, found: null, outcome: found, addOns: [] } }
  const { availability, itemId, sku } = found.value
  const refusal =
    conditionsOf(shop, line, sku) ??
    relationOf(sku, base) ??
    refusalOf(eligibilityOf(sku, buyerOf(shop, basket), shop.day))
  const outcome: Outcome<{ item: PlannedItem; basket: Basket }> =
    refusal === undefined ? carryOut(planning, shop, basket, { line, availability, sku }, base) : { ok: false, refusal }
  const place = { line, found: { availability, itemId }, addOns: [] }
  if (!outcome.ok) return { basket, planned: { ...place, outcome } }
  return { basket: outcome.value.basket, planned: { ...place, outcome: accept(outcome.value.item) } }
}

/** For a line that cannot be bought because of something else; what it stands for is shown all the same. */
function withoutItem(shop: Shop, line: CartLine, refusal: Refusal, base?: Availability): PlannedLine {
  const found = findItem(shop, line, base)
  const shown = found.ok ? { availability: found.value.availability, itemId: found.value.itemId } : null
  return { line, found: shown, outcome: { ok: false, refusal: found.ok ? refusal : found.refusal }, addOns: [] }
}

/** An add-on that follows its base has the base's billing cycle where the line does not name another. */
function findItem(shop: Shop, line: CartLine, base: Availability | undefined) {
  const { currency } = shop.account
  if (line.currency !== null && line.currency !== currency) {
    return refuse('currency-not-sold', { currency: line.currency, expected: currency })
  }
  const inherited = base?.profile.addOns === 'aligned' ? base.billingCycle : undefined
  const billingCycle = line.billingCycle ?? inherited
  const wanted = {
    item: line.item,
    ...(line.term === null ? {} : { term: line.term }),
    ...(billingCycle === undefined ? {} : { billingCycle }),
  }
  return findCatalogItem(shop.catalog, wanted, placeOf(shop))
}

/** What the line itself says that cannot be. */
function conditionsOf(shop: Shop, line: CartLine, sku: SkuForSale): Refusal | undefined {
  const { title: offer } = sku
  if (line.promotionId !== null) return refuse('promotion-unknown', { offer, promotion: line.promotionId }).refusal
  if (line.customTermEnd !== null) return refuse('custom-term-end-unsupported', { offer }).refusal
  if (sku.attestationRequired && line.attested !== true) return refuse('attestation-missing', { offer }).refusal
  const mpnId = resellerOf(line)
  const sellsThroughResellers = shop.account.accountType === 'indirect-provider'
  return mpnId === null || sellsThroughResellers ? undefined : refuse('reseller-not-supported', { mpnId }).refusal
}

/** An add-on goes with a base that is its own, and nothing else goes with a base. */
function relationOf(sku: SkuForSale, base: Base | undefined): Refusal | undefined {
  const { title: offer } = sku
  if (base === undefined) {
    return sku.isAddOn && sku.profile.addOns === 'aligned' ? refuse('add-on-base-needed', { offer }).refusal : undefined
  }
  const names = { offer, base: base.sku.title }
  if (!isAddOnOf(sku, base.sku)) return refuse('add-on-mismatch', names).refusal
  return base.awaitsActivation ? refuse('add-on-base-pending', { base: base.sku.title }).refusal : undefined
}

function carryOut(
  { now, newId }: Planning,
  shop: Shop,
  basket: Basket,
  { line, availability, sku }: Pick<PlannedItem, 'line' | 'availability' | 'sku'>,
  base: Base | undefined,
): Outcome<{ readonly item: PlannedItem; readonly basket: Basket }> {
  const subscriptionId = newId()
  const purchase = { availabilityId: availability.id, quantity: line.quantity }
  const command: FamilyCommand =
    base === undefined
      ? { key: subscriptionId, command: { type: 'purchase', ...purchase } }
      : { key: base.key, command: { type: 'purchaseAddOn', ...purchase }, newKey: subscriptionId }
  const family = base === undefined ? newFamily(shop.partner) : familyOf(shop, basket, base.key)
  const bought = changeFamily(family, command, now, shop.catalog)
  if (!bought.ok) return bought
  const renewing = scheduleRenewal(now, shop, bought.value, subscriptionId, { line, availability, sku })
  if (!renewing.ok) return renewing
  const item: PlannedItem = {
    line,
    availability,
    sku,
    subscriptionId,
    parentSubscriptionId: base?.key ?? null,
    awaitsActivation: sku.needsActivation,
    change: renewing.value.changes.get(subscriptionId)!,
  }
  const owned = [...basket.owned, { sku: sku.sku, status: 'active' as const }]
  if (sku.needsActivation) return accept({ item, basket: { ...basket, owned } })
  const families = new Map(basket.families).set(base?.key ?? subscriptionId, renewing.value)
  return accept({ item, basket: { families, owned } })
}

/** A renewal for another term is scheduled with the purchase. */
function scheduleRenewal(
  now: Instant,
  shop: Shop,
  open: OpenFamily,
  key: string,
  { line, availability, sku }: Pick<PlannedItem, 'line' | 'availability' | 'sku'>,
): Outcome<OpenFamily> {
  const term = formatTerm(availability.term)
  if (line.renewsTo === null || line.renewsTo === term) return accept(open)
  const refusal = refuse('renewal-term-unsupported', { offer: availability.title, term, asked: line.renewsTo })
  if (sku.needsActivation) return refusal
  const { billingCycle } = availability
  const wanted = { item: line.item, term: line.renewsTo, billingCycle }
  const target = findCatalogItem(shop.catalog, wanted, placeOf(shop))
  if (!target.ok) return refusal
  const command = { type: 'scheduleRenewal' as const, availabilityId: target.value.availability.id }
  return changeFamily(open, { key, command }, now, shop.catalog)
}

function familyOf(shop: Shop, basket: Basket, key: string): OpenFamily {
  const planned = basket.families.get(key)
  if (planned !== undefined) return planned
  const opened = shop.families.get(key)
  if (opened === undefined || !opened.ok) throw new Error(`the family of ${key} is not open`)
  return opened.value
}

function skuOf(shop: Shop, { productId, skuId }: Availability): SkuForSale {
  return shop.catalog.skus.get(`${productId}:${skuId}`)!
}

/** Where it is bought: the market, the segments and the currency prices are looked up in. */
function placeOf({ account, customer }: Shop) {
  return { currency: account.currency, country: customer.country, segments: customer.segments }
}

function buyerOf(shop: Shop, basket: Basket) {
  return { ...shop.buyer, owned: basket.owned }
}

function refusalOf(outcome: Outcome<unknown>): Refusal | undefined {
  return outcome.ok ? undefined : outcome.refusal
}
