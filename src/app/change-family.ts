import { recurringInvoiceDate } from '../core/calendar/billing-calendar.js'
import type { Day, Instant } from '../core/calendar/day.js'
import type { Charge } from '../core/charging/charge.js'
import { advance } from '../core/charging/charge-subscription.js'
import { type Family, type FamilyCommand, type Member, performInFamily } from '../core/charging/family.js'
import { accept, type Outcome } from '../core/refusal.js'
import { reactivationDaysOf } from '../core/subscription/command.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import type { Subscription } from '../core/subscription/subscription.js'
import { loadPartners, lockPartners, type PartnerBilling } from '../store/partner-billing.js'
import { listFamily, type StoredSubscription } from '../store/subscription-reading.js'
import { catalogFor, type StoredCatalog } from './current-catalog.js'
import { trialCommandOf, withAddOnTargets } from './family-offers.js'
import type { Session } from './use-case.js'

export type { PartnerBilling, StoredSubscription }

/** What happened to one member since its family was opened. */
export interface MemberChange {
  readonly key: string
  readonly parent: string | null
  readonly source: string | null
  readonly before: Subscription | undefined
  readonly after: Subscription
  readonly events: readonly SubscriptionEvent[]
  /** What fell due between the last billing and the events: to be written with them, and charged without them, too. */
  readonly due: readonly Charge[]
  /** What the events brought about. */
  readonly charges: readonly Charge[]
  /** Likewise what falls due after the events on days the ledger has been charged for already: nobody else would. */
  readonly overdue: readonly Charge[]
}

/**
 * A base subscription with its add-ons, ready to be changed; a value, so that a preview and the real change are the same
 * code. `key` of a member is its subscription id.
 */
export interface OpenFamily {
  readonly partner: PartnerBilling
  /** Charged up to what the ledger holds. */
  readonly family: Family
  readonly stored: ReadonlyMap<string, StoredSubscription>
  readonly changes: ReadonlyMap<string, MemberChange>
}

/** Loads the partner whose subscriptions are to be changed, and locks its ledger until the transaction ends. */
export async function lockLedger(session: Session, partnerId: string): Promise<PartnerBilling> {
  return (await lockPartners(session, [partnerId])).get(partnerId)!
}

/** Like `lockLedger` for a preview, which writes nothing. */
export async function readLedger(session: Session, partnerId: string): Promise<PartnerBilling> {
  return (await loadPartners(session, [partnerId])).get(partnerId)!
}

/** A family that does not exist yet: for a purchase. */
export function newFamily(partner: PartnerBilling): OpenFamily {
  return { partner, family: new Map(), stored: new Map(), changes: new Map() }
}

/**
 * Opens the family of a subscription. Stored states are snapshots: what fell due since and has been charged already is
 * recomputed and dropped.
 */
export async function openFamily(
  session: Session,
  partner: PartnerBilling,
  subscriptionId: string,
  catalog: StoredCatalog,
): Promise<Outcome<OpenFamily>> {
  const key = { partnerId: partner.partnerId, subscriptionId }
  const family = new Map<string, Member>()
  const stored = new Map<string, StoredSubscription>()
  const { availabilities } = catalogFor(catalog, partner.partnerId)
  for (const member of await listFamily(session, key, availabilities)) {
    const charged = advance(member.state, member.chargedThrough, availabilities)
    if (!charged.ok) return charged
    const { subscriptionId: id, parentSubscriptionId: parent, sourceSubscriptionId: source } = member
    stored.set(id, member)
    family.set(id, { key: id, parent, source, subscription: charged.value.subscription })
  }
  return accept({ partner, family, stored, changes: new Map() })
}

/**
 * Carries out a command at an instant. Nothing is written; a refusal changes nothing. A trial that is sold as an offer of
 * its own is scheduled to become the offer it is a trial of.
 */
export function changeFamily(
  open: OpenFamily,
  command: FamilyCommand,
  at: Instant,
  catalog: StoredCatalog,
): Outcome<OpenFamily> {
  const done = carryOut(open, withAddOnTargets(open, command, catalog), at, catalog)
  if (!done.ok) return done
  const key = 'newKey' in command ? command.newKey : command.key
  const state = done.value.family.get(key)?.subscription
  const follows = state === undefined ? undefined : trialCommandOf(state, catalog)
  return follows === undefined ? done : carryOut(done.value, { key, command: follows }, at, catalog)
}

function carryOut(open: OpenFamily, command: FamilyCommand, at: Instant, catalog: StoredCatalog): Outcome<OpenFamily> {
  const profile = profileOf(open, command, catalog)
  const { partnerId, openedOn, billingDay } = open.partner
  const { availabilities } = catalogFor(catalog, partnerId)
  const reactivationDays =
    profile === undefined
      ? undefined
      : reactivationDaysOf(profile.suspension, openedOn, recurringInvoiceDate(openedOn, billingDay))
  const done = performInFamily(
    open.family,
    command,
    { at, ...(reactivationDays === undefined ? {} : { reactivationDays }) },
    availabilities,
  )
  if (!done.ok) return done
  const changes = new Map(open.changes)
  const family = new Map(open.family)
  const touched = new Set(done.value.changes.filter((change) => change.events.length > 0).map((change) => change.key))
  for (const key of touched) {
    const { subscription, parent, source } = done.value.family.get(key)!
    const known = changes.get(key)
    const own = done.value.changes.filter((change) => change.key === key)
    const chargedThrough = open.stored.get(key)?.chargedThrough ?? open.partner.chargedThrough
    const later = advance(subscription, chargedThrough, availabilities)
    if (!later.ok) return later
    changes.set(key, {
      key,
      parent,
      source,
      before: known === undefined ? open.family.get(key)?.subscription : known.before,
      after: subscription,
      events: [...(known?.events ?? []), ...own.flatMap((change) => change.events)],
      due: [...(known?.due ?? []), ...own.flatMap(({ events, charges }) => (events.length === 0 ? charges : []))],
      charges: [...(known?.charges ?? []), ...own.flatMap(({ events, charges }) => (events.length > 0 ? charges : []))],
      overdue: later.value.charges,
    })
    family.set(key, done.value.family.get(key)!)
  }
  // Members that only fell due stay as they were: the next billing run charges them, exactly once.
  return accept({ ...open, family, changes })
}

/** Where a subscription stands on a day, without writing it: what fell due until then has happened. */
export function standingOn(
  { state, partnerId }: Pick<StoredSubscription, 'state' | 'partnerId'>,
  day: Day,
  catalog: StoredCatalog,
): Outcome<Subscription> {
  const advanced = advance(state, day, catalogFor(catalog, partnerId).availabilities)
  return advanced.ok ? accept(advanced.value.subscription) : advanced
}

function profileOf(open: OpenFamily, { key }: FamilyCommand, catalog: StoredCatalog) {
  const subscription = open.family.get(key)?.subscription
  return subscription === undefined ? undefined : catalog.availabilities.get(subscription.availabilityId)?.profile
}
