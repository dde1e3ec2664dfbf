import { Button, makeStyles, Switch, Text, tokens, useRestoreFocusTarget } from '@fluentui/react-components'
import { useState } from 'react'
import { useAsked } from '../customers/asked.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Panel } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { type Column, Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { AllocateDialog } from './allocate-dialog.js'
import { BillingNav } from './billing-nav.js'
import { methodText } from './state.js'
import type { Payment, Payments } from './types.js'
import { useBillingWords } from './words.js'
import { usePaymentWords } from './words-payments.js'

const PAGE_ROWS = 50

const useStyles = makeStyles({
  muted: { color: tokens.colorNeutralForeground2 },
  whole: { whiteSpace: 'nowrap' },
  pays: { listStyle: 'none', margin: 0, padding: 0 },
  part: { display: 'flex', gap: tokens.spacingHorizontalS, whiteSpace: 'nowrap' },
  pager: { display: 'flex', gap: tokens.spacingHorizontalS },
})

/** Payments of the account, newest first: what each pays and what is left of it, and the way to assign that. */
export function PaymentsPage() {
  const styles = useStyles()
  const say = usePaymentWords()
  const bills = useBillingWords()
  const { asked, ask } = useAsked()
  const unallocated = asked('unallocated') === 'true'
  const [token, setToken] = useState<string | undefined>(undefined)
  const [chosen, setChosen] = useState<Payment | undefined>(undefined)
  const columns = usePaymentColumns(setChosen)
  const read = useRead<Payments>('/v1/payments', {
    query: {
      size: PAGE_ROWS,
      unallocated: unallocated ? 'true' : undefined,
      seekOperation: token === undefined ? undefined : 'Next',
    },
    ...(token === undefined ? {} : { headers: { 'MS-ContinuationToken': token } }),
    keep: true,
  })
  return (
    <Page title={bills('payments')} crumbs={[{ text: bills('billing'), to: '/billing' }]}>
      <BillingNav here="/billing/payments" />
      <Panel>
        <Switch
          label={say('onlyUnallocated')}
          checked={unallocated}
          onChange={(_, { checked }) => {
            setToken(undefined)
            ask({ unallocated: checked ? 'true' : undefined })
          }}
        />
        <Loaded read={read}>
          {({ items, continuationToken }) => (
            <>
              <Table
                label={bills('payments')}
                rows={items}
                keyOf={({ id }) => id}
                columns={columns}
                empty={<Empty text={say(unallocated ? 'emptyUnallocated' : 'empty')} />}
              />
              <div className={styles.pager}>
                {token !== undefined && <Button onClick={() => setToken(undefined)}>{say('first')}</Button>}
                {continuationToken !== undefined && (
                  <Button onClick={() => setToken(continuationToken)}>{say('next')}</Button>
                )}
              </div>
            </>
          )}
        </Loaded>
      </Panel>
      {chosen !== undefined && <AllocateDialog payment={chosen} onClose={() => setChosen(undefined)} />}
    </Page>
  )
}

function usePaymentColumns(onAssign: (payment: Payment) => void): Column<Payment>[] {
  const styles = useStyles()
  const say = usePaymentWords()
  const bills = useBillingWords()
  const may = useMay()
  const { money, day } = useFormat()
  return [
    {
      key: 'received',
      header: say('received'),
      cell: ({ receivedDate }) => <span className={styles.whole}>{day(receivedDate)}</span>,
    },
    {
      key: 'how',
      header: say('how'),
      cell: ({ method, invoiceId }) =>
        invoiceId === undefined ? methodText(method, bills) : say('fromCredit', { id: invoiceId }),
    },
    {
      key: 'payer',
      header: say('payer'),
      cell: ({ payer, reference }) => (
        <>
          {payer}
          <div className={styles.muted}>{reference}</div>
        </>
      ),
    },
    { key: 'pays', header: say('pays'), cell: (payment) => <Pays payment={payment} /> },
    {
      key: 'amount',
      header: say('amount'),
      align: 'end',
      cell: ({ amount, currencyCode }) => money(amount, currencyCode),
    },
    {
      key: 'left',
      header: say('left'),
      align: 'end',
      cell: ({ unallocatedAmount, currencyCode }) => money(unallocatedAmount, currencyCode),
    },
    ...(may('payment.allocate')
      ? [
          {
            key: 'assign',
            header: say('assign').replace('…', ''),
            cell: (payment: Payment) =>
              payment.unallocatedAmount > 0 && <AssignButton payment={payment} onAssign={onAssign} />,
          },
        ]
      : []),
  ]
}

function Pays({ payment }: { readonly payment: Payment }) {
  const styles = useStyles()
  const say = usePaymentWords()
  const { money } = useFormat()
  const { allocations, refundedAmount, currencyCode } = payment
  return (
    <>
      {allocations.length === 0 && refundedAmount === 0 && <Text className={styles.muted}>{say('nothingYet')}</Text>}
      <ul className={styles.pays}>
        {allocations.map(({ invoiceId, amount }) => (
          <li key={invoiceId} className={styles.part}>
            <AppLink to={`/billing/invoices/${invoiceId}`}>{invoiceId}</AppLink>
            <span>{money(amount, currencyCode)}</span>
          </li>
        ))}
      </ul>
      {refundedAmount > 0 && say('refunded', { amount: money(refundedAmount, currencyCode) })}
    </>
  )
}

function AssignButton({
  payment,
  onAssign,
}: {
  readonly payment: Payment
  readonly onAssign: (payment: Payment) => void
}) {
  const say = usePaymentWords()
  const { money, day } = useFormat()
  const backHere = useRestoreFocusTarget()
  const { unallocatedAmount, currencyCode, receivedDate } = payment
  return (
    <Button
      {...backHere}
      size="small"
      aria-label={say('assignOf', { amount: money(unallocatedAmount, currencyCode), day: day(receivedDate) })}
      onClick={() => onAssign(payment)}
    >
      {say('assign')}
    </Button>
  )
}
