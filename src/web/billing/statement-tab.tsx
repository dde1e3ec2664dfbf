import { Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import type { z } from 'zod'
import type { statementSchema } from '../../api/schema/payments.js'
import { useAsked } from '../customers/asked.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Pager } from '../parts/pager.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useSession } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { methodText } from './state.js'
import { useBillingWords } from './words.js'
import { useStatementWords } from './words-statement.js'

type Statement = z.output<typeof statementSchema>
type Entry = Statement['items'][number]

const PAGE_ROWS = 100
const YEARS_SHOWN = 10

const useStyles = makeStyles({
  muted: { color: tokens.colorNeutralForeground2 },
  opening: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM, flexWrap: 'wrap' },
})

/** Documents and payments of a year in order, with the balance after each. */
export function StatementTab({ currency }: { readonly currency: string }) {
  const styles = useStyles()
  const say = useStatementWords()
  const { money } = useFormat()
  const { now } = useSession()
  const { askedNumber, ask } = useAsked()
  const latest = Number(now.slice(0, 4))
  const year = askedNumber('year') || latest
  const offset = askedNumber('offset')
  const query = { currency, from: `${year}-01-01`, to: `${year}-12-31`, size: PAGE_ROWS, offset }
  const read = useRead<Statement>('/v1/account/statement', { query, keep: true })
  const years = Array.from({ length: YEARS_SHOWN }, (_, index) => latest - index)
  return (
    <Section
      title={say('title', { year })}
      actions={
        <Field label={say('year')} orientation="horizontal">
          <Select
            value={String(year)}
            onChange={(_, { value }) => ask({ year: Number(value) === latest ? undefined : value, offset: undefined })}
          >
            {[...new Set([...years, year])].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
      }
    >
      <Loaded read={read}>
        {({ openingBalances, items, links }) => (
          <>
            <div className={styles.opening}>
              <Text className={styles.muted}>{say('explain')}</Text>
              <Text weight="semibold">
                {say('opening')}:{' '}
                {money(openingBalances.find(({ currencyCode }) => currencyCode === currency)?.balance ?? 0, currency)}
              </Text>
            </div>
            <Entries label={say('title', { year })} entries={items} empty={say('empty', { year })} />
            {(offset > 0 || links.next !== undefined) && (
              <Pager
                offset={offset}
                shown={items.length}
                onPrevious={offset === 0 ? undefined : () => ask({ offset: Math.max(0, offset - PAGE_ROWS) })}
                onNext={links.next === undefined ? undefined : () => ask({ offset: offset + PAGE_ROWS })}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Entries({
  label,
  entries,
  empty,
}: {
  readonly label: string
  readonly entries: readonly Entry[]
  readonly empty: string
}) {
  const say = useStatementWords()
  const { money, day } = useFormat()
  return (
    <Table
      label={label}
      rows={entries}
      keyOf={({ transactionType, transactionId, currencyCode }) =>
        `${transactionType} ${transactionId} ${currencyCode}`
      }
      empty={<Empty text={empty} />}
      columns={[
        { key: 'date', header: say('date'), cell: ({ date }) => day(date) },
        { key: 'what', header: say('what'), cell: (entry) => <What entry={entry} /> },
        { key: 'due', header: say('due'), cell: ({ dueDate }) => (dueDate === undefined ? '–' : day(dueDate)) },
        {
          key: 'amount',
          header: say('amount'),
          align: 'end',
          cell: ({ amount, currencyCode }) => money(amount, currencyCode),
        },
        {
          key: 'balance',
          header: say('balance'),
          align: 'end',
          cell: ({ balance, currencyCode }) => money(balance, currencyCode),
        },
      ]}
    />
  )
}

function What({ entry }: { readonly entry: Entry }) {
  const styles = useStyles()
  const say = useStatementWords()
  const bills = useBillingWords()
  const { transactionType, invoiceId, paymentMethod, reference, note } = entry
  const text = say(transactionType, { id: invoiceId ?? '' })
  const more = [paymentMethod === undefined ? '' : methodText(paymentMethod, bills), reference, note]
  return (
    <>
      {invoiceId === undefined ? text : <AppLink to={`/billing/invoices/${invoiceId}`}>{text}</AppLink>}
      <div className={styles.muted}>{more.filter((one) => one !== '').join(' · ')}</div>
    </>
  )
}
