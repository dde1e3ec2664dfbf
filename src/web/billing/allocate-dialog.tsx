import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { pathOf } from '../wire/path.js'
import { useChange, useRead } from '../wire/read.js'
import { type AllocationPlan, oldestFirst, planAllocation, type TypedAmounts } from './allocation.js'
import { majorOf } from './exact.js'
import type { OpenBill, OpenBills, Payment } from './types.js'
import { usePaymentWords } from './words-payments.js'

/** What an assignment changes. */
const TOUCHES = ['/v1/payments', '/v1/account', '/v1/portal', '/v1/invoices']

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  over: { color: tokens.colorStatusDangerForeground1 },
  amount: { minWidth: '120px' },
})

/** Says which invoices are paid with what is left of a payment. */
export function AllocateDialog({ payment, onClose }: { readonly payment: Payment; readonly onClose: () => void }) {
  const styles = useStyles()
  const say = usePaymentWords()
  const { money, day } = useFormat()
  const notify = useNotify()
  const { id, currencyCode: currency, unallocatedAmount: left, receivedDate } = payment
  const [typed, setTyped] = useState<TypedAmounts>({})
  const open = useRead<OpenBills>('/v1/portal/receivables')
  const bills = (open.data?.items ?? []).filter((bill) => bill.currencyCode === currency && bill.openAmount > 0)
  const plan = planAllocation(typed, bills, left, currency)
  const amount = money(majorOf(plan.sum, currency), currency)
  const change = useChange<AllocationPlan['allocations']>(
    (allocations) => ({ method: 'POST', path: pathOf`/v1/payments/${id}/allocations`, body: { allocations } }),
    TOUCHES,
  )
  const isFit = plan.sum > 0n && plan.rest >= 0n && Object.keys(plan.problems).length === 0
  const assign = () =>
    change.mutate(plan.allocations, {
      onSuccess: () => {
        notify(say('done', { amount }))
        onClose()
      },
    })
  return (
    <Confirm
      open
      title={say('title')}
      action={plan.sum > 0n ? say('action', { amount }) : say('nothing')}
      busy={change.isPending}
      disabled={!isFit}
      fault={change.error}
      onClose={onClose}
      onConfirm={assign}
    >
      <div className={styles.content}>
        <Text>{say('intro', { amount: money(left, currency), day: day(receivedDate) })}</Text>
        <Loaded read={open}>
          {() =>
            bills.length === 0 ? (
              <Text>{say('noneOpen', { currency })}</Text>
            ) : (
              <>
                <div className={styles.buttons}>
                  <Button size="small" onClick={() => setTyped(oldestFirst(bills, left, currency))}>
                    {say('oldest')}
                  </Button>
                  <Button size="small" onClick={() => setTyped({})}>
                    {say('clear')}
                  </Button>
                </div>
                <OpenBillTable bills={bills} typed={typed} plan={plan} onType={setTyped} />
              </>
            )
          }
        </Loaded>
        <Sum plan={plan} currency={currency} />
      </div>
    </Confirm>
  )
}

function Sum({ plan, currency }: { readonly plan: AllocationPlan; readonly currency: string }) {
  const styles = useStyles()
  const say = usePaymentWords()
  const { money } = useFormat()
  const text = (amount: bigint) => money(majorOf(amount, currency), currency)
  return (
    <div aria-live="polite">
      {plan.rest < 0n ? (
        <Text className={styles.over}>{say('over', { amount: text(-plan.rest) })}</Text>
      ) : (
        <Text weight="semibold">{say('sum', { amount: text(plan.sum), left: text(plan.rest) })}</Text>
      )}{' '}
      {plan.sum > 0n && <Text>{say('final')}</Text>}
    </div>
  )
}

interface OpenBillTableProps {
  readonly bills: readonly OpenBill[]
  readonly typed: TypedAmounts
  readonly plan: AllocationPlan
  readonly onType: (typed: TypedAmounts) => void
}

function OpenBillTable({ bills, typed, plan, onType }: OpenBillTableProps) {
  const styles = useStyles()
  const say = usePaymentWords()
  const { money, day, number } = useFormat()
  const problemOf = ({ invoiceId, openAmount, currencyCode }: OpenBill) => {
    const problem = plan.problems[invoiceId]
    if (problem === undefined) return undefined
    return problem === 'wrong'
      ? say('wrong', { example: number('1250.5') })
      : say('tooMuch', { amount: money(openAmount, currencyCode) })
  }
  return (
    <Table
      label={say('title')}
      rows={bills}
      keyOf={({ invoiceId }) => invoiceId}
      columns={[
        { key: 'invoice', header: say('invoice'), cell: ({ invoiceId }) => invoiceId },
        { key: 'due', header: say('due'), cell: ({ dueDate }) => day(dueDate) },
        {
          key: 'open',
          header: say('open'),
          align: 'end',
          cell: ({ openAmount, currencyCode }) => money(openAmount, currencyCode),
        },
        {
          key: 'pay',
          header: say('pay'),
          cell: (bill) => (
            <Field validationMessage={problemOf(bill)}>
              <Input
                className={styles.amount}
                aria-label={say('payOf', { id: bill.invoiceId })}
                inputMode="decimal"
                value={typed[bill.invoiceId] ?? ''}
                onChange={(_, { value }) => onType({ ...typed, [bill.invoiceId]: value })}
              />
            </Field>
          ),
        },
      ]}
    />
  )
}
