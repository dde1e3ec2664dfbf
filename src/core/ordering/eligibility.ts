import { mayBuy, type ProgramStatus } from '../access/program-status.js'
import type { Day } from '../calendar/day.js'
import { formatDay } from '../calendar/day.js'
import { accept, type Outcome, type Refusal, refuse } from '../refusal.js'
import type { SubscriptionStatus } from '../subscription/subscription.js'

/** How often one customer may have a SKU: ever, or at the same time. */
export interface OwnershipLimit {
  readonly kind: 'lifetime' | 'concurrent'
  readonly count: number
}

/** What of a SKU decides who may sell it and who may buy it. Other SKUs are named as `product:sku`. */
export interface SaleRules {
  readonly sku: string
  /** What people call it, in refusals. */
  readonly title: string
  readonly isAddOn: boolean
  /** Whether it can be ordered here at all. */
  readonly transactable: boolean
  /** First day on which it cannot be bought any more, or `null`. */
  readonly withdrawnOn: Day | null
  /** Whether its publisher keeps it, or all it has, out of the partner channel. */
  readonly channelExcluded: boolean
  /** The only partners that may sell it; `null` for all. */
  readonly exclusivePartners: readonly string[] | null
  /** Countries (ISO 3166-1 alpha-2) where it is sold; `null` for all. */
  readonly countries: readonly string[] | null
  /** Countries its publisher supports; `null` for all. */
  readonly publisherCountries: readonly string[] | null
  /** Segments for which it has prices. */
  readonly segments: readonly string[]
  readonly limit: OwnershipLimit | null
  readonly isTrial: boolean
  /** What a trial is converted to: whoever owns one of them needs no trial. */
  readonly conversionTargets: readonly string[]
  /** For an add-on: an active one of these is needed. Empty: any base will do, and the order names it. */
  readonly addOnBases: readonly string[]
  /** An active one of these is needed; empty: none. */
  readonly prerequisites: readonly string[]
}

/** Who sells, as far as it matters. */
export interface Seller {
  readonly partnerId: string
  readonly partnerCountry: string
  readonly programStatus: ProgramStatus
}

/** A subscription the customer has or had. */
export interface OwnedSku {
  /** `product:sku`. */
  readonly sku: string
  readonly status: SubscriptionStatus
  /** Left out for what is only about to be bought, such as another line of the cart. */
  readonly subscriptionId?: string
  /** For one that has ended: the day from which it no longer counts, because it has been deprovisioned. */
  readonly countsUntil?: Day
}

/** Who buys, through whom, and what it has. */
export interface Buyer extends Seller {
  readonly country: string
  /** Catalogue segments its qualifications open. */
  readonly segments: readonly string[]
  readonly owned: readonly OwnedSku[]
}

/** Whether the buyer may buy a SKU on a day; a refusal is the reason, and says what can be done. */
export function eligibilityOf(rules: SaleRules, buyer: Buyer, day: Day): Outcome<undefined> {
  const refusal = programReason(buyer) ?? offerReason(rules, buyer, day) ?? ownershipReason(rules, buyer.owned, day)
  return refusal === undefined ? accept(undefined) : { ok: false, refusal }
}

/**
 * Whether a SKU belongs into the catalogue a partner shows a customer: all rules but those of what the customer has, and
 * of the partner's standing.
 */
export function isOfferedTo(rules: SaleRules, buyer: Omit<Buyer, 'owned'>, day: Day): boolean {
  return offerReason(rules, buyer, day) === undefined
}

/** Whether a partner may sell a SKU to customers of a country, whatever their segments. */
export function isSoldBy(rules: SaleRules, seller: Omit<Seller, 'programStatus'>, country: string, day: Day): boolean {
  return sellerReason(rules, seller, day) === undefined && isSoldIn(rules, country)
}

/** Whether an add-on can be attached to a subscription of another SKU. */
export function isAddOnOf(addOn: Pick<SaleRules, 'isAddOn' | 'addOnBases'>, base: Pick<SaleRules, 'sku' | 'isAddOn'>) {
  if (!addOn.isAddOn || base.isAddOn) return false
  return addOn.addOnBases.length === 0 || addOn.addOnBases.includes(base.sku)
}

function programReason(seller: Seller): Refusal | undefined {
  const allowed = mayBuy(seller)
  return allowed.ok ? undefined : allowed.refusal
}

function offerReason(rules: SaleRules, buyer: Omit<Buyer, 'owned'>, day: Day): Refusal | undefined {
  const { title: offer, segments } = rules
  const reason = sellerReason(rules, buyer, day)
  if (reason !== undefined) return reason
  if (!isSoldIn(rules, buyer.country)) {
    return refuse('offer-not-in-country', { offer, country: buyer.country }).refusal
  }
  if (!segments.some((segment) => buyer.segments.includes(segment))) {
    const needed = segments.length === 0 ? 'none yet' : segments.join(', ')
    return refuse('segment-missing', { offer, segments: needed, has: buyer.segments.join(', ') }).refusal
  }
  return undefined
}

function sellerReason(rules: SaleRules, seller: Omit<Seller, 'programStatus'>, day: Day): Refusal | undefined {
  const { title: offer, withdrawnOn, exclusivePartners } = rules
  if (!rules.transactable) return refuse('offer-not-transactable', { offer }).refusal
  if (withdrawnOn !== null && withdrawnOn <= day) {
    return refuse('offer-withdrawn', { offer, day: formatDay(withdrawnOn) }).refusal
  }
  if (rules.channelExcluded) return refuse('offer-channel-excluded', { offer }).refusal
  if (exclusivePartners !== null && !exclusivePartners.includes(seller.partnerId)) {
    return refuse('offer-exclusive', { offer }).refusal
  }
  if (!isSoldIn(rules, seller.partnerCountry)) {
    return refuse('partner-country-excluded', { offer, country: seller.partnerCountry }).refusal
  }
  return undefined
}

/** Whether a SKU is sold to customers of a country, and by partners of it. */
export function isSoldIn({ countries, publisherCountries }: SaleRules, country: string): boolean {
  return (countries?.includes(country) ?? true) && (publisherCountries?.includes(country) ?? true)
}

function ownershipReason(rules: SaleRules, owned: readonly OwnedSku[], day: Day): Refusal | undefined {
  const { title: offer } = rules
  const reason = limitReason(rules, owned, day) ?? trialReason(rules, owned, day)
  if (reason !== undefined) return reason
  const bases = rules.isAddOn ? missingFrom(rules.addOnBases, owned) : undefined
  if (bases !== undefined)
    return bases.suspended ?? refuse('add-on-base-missing', { offer, bases: bases.names }).refusal
  const needed = missingFrom(rules.prerequisites, owned)
  if (needed === undefined) return undefined
  return needed.suspended ?? refuse('prerequisite-missing', { offer, needed: needed.names }).refusal
}

/** What is missing of a list of which one must be active; a suspended one is told apart. */
function missingFrom(list: readonly string[], owned: readonly OwnedSku[]) {
  if (list.length === 0) return undefined
  const having = owned.filter(({ sku }) => list.includes(sku))
  if (having.some(({ status }) => status === 'active')) return undefined
  const suspended = having.find(({ status }) => status === 'suspended')
  return {
    names: list.join(', '),
    suspended: suspended === undefined ? undefined : refuse('base-inactive', { status: 'suspended' }).refusal,
  }
}

function limitReason(rules: SaleRules, owned: readonly OwnedSku[], day: Day): Refusal | undefined {
  const { limit, title: offer, sku } = rules
  if (limit === null) return undefined
  const same = owned.filter((one) => one.sku === sku)
  const counted = limit.kind === 'lifetime' ? same : same.filter((one) => isStillOwned(one, day))
  if (counted.length < limit.count) return undefined
  const suspended = counted.find(({ status }) => status === 'suspended')
  if (suspended?.subscriptionId !== undefined) {
    return refuse('offer-suspended', { offer, subscription: suspended.subscriptionId }).refusal
  }
  const data = { offer, limit: limit.count, owned: counted.length }
  if (limit.kind === 'lifetime') return refuse('lifetime-limit-reached', data).refusal
  return refuse('concurrent-limit-reached', { ...data, wayOut: wayOut(counted) }).refusal
}

/** How a limit gets room again. */
function wayOut(counted: readonly OwnedSku[]): string {
  const days = counted.flatMap(({ countsUntil }) => (countsUntil === undefined ? [] : [countsUntil]))
  if (days.length === 0) return 'add licenses to what there is, or cancel one: it counts until it is deprovisioned'
  return `a cancelled one stops counting on ${formatDay(earliest(days))}`
}

function earliest(days: readonly Day[]): Day {
  return days.reduce((first, day) => (day < first ? day : first))
}

function trialReason(rules: SaleRules, owned: readonly OwnedSku[], day: Day): Refusal | undefined {
  if (!rules.isTrial) return undefined
  const paid = owned.find((one) => rules.conversionTargets.includes(one.sku) && isStillOwned(one, day))
  if (paid === undefined) return undefined
  return refuse('trial-of-owned-offer', { offer: rules.title, owned: paid.sku }).refusal
}

/** A subscription that has ended still counts until it is deprovisioned. */
function isStillOwned({ status, countsUntil }: OwnedSku, day: Day): boolean {
  if (status === 'active' || status === 'suspended') return true
  if (status === 'deprovisioned') return false
  return countsUntil === undefined || day < countsUntil
}
