import { oneTimeInvoiceDate, recurringInvoiceDate } from '../calendar/billing-calendar.js'
import type { Day } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import type { Availability } from '../catalog/availability.js'
import type { Charge } from '../charging/charge.js'
import { advance, perform } from '../charging/charge-subscription.js'
import { accept, type Outcome, type Refusal, refuse } from '../refusal.js'
import { alignmentTo } from '../subscription/change.js'
import type { Command } from '../subscription/command.js'
import { isEnded, type Subscription } from '../subscription/subscription.js'
import { MAXIMUM_QUANTITY } from './parse-scenario.js'
import type { Scenario, ScenarioAction, ScenarioEvent, ScenarioOffer } from './scenario.js'

/** One charge of a simulation, with what it belongs to. */
export interface SimulatedLine {
  readonly subscription: string
  readonly availability: Availability
  readonly charge: Charge
}

export interface SimulatedFile {
  /** The date of the invoice and its reconciliation file. */
  readonly date: Day
  readonly lines: readonly SimulatedLine[]
}

export interface Simulation {
  /** Files dated up to the scenario's `until`, lines in the order registered. */
  readonly files: readonly SimulatedFile[]
  /** Charges that will be on later files. */
  readonly later: readonly SimulatedFile[]
  /** Events that were refused, by their place in the scenario (0 for the first in time). */
  readonly refusals: readonly { readonly index: number; readonly event: ScenarioEvent; readonly refusal: Refusal }[]
}

interface Member {
  readonly label: string
  readonly parent: string | null
  subscription: Subscription | undefined
}

/** Plays a scenario through the same code that bills for real: no database, no clock. */
export function simulate(scenario: Scenario): Simulation {
  const catalog = new Map<string, Availability>()
  const members: Member[] = []
  const lines: SimulatedLine[] = []
  const refusals: Simulation['refusals'][number][] = []

  const record = (member: Member, charges: readonly Charge[]) => {
    for (const charge of charges) {
      lines.push({ subscription: member.label, availability: catalog.get(charge.derivation.availabilityId)!, charge })
    }
  }
  const advanceAll = (day: Day): Outcome<null> => {
    for (const member of members) {
      if (member.subscription === undefined) continue
      const advanced = advance(member.subscription, day, catalog)
      if (!advanced.ok) return advanced
      member.subscription = advanced.value.subscription
      record(member, advanced.value.charges)
    }
    return accept(null)
  }
  const run = (member: Member, command: Command, event: ScenarioEvent): Outcome<null> => {
    const performed = perform(member.subscription, command, { at: event.at }, catalog)
    if (!performed.ok) return performed
    member.subscription = performed.value.subscription
    record(member, performed.value.charges)
    return accept(null)
  }
  const join = (label: string, parent: string | null): Member => {
    const member: Member = { label: freeLabel(label, members), parent, subscription: undefined }
    members.push(member)
    return member
  }
  const add = (offer: ScenarioOffer): string => {
    const id = `offer-${catalog.size + 1}`
    catalog.set(id, availabilityOf(id, offer, scenario))
    return id
  }

  const offers = new Map<string, ScenarioOffer>()
  const happen = (event: ScenarioEvent): Outcome<null> => {
    const before = advanceAll(dayOfInstant(event.at))
    if (!before.ok) return before
    const { action } = event
    const member = members.find((candidate) => candidate.label === event.subscription)
    if (action.type === 'purchase') {
      if (member !== undefined) return refuse('already-purchased')
      const availabilityId = add(scenario.offer)
      const joined = join(event.subscription, null)
      offers.set(joined.label, scenario.offer)
      return run(joined, { ...action, availabilityId }, event)
    }
    if (member?.subscription === undefined) return refuse('not-purchased')
    const offer = offers.get(member.label)!
    if (action.type === 'purchaseAddon') {
      const addOn: ScenarioOffer = { ...offer, flat: false, trial: null, name: 'Add-on', ...action.offer }
      return purchaseAddOn(member, addOn, action.quantity, event)
    }
    if (action.type === 'convert' && action.quantity !== undefined && action.quantity < member.subscription.quantity) {
      return moveLicenses(member, { ...offer, trial: null, ...action.toOffer }, action.quantity, event)
    }
    if (action.type === 'convert' || action.type === 'changeBillingCycle') {
      const target: ScenarioOffer = { ...offer, trial: null, ...action.toOffer }
      const { type } = action
      const quantity = type === 'convert' && action.quantity !== undefined ? { quantity: action.quantity } : {}
      const done = run(member, { type, availabilityId: add(target), ...quantity }, event)
      if (done.ok) offers.set(member.label, target)
      return done
    }
    const done = run(member, action, event)
    return done.ok && cascades(action) ? runOnAddOns(member, action, event) : done
  }

  const purchaseAddOn = (base: Member, offer: ScenarioOffer, quantity: number, event: ScenarioEvent): Outcome<null> => {
    const aligned = scenario.profile.addOns === 'aligned'
    const alignment = alignmentTo(base.subscription!)
    if (!alignment.ok) return alignment
    const billingCycle = offers.get(base.label)!.billingCycle
    if (aligned && offer.billingCycle !== billingCycle) {
      return refuse('billing-cycle-mismatch', { billingCycle: offer.billingCycle, expected: billingCycle })
    }
    const member = join(offer.name, base.label)
    offers.set(member.label, offer)
    const availabilityId = add(offer)
    const command: Command = aligned
      ? { type: 'purchase', availabilityId, quantity, origin: 'add-on', alignment: alignment.value }
      : { type: 'purchase', availabilityId, quantity, origin: 'add-on' }
    return run(member, command, event)
  }

  const moveLicenses = (
    source: Member,
    offer: ScenarioOffer,
    quantity: number,
    event: ScenarioEvent,
  ): Outcome<null> => {
    const alignment = alignmentTo(source.subscription!)
    const availabilityId = add(offer)
    const away = run(source, { type: 'convert', availabilityId, quantity }, event)
    if (!away.ok || !alignment.ok) return away
    const member = join(offer.name, source.parent)
    offers.set(member.label, offer)
    const was = offers.get(source.label)!
    const sameRhythm = was.billingCycle === offer.billingCycle && was.term.count === offer.term.count
    const purchase: Command = { type: 'purchase', availabilityId, quantity, origin: 'conversion' }
    return run(member, sameRhythm ? { ...purchase, alignment: alignment.value } : purchase, event)
  }

  const runOnAddOns = (base: Member, action: Command, event: ScenarioEvent): Outcome<null> => {
    for (const member of members.filter((candidate) => candidate.parent === base.label)) {
      const { subscription } = member
      if (subscription === undefined || isEnded(subscription.status)) continue
      const done = run(member, action, event)
      if (!done.ok) return done
    }
    return accept(null)
  }

  for (const [index, event] of scenario.events.entries()) {
    if (dayOfInstant(event.at) > scenario.until) break
    const outcome = happen(event)
    if (!outcome.ok) refusals.push({ index, event, refusal: outcome.refusal })
  }
  const last = advanceAll(scenario.until)
  if (!last.ok) refusals.push({ index: scenario.events.length, event: scenario.events.at(-1)!, refusal: last.refusal })
  const files = filesOf(scenario, lines)
  return {
    files: files.filter((file) => file.date <= scenario.until),
    later: files.filter((file) => file.date > scenario.until),
    refusals,
  }
}

function filesOf(scenario: Scenario, lines: readonly SimulatedLine[]): SimulatedFile[] {
  const recurring = scenario.profile.invoiceType === 'recurring'
  const byDate = new Map<Day, SimulatedLine[]>()
  const inOrder = [...lines].sort((a, b) => a.charge.registeredOn - b.charge.registeredOn)
  for (const line of inOrder) {
    const { registeredOn } = line.charge
    const date = recurring ? recurringInvoiceDate(registeredOn, scenario.billingDay) : oneTimeInvoiceDate(registeredOn)
    const file = byDate.get(date)
    if (file === undefined) byDate.set(date, [line])
    else file.push(line)
  }
  return [...byDate].sort(([a], [b]) => a - b).map(([date, fileLines]) => ({ date, lines: fileLines }))
}

function availabilityOf(id: string, offer: ScenarioOffer, scenario: Scenario): Availability {
  return {
    id,
    productId: 'SCENARIO',
    skuId: id,
    title: offer.name,
    profile: scenario.profile,
    currency: scenario.currency,
    term: offer.term,
    billingCycle: offer.billingCycle,
    pricePer: offer.pricePer,
    flat: offer.flat,
    trial: offer.trial,
    minimumQuantity: 1,
    maximumQuantity: MAXIMUM_QUANTITY,
    proration: scenario.proration,
    prices: offer.prices,
  }
}

/** Whether add-ons follow their base in this. */
function cascades(action: ScenarioAction): action is Extract<ScenarioAction, Command> {
  return action.type === 'suspend' || action.type === 'reactivate' || action.type === 'cancel'
}

function freeLabel(label: string, members: readonly Member[]): string {
  const taken = (name: string) => members.some((member) => member.label === name)
  if (!taken(label)) return label
  let number = 2
  while (taken(`${label} ${number}`)) number += 1
  return `${label} ${number}`
}
