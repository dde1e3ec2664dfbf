import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useFormat } from '../format/format.js'
import { Section } from '../parts/section.js'
import { Empty } from '../parts/states.js'
import { type Column, LongTable, Table } from '../parts/table.js'
import { Why } from '../parts/why.js'
import { useChargeType } from '../subscription/charge-words.js'
import { useSaid } from '../words/said.js'
import { type ScenarioWord, useScenarioWords } from './form-words.js'
import type { Played, PlayedFile, PlayedLine } from './play.js'
import { Timeline } from './timeline.js'
import { UsageResult } from './usage-result.js'
import { useSimulateWords } from './words.js'

/** So many files are shown at first, and more each time somebody asks for them. */
const FILES = 60
const SHORT_ROWS = 200

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  file: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
  heading: { margin: 0 },
  more: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
})

/** What comes of a scenario, or what stands in its way. */
export function Result({ played }: { readonly played: Played }) {
  const styles = useStyles()
  const say = useSimulateWords()
  return (
    <div className={styles.stack} aria-live="polite">
      <Section title={say('result')}>
        <Shown played={played} />
      </Section>
      {played.kind === 'subscription' && played.files.length > 0 && (
        <Section title={say('timeline')}>
          <Timeline
            scenario={played.scenario}
            files={played.files.slice(0, FILES)}
            total={played.files.reduce((count, { lines }) => count + lines.length, 0)}
          />
        </Section>
      )}
    </div>
  )
}

function Shown({ played }: { readonly played: Played }) {
  const say = useSimulateWords()
  const said = useSaid()
  if (played.kind === 'unreadable') {
    const [, line, column] = /line (\d+) column (\d+)/.exec(played.message) ?? []
    const item = line === undefined ? say('notJson') : say('notJsonAt', { line, column: column! })
    return <Notice intent="warning" title={say('mend')} items={[item]} />
  }
  if (played.kind === 'problems') {
    const { problems } = played
    const items = problems.map(({ path, message }) => `${path}: ${said(message)}`.replace(/^: /, ''))
    return <Notice intent="warning" title={say('problems', { count: problems.length })} items={items} />
  }
  return (
    <>
      {played.unknown.length > 0 && (
        <Notice intent="warning" title={say('unknown', { names: played.unknown.join(', ') })} items={[]} />
      )}
      <Expectations played={played} />
      {played.kind === 'subscription' ? <Files played={played} /> : <UsageResult played={played} />}
    </>
  )
}

interface NoticeProps {
  readonly intent: 'warning' | 'success' | 'error'
  readonly title: string
  readonly items: readonly ReactNode[]
}

function Notice({ intent, title, items }: NoticeProps) {
  const styles = useStyles()
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {items.length > 0 && (
          <ul className={styles.list}>
            {items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no ids, and never move
              <li key={index}>{item}</li>
            ))}
          </ul>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

function Expectations({ played }: { readonly played: Extract<Played, { isExpected: boolean }> }) {
  const say = useSimulateWords()
  const said = useSaid()
  const { differences, isExpected } = played
  if (differences.length > 0) {
    const items = differences.map((one) => said(one))
    return <Notice intent="error" title={say('differs', { count: differences.length })} items={items} />
  }
  return isExpected ? <Notice intent="success" title={say('asExpected')} items={[]} /> : null
}

type PlayedSubscription = Extract<Played, { kind: 'subscription' }>

function Files({ played }: { readonly played: PlayedSubscription }) {
  const styles = useStyles()
  const say = useSimulateWords()
  const { day, number } = useFormat()
  const [count, setCount] = useState(FILES)
  const { scenario, files } = played
  return (
    <>
      <Refusals played={played} />
      {files.length === 0 && <Empty text={say('noLines', { day: day(untilOf(scenario.until)) })} />}
      {files.slice(0, count).map((file) => (
        <div key={file.date} className={styles.file}>
          <File file={file} currency={scenario.currency} />
        </div>
      ))}
      {files.length > count && (
        <div className={styles.more}>
          <Text>{say('filesShown', { shown: number(count), total: number(files.length) })}</Text>
          <Button onClick={() => setCount(count + FILES)}>{say('moreFiles')}</Button>
        </div>
      )}
    </>
  )
}

const DAY_MILLISECONDS = 86_400_000

function untilOf(day: number): string {
  return new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10)
}

function Refusals({ played: { refusals } }: { readonly played: PlayedSubscription }) {
  const say = useSimulateWords()
  const word = useScenarioWords()
  const said = useSaid()
  const { day } = useFormat()
  if (refusals.length === 0) return null
  const items = refusals.map(({ at, type, code, message, expected }) =>
    say(expected ? 'refusedAsExpected' : 'refusedAt', {
      day: day(at),
      what: type === 'fellDue' ? say('fellDue') : word(type as ScenarioWord),
      why: said(message, code),
    }),
  )
  return <Notice intent="warning" title={say('refused')} items={items} />
}

function File({ file, currency }: { readonly file: PlayedFile; readonly currency: string }) {
  const styles = useStyles()
  const say = useSimulateWords()
  const { day, money } = useFormat()
  const columns = useColumns(currency, file)
  const title = say('file', { day: day(file.date) })
  const rows = file.lines.map((line, index) => ({ ...line, key: String(index) }))
  const shown = { label: title, columns, rows, keyOf: ({ key }: { readonly key: string }) => key }
  return (
    <>
      <Subtitle2 as="h3" className={styles.heading}>
        {file.isLater ? `${title} (${say('later')})` : title}
      </Subtitle2>
      {rows.length > SHORT_ROWS ? <LongTable {...shown} /> : <Table {...shown} />}
      <Text weight="semibold" align="end">
        {say('totalBefore', { amount: money(file.total, currency) })}
      </Text>
    </>
  )
}

function useColumns(currency: string, file: PlayedFile): readonly Column<PlayedLine & { readonly key: string }>[] {
  const say = useSimulateWords()
  const typeOf = useChargeType()
  const { day, money, price, number } = useFormat()
  const hasSeveral = new Set(file.lines.map(({ subscription }) => subscription)).size > 1
  return [
    ...(hasSeveral
      ? [
          {
            key: 'subscription',
            header: say('subscription'),
            cell: ({ subscription }: PlayedLine) => subscription,
          },
        ]
      : []),
    { key: 'days', header: say('days'), cell: (line) => `${day(line.chargeStart)} – ${day(line.chargeEnd)}` },
    { key: 'type', header: say('type'), cell: ({ chargeType, amount }) => typeOf(chargeType, Number(amount)) },
    { key: 'price', header: say('price'), align: 'end', cell: (line) => price(line.unitPrice, currency) },
    { key: 'quantity', header: say('quantity'), align: 'end', cell: ({ quantity }) => number(quantity) },
    { key: 'amount', header: say('amount'), align: 'end', cell: ({ amount }) => money(amount, currency) },
    {
      key: 'why',
      header: say('why'),
      cell: (line) => (
        <Why
          what={money(line.amount, currency)}
          explanation={{ sentence: line.explanation, steps: line.steps, cycle: line.cycle }}
        />
      ),
    },
  ]
}
