import { Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { lateInvoicesSchema } from '../../../api/schema/invoice.js'
import { useFormat } from '../../format/format.js'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { useSaid } from '../../words/said.js'
import { PartnerName } from '../ui/partner-name.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { useRunWords } from './words.js'

type Late = z.output<typeof lateInvoicesSchema>
type Item = Late['items'][number]

const PAGE_SIZE = 50

/** Invoices that are late or held back, and what invoices lack. */
export function LateView() {
  const say = useRunWords()
  const [{ late }, setState] = useUrlState({ late: '0' })
  const offset = Number(late)
  const found = useRead<Late>('/v1/platform/invoices/late', { query: { size: PAGE_SIZE, offset }, keep: true })
  return (
    <Section title={say('late')}>
      <Text>{say('lateText')}</Text>
      <Loaded read={found}>
        {({ items, totalCount }) => (
          <>
            <LateTable items={items} />
            <OffsetPager
              offset={offset}
              size={PAGE_SIZE}
              shown={items.length}
              total={totalCount}
              onMove={(to) => setState({ late: String(to) })}
            />
          </>
        )}
      </Loaded>
    </Section>
  )
}

function LateTable({ items }: { readonly items: readonly Item[] }) {
  const say = useRunWords()
  const general = useConsoleWords()
  const said = useSaid()
  const { day, instant } = useFormat()
  const columns: readonly Column<Item>[] = [
    {
      key: 'problem',
      header: say('problem'),
      cell: ({ problem }) => <Status text={say(problem)} tone={problem === 'issued_late' ? 'waiting' : 'bad'} />,
    },
    { key: 'partner', header: general('partner'), cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
    {
      key: 'invoice',
      header: say('invoice'),
      cell: ({ invoiceId, partnerId, subscriptionId, dates }) =>
        invoiceId === undefined ? (
          (subscriptionId ?? (dates === undefined ? '' : say('dates', { count: dates })))
        ) : (
          <AppLink to={`/provider/invoices/${invoiceId}`} search={{ partner: partnerId }}>
            {invoiceId}
          </AppLink>
        ),
    },
    {
      key: 'type',
      header: say('type'),
      cell: ({ invoiceType }) =>
        invoiceType === undefined ? '' : general(invoiceType === 'Recurring' ? 'recurring' : 'oneTime'),
    },
    {
      key: 'date',
      header: say('invoiceDate'),
      cell: ({ invoiceDate }) => (invoiceDate === undefined ? '' : day(invoiceDate)),
    },
    { key: 'due', header: say('dueAt'), cell: ({ dueAt }) => (dueAt === undefined ? '' : instant(dueAt)) },
    {
      key: 'issued',
      header: say('issuedAt'),
      cell: ({ issuedAt }) => (issuedAt === undefined ? '' : instant(issuedAt)),
    },
    { key: 'reason', header: general('reason'), cell: ({ reason }) => said(reason) },
  ]
  return (
    <Table
      label={say('late')}
      columns={columns}
      rows={items}
      keyOf={(item) => JSON.stringify(item)}
      empty={<Empty text={say('noLate')} />}
    />
  )
}
