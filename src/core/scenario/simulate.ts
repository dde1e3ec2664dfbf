import { oneTimeInvoiceDate, recurringInvoiceDate } from '../calendar/billing-calendar.js'
import type { Day } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import type { Availability, PartnerAvailability } from '../catalog/availability.js'
import type { Charge } from '../charging/charge.js'
import { advanceFamily, type Family, type FamilyCommand, type FamilyStep, performInFamily } from '../charging/family.js'
import { type Outcome, type Refusal, refuse } from '../refusal.js'
import type { Command } from '../subscription/command.js'
import { MAXIMUM_QUANTITY } from './parse-scenario.js'
import type { Scenario, ScenarioEvent, ScenarioOffer } from './scenario.js'

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

export interface SimulatedRefusal {
  /** Place of the event in order of time, from 0; the number of events where a renewal was refused. */
  readonly index: number
  readonly event: ScenarioEvent
  readonly refusal: Refusal
}

export interface Simulation {
  /** Files dated up to the scenario's `until`, lines in the order registered. */
  readonly files: readonly SimulatedFile[]
  /** Charges that will be on later files. */
  readonly later: readonly SimulatedFile[]
  readonly refusals: readonly SimulatedRefusal[]
}

/** Plays a scenario through the same code that bills for real: no database, no clock. */
export function simulate(scenario: Scenario): Simulation {
  const catalog = new Map<string, PartnerAvailability>()
  const lines: SimulatedLine[] = []
  const refusals: SimulatedRefusal[] = []
  let stage: Stage = { family: new Map(), offers: new Map() }

  const record = (step: FamilyStep) => {
    for (const { key, charges } of step.changes) {
      for (const charge of charges) {
        lines.push({ subscription: key, availability: catalog.get(charge.derivation.availabilityId)!, charge })
      }
    }
  }
  for (const [index, event] of scenario.events.entries()) {
    if (dayOfInstant(event.at) > scenario.until) break
    const outcome = play(stage, event, scenario, catalog)
    if (outcome.ok) {
      stage = outcome.value.stage
      record(outcome.value.step)
    } else refusals.push({ index, event, refusal: outcome.refusal })
  }
  const last = advanceFamily(stage.family, scenario.until, catalog)
  if (last.ok) record(last.value)
  else refusals.push({ index: scenario.events.length, event: scenario.events.at(-1)!, refusal: last.refusal })

  const files = filesOf(scenario, lines)
  return {
    files: files.filter((file) => file.date <= scenario.until),
    later: files.filter((file) => file.date > scenario.until),
    refusals,
  }
}

/** The family so far, and what each member was bought as. */
interface Stage {
  readonly family: Family
  readonly offers: ReadonlyMap<string, ScenarioOffer>
}

function play(
  stage: Stage,
  event: ScenarioEvent,
  scenario: Scenario,
  catalog: Map<string, PartnerAvailability>,
): Outcome<{ stage: Stage; step: FamilyStep }> {
  const { action, subscription: key } = event
  const base = stage.offers.get(key)
  if (base === undefined && action.type !== 'purchase') return refuse('not-purchased')
  const offer = offeredBy(action, base ?? scenario.offer)
  const availabilityId = `offer-${catalog.size + 1}`
  if (offer !== undefined) catalog.set(availabilityId, availabilityOf(availabilityId, offer, scenario))

  const request = requestOf(event, stage, availabilityId, offer?.name ?? key)
  const step = performInFamily(stage.family, request, { at: event.at }, catalog)
  if (!step.ok) return step
  const offers = new Map(stage.offers)
  const owner = 'newKey' in request && step.value.family.has(request.newKey) ? request.newKey : key
  // What is scheduled is not what the subscription is.
  if (offer !== undefined && action.type !== 'scheduleChange') offers.set(owner, offer)
  return { ok: true, value: { stage: { family: step.value.family, offers }, step: step.value } }
}

/** The offer an action brings in; what it does not name stays as it was. */
function offeredBy(action: ScenarioEvent['action'], current: ScenarioOffer): ScenarioOffer | undefined {
  switch (action.type) {
    case 'purchase':
      return current
    case 'purchaseAddon':
      return { ...current, flat: false, trial: null, name: 'Add-on', ...action.offer }
    case 'convert':
    case 'changeBillingCycle':
      return { ...current, trial: null, ...action.toOffer }
    case 'scheduleChange':
      return action.toOffer === undefined ? undefined : { ...current, trial: null, ...action.toOffer }
    default:
      return undefined
  }
}

function requestOf(event: ScenarioEvent, stage: Stage, availabilityId: string, name: string): FamilyCommand {
  const { action, subscription: key } = event
  switch (action.type) {
    case 'purchaseAddon': {
      const { quantity } = action
      const newKey = freeKey(name, stage.family)
      return { key, newKey, command: { type: 'purchaseAddOn', availabilityId, quantity } }
    }
    case 'convert': {
      const { quantity } = action
      if (quantity === undefined) return { key, command: { type: 'convert', availabilityId } }
      // Whether these are all licenses or some is known only once the family has been advanced to this day.
      return {
        key,
        newKey: freeKey(name, stage.family),
        command: { type: 'moveLicenses', availabilityId, quantity },
      }
    }
    case 'scheduleChange': {
      const { quantity, toOffer } = action
      const target = toOffer === undefined ? {} : { availabilityId }
      return { key, command: { type: 'scheduleRenewal', ...target, ...(quantity === undefined ? {} : { quantity }) } }
    }
    case 'purchase':
    case 'changeBillingCycle':
      return { key, command: { ...action, availabilityId } as Command }
    default:
      return { key, command: action }
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

function availabilityOf(id: string, offer: ScenarioOffer, scenario: Scenario): PartnerAvailability {
  const { name: title, ...terms } = offer
  return {
    ...terms,
    id,
    title,
    productId: 'SCENARIO',
    skuId: id,
    profile: scenario.profile,
    currency: scenario.currency,
    minimumQuantity: 1,
    maximumQuantity: MAXIMUM_QUANTITY,
    proration: scenario.proration,
    discounts: [],
  }
}

function freeKey(name: string, family: Family): string {
  if (!family.has(name)) return name
  let number = 2
  while (family.has(`${name} ${number}`)) number += 1
  return `${name} ${number}`
}
