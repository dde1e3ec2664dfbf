import { useFormat } from '../../format/format.js'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { useRead } from '../../wire/read.js'
import { PartnerName } from '../ui/partner-name.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import type { Adjustment } from './adjustment.js'
import { DecideAdjustment } from './decide-adjustment.js'
import { StateChoice, stateQuery } from './state-choice.js'
import { useApprovalWords } from './words.js'

const PAGE_SIZE = 50
const TONES: Readonly<Record<Adjustment['state'], Tone>> = {
  proposed: 'waiting',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'over',
  invoiced: 'plain',
}

/** Adjustments of every partner; those that wait come first. */
export function AdjustmentsView() {
  const say = useApprovalWords()
  const [{ state, offset }, setState] = useUrlState({ state: '', offset: '0' })
  const chosen = state === '' ? 'proposed' : state
  const at = Number(offset)
  const found = useRead<{ items: readonly Adjustment[]; totalCount: number }>('/v1/platform/adjustments', {
    query: { size: PAGE_SIZE, offset: at, state: stateQuery(chosen) },
    keep: true,
  })
  return (
    <Section title={say('adjustments')}>
      <StateChoice
        states={Object.keys(TONES)}
        value={chosen}
        onChoose={(next) => setState({ state: next, offset: '0' })}
      />
      <Loaded read={found}>
        {({ items, totalCount }) => (
          <>
            <Adjustments items={items} />
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

function Adjustments({ items }: { readonly items: readonly Adjustment[] }) {
  const say = useApprovalWords()
  const general = useConsoleWords()
  const may = useMay()
  const { day, money } = useFormat()
  const mayDecide = may('platform.adjustment.approve') || may('platform.adjustment.propose')
  const columns: readonly Column<Adjustment>[] = [
    {
      key: 'state',
      header: general('state'),
      cell: ({ state }) => <Status text={say(state)} tone={TONES[state]} />,
    },
    { key: 'partner', header: general('partner'), cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
    {
      key: 'amount',
      header: general('amount'),
      align: 'end',
      cell: ({ amount, currencyCode }) => money(amount, currencyCode),
    },
    { key: 'text', header: general('description'), cell: ({ description }) => description },
    { key: 'reason', header: general('reason'), cell: ({ reasonCode }) => say(reasonCode) },
    { key: 'note', header: say('internalNote'), cell: ({ internalNote }) => internalNote },
    {
      key: 'proposed',
      header: say('proposedOn'),
      cell: ({ proposedDate, proposedBy }) => `${day(proposedDate)} ${general('by', { name: proposedBy })}`,
    },
    {
      key: 'invoice',
      header: say('onInvoice'),
      cell: ({ invoiceId, partnerId }) =>
        invoiceId !== undefined && (
          <AppLink to={`/provider/invoices/${invoiceId}`} search={{ partner: partnerId }}>
            {invoiceId}
          </AppLink>
        ),
    },
    ...(mayDecide
      ? [
          {
            key: 'actions',
            header: general('actions'),
            cell: (adjustment: Adjustment) => <DecideAdjustment adjustment={adjustment} />,
          },
        ]
      : []),
  ]
  return (
    <Table
      label={say('adjustments')}
      columns={columns}
      rows={items}
      keyOf={({ id }) => id}
      empty={<Empty text={say('noAdjustments')} />}
    />
  )
}
