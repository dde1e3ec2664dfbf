import type { Instant } from '../core/calendar/day.js'
import { formatTerm } from '../core/calendar/term.js'
import { type Availability, isOpenEnded } from '../core/catalog/availability.js'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import type { Command } from '../core/subscription/command.js'
import { isEnded, type SubscriptionStatus } from '../core/subscription/subscription.js'
import { changeFamily, type OpenFamily } from './change-family.js'
import type { StoredCatalog } from './current-catalog.js'
import { cycleWordOf } from './cycle-word.js'
import { alternativesOf } from './family-offers.js'
import type { SubscriptionView } from './subscription-view.js'

/** What somebody wants a subscription to be; left out: as it is. */
export interface SubscriptionWish {
  readonly friendlyName?: string | undefined
  readonly quantity?: number | undefined
  /** A word of the contract: `deleted` cancels. */
  readonly status?: string | undefined
  readonly autoRenew?: boolean | undefined
  /** A word of the contract, such as `annual`. */
  readonly billingCycle?: string | undefined
  /** Such as `P1Y`. */
  readonly term?: string | undefined
  /** Network id of the reseller. */
  readonly partnerOnRecord?: string | undefined
  /** `null` takes back what was scheduled. */
  readonly nextTerm?: NextTermWish | null | undefined
}

/** What the renewal is to change; left out: what the subscription is now. */
export interface NextTermWish {
  readonly productId?: string | undefined
  readonly skuId?: string | undefined
  readonly billingCycle?: string | undefined
  readonly term?: string | undefined
  readonly quantity?: number | undefined
}

/** What is done about a wish: nothing of it has been written. */
export interface PlannedChange {
  readonly open: OpenFamily
  readonly friendlyName: string | undefined
  readonly partnerOnRecord: string | undefined
}

const STATUS_COMMANDS: Readonly<Record<string, Command>> = {
  active: { type: 'reactivate' },
  suspended: { type: 'suspend' },
  deleted: { type: 'cancel' },
}

const STATUS_WORDS: Readonly<Record<SubscriptionStatus, string>> = {
  active: 'active',
  suspended: 'suspended',
  expired: 'expired',
  cancelled: 'deleted',
  deprovisioned: 'deleted',
}

/**
 * Compares a wish with what is, and carries out the difference, in memory: a reactivation first, so that the rest is
 * possible; then auto-renew, quantity, billing cycle and what is scheduled, each of which may drop what was scheduled; a
 * suspension last. A cancellation stands alone. Nothing is done where one of them is refused.
 */
export function planChange(
  open: OpenFamily,
  view: SubscriptionView,
  wish: SubscriptionWish,
  now: Instant,
  catalog: StoredCatalog,
): Outcome<PlannedChange> {
  const friendlyName = wish.friendlyName === view.friendlyName ? undefined : wish.friendlyName
  const partnerOnRecord = wish.partnerOnRecord === view.partnerOnRecord ? undefined : wish.partnerOnRecord
  const commands = commandsOf(view, wish, catalog, friendlyName !== undefined || partnerOnRecord !== undefined)
  if (!commands.ok) return commands
  const isEnd = isEnded(view.status as SubscriptionStatus)
  if (isEnd && (friendlyName ?? partnerOnRecord) !== undefined) {
    return refuse('already-cancelled', { status: view.status })
  }
  let changed = open
  for (const command of commands.value) {
    const key = view.subscriptionId
    const next = changeFamily(changed, { key, command }, now, catalog)
    if (!next.ok) return next
    if (!changesNothing(command, key, changed, next.value)) changed = next.value
  }
  return accept({ open: changed, friendlyName, partnerOnRecord })
}

/** The commands a wish comes down to, in order. */
function commandsOf(
  view: SubscriptionView,
  wish: SubscriptionWish,
  catalog: StoredCatalog,
  hasMarks: boolean,
): Outcome<readonly Command[]> {
  const word = STATUS_WORDS[view.status as SubscriptionStatus]
  const wanted = wish.status === word ? undefined : wish.status
  const status = wanted === undefined ? undefined : STATUS_COMMANDS[wanted]
  if (wanted !== undefined && status === undefined) return refuse('status-fixed', { status: word, wanted })
  const rhythm = rhythmCommand(view, wish, catalog)
  if (!rhythm.ok) return rhythm
  const quantity = quantityCommand(view, wish)
  if (!quantity.ok) return quantity
  const nextTerm = nextTermCommand(view, wish, catalog)
  if (!nextTerm.ok) return nextTerm
  const others = [quantity.value, rhythm.value, nextTerm.value].filter((command) => command !== undefined)
  const autoRenew = autoRenewCommand(view, wish, hasMarks || status !== undefined || others.length > 0)
  if (status?.type === 'cancel') {
    if (others.length === 0) return accept([status])
    return refuse('conflicting-changes', { status: 'cancelled', other: 'other changes' })
  }
  if (status?.type === 'suspend' && others.length > 0) {
    if (quantity.value !== undefined) return refuse('quantity-while-suspended')
    return refuse('conflicting-changes', { status: 'suspended', other: 'other changes' })
  }
  if (autoRenew !== undefined && view.status === 'suspended' && status === undefined) return refuse('suspended')
  const rest = autoRenew === undefined ? others : [autoRenew, ...others]
  if (status?.type === 'suspend') return accept([...rest, status])
  return accept(status === undefined ? rest : [status, ...rest])
}

function quantityCommand({ quantity, availability, trial }: SubscriptionView, wish: SubscriptionWish) {
  if (wish.quantity === undefined || wish.quantity === quantity) return accept(undefined)
  // A trial that does not become paid by itself is given as it is.
  if (trial && !availability.profile.trial.becomesPaid) return refuse('quantity-fixed', { quantity })
  return accept<Command>({ type: 'changeQuantity', quantity: wish.quantity })
}

/**
 * Where a subscription always renews, clients that never ask for auto-renew send `false` with every change: only a wish
 * for nothing else is refused.
 */
function autoRenewCommand(
  { autoRenew, availability }: SubscriptionView,
  wish: SubscriptionWish,
  isAmongOthers: boolean,
): Command | undefined {
  if (wish.autoRenew === undefined || wish.autoRenew === autoRenew) return undefined
  const isFixed = availability.profile.autoRenew === 'always' || isOpenEnded(availability)
  if (isFixed && (isAmongOthers || wish.autoRenew)) return undefined
  return { type: 'setAutoRenew', autoRenew: wish.autoRenew }
}

const ANY_CYCLE: ReadonlySet<string> = new Set(['unknown', 'none'])

function rhythmCommand(
  { availability, sku, orderId }: SubscriptionView,
  wish: SubscriptionWish,
  catalog: StoredCatalog,
): Outcome<Command | undefined> {
  const word = cycleWordOf(availability)
  const term = formatTerm(availability.term)
  const cycle = wish.billingCycle === undefined || ANY_CYCLE.has(wish.billingCycle) ? word : wish.billingCycle
  const wanted = wish.term ?? term
  if (cycle === word && wanted === term) return accept(undefined)
  if (availability.billingCycle === 'one-time') return refuse('one-time-fixed')
  if (!availability.profile.hasFee) return refuse('usage-fixed')
  if (availability.profile.billingCycleChange === 'restart-term') {
    return refuse('billing-cycle-by-order', { order: orderId })
  }
  const target = findRhythm(alternativesOf(sku.sku, availability.id, catalog), wanted, cycle)
  if (target === undefined) {
    return refuse('billing-cycle-unavailable', { offer: sku.title, term: wanted, billingCycle: cycle })
  }
  const type = target.billingCycle === availability.billingCycle ? 'convert' : 'changeBillingCycle'
  return accept({ type, availabilityId: target.id })
}

function findRhythm(availabilities: readonly Availability[], term: string, word: string): Availability | undefined {
  return availabilities.find((one) => formatTerm(one.term) === term && cycleWordOf(one) === word)
}

function nextTermCommand(
  view: SubscriptionView,
  { nextTerm: wish }: SubscriptionWish,
  catalog: StoredCatalog,
): Outcome<Command | undefined> {
  if (wish === undefined) return accept(undefined)
  const { availability, quantity, nextTerm } = view
  if (wish === null) return accept(nextTerm === null ? undefined : { type: 'scheduleRenewal' })
  const target = nextAvailability(view, wish, catalog)
  if (!target.ok) return target
  const wanted = { availabilityId: target.value.id, quantity: wish.quantity ?? quantity }
  const standing = { availabilityId: availability.id, quantity }
  const scheduled =
    nextTerm === null ? standing : { availabilityId: nextTerm.availability.id, quantity: nextTerm.quantity }
  if (wanted.availabilityId === scheduled.availabilityId && wanted.quantity === scheduled.quantity) {
    return accept(undefined)
  }
  return accept({
    type: 'scheduleRenewal',
    ...(wanted.availabilityId === standing.availabilityId ? {} : { availabilityId: wanted.availabilityId }),
    ...(wanted.quantity === standing.quantity ? {} : { quantity: wanted.quantity }),
  })
}

function nextAvailability(view: SubscriptionView, wish: NextTermWish, catalog: StoredCatalog): Outcome<Availability> {
  const { availability, sku } = view
  const wanted = `${wish.productId ?? sku.productId}:${wish.skuId ?? sku.skuId}`
  const refusal = upgradeRefusal(view, wanted, catalog)
  if (refusal !== undefined) return { ok: false, refusal }
  const alternatives = alternativesOf(wanted, availability.id, catalog)
  const term = wish.term ?? formatTerm(availability.term)
  const named = wish.billingCycle === undefined || ANY_CYCLE.has(wish.billingCycle) ? undefined : wish.billingCycle
  const cycle = named ?? cycleWordOf(availability)
  const target = findRhythm(alternatives, term, cycle)
  if (target !== undefined) return accept(target)
  // Who names neither term nor billing cycle takes the usual one of another offer.
  const usual = wish.term === undefined && named === undefined ? alternatives[0] : undefined
  if (usual !== undefined) return accept(usual)
  return refuse('billing-cycle-unavailable', { offer: wanted, term, billingCycle: cycle })
}

/** Why a subscription cannot become another SKU, or `undefined`. */
export function upgradeRefusal({ sku, trial }: SubscriptionView, wanted: string, catalog: StoredCatalog) {
  const targets = upgradeTargetsOf({ sku, trial })
  if (wanted === sku.sku || targets.includes(wanted)) return undefined
  const names = targets.map((target) => catalog.skus.get(target)?.title ?? target).join(', ') || 'nothing'
  const to = catalog.skus.get(wanted)?.title ?? wanted
  const data = { from: sku.title, to: to.slice(0, 200), targets: names.slice(0, 500) }
  return refuse('no-upgrade', data).refusal satisfies Refusal
}

/** The SKUs a subscription can become; a trial also what it is a trial of. */
export function upgradeTargetsOf({ sku, trial }: Pick<SubscriptionView, 'sku' | 'trial'>): readonly string[] {
  const own = sku.isTrial || trial ? [...sku.conversionTargets, ...sku.upgradeTargets] : sku.upgradeTargets
  return [...new Set(own)]
}

/** A second cancellation of one that ends with its term anyway changes nothing. */
function changesNothing(command: Command, key: string, before: OpenFamily, after: OpenFamily): boolean {
  if (command.type !== 'cancel' || before.family.get(key)?.subscription.autoRenew === true) return false
  return after.changes.get(key)?.events.at(-1)?.type === 'autoRenewSet'
}
