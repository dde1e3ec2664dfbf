import type { Day } from '../core/calendar/day.js'
import type { AmendmentKind, AmendmentReason } from '../core/invoicing/amendment.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_COLUMNS } from './invoice-reading.js'
import type { Invoice } from './invoices.js'
import { INVOICE_TYPES } from './numbers.js'

/**
 * An issued document: an invoice, or what amends one. Date, type and currency are those of the invoice whose charges it is
 * about, so that they can be found.
 */
export interface BilledDocument extends Invoice {
  readonly kind: 'invoice' | AmendmentKind
  /** The date it bears. */
  readonly issuedOn: Day
  /** Number of the document it amends; `null` for an invoice. */
  readonly amends: string | null
  readonly reason: AmendmentReason | null
  readonly note: string
  /** Numbers of the documents that amend it, in order. */
  readonly amendments: readonly string[]
}

/** Which documents to list; fields left out do not narrow. */
export interface DocumentFilter {
  readonly partnerId?: string
  readonly numbers?: readonly string[]
  readonly amends?: string
  readonly onlyAmendments?: boolean
  readonly from?: Day
  readonly to?: Day
}

export interface DocumentPage extends DocumentFilter {
  readonly limit: number
  readonly offset?: number
}

const FILTER = '($1::uuid is null or d.partner_id = $1) and ($2::text[] is null or d.number = any($2))'

/** Both halves of all documents; the columns of an invoice come first in either. */
const DOCUMENTS = `
  select ${INVOICE_COLUMNS}, 'invoice' as kind, i.invoice_date as "issuedOn", null::text as amends, null::text as reason,
    '' as note
  from invoice i
  where ${FILTER.replaceAll('d.', 'i.')} and ($3::date is null or i.invoice_date >= $3)
    and ($4::date is null or i.invoice_date <= $4) and $5::text is null and not $6::boolean
  union all
  select ${INVOICE_COLUMNS}, i.kind, i.issued_on, i.amends, i.reason, i.note
  from (
    select d.partner_id, d.invoice_date, d.invoice_type, d.currency, d.number, o.period_start, o.period_end,
      coalesce(d.due_on, d.issued_on) as due_date, d.charged, d.adjusted, d.tax, d.total, d.charge_count, d.issued_at,
      d.kind, d.issued_on, d.amends, d.reason, d.note
    from amendment d
    join invoice o on o.partner_id = d.partner_id and o.invoice_date = d.invoice_date and o.invoice_type = d.invoice_type
      and o.currency = d.currency
    where ${FILTER} and ($3::date is null or d.issued_on >= $3) and ($4::date is null or d.issued_on <= $4)
      and ($5::text is null or d.amends = $5)
  ) as i`

function valuesOf({ partnerId, numbers, amends, onlyAmendments, from, to }: DocumentFilter) {
  const day = (value: Day | undefined) => (value === undefined ? null : dayParameter(value))
  return [partnerId ?? null, numbers ?? null, day(from), day(to), amends ?? null, onlyAmendments ?? false]
}

type Row = Omit<BilledDocument, 'invoiceType'> & { readonly type: number }

/** Issued documents, newest first, then by number. */
export async function listDocuments(session: Session, page: DocumentPage): Promise<BilledDocument[]> {
  const { rows } = await session.query<Row>(
    `select p.*, coalesce((
       select array_agg(a.number order by a.issued_at, a.number) from amendment a
       where a.partner_id = p."partnerId" and a.amends = p.number), '{}') as amendments
     from (select * from (${DOCUMENTS}) as d order by "issuedOn" desc, number limit $7 offset $8) as p
     order by "issuedOn" desc, number`,
    [...valuesOf(page), page.limit, page.offset ?? 0],
  )
  return rows.map(({ type, ...row }) => ({ ...row, invoiceType: INVOICE_TYPES.wordOf(type) }))
}

export async function countDocuments(session: Session, filter: DocumentFilter): Promise<number> {
  const { rows } = await session.query<{ readonly count: bigint }>(
    `select count(*) as count from (${DOCUMENTS}) as d`,
    valuesOf(filter),
  )
  return Number(rows[0]!.count)
}

/** A document by its number, of one partner or of whichever has it. */
export async function findDocument(
  session: Session,
  partnerId: string | undefined,
  number: string,
): Promise<BilledDocument | undefined> {
  const of = partnerId === undefined ? {} : { partnerId }
  return (await listDocuments(session, { ...of, numbers: [number], limit: 1 }))[0]
}
