import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons'
import { useQueries } from '@tanstack/react-query'
import type { Capability } from '../../core/access/permission.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Loading, Problem } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { call } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'
import { useHomeWords } from './words.js'

interface Queue {
  readonly word:
    | 'quarantine'
    | 'lateInvoices'
    | 'bankEntries'
    | 'proposed'
    | 'creditRequests'
    | 'exemptions'
    | 'withholdings'
    | 'drafts'
  readonly path: string
  readonly state?: Readonly<Record<string, string>>
  readonly to: string
  readonly needs: Capability
}

/** What waits for somebody of the provider, and where it is dealt with. */
const QUEUES: readonly Queue[] = [
  {
    ...{ word: 'quarantine', path: '/v1/platform/quarantine' },
    ...{ to: '/provider/billing-runs', needs: 'platform.billing.read' },
  },
  {
    ...{ word: 'lateInvoices', path: '/v1/platform/invoices/late' },
    ...{ to: '/provider/billing-runs', needs: 'platform.billing.read' },
  },
  {
    ...{ word: 'bankEntries', path: '/v1/platform/bank-entries', state: { state: 'open' } },
    ...{ to: '/provider/payments', needs: 'platform.billing.read' },
  },
  {
    ...{ word: 'proposed', path: '/v1/platform/adjustments', state: { state: 'proposed' } },
    ...{ to: '/provider/approvals', needs: 'platform.billing.read' },
  },
  {
    ...{ word: 'creditRequests', path: '/v1/platform/creditrequests', state: { state: 'submitted' } },
    ...{ to: '/provider/approvals', needs: 'platform.billing.read' },
  },
  {
    ...{ word: 'exemptions', path: '/v1/platform/taxes/exemptions', state: { state: 'submitted' } },
    ...{ to: '/provider/approvals', needs: 'platform.tax.read' },
  },
  {
    ...{ word: 'withholdings', path: '/v1/platform/taxes/withholdings', state: { state: 'submitted' } },
    ...{ to: '/provider/approvals', needs: 'platform.tax.read' },
  },
  {
    ...{ word: 'drafts', path: '/v1/platform/price-lists', state: { status: 'draft' } },
    ...{ to: '/provider/price-lists', needs: 'platform.catalog.read' },
  },
]

interface Answer {
  readonly totalCount: number
  readonly items: readonly unknown[]
  readonly links?: { readonly next?: unknown }
}

const MOST_COUNTED = 100

const useStyles = makeStyles({
  fine: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  good: { color: tokens.colorPaletteGreenForeground1 },
})

/** What waits for somebody of the provider: only what there is any of. */
export function WaitingSection() {
  const styles = useStyles()
  const say = useHomeWords()
  const { number } = useFormat()
  const reads = useQueues()
  const fault = reads.find(({ error }) => error !== null)
  const isLoading = reads.some(({ isPending, isAsked }) => isPending && isAsked)
  const waiting = reads.filter(({ data }) => (data?.items.length ?? 0) > 0)
  return (
    <Section title={say('waiting')}>
      {fault?.error && <Problem fault={fault.error} retry={fault.again} />}
      {isLoading && <Loading />}
      {!isLoading && waiting.length === 0 && fault === undefined && (
        <Text className={styles.fine}>
          <CheckmarkCircleRegular fontSize={20} className={styles.good} aria-hidden />
          {say('nothingWaits')}
        </Text>
      )}
      {!isLoading && waiting.length > 0 && (
        <Table
          label={say('waiting')}
          rows={waiting}
          keyOf={({ queue }) => queue.word}
          columns={[
            {
              key: 'kind',
              header: say('kind'),
              cell: ({ queue }) => <AppLink to={queue.to}>{say(queue.word)}</AppLink>,
            },
            {
              key: 'count',
              header: say('count'),
              align: 'end',
              cell: ({ data }) => {
                const count = number(Math.max(data!.totalCount, data!.items.length))
                return data!.links?.next === undefined ? count : say('atLeast', { count })
              },
            },
          ]}
        />
      )}
    </Section>
  )
}

function useQueues() {
  const may = useMay()
  const reads = useQueries({
    queries: QUEUES.map(({ path, state, needs }) => {
      const query = { ...state, size: MOST_COUNTED }
      return {
        queryKey: [path, query, {}],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => call<Answer>({ path, query, signal }),
        enabled: may(needs),
      }
    }),
  })
  return QUEUES.map((queue, index) => {
    const { data, error, isPending, refetch } = reads[index]!
    return {
      queue,
      isAsked: may(queue.needs),
      data,
      error: error as Fault | null,
      isPending,
      again: () => void refetch(),
    }
  })
}
