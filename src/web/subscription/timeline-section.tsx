import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { ChargeLines } from './charge-lines.js'
import { apiPath, type Entry, type Place, type Timeline } from './model.js'
import { useEventText } from './timeline-text.js'
import { useTimelineWords } from './timeline-words.js'
import { totalOf } from './total.js'
import { useSubscriptionWords } from './words.js'

const SHOWN = 25

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  entry: {
    display: 'grid',
    gridTemplateColumns: '170px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    alignItems: 'baseline',
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    '@media (max-width: 760px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  when: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
  what: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  by: { color: tokens.colorNeutralForeground2 },
})

/** What happened to a subscription, the newest first, with what each of it charged and why. */
export function TimelineSection({ place }: { readonly place: Place }) {
  const say = useTimelineWords()
  const may = useMay()
  const seesMoney = may('charge.read')
  const timeline = useRead<Timeline>(`${apiPath(place)}/charges`, { enabled: seesMoney })
  return (
    <Section title={say('title')}>
      {seesMoney ? <Loaded read={timeline}>{({ items }) => <Entries entries={items} />}</Loaded> : say('hidden')}
    </Section>
  )
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const styles = useStyles()
  const say = useTimelineWords()
  const [shown, setShown] = useState(SHOWN)
  if (entries.length === 0) return <Empty text={say('empty')} />
  const newest = entries
    .map((entry, index) => ({ entry, index }))
    .reverse()
    .slice(0, shown)
  const left = entries.length - newest.length
  return (
    <>
      <ol reversed className={styles.list} aria-label={say('label')}>
        {newest.map(({ entry, index }) => (
          <li key={index} className={styles.entry}>
            <EntryLine entry={entry} />
          </li>
        ))}
      </ol>
      {left > 0 && (
        <div>
          <Button onClick={() => setShown(shown + SHOWN)}>{say('older', { count: left })}</Button>
        </div>
      )}
    </>
  )
}

/** An event with its charges; a billing cycle that came about by itself needs no other words than its charges. */
function EntryLine({ entry }: { readonly entry: Entry }) {
  const styles = useStyles()
  const say = useTimelineWords()
  const { day, instant } = useFormat()
  const textOf = useEventText()
  const { performedBy, charges, name, date } = entry
  const byItself = name === 'fell_due'
  const text = textOf(entry)
  return (
    <>
      <Text className={styles.when}>{byItself ? day(date) : instant(date)}</Text>
      <div className={styles.what}>
        {!(byItself && charges.length > 0) && (
          <span>
            <Text weight="semibold">{text}</Text>{' '}
            {performedBy !== undefined && (
              <Text className={styles.by}>
                {say('by', { who: performedBy === 'system' ? say('system') : performedBy })}
              </Text>
            )}
          </span>
        )}
        {charges.length > 0 && <ChargeLines label={text} charges={charges} withInvoice />}
      </div>
    </>
  )
}

/** What is charged next, as prices are now. */
export function NextSection({ place }: { readonly place: Place }) {
  const say = useSubscriptionWords()
  const may = useMay()
  const seesMoney = may('charge.read')
  const timeline = useRead<Timeline>(`${apiPath(place)}/charges`, { enabled: seesMoney })
  return (
    <Section title={say('next')}>
      {seesMoney ? (
        <Loaded read={timeline}>{({ nextCharge }) => <Next entry={nextCharge} />}</Loaded>
      ) : (
        say('nextHidden')
      )}
    </Section>
  )
}

function Next({ entry }: { readonly entry: Entry | undefined }) {
  const say = useSubscriptionWords()
  const { day, money } = useFormat()
  const [first] = entry?.charges ?? []
  if (entry === undefined || first === undefined) return <Text>{say('nextNothing')}</Text>
  const total = money(totalOf(entry.charges.map(({ amount }) => amount)), first.currencyCode)
  return (
    <>
      <Text>
        <Text size={500} weight="semibold">
          {total}
        </Text>{' '}
        {say('nextOn', { day: day(entry.date) })}
      </Text>
      <ChargeLines label={say('next')} charges={entry.charges} />
    </>
  )
}
