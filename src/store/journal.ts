import { LEAST_ID } from '../core/access/least-id.js'
import type { Day, Instant } from '../core/calendar/day.js'
import {
  type AccountName,
  type PaymentMethod,
  type Posting,
  type SourceKind,
  unbalancedSources,
} from '../core/invoicing/posting.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES } from './numbers.js'

/**
 * Adds entries to the journal, in one statement however many there are. A source that was posted before stays as it is:
 * posting twice changes nothing. Throws where a source does not balance.
 * @returns how many entries were added
 */
export async function appendPostings(session: Session, postings: readonly Posting[], now: Instant): Promise<number> {
  if (postings.length === 0) return 0
  const [wrong] = unbalancedSources(postings)
  if (wrong !== undefined) throw new Error(`the entries of ${wrong} do not add up to zero`)
  const { rowCount } = await session.query(
    `insert into journal_entry (partner_id, source_kind, source_id, entry_number, account, currency, amount, booked_on,
       document, payment_id, invoice_type, due_on, note, recorded_at)
     select v.*, $14::timestamptz from unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[],
       $7::bigint[], $8::date[], $9::text[], $10::uuid[], $11::smallint[], $12::date[], $13::text[]) as v
     on conflict (partner_id, source_kind, source_id, entry_number) do nothing`,
    [
      postings.map((posting) => posting.partnerId),
      postings.map((posting) => posting.sourceKind),
      postings.map((posting) => posting.sourceId),
      postings.map((posting) => posting.entryNumber),
      postings.map((posting) => posting.account),
      postings.map((posting) => posting.currency),
      postings.map((posting) => posting.amount),
      postings.map((posting) => dayParameter(posting.bookedOn)),
      postings.map((posting) => posting.document),
      postings.map((posting) => posting.paymentId),
      postings.map(({ invoiceType }) => (invoiceType === null ? null : INVOICE_TYPES.numberOf(invoiceType))),
      postings.map(({ dueOn }) => (dueOn === null ? null : dayParameter(dueOn))),
      postings.map((posting) => posting.note),
      instantParameter(now),
    ],
  )
  return rowCount
}

/** One line of the running statement: what changed what a partner owes. */
export interface StatementLine {
  readonly currency: Currency
  readonly bookedOn: Day
  readonly sourceKind: SourceKind
  readonly sourceId: string
  /** Invoice or credit note, and what a write-off is about. */
  readonly document: string | null
  readonly dueOn: Day | null
  readonly method: PaymentMethod | null
  readonly reference: string
  readonly note: string
  /** Minor units: above zero where the partner owes more. */
  readonly amount: bigint
  /** What the partner owes in this currency after it. */
  readonly balance: bigint
}

/** What a partner owed in a currency before a day. */
export interface OpeningBalance {
  readonly currency: Currency
  readonly balance: bigint
}

export interface StatementFilter {
  readonly currency: string | undefined
  readonly from: Day
  readonly to: Day
  readonly limit: number
  readonly offset: number
}

/**
 * The running statement of a partner: documents, payments, refunds and write-offs in order, with the balance after each.
 * What a payment pays changes nothing in what is owed altogether, so allocations are not in it.
 */
export async function listStatement(
  session: Session,
  partnerId: string,
  { currency, from, to, limit, offset }: StatementFilter,
): Promise<StatementLine[]> {
  const { rows } = await session.query<StatementLine>(
    `with line as (
       select currency, booked_on, recorded_at, source_kind, source_id, sum(amount)::bigint as amount,
         max(document) as document, max(due_on) as due_on, max(note) as note, max(payment_id::text)::uuid as payment_id
       from journal_entry
       where partner_id = $1 and account in ('receivable', 'unallocated') and ($2::text is null or currency = $2)
       group by currency, booked_on, recorded_at, source_kind, source_id
       having sum(amount) <> 0 or max(due_on) is not null
     ), running as (
       select *, (sum(amount) over (
         partition by currency order by booked_on, recorded_at, source_kind, source_id))::bigint as balance
       from line
     )
     select r.currency, r.booked_on as "bookedOn", r.source_kind as "sourceKind", r.source_id as "sourceId", r.document,
       r.due_on as "dueOn", p.method, coalesce(p.reference, '') as reference, r.note, r.amount, r.balance
     from running r left join payment p on p.partner_id = $1 and p.payment_id = r.payment_id
     where r.booked_on between $3 and $4
     order by r.currency, r.booked_on, r.recorded_at, r.source_kind, r.source_id
     limit $5 offset $6`,
    [partnerId, currency ?? null, dayParameter(from), dayParameter(to), limit, offset],
  )
  return rows
}

/** What a partner owed at the start of a day, by currency. */
export async function openingBalances(
  session: Session,
  partnerId: string,
  { currency, from }: Pick<StatementFilter, 'currency' | 'from'>,
): Promise<OpeningBalance[]> {
  const { rows } = await session.query<OpeningBalance>(
    `select currency, coalesce(sum(amount) filter (where booked_on < $3), 0)::bigint as balance from journal_entry
     where partner_id = $1 and account in ('receivable', 'unallocated') and ($2::text is null or currency = $2)
     group by currency order by currency`,
    [partnerId, currency ?? null, dayParameter(from)],
  )
  return rows
}

/** An entry as it is exported. */
export interface ExportedEntry extends Omit<Posting, 'invoiceType'> {
  readonly partnerName: string
}

export interface JournalFilter {
  readonly partnerId: string | undefined
  readonly from: Day
  readonly to: Day
}

/** Where an export goes on: the key of its last entry. */
export type JournalPosition = Pick<Posting, 'partnerId' | 'bookedOn' | 'sourceKind' | 'sourceId' | 'entryNumber'>

/** Entries partner by partner in order of day, after a position. */
export async function listEntries(
  session: Session,
  { partnerId, from, to }: JournalFilter,
  after: JournalPosition | undefined,
  limit: number,
): Promise<ExportedEntry[]> {
  const { rows } = await session.query<ExportedEntry>(
    `select e.partner_id as "partnerId", p.name as "partnerName", e.source_kind as "sourceKind",
       e.source_id as "sourceId", e.entry_number as "entryNumber", e.account, e.currency, e.amount,
       e.booked_on as "bookedOn", e.document, e.payment_id as "paymentId", e.due_on as "dueOn", e.note
     from journal_entry e join partner p on p.partner_id = e.partner_id
     where (e.partner_id = $1 or ($1::uuid is null and not p.is_sandbox)) and e.booked_on between $2 and $3
       and (e.partner_id, e.booked_on, e.source_kind, e.source_id, e.entry_number)
         > ($4::uuid, $5::date, $6::text, $7::text, $8::smallint)
     order by e.partner_id, e.booked_on, e.source_kind, e.source_id, e.entry_number
     limit $9`,
    [
      partnerId ?? null,
      dayParameter(from),
      dayParameter(to),
      after?.partnerId ?? partnerId ?? LEAST_ID,
      dayParameter(after?.bookedOn ?? from),
      after?.sourceKind ?? '',
      after?.sourceId ?? '',
      after?.entryNumber ?? 0,
      limit,
    ],
  )
  return rows
}

/** Sums of the journal: what the trial balance shows. */
export interface AccountSum {
  readonly currency: Currency
  readonly account: AccountName
  readonly debit: bigint
  readonly credit: bigint
}

/** Debits and credits of each account: of a partner, or of all but sandboxes, whose money is none. */
export async function sumAccounts(session: Session, partnerId: string | undefined): Promise<AccountSum[]> {
  const { rows } = await session.query<AccountSum>(
    `select e.currency, account, coalesce(sum(amount) filter (where amount > 0), 0)::bigint as debit,
       coalesce(-sum(amount) filter (where amount < 0), 0)::bigint as credit
     from journal_entry e join partner p on p.partner_id = e.partner_id
     where e.partner_id = $1 or ($1::uuid is null and not p.is_sandbox)
     group by e.currency, account order by e.currency, account`,
    [partnerId ?? null],
  )
  return rows
}

/** Whether a credit note of a partner was issued. */
export async function hasCreditNote(session: Session, partnerId: string, number: string): Promise<boolean> {
  const { rows } = await session.query(
    `select 1 from journal_entry where partner_id = $1 and source_kind = 'credit-note' and source_id = $2 limit 1`,
    [partnerId, number],
  )
  return rows.length > 0
}
