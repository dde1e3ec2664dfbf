import { Checkbox, Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { useSession } from '../session/session.js'
import { useChange } from '../wire/read.js'
import { typedAmount } from './typed-amount.js'
import { useUsageWords } from './words.js'

export interface BulkBudgetsProps {
  readonly customerIds: readonly string[]
  readonly onClose: (done: boolean) => void
}

/** What is asked for again once a budget was changed. */
export const BUDGET_TOUCHES = ['/v1/customers', '/v1/usagesummary', '/v1/portal/attention']

/** Sets the same budget for several customers, or takes theirs away; all or none. */
export function BulkBudgets({ customerIds, onClose }: BulkBudgetsProps) {
  const say = useUsageWords()
  const notify = useNotify()
  const currency = useSession().account!.currency
  const [text, setText] = useState('')
  const [remove, setRemove] = useState(false)
  const change = useChange<string | null>(
    (amount) => ({
      method: 'POST',
      path: '/v1/customers/usagebudgets',
      body: { items: customerIds.map((customerId) => ({ customerId, amount })) },
    }),
    BUDGET_TOUCHES,
  )
  const amount = remove ? null : typedAmount(text, currency)
  return (
    <Confirm
      open
      title={say('budgetsTitle', { count: customerIds.length })}
      action={say('saveBudgets')}
      busy={change.isPending}
      disabled={amount === undefined}
      fault={change.error}
      onClose={() => onClose(false)}
      onConfirm={() =>
        change.mutate(amount!, {
          onSuccess: () => {
            notify(say('budgetsSet'))
            onClose(true)
          },
        })
      }
    >
      <AmountField text={text} onText={setText} currency={currency} disabled={remove} />
      <Checkbox label={say('removeAll')} checked={remove} onChange={(_, { checked }) => setRemove(checked === true)} />
    </Confirm>
  )
}

interface AmountFieldProps {
  readonly text: string
  readonly onText: (text: string) => void
  readonly currency: string
  readonly disabled?: boolean
}

/** An amount a month; says what is wrong with it as soon as something is. */
export function AmountField({ text, onText, currency, disabled = false }: AmountFieldProps) {
  const say = useUsageWords()
  const isWrong = !disabled && text !== '' && typedAmount(text, currency) === undefined
  return (
    <Field
      label={say('amount', { currency })}
      hint={say('amountHint')}
      {...(isWrong ? { validationMessage: say('amountWrong'), validationState: 'error' as const } : {})}
    >
      <Input
        inputMode="decimal"
        autoComplete="off"
        value={text}
        disabled={disabled}
        onChange={(_, { value }) => onText(value)}
      />
    </Field>
  )
}
