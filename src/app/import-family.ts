import { recurringInvoiceDate } from '../core/calendar/billing-calendar.js'
import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { formatTerm } from '../core/calendar/term.js'
import type { Availability, Catalog } from '../core/catalog/availability.js'
import type { Charge } from '../core/charging/charge.js'
import { replay } from '../core/charging/charge-subscription.js'
import {
  advanceFamily,
  type Family,
  type FamilyCommand,
  type FamilyStep,
  performInFamily,
} from '../core/charging/family.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type CommandContext, reactivationDaysOf } from '../core/subscription/command.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import type { Subscription } from '../core/subscription/subscription.js'
import { catalogFor, type StoredCatalog } from '../store/catalog.js'
import type { BilledPartner } from '../store/partners.js'
import { availabilityKeyOf } from '../store/prices.js'
import type { FoundedSubscription } from '../store/subscriptions.js'
import { type FamilyRows, refusalOf } from './import-family-rows.js'
import type { ImportRefusal } from './import-refusals.js'
import type { SubscriptionRow } from './import-subscription-rows.js'

/** A subscription as it is to be stored. */
export interface FoldedMember {
  readonly founded: FoundedSubscription
  readonly state: Subscription
  readonly events: readonly SubscriptionEvent[]
  /** Those the ledger holds: registered on or after its first day. */
  readonly charges: readonly Charge[]
}

export interface FoldedFamily {
  readonly partner: BilledPartner
  readonly line: number
  readonly rowCount: number
  readonly members: readonly FoldedMember[]
}

/** The catalogue, and its availabilities by what files call them. */
export interface NamedCatalog extends StoredCatalog {
  readonly byKey: ReadonlyMap<string, Availability>
}

export function namedCatalog(catalog: StoredCatalog): NamedCatalog {
  const byKey = new Map<string, Availability>()
  for (const availability of catalog.availabilities.values()) {
    const { productId, skuId, billingCycle, currency, term } = availability
    const key = availabilityKeyOf({ productId, skuId, term: formatTerm(term), billingCycle, currency })
    // Files of subscriptions name no market and no segment: where there are several, the one for everybody is meant.
    const sale = catalog.sales.get(availability.id)
    if (!byKey.has(key) || (sale?.market === '' && sale.segment === 'commercial')) byKey.set(key, availability)
  }
  return { ...catalog, byKey }
}

export type Folded =
  | { readonly ok: true; readonly family: FoldedFamily }
  | { readonly ok: false; readonly refusal: ImportRefusal }

/**
 * Charges the whole history of a family with the same fold that bills. What comes out is what the ledger must hold: for
 * each member the charges up to the day its partner has been charged through, or up to its last event where that is
 * later; without those before the ledger begins.
 */
export function foldFamily(family: FamilyRows, partner: BilledPartner, catalog: NamedCatalog): Folded {
  const folding = new Folding(partner, catalog)
  for (const { line, row } of family.rows) {
    const problem = folding.add(row)
    if (problem !== undefined) {
      return { ok: false, refusal: refusalOf(line, row.subscription_id, problem.code, problem.reason) }
    }
  }
  const members = folding.finish()
  const problem = members.ok ? tooLargeOf(members.value) : problemOf(members)
  if (members.ok && problem === undefined) {
    return { ok: true, family: { partner, line: family.line, rowCount: family.rowCount, members: members.value } }
  }
  const { line } = family.rows.at(-1)!
  return { ok: false, refusal: refusalOf(line, family.subscriptionId, problem!.code, problem!.reason) }
}

type Problem = Pick<ImportRefusal, 'code' | 'reason'>

/** More minor units than any charge can have whose sums still fit into 64 bits. */
const MAXIMUM_AMOUNT = 10n ** 15n

function tooLargeOf(members: readonly FoldedMember[]): Problem | undefined {
  for (const { charges } of members) {
    for (const { amount } of charges) {
      if (amount > MAXIMUM_AMOUNT || amount < -MAXIMUM_AMOUNT) {
        return { code: 'amount-too-large', reason: `a charge of ${amount} minor units is too large` }
      }
    }
  }
  return undefined
}

class Folding {
  readonly #partner: BilledPartner
  readonly #catalog: NamedCatalog
  readonly #availabilities: Catalog
  #family: Family = new Map()
  readonly #founded = new Map<string, FoundedSubscription>()
  readonly #histories = new Map<string, { events: SubscriptionEvent[]; charges: Charge[] }>()
  #lastDay: Day | undefined

  constructor(partner: BilledPartner, catalog: NamedCatalog) {
    this.#partner = partner
    this.#catalog = catalog
    this.#availabilities = catalogFor(catalog, partner.partnerId).availabilities
  }

  /** Carries out one row; gives what is wrong with it. */
  add(row: SubscriptionRow): Problem | undefined {
    const wrong = this.#checkIdentity(row)
    if (wrong !== undefined) return wrong
    const day = dayOfInstant(row.at)
    if (bringsOffer(row)) {
      // The offer a row does not spell out is that of the day, which may have changed by itself since the last event.
      const advanced = advanceFamily(this.#family, day, this.#availabilities)
      if (!advanced.ok) return problemOf(advanced)
      this.#record(advanced.value)
    }
    const request = this.#requestOf(row)
    if (!request.ok) return problemOf(request)
    const done = performInFamily(this.#family, request.value, this.#contextOf(row), this.#availabilities)
    if (!done.ok) return problemOf(done)
    this.#record(done.value)
    this.#lastDay = day
    return this.#found(row, day)
  }

  finish(): Outcome<FoldedMember[]> {
    const { chargedThrough, ledgerStart } = this.#partner
    const availabilities = this.#availabilities
    if (this.#lastDay! <= chargedThrough) {
      const advanced = advanceFamily(this.#family, chargedThrough, availabilities)
      if (!advanced.ok) return advanced
      this.#record(advanced.value)
    }
    const members: FoldedMember[] = []
    for (const [key, { subscription }] of this.#family) {
      const { events, charges } = this.#histories.get(key)!
      const founded = this.#founded.get(key)!
      const own = dayOfInstant(events.at(-1)!.at)
      let member = { state: subscription, charges: charges as readonly Charge[] }
      if (this.#lastDay! > chargedThrough && own < this.#lastDay!) {
        // A relative's later event has moved this member on; its own ledger ends before.
        const replayed = replay(events, own > chargedThrough ? own : chargedThrough, availabilities)
        if (!replayed.ok) return replayed
        member = { state: replayed.value.subscription, charges: replayed.value.charges }
      }
      members.push({
        founded,
        state: member.state,
        events,
        charges: member.charges.filter((charge) => charge.registeredOn >= ledgerStart),
      })
    }
    return accept(members)
  }

  /** Sees to it that what a row says about whose it is agrees with the rows before. */
  #checkIdentity(row: SubscriptionRow): Problem | undefined {
    if (row.event === 'purchase') {
      const column = row.parent_subscription_id === null ? 'source_subscription_id' : 'parent_subscription_id'
      if (row[column] === null) return undefined
      const instead = column === 'parent_subscription_id' ? 'purchaseAddon' : 'convert with new_subscription_id'
      return malformed(column, `means nothing for purchase; such a subscription comes about by ${instead}`)
    }
    const founded = this.#founded.get(row.event === 'purchaseAddon' ? row.parent_subscription_id! : row.subscription_id)
    if (founded === undefined) return problemOf(refuse('not-purchased'))
    if (row.customer_id !== null && row.customer_id !== founded.customerId) {
      return malformed('customer_id', `the subscription belongs to ${founded.customerId}`)
    }
    if (row.event === 'purchaseAddon') return undefined
    if (row.parent_subscription_id !== null && row.parent_subscription_id !== founded.parentSubscriptionId) {
      return malformed('parent_subscription_id', 'differs from what founded the subscription')
    }
    if (row.source_subscription_id !== null && row.source_subscription_id !== founded.sourceSubscriptionId) {
      return malformed('source_subscription_id', 'differs from what founded the subscription')
    }
    return undefined
  }

  #requestOf(row: SubscriptionRow): Outcome<FamilyCommand> {
    const key = row.subscription_id
    switch (row.event) {
      case 'suspend':
      case 'reactivate':
        return accept({ key, command: { type: row.event } })
      case 'cancel':
        return accept({ key, command: { type: 'cancel', atRenewal: row.at_renewal ?? false } })
      case 'setAutoRenew':
        return accept({ key, command: { type: 'setAutoRenew', autoRenew: row.auto_renew! } })
      case 'changeQuantity': {
        const atRenewal = row.at_renewal ?? false
        return accept({ key, command: { type: 'changeQuantity', quantity: row.quantity!, atRenewal } })
      }
    }
    const base = row.event === 'purchaseAddon' ? row.parent_subscription_id! : key
    const offer = this.#offerOf(row, this.#family.get(base)?.subscription.availabilityId)
    if (!offer.ok) return offer
    const availabilityId = offer.value.id
    const quantity = row.quantity ?? undefined
    switch (row.event) {
      case 'purchase': {
        const renewing = row.auto_renew === null ? {} : { autoRenew: row.auto_renew }
        return accept({ key, command: { type: 'purchase', availabilityId, quantity: quantity!, ...renewing } })
      }
      case 'purchaseAddon':
        return accept({
          key: base,
          newKey: key,
          command: { type: 'purchaseAddOn', availabilityId, quantity: quantity! },
        })
      case 'changeBillingCycle':
        return accept({ key, command: { type: 'changeBillingCycle', availabilityId } })
      case 'scheduleChange': {
        const scheduled = { availabilityId, ...(quantity === undefined ? {} : { quantity }) }
        return accept({ key, command: { type: 'scheduleRenewal', ...scheduled } })
      }
      case 'convert': {
        const newKey = row.new_subscription_id
        if (newKey !== null) return this.#moveOf(key, newKey, availabilityId, quantity)
        return accept({
          key,
          command: { type: 'convert', availabilityId, ...(quantity === undefined ? {} : { quantity }) },
        })
      }
    }
  }

  /** Licenses that leave for a subscription of their own. */
  #moveOf(key: string, newKey: string, availabilityId: string, quantity: number | undefined): Outcome<FamilyCommand> {
    const owned = this.#family.get(key)?.subscription.quantity ?? 0
    if (quantity === undefined || quantity >= owned) {
      const problem = `means nothing where all ${owned} licenses are converted; leave it empty`
      return refuse('malformed', { what: 'new_subscription_id', problem })
    }
    if (this.#family.has(newKey)) return refuse('already-purchased')
    return accept({ key, newKey, command: { type: 'moveLicenses', availabilityId, quantity } })
  }

  /** The availability a row names; what it leaves empty is as it is now. */
  #offerOf(row: SubscriptionRow, currentId: string | undefined): Outcome<Availability> {
    const current = currentId === undefined ? undefined : this.#catalog.availabilities.get(currentId)
    const term = row.term ?? (current === undefined ? 'P1D' : formatTerm(current.term))
    const key = {
      productId: row.product_id ?? current?.productId ?? '',
      skuId: row.sku_id ?? current?.skuId ?? '',
      term,
      billingCycle: row.billing_cycle ?? current?.billingCycle ?? '',
      currency: row.currency ?? current?.currency ?? this.#partner.currency,
    }
    const found = this.#catalog.byKey.get(availabilityKeyOf(key))
    if (found !== undefined) return accept(found)
    return refuse('unknown-offer', {
      offer: `${key.productId}/${key.skuId} ${key.term} ${key.billingCycle} ${key.currency}`,
    })
  }

  #contextOf(row: SubscriptionRow): CommandContext {
    if (row.event !== 'suspend') return { at: row.at }
    const current = this.#family.get(row.subscription_id)?.subscription.availabilityId
    const profile = current === undefined ? undefined : this.#catalog.availabilities.get(current)?.profile
    if (profile === undefined) return { at: row.at }
    const { openedOn, billingDay } = this.#partner
    const reactivationDays = reactivationDaysOf(
      profile.suspension,
      openedOn,
      recurringInvoiceDate(openedOn, billingDay),
    )
    return { at: row.at, reactivationDays }
  }

  #record({ family, changes }: FamilyStep): void {
    this.#family = family
    for (const { key, events, charges } of changes) {
      const history = this.#histories.get(key)
      if (history === undefined) this.#histories.set(key, { events: [...events], charges: [...charges] })
      else {
        history.events.push(...events)
        history.charges.push(...charges)
      }
    }
  }

  /** Notes the subscription a row has founded, if any; gives what is wrong with what came about. */
  #found(row: SubscriptionRow, day: Day): Problem | undefined {
    if (row.event === 'convert' && row.new_subscription_id === null) {
      const last = this.#histories.get(row.subscription_id)?.events.at(-1)
      if (last?.type !== 'converted' || last.movedQuantity === null) return undefined
      return malformed('new_subscription_id', 'is missing; licenses converted apart from the rest need it')
    }
    const founding = row.event === 'purchase' || row.event === 'purchaseAddon' || row.new_subscription_id !== null
    if (founding) this.#foundBy(row, day)
    return undefined
  }

  #foundBy(row: SubscriptionRow, day: Day): void {
    const subscriptionId = row.new_subscription_id ?? row.subscription_id
    const relativeId = row.new_subscription_id === null ? row.parent_subscription_id : row.subscription_id
    const relative = this.#founded.get(relativeId ?? '')
    const { parent, source, subscription } = this.#family.get(subscriptionId)!
    this.#founded.set(subscriptionId, {
      partnerId: row.partner_id,
      subscriptionId,
      customerId: row.customer_id ?? relative!.customerId,
      orderId: row.order_id ?? relative!.orderId,
      orderedOn: day,
      anchor: subscription.anchor,
      friendlyName: row.friendly_name ?? this.#catalog.titles.get(subscription.availabilityId)!.skuTitle,
      parentSubscriptionId: parent,
      sourceSubscriptionId: source,
    })
  }
}

function bringsOffer(row: SubscriptionRow): boolean {
  return row.event === 'convert' || row.event === 'changeBillingCycle' || row.event === 'purchaseAddon'
}

function problemOf(outcome: Extract<Outcome<unknown>, { ok: false }>): Problem {
  return { code: outcome.refusal.code, reason: outcome.refusal.message }
}

function malformed(what: string, problem: string): Problem {
  return problemOf(refuse('malformed', { what, problem }))
}
