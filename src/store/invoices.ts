import type { Day, Instant } from '../core/calendar/day.js'
import type { InvoiceDraft } from '../core/invoicing/assemble.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES, type InvoiceType } from './numbers.js'
import { chargesToInvoice } from './partner-billing.js'

/** Charges that are on no invoice yet, added up by invoice and availability. */
export interface AvailabilitySum {
  readonly partnerId: string
  readonly invoiceDate: Day
  readonly invoiceType: InvoiceType
  readonly currency: string
  readonly availabilityId: string
  readonly chargeCount: bigint
  readonly amount: bigint
}

/** An issued invoice. */
export interface Invoice {
  readonly partnerId: string
  readonly invoiceDate: Day
  readonly invoiceType: InvoiceType
  readonly currency: string
  readonly number: string
  readonly periodStart: Day
  /** Half-open: the first day after the period. */
  readonly periodEnd: Day
  readonly dueDate: Day
  /** Minor units: the sum of its charges before tax. */
  readonly charged: bigint
  /** Minor units: the sum of its adjustments before tax. */
  readonly adjusted: bigint
  readonly tax: bigint
  /** What is to be paid: charges, adjustments and tax. */
  readonly total: bigint
  readonly chargeCount: bigint
  readonly issuedAt: Instant
}

/** What names an invoice, before and after it has a number. */
export type InvoiceKey = Pick<Invoice, 'partnerId' | 'invoiceDate' | 'invoiceType' | 'currency'>

/** Sums of the charges that a run as of a day puts on invoices: all that are on none, up to the dates it issues. */
export async function sumOpenCharges(
  session: Session,
  partnerIds: readonly string[],
  asOf: Day,
): Promise<AvailabilitySum[]> {
  const { rows } = await session.query<Omit<AvailabilitySum, 'invoiceType'> & { type: number }>(
    `select c.partner_id as "partnerId", c.invoice_date as "invoiceDate", c.invoice_type as type, c.currency,
       c.availability_id as "availabilityId", count(*) as "chargeCount", sum(c.amount)::bigint as amount
     from partner p
     join charge c on c.partner_id = p.partner_id and ${chargesToInvoice(asOf)}
     where p.partner_id = any($1::uuid[])
     group by c.partner_id, c.invoice_date, c.invoice_type, c.currency, c.availability_id`,
    [partnerIds],
  )
  return rows.map(({ type, ...row }) => ({ ...row, invoiceType: INVOICE_TYPES.wordOf(type) }))
}

/** Takes `count` numbers of a series; the counter stays locked until the transaction ends, so that none is lost. */
export async function takeInvoiceNumbers(session: Session, series: string, count: number): Promise<bigint> {
  const { rows } = await session.query<{ first: bigint }>(
    'update invoice_counter set next_number = next_number + $2 where series = $1 returning next_number - $2 as first',
    [series, count],
  )
  return rows[0]!.first
}

/** Inserts issued invoices with their lines. */
export async function insertInvoices(
  session: Session,
  invoices: readonly { readonly draft: InvoiceDraft; readonly number: string }[],
  billingRunId: string,
  now: Instant,
): Promise<void> {
  const drafts = invoices.map((invoice) => invoice.draft)
  const keysOf = (rows: readonly InvoiceKey[]) => [
    rows.map((row) => row.partnerId),
    rows.map((row) => dayParameter(row.invoiceDate)),
    rows.map((row) => INVOICE_TYPES.numberOf(row.invoiceType)),
    rows.map((row) => row.currency),
  ]
  await session.query(
    `insert into invoice (partner_id, invoice_date, invoice_type, currency, number, period_start, period_end, due_date,
       charged, adjusted, tax, total, charge_count, issued_at, billing_run_id)
     select v.*, $14::timestamptz, $15::uuid from unnest($1::uuid[], $2::date[], $3::smallint[], $4::text[],
       $5::text[], $6::date[], $7::date[], $8::date[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[],
       $13::bigint[]) as v`,
    [
      ...keysOf(drafts),
      invoices.map((invoice) => invoice.number),
      drafts.map((draft) => dayParameter(draft.period.start)),
      drafts.map((draft) => dayParameter(draft.period.end)),
      drafts.map((draft) => dayParameter(draft.dueDate)),
      drafts.map((draft) => draft.charged),
      drafts.map((draft) => draft.adjusted),
      drafts.map((draft) => draft.tax),
      drafts.map((draft) => draft.total),
      drafts.map((draft) => draft.chargeCount),
      instantParameter(now),
      billingRunId,
    ],
  )
  const lines = drafts.flatMap((draft) => draft.lines.map((line) => ({ ...draft, ...line })))
  await session.query(
    `insert into invoice_line (partner_id, invoice_date, invoice_type, currency, line_number, product_id, sku_id,
       description, tax_class, charge_count, amount, tax)
     select * from unnest($1::uuid[], $2::date[], $3::smallint[], $4::text[], $5::int[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::bigint[])`,
    [
      ...keysOf(lines),
      lines.map((line) => line.lineNumber),
      lines.map((line) => line.productId),
      lines.map((line) => line.skuId),
      lines.map((line) => line.description),
      lines.map((line) => line.taxClass),
      lines.map((line) => line.chargeCount),
      lines.map((line) => line.amount),
      lines.map((line) => line.tax),
    ],
  )
}
