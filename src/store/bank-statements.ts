import type { Day, Instant } from '../core/calendar/day.js'
import type { BankCredit, KnownPayer, OpenInvoice } from '../core/invoicing/bank-matching.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

export type BankFormat = 'camt.053' | 'csv'
export type BankEntryState = 'open' | 'confirmed' | 'ignored'

/** A statement of an account of the provider. */
export interface BankStatement {
  readonly statementId: string
  readonly format: BankFormat
  /** IBAN, or what the file calls it. */
  readonly account: string
  readonly reference: string
  readonly currency: string
  readonly importedAt: Instant
  readonly importedBy: string
}

/** Money that came in, as the bank tells it. */
export interface BankEntryFacts extends BankCredit {
  /** Position in its file, from 1. */
  readonly entryNumber: number
  /** What tells it apart from the other entries of the account. */
  readonly reference: string
  readonly bookedOn: Day
  readonly payerAccount: string
}

export interface BankEntry extends BankEntryFacts {
  readonly bankEntryId: string
  readonly statementId: string
  readonly account: string
  readonly state: BankEntryState
  /** The partner whose payment it became. */
  readonly ownerId: string | null
  readonly paymentId: string | null
  readonly decidedAt: Instant | null
  readonly decidedBy: string | null
  readonly reason: string
}

/** Keeps a statement, or finds it where it was imported before. @returns its id */
export async function keepStatement(session: Session, statement: BankStatement): Promise<string> {
  const { account, reference } = statement
  await session.query(
    `insert into bank_statement (statement_id, format, account, reference, currency, imported_at, imported_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (account, reference) do nothing`,
    [
      statement.statementId,
      statement.format,
      account,
      reference,
      statement.currency,
      instantParameter(statement.importedAt),
      statement.importedBy,
    ],
  )
  const { rows } = await session.query<{ readonly id: string }>(
    'select statement_id as id from bank_statement where account = $1 and reference = $2',
    [account, reference],
  )
  return rows[0]!.id
}

/** Adds the entries that are not known yet. @returns their ids */
export async function insertEntries(
  session: Session,
  { statementId, account }: { readonly statementId: string; readonly account: string },
  entries: readonly (BankEntryFacts & { readonly bankEntryId: string })[],
): Promise<string[]> {
  const { rows } = await session.query<{ readonly id: string }>(
    `insert into bank_entry (bank_entry_id, statement_id, account, state, entry_number, reference, booked_on, currency,
       amount, payer, payer_account, remittance, structured_reference)
     select v.id, $1, $2, 'open', v.entry_number, v.reference, v.booked_on, v.currency, v.amount, v.payer,
       v.payer_account, v.remittance, v.structured_reference
     from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::text[], $8::bigint[], $9::text[], $10::text[],
       $11::text[], $12::text[]) as v (id, entry_number, reference, booked_on, currency, amount, payer, payer_account,
       remittance, structured_reference)
     on conflict (account, reference) do nothing returning bank_entry_id as id`,
    [
      statementId,
      account,
      entries.map((entry) => entry.bankEntryId),
      entries.map((entry) => entry.entryNumber),
      entries.map((entry) => entry.reference),
      entries.map((entry) => dayParameter(entry.bookedOn)),
      entries.map((entry) => entry.currency),
      entries.map((entry) => entry.amount),
      entries.map((entry) => entry.payer),
      entries.map((entry) => entry.payerAccount),
      entries.map((entry) => entry.remittance),
      entries.map((entry) => entry.structuredReference),
    ],
  )
  return rows.map((row) => row.id)
}

const COLUMNS = `bank_entry_id as "bankEntryId", statement_id as "statementId", entry_number as "entryNumber", account,
  reference, booked_on as "bookedOn", currency, amount, payer, payer_account as "payerAccount", remittance,
  structured_reference as "structuredReference", state, owner_id as "ownerId", payment_id as "paymentId",
  decided_at as "decidedAt", decided_by as "decidedBy", reason`

export interface BankEntryFilter {
  readonly state: BankEntryState | undefined
  /** The last one of the page before. */
  readonly after: { readonly bookedOn: Day; readonly bankEntryId: string } | undefined
  readonly limit: number
}

/** Entries of all statements, oldest first. */
export async function listBankEntries(
  session: Session,
  { state, after, limit }: BankEntryFilter,
): Promise<BankEntry[]> {
  const { rows } = await session.query<BankEntry>(
    `select ${COLUMNS} from bank_entry
     where ($1::text is null or state = $1) and ($2::date is null or (booked_on, bank_entry_id) > ($2::date, $3::uuid))
     order by booked_on, bank_entry_id limit $4`,
    [state ?? null, after === undefined ? null : dayParameter(after.bookedOn), after?.bankEntryId ?? null, limit],
  )
  return rows
}

/** An entry; locked until the transaction ends where it is to be decided. */
export async function findBankEntry(
  session: Session,
  bankEntryId: string,
  lock: 'read' | 'lock',
): Promise<BankEntry | undefined> {
  const { rows } = await session.query<BankEntry>(
    `select ${COLUMNS} from bank_entry where bank_entry_id = $1 ${lock === 'lock' ? 'for update' : ''}`,
    [bankEntryId],
  )
  return rows[0]
}

/** What was decided about an entry. */
export interface EntryDecision {
  readonly bankEntryId: string
  readonly state: Exclude<BankEntryState, 'open'>
  readonly ownerId: string | null
  readonly paymentId: string | null
  readonly decidedAt: Instant
  readonly decidedBy: string
  readonly reason: string
}

export async function decideBankEntry(session: Session, decision: EntryDecision): Promise<void> {
  await session.query(
    `update bank_entry set state = $2, owner_id = $3, payment_id = $4, decided_at = $5, decided_by = $6, reason = $7
     where bank_entry_id = $1 and state = 'open'`,
    [
      decision.bankEntryId,
      decision.state,
      decision.ownerId,
      decision.paymentId,
      instantParameter(decision.decidedAt),
      decision.decidedBy,
      decision.reason,
    ],
  )
}

/** Invoices of one amount that are looked at; the newest. */
const INVOICES_OF_AN_AMOUNT = 50

/** Open invoices with one of these numbers, or whose total is one of these amounts, of whatever partner. */
export async function findCandidates(
  session: Session,
  numbers: readonly string[],
  credits: readonly Pick<BankCredit, 'currency' | 'amount'>[],
): Promise<OpenInvoice[]> {
  const { rows } = await session.query<OpenInvoice>(
    `with candidate as (
       select e.partner_id, e.source_id as number from journal_entry e
       where e.due_on is not null and e.source_id = any($1::text[])
       union
       select f.partner_id, f.source_id from (select distinct * from unnest($2::text[], $3::bigint[])) as c (currency, amount)
       cross join lateral (
         select e.partner_id, e.source_id from journal_entry e
         where e.due_on is not null and e.currency = c.currency and e.amount = c.amount
         order by e.booked_on desc limit ${INVOICES_OF_AN_AMOUNT}) f
     )
     select c.partner_id as "partnerId", p.name as "partnerName", c.number, max(e.currency) as currency,
       sum(e.amount)::bigint as open
     from candidate c join partner p on p.partner_id = c.partner_id
     join journal_entry e on e.partner_id = c.partner_id and e.document = c.number
     group by c.partner_id, p.name, c.number having sum(e.amount) > 0
     order by c.partner_id, c.number`,
    [numbers, credits.map((credit) => credit.currency), credits.map((credit) => credit.amount)],
  )
  return rows
}

/** Partners whose payments came from these bank accounts before, the last one of each account. */
export async function findKnownPayers(
  session: Session,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, KnownPayer>> {
  const { rows } = await session.query<KnownPayer & { readonly account: string }>(
    `select distinct on (b.payer_account) b.payer_account as account, p.partner_id as "partnerId", p.name as "partnerName"
     from bank_entry b join partner p on p.partner_id = b.owner_id
     where b.state = 'confirmed' and b.payer_account <> '' and b.payer_account = any($1::text[])
     order by b.payer_account, b.decided_at desc, b.bank_entry_id`,
    [accounts],
  )
  return new Map(rows.map(({ account, ...payer }) => [account, payer]))
}
