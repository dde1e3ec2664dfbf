import { ProgressBar } from '@fluentui/react-components'
import type { z } from 'zod'
import type { billingRunSchema } from '../../../api/schema/billing.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { PartnerName } from '../ui/partner-name.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { useRunWords } from './words.js'

export type Run = z.output<typeof billingRunSchema>
interface Runs {
  readonly items: readonly Run[]
  readonly totalCount: number
}

const PAGE_SIZE = 25
const LOOK_MILLISECONDS = 1_500
const TONES: Readonly<Record<Run['status'], Tone>> = { charging: 'waiting', issuing: 'waiting', completed: 'good' }

/** Billing runs, the last one first; those under way move by themselves. */
export function RunsView() {
  const say = useRunWords()
  const [{ offset }, setState] = useUrlState({ offset: '0' })
  const at = Number(offset)
  const runs = useRead<Runs>('/v1/platform/billing-runs', {
    query: { size: PAGE_SIZE, offset: at },
    keep: true,
    every: (data) =>
      (data as Runs | undefined)?.items.some(({ status }) => status !== 'completed') === true
        ? LOOK_MILLISECONDS
        : false,
  })
  return (
    <Section title={say('runs')}>
      <Loaded read={runs}>
        {({ items, totalCount }) => (
          <>
            <RunsTable runs={items} />
            <OffsetPager
              offset={at}
              size={PAGE_SIZE}
              shown={items.length}
              total={totalCount}
              onMove={(to) => setState({ offset: String(to) })}
            />
          </>
        )}
      </Loaded>
    </Section>
  )
}

function RunsTable({ runs }: { readonly runs: readonly Run[] }) {
  const say = useRunWords()
  const general = useConsoleWords()
  const { day, instant, number } = useFormat()
  const columns: readonly Column<Run>[] = [
    { key: 'asOf', header: say('asOf'), cell: ({ asOf }) => day(asOf) },
    {
      key: 'status',
      header: general('state'),
      cell: ({ status }) => <Status text={say(status)} tone={TONES[status]} />,
    },
    {
      key: 'partner',
      header: general('partner'),
      cell: ({ partnerId }) => (partnerId === undefined ? say('ofAll') : <PartnerName id={partnerId} />),
    },
    { key: 'started', header: say('started'), cell: ({ startedDate }) => instant(startedDate) },
    {
      key: 'finished',
      header: say('finished'),
      cell: ({ completedDate }) => (completedDate === undefined ? '' : instant(completedDate)),
    },
    { key: 'progress', header: say('progress'), align: 'end', cell: (run) => <Progress run={run} /> },
    { key: 'charges', header: say('charges'), align: 'end', cell: ({ charges }) => number(charges) },
    { key: 'invoices', header: say('invoices'), align: 'end', cell: ({ invoices }) => number(invoices) },
    {
      key: 'quarantined',
      header: say('quarantined'),
      align: 'end',
      cell: ({ quarantinedSubscriptions }) => number(quarantinedSubscriptions),
    },
  ]
  return (
    <Table
      label={say('runs')}
      columns={columns}
      rows={runs}
      keyOf={({ id }) => id}
      empty={<Empty text={say('noRuns')} />}
    />
  )
}

function Progress({ run }: { readonly run: Run }) {
  const say = useRunWords()
  const { number } = useFormat()
  const { status, doneSubscriptions, dueSubscriptions } = run
  const text = say('doneOf', { done: number(doneSubscriptions), due: number(dueSubscriptions) })
  return (
    <>
      {text}
      {status !== 'completed' && (
        <ProgressBar
          aria-label={text}
          value={dueSubscriptions === 0 ? undefined : doneSubscriptions / dueSubscriptions}
        />
      )}
    </>
  )
}
