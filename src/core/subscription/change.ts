import { type Day, formatDay, type Instant } from '../calendar/day.js'
import { dayOfInstant, formatInstant } from '../calendar/instant.js'
import { formatTerm } from '../calendar/term.js'
import { type Availability, type Catalog, sameRhythm, sameTerm } from '../catalog/availability.js'
import { isWholeCycles } from '../catalog/billing-cycle.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import { type Command, type CommandContext, USAGE_COMMANDS } from './command.js'
import type { Alignment, Refund, SubscriptionEvent } from './event.js'
import { isEnded, type Subscription } from './subscription.js'
import { cancellationRuleOf, closingOf, isOpen } from './window.js'

type Decision = Outcome<SubscriptionEvent>
type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

/**
 * Whether a command may be carried out, and the event that does it. The subscription must have been advanced to the
 * command's day, so that windows and cycles are those of that day. Windows are judged here and nowhere else: the event
 * says what is refunded, so that a replay never depends on today's rules.
 */
export function decide(
  subscription: Subscription | undefined,
  command: Command,
  context: CommandContext,
  catalog: Catalog,
): Decision {
  if (command.type === 'purchase') return decidePurchase(subscription, command, context.at, catalog)
  if (subscription === undefined) return refuse('not-purchased')
  if (isEnded(subscription.status)) return refuseEnded(subscription, command)
  if (context.at < subscription.lastOccurrenceAt) {
    return refuse('out-of-order', {
      at: formatInstant(context.at),
      after: formatInstant(subscription.lastOccurrenceAt),
    })
  }
  const availability = catalog.get(subscription.availabilityId)
  if (availability === undefined) return refuse('unknown-offer', { offer: subscription.availabilityId })
  if (availability.billingCycle === 'one-time' && !(command.type === 'cancel' && command.atRenewal !== true)) {
    return refuse('one-time-fixed')
  }
  if (!availability.profile.hasFee && !USAGE_COMMANDS.includes(command.type)) return refuse('usage-fixed')
  switch (command.type) {
    case 'changeQuantity':
      return decideQuantity(subscription, command, context.at, availability)
    case 'suspend':
      return decideSuspension(subscription, context, availability)
    case 'reactivate':
      return decideReactivation(subscription, context.at, availability)
    case 'cancel':
      return decideCancellation(subscription, command, context.at, availability)
    case 'convert':
      return decideConversion(subscription, command, context.at, availability, catalog)
    case 'changeBillingCycle':
      return decideBillingCycle(subscription, command, context.at, availability, catalog)
    case 'setAutoRenew':
      return decideAutoRenew(command.autoRenew, context.at, availability)
    case 'scheduleRenewal':
      return decideRenewal(subscription, command, context.at, availability, catalog)
  }
}

/** The dates a new add-on takes over from its base, or the refusal why there can be none. */
export function alignmentTo(base: Subscription): Outcome<Alignment> {
  if (base.status !== 'active') return refuse('base-inactive', { status: base.status })
  const { anchor, termStart, termEnd, cycleStart, cycleEnd } = base
  return accept({ anchor, termStart, termEnd, cycleStart, cycleEnd })
}

function decidePurchase(
  subscription: Subscription | undefined,
  command: CommandOf<'purchase'>,
  at: Instant,
  catalog: Catalog,
): Decision {
  if (subscription !== undefined) return refuse('already-purchased')
  const availability = catalog.get(command.availabilityId)
  if (availability === undefined) return refuse('unknown-offer', { offer: command.availabilityId })
  const unsuitable = checkQuantity(command.quantity, availability) ?? checkCycle(availability)
  if (unsuitable !== undefined) return unsuitable
  const autoRenew = command.autoRenew ?? true
  if (!autoRenew && availability.profile.autoRenew === 'always') {
    return refuse('auto-renew-fixed', { profile: availability.profile.id })
  }
  return accept({
    type: 'purchased',
    at,
    availabilityId: availability.id,
    quantity: command.quantity,
    autoRenew,
    origin: command.origin ?? 'order',
    alignment: command.alignment ?? null,
    ...(command.windowFrom === undefined ? {} : { windowFrom: command.windowFrom }),
  })
}

function decideQuantity(
  subscription: Subscription,
  command: CommandOf<'changeQuantity'>,
  at: Instant,
  availability: Availability,
): Decision {
  const { quantity } = command
  if (subscription.status === 'suspended') return refuse('quantity-while-suspended')
  const outOfRange = checkQuantity(quantity, availability)
  if (outOfRange !== undefined) return outOfRange
  if (command.atRenewal === true) return accept({ type: 'quantityScheduled', at, quantity })
  if (quantity === subscription.quantity) return refuse('no-quantity-change', { quantity })
  if (subscription.open.length + subscription.stretches.length > MAXIMUM_CHANGES) {
    return refuse('too-many-changes', { changes: subscription.open.length, limit: MAXIMUM_CHANGES })
  }
  // Nobody has committed to the licenses of a flat fee or of a trial.
  const reduction = availability.flat || subscription.trial ? 0 : subscription.quantity - quantity
  if (reduction > 0 && availability.profile.quantityReduction === 'in-window') {
    const { prorated } = cancellationRuleOf(availability)
    const removable = removableQuantity(subscription, at, availability)
    if (reduction > removable && typeof prorated === 'object') {
      const data = { hours: prorated.length, termEnd: formatDay(subscription.termEnd), removable }
      return refuse('quantity-reduction-window-closed', data)
    }
  }
  return accept({ type: 'quantityChanged', at, quantity })
}

/** Most lines and stretches one cycle may hold; a subscription changed more often than this is a runaway script. */
export const MAXIMUM_CHANGES = 1_000

/** Seats whose own removal window is open at `at`. */
export function removableQuantity(subscription: Subscription, at: Instant, availability: Availability): number {
  const { prorated } = cancellationRuleOf(availability)
  if (typeof prorated === 'string') return prorated === 'always' ? subscription.quantity : 0
  if (isOpen(prorated, subscription.windowFrom, at)) return subscription.quantity
  return subscription.additions.reduce((sum, added) => sum + (isOpen(prorated, added.at, at) ? added.quantity : 0), 0)
}

function decideSuspension(subscription: Subscription, context: CommandContext, availability: Availability): Decision {
  if (subscription.status === 'suspended') return refuse('already-suspended')
  const { suspension } = availability.profile
  const days = context.reactivationDays ?? suspension.reactivationDays
  const deprovisionOn = (dayOfInstant(context.at) + days) as Day
  const refund = suspension.credits ? refundAt(subscription, context.at, availability) : 'none'
  return accept({ type: 'suspended', at: context.at, refund: refund === 'closed' ? 'none' : refund, deprovisionOn })
}

function decideReactivation(subscription: Subscription, at: Instant, availability: Availability): Decision {
  if (subscription.status !== 'suspended') return refuse('not-suspended', { status: subscription.status })
  const { profile } = availability
  if (subscription.deprovisionOn === null) return refuse('reactivation-too-late', { until: 'its data were deleted' })
  if (!profile.suspension.stopsBilling) return accept({ type: 'reactivated', at, charge: 'none' })
  const within = isOpen(cancellationRuleOf(availability).full, subscription.windowFrom, at)
  return accept({ type: 'reactivated', at, charge: within && subscription.credited.length > 0 ? 'full' : 'prorated' })
}

function decideCancellation(
  subscription: Subscription,
  command: CommandOf<'cancel'>,
  at: Instant,
  availability: Availability,
): Decision {
  if (command.atRenewal === true) return decideAutoRenew(false, at, availability)
  if (subscription.status === 'suspended' && availability.profile.suspension.credits) {
    return accept({ type: 'cancelled', at, refund: 'none' })
  }
  const refund = refundAt(subscription, at, availability)
  if (refund !== 'closed') return accept({ type: 'cancelled', at, refund })
  const rule = cancellationRuleOf(availability)
  if (rule.afterwards === 'schedule') return accept({ type: 'autoRenewSet', at, autoRenew: false })
  const last = typeof rule.prorated === 'object' ? rule.prorated : rule.full
  return refuse('cancellation-window-closed', {
    until: formatInstant(closingOf(last, subscription.windowFrom)),
    termEnd: formatDay(subscription.termEnd),
  })
}

/** What the windows give back at an instant; a trial has nothing to give back and can always be left. */
function refundAt(subscription: Subscription, at: Instant, availability: Availability): Refund | 'closed' {
  const rule = cancellationRuleOf(availability)
  if (subscription.trial || isOpen(rule.full, subscription.windowFrom, at)) return 'full'
  if (rule.prorated === 'never') return 'closed'
  return rule.prorated === 'always' || isOpen(rule.prorated, subscription.windowFrom, at) ? 'prorated' : 'closed'
}

function decideConversion(
  subscription: Subscription,
  command: CommandOf<'convert'>,
  at: Instant,
  availability: Availability,
  catalog: Catalog,
): Decision {
  const target = checkTarget(subscription, command.availabilityId, availability, catalog)
  if (!target.ok) return target
  const restart = subscription.trial || !sameRhythm(availability, target.value)
  if (command.newQuantity !== undefined) {
    const { newQuantity } = command
    const outOfRange = checkQuantity(newQuantity, target.value)
    if (outOfRange !== undefined) return outOfRange
    if (!subscription.trial && newQuantity < subscription.quantity) {
      return refuse('conversion-too-small', { quantity: subscription.quantity, asked: newQuantity })
    }
    const whole = { type: 'converted', at, availabilityId: target.value.id, movedQuantity: null, restart } as const
    return accept(newQuantity === subscription.quantity ? whole : { ...whole, quantity: newQuantity })
  }
  const quantity = command.quantity ?? subscription.quantity
  if (quantity < 1 || !Number.isSafeInteger(quantity) || quantity > subscription.quantity) {
    return refuse('conversion-too-large', { quantity: subscription.quantity, asked: quantity })
  }
  const left = subscription.quantity - quantity
  const outOfRange = checkQuantity(quantity, target.value) ?? (left > 0 ? checkQuantity(left, availability) : undefined)
  if (outOfRange !== undefined) return outOfRange
  return accept({
    type: 'converted',
    at,
    availabilityId: target.value.id,
    movedQuantity: left === 0 ? null : quantity,
    restart,
  })
}

/** What the renewal changes. Terms that are not renewed have none; both left out takes back what was scheduled. */
function decideRenewal(
  subscription: Subscription,
  command: CommandOf<'scheduleRenewal'>,
  at: Instant,
  availability: Availability,
  catalog: Catalog,
): Decision {
  if (subscription.status === 'suspended') return refuse('suspended')
  if (!subscription.autoRenew) return refuse('auto-renew-off', { termEnd: formatDay(subscription.termEnd) })
  const { availabilityId = availability.id, quantity = null } = command
  const isSame = availabilityId === availability.id
  const target = isSame ? accept(availability) : checkTarget(subscription, availabilityId, availability, catalog)
  if (!target.ok) return target
  if (!isSame || quantity !== null) {
    const outOfRange = checkQuantity(quantity ?? subscription.quantity, target.value)
    if (outOfRange !== undefined) return outOfRange
  }
  return accept({ type: 'renewalScheduled', at, quantity, availabilityId: isSame ? null : availabilityId })
}

function decideBillingCycle(
  subscription: Subscription,
  command: CommandOf<'changeBillingCycle'>,
  at: Instant,
  availability: Availability,
  catalog: Catalog,
): Decision {
  const target = checkTarget(subscription, command.availabilityId, availability, catalog)
  if (!target.ok) return target
  const { profile, billingCycle } = availability
  if (target.value.billingCycle === billingCycle) {
    return refuse('billing-cycle-mismatch', { billingCycle, expected: 'a change of billing cycle' })
  }
  // Together with the term the billing cycle changes at once.
  const restart =
    profile.billingCycleChange === 'restart-term' || subscription.trial || !sameTerm(availability, target.value)
  return accept({ type: 'billingCycleChanged', at, availabilityId: target.value.id, restart })
}

function refuseEnded(subscription: Subscription, command: Command): Decision {
  const { status, lastOccurrenceAt } = subscription
  if (status !== 'deprovisioned' || command.type !== 'reactivate') return refuse('already-cancelled', { status })
  return refuse('reactivation-too-late', { until: formatDay((dayOfInstant(lastOccurrenceAt) - 1) as Day) })
}

function checkTarget(
  subscription: Subscription,
  id: string,
  availability: Availability,
  catalog: Catalog,
): Outcome<Availability> {
  if (subscription.status === 'suspended') return refuse('suspended')
  const target = catalog.get(id)
  if (target === undefined) return refuse('unknown-offer', { offer: id })
  if (target.id === availability.id) return refuse('same-offer')
  if (target.currency !== availability.currency) {
    return refuse('currency-mismatch', { expected: availability.currency, currency: target.currency })
  }
  if (target.profile.id !== availability.profile.id) {
    return refuse('profile-mismatch', { expected: availability.profile.id, profile: target.profile.id })
  }
  const mismatch = checkCycle(target)
  if (mismatch !== undefined) return mismatch
  return accept(target)
}

function decideAutoRenew(autoRenew: boolean, at: Instant, availability: Availability): Decision {
  if (!autoRenew && availability.profile.autoRenew === 'always') {
    return refuse('auto-renew-fixed', { profile: availability.profile.id })
  }
  return accept({ type: 'autoRenewSet', at, autoRenew })
}

function checkCycle({ billingCycle, term }: Availability): ReturnType<typeof refuse> | undefined {
  if (isWholeCycles(billingCycle, term)) return undefined
  return refuse('billing-cycle-mismatch', { billingCycle, expected: `a term of ${formatTerm(term)}` })
}

function checkQuantity(quantity: number, availability: Availability): ReturnType<typeof refuse> | undefined {
  const { minimumQuantity: minimum, maximumQuantity: maximum } = availability
  if (Number.isSafeInteger(quantity) && quantity >= minimum && quantity <= maximum) return undefined
  return refuse('quantity-out-of-range', { quantity, minimum, maximum })
}
