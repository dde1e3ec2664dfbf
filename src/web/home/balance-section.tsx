import { Field, MessageBar, MessageBarBody, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Facts, Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { useRead } from '../wire/read.js'
import { type Account, usedShareOf } from './attention-rows.js'
import { useHomeWords } from './words.js'

const useStyles = makeStyles({
  balances: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXXL },
  balance: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  amount: { fontVariantNumeric: 'tabular-nums' },
})

/** What is owed by currency, what of it is overdue, and what is left of the credit limit. */
export function BalanceSection() {
  const say = useHomeWords()
  const account = useRead<Account>('/v1/account/balance')
  return (
    <Section title={say('balance')} actions={<AppLink to="/billing/payments">{say('payments')}</AppLink>}>
      <Loaded read={account}>{(data) => <Balances account={data} />}</Loaded>
    </Section>
  )
}

function Balances({ account }: { readonly account: Account }) {
  const styles = useStyles()
  const say = useHomeWords()
  const { money, day } = useFormat()
  const { balances, overdue, pastDueSince, paymentDays, creditLimit } = account
  return (
    <>
      {overdue.length === 0 ? (
        <Text>{say('nothingOverdue', { count: paymentDays })}</Text>
      ) : (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {say('overdueText', {
              amount: overdue.map(({ amount, currencyCode }) => money(amount, currencyCode)).join(', '),
              since: day(pastDueSince ?? ''),
            })}
          </MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.balances}>
        {balances.map((balance) => (
          <div key={balance.currencyCode} className={styles.balance}>
            <Text>{say('toPay', { currency: balance.currencyCode })}</Text>
            <Text size={700} weight="semibold" className={styles.amount}>
              {money(balance.balanceAmount, balance.currencyCode)}
            </Text>
            <Facts
              facts={[
                ...balance.details.map(
                  (detail) =>
                    [
                      detail.invoiceType === 'recurring' ? say('recurring') : say('one_time'),
                      money(detail.balanceAmount, balance.currencyCode),
                    ] as const,
                ),
                [
                  say('unallocated'),
                  balance.unallocatedAmount > 0 ? money(balance.unallocatedAmount, balance.currencyCode) : undefined,
                ],
                [
                  say('lastPayment'),
                  balance.lastPaymentAmount === undefined || balance.lastPaymentDate === undefined
                    ? undefined
                    : `${money(balance.lastPaymentAmount, balance.currencyCode)}, ${day(balance.lastPaymentDate)}`,
                ],
              ]}
            />
          </div>
        ))}
        {balances.length === 0 && <Text>{say('noInvoices')}</Text>}
      </div>
      {creditLimit !== undefined && <CreditUse credit={creditLimit} />}
    </>
  )
}

const ALMOST = 0.85
const MUCH = 0.7

/** How much of the credit limit is used, as a bar and in words. */
function CreditUse({ credit }: { readonly credit: NonNullable<Account['creditLimit']> }) {
  const say = useHomeWords()
  const { money, percent } = useFormat()
  const { limitAmount, availableAmount, currencyCode } = credit
  // Only the length of the bar; what is shown as an amount is the server's.
  const share = usedShareOf(credit)
  const state = share >= ALMOST ? 'error' : share >= MUCH ? 'warning' : 'none'
  return (
    <Field
      label={say('creditOf', { limit: money(limitAmount, currencyCode) })}
      validationMessage={
        availableAmount > 0
          ? say('creditText', { share: percent(share), rest: money(availableAmount, currencyCode) })
          : say('creditUsedUp')
      }
      validationState={state}
    >
      <ProgressBar value={share} thickness="large" color={state === 'none' ? 'brand' : state} />
    </Field>
  )
}
