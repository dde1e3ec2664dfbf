import type { z } from 'zod'
import type { accountSchema } from '../../../api/schema/payments.js'
import { useFormat } from '../../format/format.js'
import { Download } from '../../parts/download.js'
import { Facts, Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import { decimalText } from '../ui/decimal-text.js'
import type { Partner } from '../ui/partner-name.js'
import { Buttons } from '../ui/toolbar.js'
import { usePartnerWords } from './words.js'

type AccountMoney = z.output<typeof accountSchema>
type Balance = AccountMoney['balances'][number]

/** What a partner owes, and on which terms. */
export function MoneySection({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const may = useMay()
  const path = pathOf`/v1/platform/partners/${partner.id}`
  const account = useRead<AccountMoney>(may('platform.billing.read') ? `${path}/balance` : undefined)
  const mayEdit = may('platform.payment.edit') && account.data !== undefined
  return (
    <Section
      title={say('money')}
      actions={
        <Buttons>
          {mayEdit && <SetTerms path={path} account={account.data!} />}
          {mayEdit && <SetLimit path={path} partner={partner} account={account.data!} />}
          <Download request={{ path: `${path}/journal/csv` }} name="journal.csv" text={say('journal')} />
        </Buttons>
      }
    >
      <Loaded read={account}>{(data) => <Money account={data} />}</Loaded>
    </Section>
  )
}

function Money({ account }: { readonly account: AccountMoney }) {
  const say = usePartnerWords()
  const { money, day, number } = useFormat()
  const { creditLimit, overdue, pastDueSince } = account
  const late =
    overdue.length === 0
      ? say('nothingOverdue')
      : say('overdueSince', {
          day: pastDueSince === undefined ? '' : day(pastDueSince),
          amount: overdue.map(({ amount, currencyCode }) => money(amount, currencyCode)).join(', '),
        })
  const limit =
    creditLimit === undefined
      ? say('noLimit')
      : say('limitUsed', {
          available: money(creditLimit.availableAmount, creditLimit.currencyCode),
          limit: money(creditLimit.limitAmount, creditLimit.currencyCode),
        })
  const columns: readonly Column<Balance>[] = [
    { key: 'currency', header: say('currency'), cell: ({ currencyCode }) => currencyCode },
    {
      key: 'balance',
      header: say('balance'),
      align: 'end',
      cell: ({ balanceAmount, currencyCode }) => money(balanceAmount, currencyCode),
    },
    {
      key: 'unallocated',
      header: say('unallocated'),
      align: 'end',
      cell: ({ unallocatedAmount, currencyCode }) => money(unallocatedAmount, currencyCode),
    },
    {
      key: 'invoice',
      header: say('lastInvoice'),
      cell: ({ latestInvoiceDate }) => (latestInvoiceDate === undefined ? '' : day(latestInvoiceDate)),
    },
    {
      key: 'payment',
      header: say('lastPayment'),
      cell: ({ lastPaymentDate, lastPaymentAmount, currencyCode }) =>
        lastPaymentDate === undefined ? '' : `${day(lastPaymentDate)}: ${money(lastPaymentAmount ?? 0, currencyCode)}`,
    },
  ]
  return (
    <>
      <Table
        label={say('money')}
        columns={columns}
        rows={account.balances}
        keyOf={({ currencyCode }) => currencyCode}
        empty={<Empty text={say('noBalance')} />}
      />
      <Facts
        facts={[
          [say('paymentDays'), number(account.paymentDays)],
          [say('limit'), limit],
        ]}
      />
      <div>
        <Status text={late} tone={overdue.length === 0 ? 'good' : 'bad'} />
      </div>
    </>
  )
}

interface TermsProps {
  readonly path: string
  readonly account: AccountMoney
}

function SetTerms({ path, account }: TermsProps) {
  const say = usePartnerWords()
  return (
    <ActionForm
      text={say('setDays')}
      intro={say('setDaysText')}
      fields={[{ key: 'days', label: say('paymentDays'), kind: 'number' }]}
      initial={{ days: String(account.paymentDays) }}
      request={({ days }) => ({ method: 'PUT', path: `${path}/payment-terms`, body: { paymentDays: Number(days) } })}
      touches={[path]}
      done={say('daysSet')}
    />
  )
}

function SetLimit({ path, account, partner }: TermsProps & { readonly partner: Partner }) {
  const say = usePartnerWords()
  const limit = account.creditLimit?.limitAmount
  return (
    <ActionForm
      text={say('setLimit')}
      intro={say('setLimitText', { currency: partner.currency })}
      fields={[{ key: 'amount', label: `${say('limit')} (${partner.currency})`, kind: 'amount', optional: true }]}
      initial={{ amount: limit === undefined ? '' : String(limit) }}
      request={({ amount = '' }) => ({
        method: 'PUT',
        path: `${path}/credit-limit`,
        body: { amount: amount.trim() === '' ? null : decimalText(amount) },
      })}
      touches={[path]}
      done={say('limitSet')}
    />
  )
}
