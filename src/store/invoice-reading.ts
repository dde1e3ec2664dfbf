import type { Day, Instant } from '../core/calendar/day.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import type { Invoice } from './invoices.js'
import { INVOICE_TYPES, type InvoiceType } from './numbers.js'

/** Columns of an invoice `i`. What it comes to, tax and adjustments included, is read here and nowhere else. */
export const INVOICE_COLUMNS = `i.partner_id as "partnerId", i.invoice_date as "invoiceDate", i.invoice_type as type, i.currency, i.number,
  i.period_start as "periodStart", i.period_end as "periodEnd", i.due_date as "dueDate", i.charged, i.adjusted, i.tax, i.total,
  i.charge_count as "chargeCount", i.issued_at as "issuedAt"`

type Row = Omit<Invoice, 'invoiceType'> & { readonly type: number }

/** Which invoices to list; fields left out do not narrow. */
export interface InvoiceFilter {
  readonly partnerId?: string
  readonly number?: string
  readonly from?: Day
  readonly to?: Day
  readonly limit: number
  /** How many to leave out first. */
  readonly offset?: number
}

const FILTER = `($1::uuid is null or i.partner_id = $1) and ($2::text is null or i.number = $2)
  and ($3::date is null or i.invoice_date >= $3) and ($4::date is null or i.invoice_date <= $4)`

function filterValues({ partnerId, number, from, to }: Omit<InvoiceFilter, 'limit'>) {
  const day = (value: Day | undefined) => (value === undefined ? null : dayParameter(value))
  return [partnerId ?? null, number ?? null, day(from), day(to)]
}

/** Issued invoices, newest first, then by number. */
export async function listInvoices(session: Session, filter: InvoiceFilter): Promise<Invoice[]> {
  const { rows } = await session.query<Row>(
    `select ${INVOICE_COLUMNS} from invoice i where ${FILTER} order by i.invoice_date desc, i.number limit $5 offset $6`,
    [...filterValues(filter), filter.limit, filter.offset ?? 0],
  )
  return rows.map(invoiceOf)
}

/** The latest invoices of a partner: for each type those of its last date, one for each currency. */
export async function listLatestInvoices(session: Session, partnerId: string): Promise<Invoice[]> {
  const { rows } = await session.query<Row>(
    `select ${INVOICE_COLUMNS} from invoice i
     join (select invoice_type, max(invoice_date) as invoice_date from invoice where partner_id = $1 group by 1) l
       on l.invoice_type = i.invoice_type and l.invoice_date = i.invoice_date
     where i.partner_id = $1 order by i.invoice_type, i.currency`,
    [partnerId],
  )
  return rows.map(invoiceOf)
}

/** How far a partner has been billed. */
export interface PartnerStanding {
  readonly partnerId: string
  readonly name: string
  readonly billingDay: number
  readonly invoicedThrough: Day
  /** What a sandbox takes for now; `null` for the system clock. */
  readonly clockAt: Instant | null
}

/** Partners whose last run was as of a day before `day`, and all sandboxes, in order of id. */
export async function listStandings(session: Session, day: Day): Promise<PartnerStanding[]> {
  const { rows } = await session.query<PartnerStanding>(
    `select partner_id as "partnerId", name, billing_day as "billingDay", invoiced_through as "invoicedThrough",
       clock_at as "clockAt"
     from partner where invoiced_through < $1 or is_sandbox order by partner_id`,
    [dayParameter(day)],
  )
  return rows
}

/** A partner whose charges a run has made but whose invoices it has left out. */
export interface HeldBackPartner {
  readonly partnerId: string
  readonly name: string
  readonly chargedThrough: Day
  /** Whether its clock is its own. */
  readonly isSandbox: boolean
}

/** Partners that have been charged further than they have been invoiced, but for those a run has still to come to. */
export async function listHeldBack(session: Session, limit: number): Promise<HeldBackPartner[]> {
  const { rows } = await session.query<HeldBackPartner>(
    `select partner_id as "partnerId", name, charged_through as "chargedThrough", is_sandbox as "isSandbox"
     from partner p
     where invoiced_through < charged_through and not exists (
       select from billing_run r join billing_run_chunk c using (billing_run_id)
       where r.status <> 'completed' and c.phase = 'issue' and not c.done and p.partner_id = any(c.partner_ids)
     )
     order by partner_id limit $1`,
    [limit],
  )
  return rows
}

/** An invoice that was issued, with the name of its partner. */
export interface NamedInvoice extends Invoice {
  readonly partnerName: string
}

/**
 * Invoices dated from a day on that were issued when their date was over, by so many days for each type, newest first.
 * @param days after how many days from the start of its date an invoice is late
 */
export async function listInvoicesIssuedLate(
  session: Session,
  from: Day,
  days: Readonly<Record<InvoiceType, number>>,
  limit: number,
): Promise<NamedInvoice[]> {
  const { rows } = await session.query<Row & { readonly partnerName: string }>(
    `select ${INVOICE_COLUMNS}, p.name as "partnerName"
     from invoice i join partner p on p.partner_id = i.partner_id
     where i.invoice_date >= $1
       and i.issued_at >= ((i.invoice_date + case i.invoice_type when $2 then $3::int else $4::int end)::timestamp
         at time zone 'UTC')
     order by i.invoice_date desc, i.number limit $5`,
    [dayParameter(from), INVOICE_TYPES.numberOf('recurring'), days.recurring, days['one-time'], limit],
  )
  return rows.map((row) => ({ ...invoiceOf(row), partnerName: row.partnerName }))
}

function invoiceOf<T extends Row>({ type, ...row }: T) {
  return { ...row, invoiceType: INVOICE_TYPES.wordOf(type) }
}
