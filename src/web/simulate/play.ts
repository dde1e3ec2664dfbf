import { type Day, formatDay } from '../../core/calendar/day.js'
import type { Period } from '../../core/calendar/period.js'
import { explainSteps } from '../../core/charging/explain.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { csvRecord, LINE_END } from '../../core/recon/csv.js'
import { compareWithExpected, formatDifference } from '../../core/scenario/compare-with-expected.js'
import { parseScenario } from '../../core/scenario/parse-scenario.js'
import { type PresentedLine, type PresentedRefusal, presentLine, presentRefusal } from '../../core/scenario/present.js'
import type { Problem } from '../../core/scenario/reader.js'
import type { Scenario } from '../../core/scenario/scenario.js'
import { type SimulatedFile, type SimulatedLine, simulate } from '../../core/scenario/simulate.js'
import { compareUsage, type PresentedUsageLine, simulateUsage } from '../../core/scenario/simulate-usage.js'
import { parseUsageScenario } from '../../core/scenario/usage-scenario.js'

export interface Step {
  readonly label: string
  readonly expression: string
  readonly result: string
}

export interface PlayedLine extends PresentedLine {
  readonly steps: readonly Step[]
  /** The cycle the charge is of, and the days charged; ends are the day after. */
  readonly cycle: {
    readonly cycleStart: string
    readonly cycleEnd: string
    readonly chargeStart: string
    readonly chargeEnd: string
  }
}

export interface PlayedFile {
  readonly date: string
  readonly lines: readonly PlayedLine[]
  readonly total: string
  /** Dated after the scenario's last day. */
  readonly isLater: boolean
}

/** What became of a text: a scenario that was played, or why it could not be. */
export type Played =
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'subscription'
      readonly scenario: Scenario
      readonly unknown: readonly string[]
      readonly files: readonly PlayedFile[]
      readonly refusals: readonly PresentedRefusal[]
      readonly differences: readonly string[]
      readonly isExpected: boolean
    }
  | {
      readonly kind: 'usage'
      readonly title: string
      readonly currency: string
      readonly unknown: readonly string[]
      readonly bills: readonly { readonly lines: readonly PresentedUsageLine[] }[]
      readonly differences: readonly string[]
      readonly isExpected: boolean
    }

/** Plays a scenario, given as JSON, by the code that bills for real. */
export function play(text: string): Played {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    return { kind: 'unreadable', message: (error as Error).message }
  }
  return isUsage(document) ? playUsage(document) : playSubscription(document)
}

/** Usage has a rating; everything else is taken for a subscription. */
export function isUsage(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'rating' in document
}

function playSubscription(document: unknown): Played {
  const parsed = parseScenario(document)
  if (!parsed.ok) return { kind: 'problems', problems: parsed.problems }
  const { scenario, unknown } = parsed
  const simulation = simulate(scenario)
  const cycleOf = cycleFinder([...simulation.files, ...simulation.later].flatMap(({ lines }) => lines))
  return {
    kind: 'subscription',
    ...{ scenario, unknown },
    files: [
      ...simulation.files.map((file) => playedFile(scenario, file, cycleOf, false)),
      ...simulation.later.map((file) => playedFile(scenario, file, cycleOf, true)),
    ],
    refusals: simulation.refusals.map((refusal) => presentRefusal(scenario, refusal)),
    differences: compareWithExpected(scenario, simulation).map(formatDifference),
    isExpected: scenario.expect !== null,
  }
}

function playUsage(document: unknown): Played {
  const parsed = parseUsageScenario(document)
  if (!parsed.ok) return { kind: 'problems', problems: parsed.problems }
  const { scenario, unknown } = parsed
  const simulated = simulateUsage(scenario)
  if (!simulated.ok) return { kind: 'problems', problems: [{ path: '', message: simulated.refusal.message }] }
  return {
    kind: 'usage',
    title: scenario.title,
    currency: scenario.terms.billingCurrency,
    unknown,
    bills: simulated.value.bills,
    differences: compareUsage(scenario, simulated.value),
    isExpected: scenario.bills.some(({ expect }) => expect !== null),
  }
}

function playedFile(
  scenario: Scenario,
  { date, lines }: SimulatedFile,
  cycleOf: (line: SimulatedLine) => Period,
  isLater: boolean,
): PlayedFile {
  return {
    date: formatDay(date),
    lines: lines.map((line) => playedLine(line, cycleOf(line))),
    total: formatAmount(
      lines.reduce((sum, { charge }) => sum + charge.amount, 0n),
      scenario.currency,
    ),
    isLater,
  }
}

function playedLine(line: SimulatedLine, cycle: Period): PlayedLine {
  const { charge, availability } = line
  return {
    ...presentLine(line),
    steps: explainSteps(charge, availability),
    cycle: {
      cycleStart: formatDay(cycle.start),
      cycleEnd: formatDay(cycle.end),
      chargeStart: formatDay(charge.start),
      chargeEnd: formatDay(charge.end),
    },
  }
}

/** Finds the cycle of a line: that of a whole one around it; else the one it ends with, as parts of cycles mostly do. */
function cycleFinder(lines: readonly SimulatedLine[]): (line: SimulatedLine) => Period {
  const whole = new Map<string, Map<string, Period>>()
  for (const { subscription, charge } of lines) {
    if (charge.derivation.days !== charge.derivation.cycleDays) continue
    const cycles = whole.get(subscription) ?? new Map<string, Period>()
    whole.set(subscription, cycles.set(`${charge.start} ${charge.end}`, { start: charge.start, end: charge.end }))
  }
  return ({ subscription, charge: { start, end, derivation } }) => {
    const around = [...(whole.get(subscription)?.values() ?? [])].find(
      (cycle) => cycle.start <= start && cycle.end >= end && cycle.end - cycle.start === derivation.cycleDays,
    )
    return around ?? { start: (end - derivation.cycleDays) as Day, end }
  }
}

const COLUMNS = [
  'subscription',
  'offer',
  'registeredOn',
  'chargeStart',
  'chargeEnd',
  'chargeType',
  'unitPrice',
  'quantity',
  'amount',
  'explanation',
] as const

const USAGE_COLUMNS = [
  'start',
  'end',
  'tier',
  'unitPrice',
  'consumed',
  'included',
  'quantity',
  'cost',
  'amount',
] as const

/** The lines as CSV, harmless in a spreadsheet; `undefined` where there are none. */
export function linesAsCsv(played: Played): string | undefined {
  const records = recordsOf(played)
  return records === undefined ? undefined : records.map((record) => csvRecord(record) + LINE_END).join('')
}

function recordsOf(played: Played): readonly (readonly string[])[] | undefined {
  if (played.kind === 'subscription') {
    const rows = played.files.flatMap(({ date, lines }) =>
      lines.map((line) => [date, ...COLUMNS.map((column) => String(line[column]))]),
    )
    return [['file', ...COLUMNS], ...rows]
  }
  if (played.kind !== 'usage') return undefined
  const rows = played.bills.flatMap(({ lines }, index) =>
    lines.map((line) => [String(index + 1), ...USAGE_COLUMNS.map((column) => String(line[column]))]),
  )
  return [['invoice', ...USAGE_COLUMNS], ...rows]
}
