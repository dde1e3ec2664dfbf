import { makeStyles, tokens } from '@fluentui/react-components'
import { type Day, formatDay, parseDay } from '../../core/calendar/day.js'
import { useFormat } from '../format/format.js'
import { useCommonWords } from './words.js'

export interface CycleTimelineProps {
  /** What is charged, for those who hear it. */
  readonly label: string
  /** First day of the cycle, and the first day after it; `YYYY-MM-DD`. */
  readonly cycleStart: string
  readonly cycleEnd: string
  /** First day that is charged, and the first day after the last one. */
  readonly chargeStart: string
  readonly chargeEnd: string
}

const useStyles = makeStyles({
  figure: { margin: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  bar: {
    position: 'relative',
    height: '18px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground5,
  },
  charged: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground,
  },
  ends: {
    display: 'flex',
    justifyContent: 'space-between',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
})

/** A cycle as a bar, with the days in it that are charged. Nothing where a day cannot be read. */
export function CycleTimeline({ label, cycleStart, cycleEnd, chargeStart, chargeEnd }: CycleTimelineProps) {
  const styles = useStyles()
  const { day } = useFormat()
  const say = useCommonWords()
  const [from, to, start, end] = [cycleStart, cycleEnd, chargeStart, chargeEnd].map((text) =>
    parseDay(text.slice(0, 10)),
  )
  if (from === undefined || to === undefined || start === undefined || end === undefined || to <= from) return null
  const share = (at: number) => `${(100 * Math.min(Math.max(at - from, 0), to - from)) / (to - from)}%`
  const last = (at: Day) => day(formatDay((at - 1) as Day))
  const charged = `${say('charged')}: ${day(chargeStart)} – ${last(end)}`
  const text = `${say('cycle')}: ${day(cycleStart)} – ${last(to)}, ${charged}`
  return (
    <figure className={styles.figure} aria-label={`${label}: ${text}`}>
      <div className={styles.bar}>
        <div className={styles.charged} style={{ left: share(start), right: `calc(100% - ${share(end)})` }} />
      </div>
      <div className={styles.ends}>
        <span>{day(cycleStart)}</span>
        <span>{charged}</span>
        <span>{last(to)}</span>
      </div>
    </figure>
  )
}
