import { type Day, formatDay } from '../calendar/day.js'
import { formatInstant, startOfDay } from '../calendar/instant.js'
import { explainCharge } from '../charging/explain.js'
import { minorDigitsOf } from '../money/currency.js'
import { formatAmount } from '../money/format-amount.js'
import { formatUnitPrice } from '../money/unit-price.js'
import type { Scenario } from './scenario.js'
import type { SimulatedFile, SimulatedLine, SimulatedRefusal, Simulation } from './simulate.js'

/** A simulated charge as JSON says it: days are inclusive, decimals are texts. */
export interface PresentedLine {
  readonly chargeStart: string
  readonly chargeEnd: string
  readonly chargeType: string
  readonly unitPrice: string
  readonly quantity: number
  readonly amount: string
  /** Label of the subscription: `main`, or the name an add-on or a split-off part got. */
  readonly subscription: string
  readonly offer: string
  readonly registeredOn: string
  readonly explanation: string
  readonly derivation: {
    readonly policy: string
    readonly price: string
    readonly quantity: number
    readonly days: number
    readonly cycleDays: number
    readonly limit?: string
  }
}

export interface PresentedFile {
  readonly file: string
  readonly lines: readonly PresentedLine[]
}

export interface PresentedRefusal {
  /** Place of the event in order of time, from 0; the number of events for what falls due by itself. */
  readonly event: number
  readonly at: string
  /** The event's type; `fellDue` for what falls due by itself. */
  readonly type: string
  readonly subscription: string
  readonly code: string
  readonly message: string
  /** Whether the scenario says that the event is refused with this code. */
  readonly expected: boolean
}

/** The JSON document of a simulation; `later` holds what will be on files after the scenario's last day. */
export interface PresentedSimulation {
  readonly files: readonly PresentedFile[]
  readonly later?: readonly PresentedFile[]
  readonly refusals?: readonly PresentedRefusal[]
}

export function presentSimulation(scenario: Scenario, simulation: Simulation): PresentedSimulation {
  const { files, later, refusals } = simulation
  return {
    files: files.map(presentFile),
    ...(later.length === 0 ? {} : { later: later.map(presentFile) }),
    ...(refusals.length === 0 ? {} : { refusals: refusals.map((refusal) => presentRefusal(scenario, refusal)) }),
  }
}

export function presentLine({ subscription, availability, charge }: SimulatedLine): PresentedLine {
  const { currency } = availability
  const digits = minorDigitsOf(currency)
  const { policy, price, quantity, days, cycleDays, limit } = charge.derivation
  return {
    chargeStart: formatDay(charge.chargeStart),
    chargeEnd: formatDay((charge.chargeEnd - 1) as Day),
    chargeType: charge.type,
    unitPrice: formatUnitPrice(charge.unitPrice, digits),
    quantity: charge.quantity,
    amount: formatAmount(charge.amount, currency),
    subscription,
    offer: availability.title,
    registeredOn: formatDay(charge.registeredOn),
    explanation: explainCharge(charge, availability),
    derivation: {
      policy,
      price: formatUnitPrice(price, digits),
      quantity,
      days,
      cycleDays,
      ...(limit === null ? {} : { limit: formatAmount(limit, currency) }),
    },
  }
}

export function presentRefusal(scenario: Scenario, { index, event, refusal }: SimulatedRefusal): PresentedRefusal {
  const byItself = index >= scenario.events.length
  return {
    event: index,
    at: formatInstant(byItself ? startOfDay(scenario.until) : event.at),
    type: byItself ? 'fellDue' : event.action.type,
    subscription: event.subscription,
    code: refusal.code,
    message: refusal.message,
    expected: !byItself && event.refused === refusal.code,
  }
}

function presentFile(file: SimulatedFile): PresentedFile {
  return { file: formatDay(file.date), lines: file.lines.map(presentLine) }
}
