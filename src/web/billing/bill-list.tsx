import { Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useAsked } from '../customers/asked.js'
import { useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { AppLink } from '../parts/link.js'
import { Facts, Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { BillDownload } from './bill-download.js'
import { isNote, stateOf } from './state.js'
import type { Account, Bill, Bills } from './types.js'
import { useBillingWords } from './words.js'

const useStyles = makeStyles({
  latest: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXXL, alignItems: 'flex-end' },
  amount: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  muted: { color: tokens.colorNeutralForeground2 },
  year: { width: '140px' },
  whole: { whiteSpace: 'nowrap' },
})

export type InvoiceType = Bill['invoiceType']

/** Years of bills of a type, the latest first; none where there is no bill. */
function yearsOf({ balances }: Account, currency: string, type: InvoiceType): number[] {
  const balance = balances.find(({ currencyCode }) => currencyCode === currency)
  const own = balance?.details.find(({ invoiceType }) => invoiceType === type)
  if (own?.firstInvoiceDate === undefined || own.latestInvoiceDate === undefined) return []
  const [first, last] = [own.firstInvoiceDate, own.latestInvoiceDate].map((date) => Number(date.slice(0, 4)))
  return Array.from({ length: last! - first! + 1 }, (_, index) => last! - index)
}

/** Bills of one type and currency: the latest on top, then year by year. */
export function BillList({
  account,
  currency,
  type,
}: {
  readonly account: Account
  readonly currency: string
  readonly type: InvoiceType
}) {
  const say = useBillingWords()
  const { askedNumber, ask } = useAsked()
  const years = yearsOf(account, currency, type)
  const year = years.includes(askedNumber('year')) ? askedNumber('year') : years[0]
  if (year === undefined) {
    return (
      <Empty text={say(type === 'recurring' ? 'noBillsRecurring' : 'noBillsOneTime')}>
        <ButtonLink to="/billing" search={{ show: 'unbilled', currency }}>
          {say('seeUnbilled')}
        </ButtonLink>
      </Empty>
    )
  }
  return (
    <>
      <LatestBill year={years[0]!} currency={currency} type={type} />
      <History
        years={years}
        year={year}
        currency={currency}
        type={type}
        onYear={(wanted) => ask({ year: wanted === years[0] ? undefined : wanted })}
      />
    </>
  )
}

function useBills(year: number, currency: string, type: InvoiceType) {
  const read = useRead<Bills>('/v1/portal/invoices', {
    query: { from: `${year}-01-01`, to: `${year}-12-31` },
    keep: true,
  })
  const bills = read.data?.items.filter(
    ({ currencyCode, invoiceType }) => currencyCode === currency && invoiceType === type,
  )
  return { read, bills: bills ?? [] }
}

function LatestBill({
  year,
  currency,
  type,
}: {
  readonly year: number
  readonly currency: string
  readonly type: InvoiceType
}) {
  const say = useBillingWords()
  const { read, bills } = useBills(year, currency, type)
  const latest = bills.find((bill) => !isNote(bill))
  return (
    <Section title={say('latest')}>
      <Loaded read={read}>
        {() => (latest === undefined ? <Empty text={say('noBillsOfYear', { year })} /> : <LatestFacts bill={latest} />)}
      </Loaded>
    </Section>
  )
}

function LatestFacts({ bill }: { readonly bill: Bill }) {
  const styles = useStyles()
  const say = useBillingWords()
  const { money, day } = useFormat()
  const { word, tone } = stateOf(bill)
  const currency = bill.currencyCode
  return (
    <div className={styles.latest}>
      <div className={styles.amount}>
        <Text className={styles.muted}>
          {say(bill.documentType)} {bill.id}
        </Text>
        <Text size={800} weight="semibold">
          {money(bill.totalAmount, currency)}
        </Text>
        <span>
          <Status text={say(word)} tone={tone} />
        </span>
      </div>
      <Facts
        facts={[
          [say('documentDate'), day(bill.issuedDate)],
          [say('period'), say('fromTo', { from: day(bill.periodStartDate), to: day(bill.periodEndDate) })],
          [say('dueDate'), day(bill.dueDate)],
          [say('open'), money(bill.openAmount, currency)],
        ]}
      />
      <div className={styles.buttons}>
        <ButtonLink to={`/billing/invoices/${bill.id}`} appearance="primary">
          {say('openBill')}
        </ButtonLink>
        <BillDownload id={bill.id} />
      </div>
    </div>
  )
}

function History(props: {
  readonly years: readonly number[]
  readonly year: number
  readonly currency: string
  readonly type: InvoiceType
  readonly onYear: (year: number) => void
}) {
  const { years, year, currency, type, onYear } = props
  const styles = useStyles()
  const say = useBillingWords()
  const { read, bills } = useBills(year, currency, type)
  return (
    <Section
      title={say('history', { year })}
      actions={
        years.length > 1 && (
          <Field label={say('year')} orientation="horizontal" className={styles.year}>
            <Select value={String(year)} onChange={(_, { value }) => onYear(Number(value))}>
              {years.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          </Field>
        )
      }
    >
      <Loaded read={read}>
        {() => <BillTable label={say('history', { year })} bills={bills} empty={say('noBillsOfYear', { year })} />}
      </Loaded>
    </Section>
  )
}

interface BillTableProps {
  readonly label: string
  readonly bills: readonly Bill[]
  readonly empty: string
}

function BillTable({ label, bills, empty }: BillTableProps) {
  const columns = useBillColumns()
  return <Table label={label} rows={bills} keyOf={({ id }) => id} empty={<Empty text={empty} />} columns={columns} />
}

function useBillColumns(): readonly Column<Bill>[] {
  const styles = useStyles()
  const say = useBillingWords()
  const { money, day } = useFormat()
  return [
    {
      key: 'document',
      header: say('document'),
      cell: (bill) => (
        <>
          <AppLink to={`/billing/invoices/${bill.id}`}>{bill.id}</AppLink>
          <div className={styles.muted}>
            {say(bill.documentType)}
            {bill.amendsOf !== undefined && ` ${say('amends', { id: bill.amendsOf })}`}
          </div>
        </>
      ),
    },
    {
      key: 'date',
      header: say('documentDate'),
      cell: ({ issuedDate }) => <span className={styles.whole}>{day(issuedDate)}</span>,
    },
    {
      key: 'period',
      header: say('period'),
      cell: (bill) => (
        <span className={styles.whole}>
          {say('fromTo', { from: day(bill.periodStartDate), to: day(bill.periodEndDate) })}
        </span>
      ),
    },
    {
      key: 'due',
      header: say('dueDate'),
      cell: (bill) => <span className={styles.whole}>{isNote(bill) ? '–' : day(bill.dueDate)}</span>,
    },
    {
      key: 'status',
      header: say('status'),
      cell: (bill) => {
        const { word, tone } = stateOf(bill)
        return (
          <span className={styles.whole}>
            <Status text={say(word)} tone={tone} />
          </span>
        )
      },
    },
    {
      key: 'open',
      header: say('open'),
      align: 'end',
      cell: (bill) => (isNote(bill) ? '–' : money(bill.openAmount, bill.currencyCode)),
    },
    {
      key: 'total',
      header: say('total'),
      align: 'end',
      cell: (bill) => money(bill.totalAmount, bill.currencyCode),
    },
  ]
}
