import type { Day } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import { type Availability, type Catalog, sameRhythm } from '../catalog/availability.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import { alignmentTo } from '../subscription/change.js'
import type { Command, CommandContext } from '../subscription/command.js'
import type { SubscriptionEvent } from '../subscription/event.js'
import { isEnded, type Subscription } from '../subscription/subscription.js'
import type { Charge } from './charge.js'
import { advance, perform } from './charge-subscription.js'
import { type AddOn, checkStepOfAddOns, checkStepWithBase, followBase, newAvailabilityOf } from './family-rhythm.js'
import { loadAvailability } from './terms.js'

/** A subscription among its relatives: the add-ons of a base, and what was split off by converting some licenses. */
export interface Member {
  readonly key: string
  /** Key of the base subscription of an add-on; `null` for a base. */
  readonly parent: string | null
  /** Key of the subscription whose licenses were moved here; `null` unless split off. */
  readonly source: string | null
  readonly subscription: Subscription
}

/** Members by key, in the order in which they joined. */
export type Family = ReadonlyMap<string, Member>

/** A command to one member; the two that found a new member say its key. */
export type FamilyCommand =
  | {
      readonly key: string
      readonly command: Command
      /** What aligned add-ons take over where the command changes term or billing cycle, by key. */
      readonly addOnTargets?: ReadonlyMap<string, string>
    }
  | {
      readonly key: string
      readonly command: { readonly type: 'purchaseAddOn'; readonly availabilityId: string; readonly quantity: number }
      readonly newKey: string
    }
  | {
      readonly key: string
      readonly command: { readonly type: 'moveLicenses'; readonly availabilityId: string; readonly quantity: number }
      readonly newKey: string
    }

/** What happened to one member. */
export interface FamilyChange {
  readonly key: string
  readonly events: readonly SubscriptionEvent[]
  readonly charges: readonly Charge[]
}

export interface FamilyStep {
  readonly family: Family
  readonly changes: readonly FamilyChange[]
}

/** Lets everything happen to every member that falls due on or before `until`. */
export function advanceFamily(family: Family, until: Day, catalog: Catalog): Outcome<FamilyStep> {
  const members = new Map(family)
  const changes: FamilyChange[] = []
  for (const member of family.values()) {
    const advanced = advance(member.subscription, until, catalog)
    if (!advanced.ok) return advanced
    const { subscription, charges } = advanced.value
    if (subscription === member.subscription) continue
    members.set(member.key, { ...member, subscription })
    if (charges.length > 0) changes.push({ key: member.key, events: [], charges })
  }
  return accept({ family: members, changes })
}

/**
 * Advances the family to the command's day and carries the command out. Aligned add-ons take
 * the dates and the billing cycle of their base and are suspended, reactivated and cancelled with it; licenses that are converted apart
 * from the rest found a subscription with the dates of their source. All or nothing: a refusal changes nobody.
 */
export function performInFamily(
  family: Family,
  request: FamilyCommand,
  context: CommandContext,
  catalog: Catalog,
): Outcome<FamilyStep> {
  const advanced = advanceFamily(family, dayOfInstant(context.at), catalog)
  if (!advanced.ok) return advanced
  const steps = stepsOf(advanced.value.family, request, catalog)
  if (!steps.ok) return steps
  const members = new Map(advanced.value.family)
  const changes = [...advanced.value.changes]
  for (const { key, parent, source, command } of steps.value) {
    const performed = perform(members.get(key)?.subscription, command, context, catalog)
    if (!performed.ok) return performed
    const { subscription, charges, event } = performed.value
    members.set(key, { key, parent, source, subscription })
    changes.push({ key, events: [event], charges })
  }
  return accept({ family: members, changes })
}

interface MemberCommand {
  readonly key: string
  readonly parent: string | null
  readonly source: string | null
  readonly command: Command
}

/** The single commands a request comes down to, in order. */
function stepsOf(family: Family, request: FamilyCommand, catalog: Catalog): Outcome<readonly MemberCommand[]> {
  const { key, command } = request
  const member = family.get(key)
  if (command.type === 'purchase') return accept([{ key, parent: null, source: null, command }])
  if (member === undefined) return refuse('not-purchased')
  if (command.type === 'purchaseAddOn') return addOnSteps(member, request.key, newKeyOf(request), command, catalog)
  if (command.type === 'moveLicenses') {
    if (command.quantity < member.subscription.quantity) {
      return moveSteps(member, newKeyOf(request), command, catalog)
    }
    const { availabilityId, quantity } = command
    return ownSteps(family, member, { key, command: { type: 'convert', availabilityId, quantity } }, catalog)
  }
  return ownSteps(family, member, { ...request, command }, catalog)
}

/** A command to a member, and what it means for the add-ons that are aligned to it. */
function ownSteps(
  family: Family,
  member: Member,
  request: { readonly key: string; readonly command: Command; readonly addOnTargets?: ReadonlyMap<string, string> },
  catalog: Catalog,
): Outcome<readonly MemberCommand[]> {
  const { key, parent, source, subscription } = member
  const { command } = request
  const own: MemberCommand = { key, parent, source, command }
  const base = parent === null ? undefined : family.get(parent)
  if (base !== undefined && isAligned(base, catalog)) {
    const unfit =
      command.type === 'reactivate'
        ? checkBase(base)
        : checkStepWithBase(command, subscription, base.subscription, catalog)
    if (unfit !== undefined) return unfit
  }
  if (!isAligned(member, catalog)) return accept([own])
  const addOns = [...family.values()].filter((other) => other.parent === key)
  const step = (addOn: Member, its: Command) => ({ key: addOn.key, parent: key, source: addOn.source, command: its })
  if (cascades(command)) {
    const affected = addOns.filter((addOn) => isAffected(addOn.subscription, command.type))
    return accept([own, ...affected.map((addOn) => step(addOn, command))])
  }
  const standing = addOns
    .filter((addOn) => !isEnded(addOn.subscription.status))
    .map((addOn): AddOn => ({ ...addOn, target: request.addOnTargets?.get(addOn.key) }))
  const unfit = checkStepOfAddOns(command, subscription, standing, catalog)
  if (unfit !== undefined) return unfit
  const [from, to] = [
    catalog.get(subscription.availabilityId),
    catalog.get(newAvailabilityOf(command, subscription) ?? ''),
  ]
  if (from === undefined || to === undefined) return accept([own])
  const following = followBase(from, to, standing, catalog)
  if (!following.ok) return following
  return accept([own, ...following.value.map((its) => step(family.get(its.key)!, its.command))])
}

function addOnSteps(
  base: Member,
  key: string,
  newKey: string,
  command: { readonly availabilityId: string; readonly quantity: number },
  catalog: Catalog,
): Outcome<readonly MemberCommand[]> {
  const alignment = alignmentTo(base.subscription)
  if (!alignment.ok) return alignment
  const both = pair(base.subscription.availabilityId, command.availabilityId, catalog)
  if (!both.ok) return both
  const [of, addOn] = both.value
  const aligned = of.profile.addOns === 'aligned'
  if (aligned && of.billingCycle !== addOn.billingCycle) {
    return refuse('billing-cycle-mismatch', { billingCycle: addOn.billingCycle, expected: of.billingCycle })
  }
  const purchase: Command = { ...command, type: 'purchase', origin: 'add-on' }
  const aligning: Command = aligned ? { ...purchase, alignment: alignment.value } : purchase
  return accept([{ key: newKey, parent: key, source: null, command: aligning }])
}

function moveSteps(
  source: Member,
  newKey: string,
  command: { readonly availabilityId: string; readonly quantity: number },
  catalog: Catalog,
): Outcome<readonly MemberCommand[]> {
  const { availabilityId, quantity } = command
  const { key, parent, subscription } = source
  const away: MemberCommand = {
    key,
    parent,
    source: source.source,
    command: { type: 'convert', availabilityId, quantity },
  }
  const alignment = alignmentTo(subscription)
  if (!alignment.ok) return alignment
  const both = pair(subscription.availabilityId, availabilityId, catalog)
  if (!both.ok) return both
  const purchase: Command = { type: 'purchase', availabilityId, quantity, origin: 'conversion' }
  // Licenses that leave a trial start a term of their own; others keep their windows, and their dates where they can.
  const moving: Command = subscription.trial ? purchase : { ...purchase, windowFrom: subscription.windowFrom }
  const keepsDates = !subscription.trial && sameRhythm(...both.value)
  const arriving: Command = keepsDates ? { ...moving, alignment: alignment.value } : moving
  return accept([away, { key: newKey, parent, source: key, command: arriving }])
}

function pair(left: string, right: string, catalog: Catalog): Outcome<readonly [Availability, Availability]> {
  const first = loadAvailability(catalog, left)
  if (!first.ok) return first
  const second = loadAvailability(catalog, right)
  return second.ok ? accept([first.value, second.value]) : second
}

/** An add-on that follows its base cannot be active while the base is not. */
function checkBase(base: Member): ReturnType<typeof refuse> | undefined {
  const { status } = base.subscription
  return status === 'active' ? undefined : refuse('base-inactive', { status })
}

/** Whether the add-ons of a member follow it. */
function isAligned(member: Member, catalog: Catalog): boolean {
  return catalog.get(member.subscription.availabilityId)?.profile.addOns === 'aligned'
}

function cascades(command: Command): boolean {
  return command.type === 'suspend' || command.type === 'reactivate' || command.type === 'cancel'
}

function isAffected(subscription: Subscription, type: Command['type']): boolean {
  if (isEnded(subscription.status)) return false
  if (type === 'cancel') return true
  return type === 'suspend' ? subscription.status === 'active' : subscription.status === 'suspended'
}

function newKeyOf(request: FamilyCommand): string {
  return 'newKey' in request ? request.newKey : request.key
}
