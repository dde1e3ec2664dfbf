import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { useMay } from '../session/session.js'
import type { Account } from './types.js'
import { useBillingWords } from './words.js'

const useStyles = makeStyles({
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 230px), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    minWidth: 0,
  },
  name: { color: tokens.colorNeutralForeground2 },
  value: { fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' },
  bad: { color: tokens.colorStatusDangerForeground1 },
  more: { color: tokens.colorNeutralForeground2 },
})

function Tile({
  name,
  value,
  bad = false,
  children,
}: {
  readonly name: string
  readonly value: string
  readonly bad?: boolean
  readonly children: ReactNode
}) {
  const styles = useStyles()
  return (
    <div className={styles.tile}>
      <Text className={styles.name}>{name}</Text>
      <Text size={600} weight="semibold" className={bad ? styles.bad : styles.value}>
        {value}
      </Text>
      <Caption1 className={styles.more}>{children}</Caption1>
    </div>
  )
}

/** What is owed in a currency, what of it is overdue, what is unallocated, and what credit is left. */
export function Balances({ account, currency }: { readonly account: Account; readonly currency: string }) {
  const styles = useStyles()
  const say = useBillingWords()
  const may = useMay()
  const { money, day } = useFormat()
  const balance = account.balances.find(({ currencyCode }) => currencyCode === currency)
  const owed = balance?.balanceAmount ?? 0
  const unallocated = balance?.unallocatedAmount ?? 0
  const overdue = account.overdue.find(({ currencyCode }) => currencyCode === currency)?.amount ?? 0
  const { creditLimit, pastDueSince, paymentDays } = account
  const last =
    balance?.lastPaymentDate === undefined
      ? say('terms', { count: paymentDays })
      : say('lastPayment', {
          amount: money(balance.lastPaymentAmount ?? 0, currency),
          day: day(balance.lastPaymentDate),
        })
  const isOwned = (['balanceCredit', 'balanceNone', 'balanceOwed'] as const)[Math.sign(owed) + 1] ?? 'balanceNone'
  const limit = creditLimit?.currencyCode === currency ? creditLimit : undefined
  return (
    <div className={styles.tiles}>
      <Tile name={say('balance')} value={money(owed, currency)}>
        {say(isOwned)}. {last}
      </Tile>
      <Tile name={say('overdue')} value={money(overdue, currency)} bad={overdue > 0}>
        {overdue > 0 && pastDueSince !== undefined
          ? say('overdueSince', { day: day(pastDueSince) })
          : `${say('noneOverdue')}. ${say('terms', { count: paymentDays })}`}
      </Tile>
      <Tile name={say('unallocated')} value={money(unallocated, currency)}>
        {unallocated > 0 && may('payment.allocate') ? (
          <AppLink to="/billing/payments" search={{ unallocated: 'true' }}>
            {say('allocate')}
          </AppLink>
        ) : (
          say(unallocated > 0 ? 'payments' : 'noneUnallocated')
        )}
      </Tile>
      {limit !== undefined && (
        <Tile name={say('creditLimit')} value={money(limit.availableAmount, currency)} bad={limit.availableAmount <= 0}>
          {say('creditOf', {
            limit: money(limit.limitAmount, currency),
            unpaid: money(limit.unpaidAmount, currency),
            unbilled: money(limit.unbilledAmount, currency),
          })}
        </Tile>
      )}
      {creditLimit === undefined && (
        <Tile name={say('creditLimit')} value={say('noLimit')}>
          {say('noLimitText')}
        </Tile>
      )}
    </div>
  )
}
