import { Button, Field, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { budgetSchema } from '../../api/schema/usage.js'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { useMay, useSession } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useChange, useRead } from '../wire/read.js'
import { AmountField, BUDGET_TOUCHES } from './bulk-budgets.js'
import { typedAmount } from './typed-amount.js'
import { useUsageWords } from './words.js'

type Budget = z.output<typeof budgetSchema>

interface OfCustomer {
  readonly customerId: string
  readonly name: string
}

const MUCH = 80
const ALL = 100

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** The budget of a customer, how it stands, and the ways to change it. */
export function BudgetSection(customer: OfCustomer) {
  const styles = useStyles()
  const say = useUsageWords()
  const may = useMay()
  const [dialog, setDialog] = useState<'set' | 'remove' | undefined>()
  const budget = useRead<Budget>(pathOf`/v1/customers/${customer.customerId}/usagebudget`)
  const close = () => setDialog(undefined)
  const hasOne = typeof budget.data?.amount === 'number'
  const buttons = (
    <div className={styles.buttons}>
      <Button onClick={() => setDialog('set')}>{hasOne ? say('changeBudget') : say('setBudget')}</Button>
      {hasOne && <Button onClick={() => setDialog('remove')}>{say('removeBudget')}</Button>}
    </div>
  )
  return (
    <Section title={say('budget')} actions={may('budget.edit') && budget.data !== undefined && buttons}>
      <Loaded read={budget}>{(data) => <Standing budget={data} />}</Loaded>
      {dialog === 'set' && <SetBudget {...customer} budget={budget.data!} onClose={close} />}
      {dialog === 'remove' && <RemoveBudget {...customer} budget={budget.data!} onClose={close} />}
    </Section>
  )
}

function Standing({ budget }: { readonly budget: Budget }) {
  const say = useUsageWords()
  const { money, percent } = useFormat()
  const { amount, currencyCode = '', spentAmount = 0, estimatedAmount = 0, percentUsed = 0 } = budget
  if (amount === null) return <Text>{say('noBudget')}</Text>
  const state = percentUsed >= ALL ? 'error' : percentUsed >= MUCH ? 'warning' : 'none'
  return (
    <Field
      label={say('budgetText', {
        spent: money(spentAmount, currencyCode),
        amount: money(amount, currencyCode),
        share: percent(percentUsed / 100),
      })}
      validationMessage={say('estimateText', { amount: money(estimatedAmount, currencyCode) })}
      validationState={state}
    >
      <ProgressBar
        value={Math.min(percentUsed, ALL)}
        max={ALL}
        thickness="large"
        color={state === 'none' ? 'brand' : state}
      />
    </Field>
  )
}

interface ChangeProps extends OfCustomer {
  readonly budget: Budget
  readonly onClose: () => void
}

function useBudgetChange(customerId: string) {
  return useChange<string | null>(
    (amount) => ({ method: 'PATCH', path: pathOf`/v1/customers/${customerId}/usagebudget`, body: { amount } }),
    BUDGET_TOUCHES,
  )
}

function SetBudget({ customerId, name, budget, onClose }: ChangeProps) {
  const say = useUsageWords()
  const notify = useNotify()
  const currency = useSession().account!.currency
  const [text, setText] = useState(budget.amount === null ? '' : String(budget.amount))
  const change = useBudgetChange(customerId)
  const amount = typedAmount(text, currency)
  return (
    <Confirm
      open
      title={say('budgetTitle', { name })}
      action={say('saveBudget')}
      busy={change.isPending}
      disabled={amount === undefined}
      fault={change.error}
      onClose={onClose}
      onConfirm={() =>
        change.mutate(amount!, {
          onSuccess: () => {
            notify(say('budgetSet'))
            onClose()
          },
        })
      }
    >
      <AmountField text={text} onText={setText} currency={currency} />
    </Confirm>
  )
}

function RemoveBudget({ customerId, name, budget, onClose }: ChangeProps) {
  const say = useUsageWords()
  const notify = useNotify()
  const { money } = useFormat()
  const currency = useSession().account!.currency
  const change = useBudgetChange(customerId)
  return (
    <Confirm
      open
      title={say('removeTitle', { name })}
      action={say('removeAction')}
      busy={change.isPending}
      fault={change.error}
      onClose={onClose}
      onConfirm={() =>
        change.mutate(null, {
          onSuccess: () => {
            notify(say('budgetRemoved'))
            onClose()
          },
        })
      }
    >
      {say('removeText', { amount: money(budget.amount ?? 0, currency) })}
    </Confirm>
  )
}
