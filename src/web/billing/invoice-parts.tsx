import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { Download } from '../parts/download.js'
import { AppLink } from '../parts/link.js'
import { Facts, Section } from '../parts/section.js'
import { Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useSaid } from '../words/said.js'
import { isNote, methodText } from './state.js'
import type { BillInFull } from './types.js'
import { useBillingWords } from './words.js'
import { useInvoiceWords } from './words-invoice.js'

interface PartProps {
  readonly bill: BillInFull
}

const useStyles = makeStyles({
  total: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase500 },
  muted: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
  inText: { textDecorationLine: 'underline' },
  links: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
})

const REASONS = [
  'address_correction',
  'purchase_order_correction',
  'tax_id_correction',
  'tax_refund',
  'billing_error',
  'duplicate_charge',
  'accidental_purchase',
  'cancellation',
  'service_credit',
  'goodwill',
] as const

/** What a document comes to, and what of it is open. */
export function Summary({ bill }: PartProps) {
  const styles = useStyles()
  const say = useInvoiceWords()
  const bills = useBillingWords()
  const { money, day } = useFormat()
  const amount = (value: number) => money(value, bill.currencyCode)
  const reason = REASONS.find((one) => one === bill.reason)
  const due = isNote(bill) ? undefined : day(bill.dueDate)
  return (
    <Section title={say('summary')}>
      <Facts
        facts={[
          [
            say('total'),
            <span key="total" className={styles.total}>
              {amount(bill.totalAmount)}
            </span>,
          ],
          [say('chargedAmount'), amount(bill.chargedAmount)],
          [say('adjusted'), bill.adjustedAmount === 0 ? undefined : amount(bill.adjustedAmount)],
          [say('tax'), amount(bill.taxAmount)],
          [say('paid'), isNote(bill) ? undefined : amount(bill.paidAmount)],
          [say('credited'), bill.creditedAmount === 0 ? undefined : amount(bill.creditedAmount)],
          [say('open'), isNote(bill) ? undefined : amount(bill.openAmount)],
          [say('due'), due],
          [say('date'), day(bill.issuedDate)],
          [say('period'), bills('fromTo', { from: day(bill.periodStartDate), to: day(bill.periodEndDate) })],
          [say('kind'), bills(bill.invoiceType)],
          [say('reason'), reason === undefined ? bill.reason : say(reason)],
          [say('note'), bill.note === '' ? undefined : bill.note],
        ]}
      />
    </Section>
  )
}

export function Taxes({ bill }: PartProps) {
  const styles = useStyles()
  const say = useInvoiceWords()
  const said = useSaid()
  const { money, percent } = useFormat()
  return (
    <Section title={say('taxes')}>
      <Table
        label={say('taxes')}
        rows={bill.taxes.map((tax, index) => ({ ...tax, key: `${index} ${tax.name}` }))}
        keyOf={({ key }) => key}
        empty={<Text>{say('noTaxes')}</Text>}
        columns={[
          {
            key: 'name',
            header: say('taxName'),
            cell: ({ name, reason }) => (
              <>
                {said(name)}
                {reason !== '' && <div className={styles.muted}>{said(reason)}</div>}
              </>
            ),
          },
          { key: 'rate', header: say('taxRate'), align: 'end', cell: ({ rate }) => percent(rate / 100) },
          {
            key: 'on',
            header: say('taxable'),
            align: 'end',
            cell: ({ taxableAmount }) => money(taxableAmount, bill.currencyCode),
          },
          {
            key: 'amount',
            header: say('taxAmount'),
            align: 'end',
            cell: ({ amount }) => money(amount, bill.currencyCode),
          },
        ]}
      />
    </Section>
  )
}

/** What pays a document, and the ways to pay it. */
export function PaidBy({ bill }: PartProps) {
  const styles = useStyles()
  const say = useInvoiceWords()
  const bills = useBillingWords()
  const may = useMay()
  const { money, day } = useFormat()
  if (isNote(bill)) return null
  const isPartlyPaid = bill.paidAmount > 0 && bill.openAmount > 0
  return (
    <Section title={say('paidBy')}>
      <Table
        label={say('paidBy')}
        rows={bill.payments}
        keyOf={({ paymentId }) => paymentId}
        empty={<Text>{say('noPayments')}</Text>}
        columns={[
          { key: 'received', header: say('received'), cell: ({ receivedDate }) => day(receivedDate) },
          {
            key: 'method',
            header: say('method'),
            cell: ({ method, reference }) => (
              <>
                {methodText(method, bills)}
                <div className={styles.muted}>{reference}</div>
              </>
            ),
          },
          {
            key: 'amount',
            header: say('taxAmount'),
            align: 'end',
            cell: ({ amount }) => money(amount, bill.currencyCode),
          },
        ]}
      />
      <div className={styles.links}>
        <AppLink to="/billing/payments">{say('goToPayments')}</AppLink>
        {isPartlyPaid && may('billing.edit') && (
          <AppLink to="/billing/taxes" search={{ claim: bill.id }}>
            {say('withheld')}
          </AppLink>
        )}
      </div>
    </Section>
  )
}

/** What amends a document, what it amends, and the receipts of tax offices for it. */
export function Related({ bill }: PartProps) {
  const styles = useStyles()
  const say = useInvoiceWords()
  const bills = useBillingWords()
  const { money, day } = useFormat()
  if (bill.amendments.length === 0 && bill.amendsOf === undefined && bill.taxReceipts.length === 0) return null
  return (
    <Section title={say('related')}>
      <ul className={styles.list}>
        {bill.amendsOf !== undefined && (
          <li>
            <AppLink to={`/billing/invoices/${bill.amendsOf}`} className={styles.inText}>
              {bill.amendsOf}
            </AppLink>{' '}
            {say('amendedByThis')}
          </li>
        )}
        {bill.amendments.map(({ id, documentType, issuedDate, totalAmount }) => (
          <li key={id}>
            {bills(documentType)}{' '}
            <AppLink to={`/billing/invoices/${id}`} className={styles.inText}>
              {id}
            </AppLink>{' '}
            {say('amendsThis')}: {money(totalAmount, bill.currencyCode)}, {day(issuedDate)}
          </li>
        ))}
      </ul>
      {bill.taxReceipts.map((id) => (
        <Download
          key={id}
          request={{ path: pathOf`/v1/invoices/${bill.id}/receipts/${id}/documents/statement` }}
          name={`${id}.pdf`}
          text={say('receipt', { number: id })}
        />
      ))}
    </Section>
  )
}

/** The lines of the document itself: products, and what was credited or charged once. */
export function Products({ bill }: PartProps) {
  const styles = useStyles()
  const say = useInvoiceWords()
  const { money } = useFormat()
  return (
    <Section title={say('madeOf')}>
      <Table
        label={say('madeOf')}
        rows={bill.products}
        keyOf={({ lineNumber }) => String(lineNumber)}
        columns={[
          { key: 'number', header: '#', align: 'end', cell: ({ lineNumber }) => lineNumber },
          {
            key: 'product',
            header: say('product'),
            cell: ({ description, kind }) => (
              <>
                {description}
                {kind === 'adjustment' && <div className={styles.muted}>{say('adjustment')}</div>}
              </>
            ),
          },
          { key: 'net', header: say('net'), align: 'end', cell: ({ amount }) => money(amount, bill.currencyCode) },
          { key: 'tax', header: say('tax'), align: 'end', cell: ({ tax }) => money(tax, bill.currencyCode) },
        ]}
      />
    </Section>
  )
}
