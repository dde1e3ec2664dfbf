import { makeStyles } from '@fluentui/react-components'
import type { z } from 'zod'
import type { jobsSchema } from '../../../api/schema/jobs.js'
import type { Capability } from '../../../core/access/permission.js'
import { useFormat } from '../../format/format.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { useSaid } from '../../words/said.js'
import { InlineLink } from '../ui/inline-link.js'
import { PartnerName } from '../ui/partner-name.js'
import { useConsoleWords } from '../ui/words.js'
import { useJobWords } from './words.js'

export type Jobs = z.output<typeof jobsSchema>
type Job = Jobs['items'][number]

const TONES: Readonly<Record<Job['state'], Tone>> = {
  overdue: 'bad',
  failing: 'bad',
  working: 'waiting',
  waiting: 'plain',
  idle: 'good',
}

interface Way {
  readonly to: string
  readonly search?: Readonly<Record<string, string>>
  readonly needs: Capability
}

/** Where work is seen one by one; what belongs to partners is reached by the page of the partner. */
const WAYS: Readonly<Partial<Record<Job['kind'], Way>>> = {
  billing: { to: '/provider/billing-runs', needs: 'platform.billing.read' },
  usage: { to: '/provider/meters', search: { tab: 'refusals' }, needs: 'platform.usage.read' },
  documents: { to: '/provider/invoices', needs: 'platform.billing.read' },
  mails: { to: '/provider/mails', needs: 'platform.mail.read' },
  sandboxes: { to: '/provider/partners', needs: 'platform.partner.read' },
}

/** Each kind of background work. */
export function JobsTable({ jobs }: { readonly jobs: readonly Job[] }) {
  const say = useJobWords()
  const general = useConsoleWords()
  const { instant, number } = useFormat()
  const dated = (value: string | undefined) => (value === undefined ? '' : instant(value))
  const columns: readonly Column<Job>[] = [
    { key: 'kind', header: say('kind'), cell: ({ kind }) => <Kind kind={kind} /> },
    { key: 'state', header: general('state'), cell: ({ state }) => <Status text={say(state)} tone={TONES[state]} /> },
    { key: 'waiting', header: say('waits'), align: 'end', cell: ({ waiting }) => number(waiting) },
    { key: 'working', header: say('underWay'), align: 'end', cell: ({ working }) => number(working) },
    { key: 'failed', header: say('failed'), align: 'end', cell: ({ failed }) => number(failed) },
    { key: 'oldest', header: say('oldest'), cell: ({ oldestDate }) => dated(oldestDate) },
    { key: 'success', header: say('lastSuccess'), cell: ({ lastSuccessDate }) => dated(lastSuccessDate) },
    { key: 'next', header: say('next'), cell: ({ nextDate }) => dated(nextDate) },
    { key: 'problem', header: say('problem'), cell: ({ problem }) => problem && <Problem problem={problem} /> },
  ]
  return <Table label={say('work')} columns={columns} rows={jobs} keyOf={({ kind }) => kind} />
}

function Kind({ kind }: Pick<Job, 'kind'>) {
  const say = useJobWords()
  const may = useMay()
  const way = WAYS[kind]
  if (way === undefined || !may(way.needs)) return say(kind)
  return (
    <InlineLink to={way.to} {...(way.search === undefined ? {} : { search: way.search })}>
      {say(kind)}
    </InlineLink>
  )
}

const useStyles = makeStyles({ problem: { minWidth: '220px', overflowWrap: 'anywhere' } })

function Problem({ problem: { what, date, partnerId } }: { readonly problem: NonNullable<Job['problem']> }) {
  const styles = useStyles()
  const say = useJobWords()
  const said = useSaid()
  const { instant } = useFormat()
  return (
    <div className={styles.problem}>
      {say('problemAt', { date: instant(date), what: said(what) })}
      {partnerId !== undefined && (
        <>
          {' ('}
          <PartnerName id={partnerId} />)
        </>
      )}
    </div>
  )
}
