import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { type Day, formatDay, parseDay } from '../../core/calendar/day.js'
import { dayOfInstant } from '../../core/calendar/instant.js'
import { monthOf, startOfMonth } from '../../core/calendar/months.js'
import type { Scenario, ScenarioEvent } from '../../core/scenario/scenario.js'
import { useFormat } from '../format/format.js'
import { useChargeType } from '../subscription/charge-words.js'
import { useScenarioWords } from './form-words.js'
import type { PlayedFile } from './play.js'
import { useSimulateWords } from './words.js'

const TOP = 22
const EVENT_ROW = 24
const LANE = 22
const BAR = 18
/** More charges than this are in the tables only. */
const MOST_BARS = 60
const MOST_TICKS = 12
/** From this share of the width on, a text stands before what it belongs to. */
const LATE_SHARE = 75
/** The share of the width a name takes on a narrow screen. */
const NAME_SHARE = 28

const useStyles = makeStyles({
  figure: { margin: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  drawing: { width: '100%', display: 'block', overflow: 'hidden' },
  text: { fill: tokens.colorNeutralForeground1, fontSize: tokens.fontSizeBase200 },
  tick: { fill: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  grid: { stroke: tokens.colorNeutralStroke3 },
  invoice: { stroke: tokens.colorNeutralStrokeAccessible, strokeDasharray: '3 3' },
  event: { fill: tokens.colorPaletteMarigoldBorderActive },
  charge: { fill: tokens.colorBrandBackground2Hover, stroke: tokens.colorBrandStroke1 },
  credit: { fill: tokens.colorPaletteGreenBackground2, stroke: tokens.colorPaletteGreenBorderActive },
  legend: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2 },
  sign: { display: 'inline-block', marginInlineEnd: tokens.spacingHorizontalXS, verticalAlign: 'middle' },
})

export interface TimelineProps {
  readonly scenario: Scenario
  readonly files: readonly PlayedFile[]
  /** Charges in all, also of invoices that are not drawn. */
  readonly total: number
}

/** Events, charges and invoices by their days. What it shows is in the tables as well. */
export function Timeline({ scenario, files, total }: TimelineProps) {
  const styles = useStyles()
  const say = useSimulateWords()
  const { day, number } = useFormat()
  const lines = files.flatMap((file) => file.lines.map((line, index) => ({ ...line, key: `${file.date} ${index}` })))
  const span = spanOf(scenario, files)
  const at = (value: Day) => (100 * (value - span.start)) / (span.end - span.start)
  const bars = lines.slice(0, MOST_BARS)
  const shares = scenario.events.map((event) => at(dayOfInstant(event.at)))
  const height = TOP + EVENT_ROW + bars.length * LANE + 4
  const label = say('timelineOf', {
    from: day(formatDay(span.start)),
    to: day(formatDay(span.end)),
    events: scenario.events.length,
    charges: total,
  })
  return (
    <figure className={styles.figure}>
      <svg className={styles.drawing} height={height} role="img" aria-label={label}>
        <Months span={span} at={at} height={height} />
        {files.map(({ date }) => (
          <line
            key={date}
            className={styles.invoice}
            x1={`${at(parseDay(date)!)}%`}
            x2={`${at(parseDay(date)!)}%`}
            y1={TOP}
            y2={height}
          />
        ))}
        {scenario.events.slice(0, MOST_BARS).map((event, index) => (
          <EventMark
            // biome-ignore lint/suspicious/noArrayIndexKey: an event is known by its place only
            key={index}
            event={event}
            share={at(dayOfInstant(event.at))}
            isNamed={hasRoom(shares, index)}
          />
        ))}
        {bars.map((line, index) => (
          <ChargeBar
            key={line.key}
            {...{ line, currency: scenario.currency, y: TOP + EVENT_ROW + index * LANE }}
            from={at(parseDay(line.cycle.chargeStart)!)}
            to={at(parseDay(line.cycle.chargeEnd)!)}
          />
        ))}
      </svg>
      <Legend />
      {total > bars.length && (
        <Text size={200}>{say('barsShown', { shown: number(bars.length), total: number(total) })}</Text>
      )}
    </figure>
  )
}

/** Whether the name of an event fits before the next one; the last one's stands before it where it is late. */
function hasRoom(shares: readonly number[], index: number): boolean {
  const [before, share, after] = [shares[index - 1] ?? 0, shares[index]!, shares[index + 1] ?? 100]
  return share > LATE_SHARE ? share - before > 2 * NAME_SHARE : after - share > NAME_SHARE
}

interface Span {
  readonly start: Day
  readonly end: Day
}

/** From the first to the last day anything is about, with a little room at both ends. */
function spanOf({ events, until }: Scenario, files: readonly PlayedFile[]): Span {
  let [start, end] = [until, until]
  const take = (value: Day) => {
    if (value < start) start = value
    if (value > end) end = value
  }
  for (const { at } of events) take(dayOfInstant(at))
  for (const { date, lines } of files) {
    take(parseDay(date)!)
    for (const { cycle } of lines) {
      take(parseDay(cycle.chargeStart)!)
      take(parseDay(cycle.chargeEnd)!)
    }
  }
  const room = Math.max(2, Math.round((end - start) / 40))
  return { start: (start - room) as Day, end: (end + room) as Day }
}

type Share = (day: Day) => number

function Months({ span, at, height }: { readonly span: Span; readonly at: Share; readonly height: number }) {
  const styles = useStyles()
  const { month } = useFormat()
  const first = monthOf(span.start) + 1
  const count = monthOf(span.end) - first + 1
  const every = Math.max(1, Math.ceil(count / MOST_TICKS))
  const starts = Array.from({ length: Math.max(0, Math.ceil(count / every)) }, (_, index) =>
    startOfMonth((first + index * every) as ReturnType<typeof monthOf>),
  )
  // As many names as there is room for on a narrow screen.
  const named = Math.max(1, Math.ceil(starts.length / 3))
  return starts.map((start, index) => {
    const x = `${at(start)}%`
    return (
      <g key={start}>
        <line className={styles.grid} x1={x} x2={x} y1={TOP} y2={height} />
        {index % named === 0 && at(start) < LATE_SHARE && (
          <text className={styles.tick} x={x} y={14}>
            {month(formatDay(start))}
          </text>
        )}
      </g>
    )
  })
}

function EventMark(props: { readonly event: ScenarioEvent; readonly share: number; readonly isNamed: boolean }) {
  const { event, share, isNamed } = props
  const styles = useStyles()
  const say = useScenarioWords()
  const { day } = useFormat()
  const name = say(event.action.type)
  return (
    <g>
      <circle className={styles.event} cx={`${share}%`} cy={TOP + EVENT_ROW / 2} r={5}>
        <title>{`${day(formatDay(dayOfInstant(event.at)))}: ${name}`}</title>
      </circle>
      {isNamed && (
        <text
          className={styles.text}
          x={`${share}%`}
          dx={share > LATE_SHARE ? -9 : 9}
          y={TOP + EVENT_ROW / 2 + 4}
          textAnchor={share > LATE_SHARE ? 'end' : 'start'}
        >
          {name}
        </text>
      )}
    </g>
  )
}

interface ChargeBarProps {
  readonly line: PlayedFile['lines'][number]
  readonly currency: string
  readonly from: number
  readonly to: number
  readonly y: number
}

function ChargeBar({ line, currency, from, to, y }: ChargeBarProps) {
  const styles = useStyles()
  const typeOf = useChargeType()
  const { money, day } = useFormat()
  const isCredit = line.amount.startsWith('-')
  const amount = money(line.amount, currency)
  const isLate = from > LATE_SHARE
  return (
    <g>
      <rect
        className={isCredit ? styles.credit : styles.charge}
        x={`${from}%`}
        width={`${Math.max(to - from, 0.3)}%`}
        y={y}
        height={BAR}
        rx={3}
      >
        <title>{`${day(line.chargeStart)} – ${day(line.chargeEnd)}: ${typeOf(line.chargeType, Number(line.amount))}, ${amount}`}</title>
      </rect>
      <text
        className={styles.text}
        x={`${from}%`}
        dx={isLate ? -4 : 4}
        y={y + 13}
        textAnchor={isLate ? 'end' : 'start'}
      >
        {amount}
      </text>
    </g>
  )
}

function Legend() {
  const styles = useStyles()
  const say = useSimulateWords()
  return (
    <div className={styles.legend}>
      <Text size={200}>
        <svg className={styles.sign} width={12} height={12} aria-hidden>
          <circle className={styles.event} cx={6} cy={6} r={5} />
        </svg>
        {say('event')}
      </Text>
      {(['charge', 'credit'] as const).map((kind) => (
        <Text key={kind} size={200}>
          <svg className={styles.sign} width={18} height={12} aria-hidden>
            <rect className={styles[kind]} x={1} y={1} width={16} height={10} rx={2} />
          </svg>
          {say(kind)}
        </Text>
      ))}
      <Text size={200}>
        <svg className={styles.sign} width={8} height={14} aria-hidden>
          <line className={styles.invoice} x1={4} x2={4} y1={0} y2={14} />
        </svg>
        {say('invoice')}
      </Text>
    </div>
  )
}
