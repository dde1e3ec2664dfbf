import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Loading, Problem } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { useSaid } from '../words/said.js'
import {
  type Account,
  type Attention,
  type AttentionRow,
  attentionRows,
  type Receivables,
  TONES,
} from './attention-rows.js'
import { useHomeWords } from './words.js'

const useStyles = makeStyles({
  fine: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  good: { color: tokens.colorPaletteGreenForeground1 },
})

/** What somebody should look at, the most urgent first. */
export function AttentionSection() {
  const styles = useStyles()
  const say = useHomeWords()
  const may = useMay()
  const attention = useRead<Attention>('/v1/portal/attention')
  const receivables = useRead<Receivables>('/v1/portal/receivables', { enabled: may('billing.read') })
  const account = useRead<Account>('/v1/account/balance', { enabled: may('billing.read') })
  const fault = attention.error ?? receivables.error
  const { rows, more } = attentionRows(attention.data, receivables.data, account.data)
  const isLoading = attention.isPending || ((receivables.isPending || account.isLoading) && may('billing.read'))
  return (
    <Section title={say('attention')}>
      {fault !== null && (
        <Problem
          fault={fault}
          retry={() => void Promise.all([attention, receivables].map((read) => read.error && read.refetch()))}
        />
      )}
      {isLoading && fault === null && <Loading />}
      {!isLoading && fault === null && rows.length === 0 && (
        <Text className={styles.fine}>
          <CheckmarkCircleRegular fontSize={20} className={styles.good} aria-hidden />
          {say('allFine')}
        </Text>
      )}
      {!isLoading && rows.length > 0 && <AttentionTable rows={rows} />}
      {more.map(({ concern, count }) => (
        <Text key={concern} size={200}>
          {say('moreOf', { count, what: say(concern) })}
        </Text>
      ))}
    </Section>
  )
}

function AttentionTable({ rows }: { readonly rows: readonly AttentionRow[] }) {
  const say = useHomeWords()
  const said = useSaid()
  const { day, money, percent } = useFormat()
  const detailOf = ({ concern, amount, percent: used, reason }: AttentionRow) => {
    if (reason !== undefined) return said(reason)
    if (amount === undefined) return ''
    const text = money(amount.value, amount.currency)
    if (concern === 'credit') return amount.value > 0 ? say('creditLeft', { amount: text }) : say('creditUsedUp')
    return used === undefined
      ? say('open', { amount: text })
      : say('spent', { amount: text, share: percent(used / 100) })
  }
  return (
    <Table
      label={say('attention')}
      rows={rows}
      keyOf={({ key }) => key}
      columns={[
        {
          key: 'what',
          header: say('what'),
          cell: ({ concern }) => <Status text={say(concern)} tone={TONES[concern]} />,
        },
        {
          key: 'name',
          header: say('about'),
          cell: ({ concern, name, to }) => (
            <AppLink to={to}>{concern === 'credit' ? say('creditAbout') : name}</AppLink>
          ),
        },
        {
          key: 'customer',
          header: say('customer'),
          cell: ({ customer }) =>
            customer === undefined ? '' : <AppLink to={`/customers/${customer.id}`}>{customer.name}</AppLink>,
        },
        { key: 'date', header: say('date'), cell: ({ date }) => (date === undefined ? '' : day(date)) },
        { key: 'detail', header: say('details'), cell: detailOf },
      ]}
    />
  )
}
