import { Checkbox } from '@fluentui/react-components'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { InlineLink } from '../ui/inline-link.js'
import { PartnerField } from '../ui/partner-field.js'
import type { Partner } from '../ui/partner-name.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { Buttons, Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { ApplyCredit, RecordPayment, WriteOff } from './partner-money.js'
import type { Payment } from './payment.js'
import { Allocate, Refund, Release } from './payment-actions.js'
import { usePaymentWords } from './words.js'

const PAGE_SIZE = 50

/** Payments of a partner, and what is done with its money. */
export function PartnerPaymentsView() {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const may = useMay()
  const [{ partner, unallocated }, setState] = useUrlState({ partner: '', unallocated: '' })
  const account = useRead<Partner>(partner === '' ? undefined : pathOf`/v1/platform/partners/${partner}`)
  const pages = useSeekPages<{ items: readonly Payment[]; continuationToken?: string }>(
    partner === '' ? undefined : pathOf`/v1/platform/partners/${partner}/payments`,
    { size: PAGE_SIZE, unallocated },
  )
  const data = account.data
  return (
    <Section
      title={say('payments')}
      actions={
        may('platform.payment.edit') &&
        data !== undefined && (
          <Buttons>
            <RecordPayment partner={data} />
            <ApplyCredit partner={data} />
            <WriteOff partner={data} />
          </Buttons>
        )
      }
    >
      <Toolbar>
        <PartnerField label={general('partner')} value={partner} onChoose={(chosen) => setState({ partner: chosen })} />
        <Checkbox
          label={say('onlyUnallocated')}
          checked={unallocated === 'true'}
          onChange={(_, { checked }) => setState({ unallocated: checked === true ? 'true' : '' })}
        />
      </Toolbar>
      {partner === '' ? (
        <Empty text={general('choosePartner')} />
      ) : (
        <Loaded read={pages.read}>{({ items }) => <Payments partnerId={partner} payments={items} />}</Loaded>
      )}
      <SeekPager pages={pages} />
    </Section>
  )
}

function Payments({ partnerId, payments }: { readonly partnerId: string; readonly payments: readonly Payment[] }) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const may = useMay()
  const { day, money } = useFormat()
  const columns: readonly Column<Payment>[] = [
    { key: 'received', header: say('received'), cell: ({ receivedDate }) => day(receivedDate) },
    { key: 'method', header: say('method'), cell: ({ method }) => say(method as 'card') },
    {
      key: 'amount',
      header: general('amount'),
      align: 'end',
      cell: ({ amount, currencyCode }) => money(amount, currencyCode),
    },
    {
      key: 'unallocated',
      header: say('unallocated'),
      align: 'end',
      cell: ({ unallocatedAmount, currencyCode }) => money(unallocatedAmount, currencyCode),
    },
    { key: 'reference', header: say('reference'), cell: ({ reference, payer }) => reference || payer },
    {
      key: 'pays',
      header: say('paid'),
      cell: ({ allocations, currencyCode }) =>
        allocations.map(({ invoiceId, amount }) => (
          <div key={invoiceId}>
            <InlineLink to={`/provider/invoices/${invoiceId}`} search={{ partner: partnerId }}>
              {invoiceId}
            </InlineLink>{' '}
            {money(amount, currencyCode)}
          </div>
        )),
    },
    ...(may('platform.payment.edit')
      ? [
          {
            key: 'actions',
            header: general('actions'),
            cell: (payment: Payment) => (
              <Buttons>
                <Allocate partnerId={partnerId} payment={payment} />
                <Refund partnerId={partnerId} payment={payment} />
                <Release partnerId={partnerId} payment={payment} />
              </Buttons>
            ),
          },
        ]
      : []),
  ]
  return (
    <Table
      label={say('payments')}
      columns={columns}
      rows={payments}
      keyOf={({ id }) => id}
      empty={<Empty text={say('noPayments')} />}
    />
  )
}
