import { createHash } from 'node:crypto'
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
  /** SHA-256 of the whole file, in hexadecimal. */
  readonly fileHash: string
  readonly currency: string
  readonly importedAt: Instant
  readonly importedBy: string
}

/** Money that came in, as the bank tells it. */
export interface BankEntryFacts extends BankCredit {
  /** Position in its file, from 1. */
  readonly entryNumber: number
  /** What it is known by: what the bank says of it, its day and amount, and a count. */
  readonly reference: string
  readonly bookedOn: Day
  readonly payerAccount: string
}

export interface BankEntry extends BankEntryFacts {
  readonly bankEntryId: string
  readonly statementId: string
  readonly account: string
  /** An entry of another file with the same reference: it may be the same money. */
  readonly duplicateOf: string | null
  readonly state: BankEntryState
  /** The partner whose payment it became. */
  readonly ownerId: string | null
  readonly paymentId: string | null
  readonly decidedAt: Instant | null
  readonly decidedBy: string | null
  /** Why it was set aside; of an open one, why it could not be confirmed by itself. */
  readonly reason: string
}

const IMPORT_LOCK = 7_072_111_727n

/** Lets one import at a time look for entries that are known, until the transaction ends. */
export async function lockBankImports(session: Session): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1)', [IMPORT_LOCK])
}

/** Keeps a statement, or finds it where the same file brought it before. */
export async function keepStatement(
  session: Session,
  statement: BankStatement,
): Promise<{ readonly statementId: string; readonly isNew: boolean }> {
  const { account, reference, fileHash } = statement
  const { rowCount } = await session.query(
    `insert into bank_statement (statement_id, format, account, reference, currency, imported_at, imported_by, file_sha256)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (account, reference, file_sha256) do nothing`,
    [
      statement.statementId,
      statement.format,
      account,
      reference,
      statement.currency,
      instantParameter(statement.importedAt),
      statement.importedBy,
      fileHash,
    ],
  )
  const { rows } = await session.query<{ readonly id: string }>(
    'select statement_id as id from bank_statement where account = $1 and reference = $2 and file_sha256 = $3',
    [account, reference, fileHash],
  )
  return { statementId: rows[0]!.id, isNew: rowCount > 0 }
}

/**
 * Adds the entries of a statement. One that looks like an entry of another file is marked, and not left out: banks give
 * the same reference to different money.
 */
export async function insertEntries(
  session: Session,
  { statementId, account }: { readonly statementId: string; readonly account: string },
  entries: readonly (BankEntryFacts & { readonly bankEntryId: string })[],
): Promise<{ readonly bankEntryId: string; readonly duplicateOf: string | null }[]> {
  const { rows } = await session.query<{ readonly bankEntryId: string; readonly duplicateOf: string | null }>(
    `insert into bank_entry (bank_entry_id, statement_id, account, state, entry_number, reference, booked_on, currency,
       amount, payer, payer_account, remittance, structured_reference, reference_sha256, duplicate_of)
     select v.id, $1, $2, 'open', v.entry_number, v.reference, v.booked_on, v.currency, v.amount, v.payer,
       v.payer_account, v.remittance, v.structured_reference, v.hash,
       (select k.bank_entry_id from bank_entry k where k.account = $2 and k.reference_sha256 = v.hash
        order by k.duplicate_of is not null, k.bank_entry_id limit 1)
     from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::text[], $8::bigint[], $9::text[], $10::text[],
       $11::text[], $12::text[], $13::text[]) as v (id, entry_number, reference, booked_on, currency, amount, payer,
       payer_account, remittance, structured_reference, hash)
     returning bank_entry_id as "bankEntryId", duplicate_of as "duplicateOf"`,
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
      entries.map((entry) => createHash('sha256').update(entry.reference).digest('hex')),
    ],
  )
  return rows
}

/** How many entries a statement has. */
export async function countEntries(session: Session, statementId: string): Promise<number> {
  const { rows } = await session.query<{ readonly count: bigint }>(
    'select count(*) as count from bank_entry where statement_id = $1',
    [statementId],
  )
  return Number(rows[0]!.count)
}

/** Entries of a statement nobody has decided yet and that look like no other, in order. */
export async function listUndecided(session: Session, statementId: string): Promise<string[]> {
  const { rows } = await session.query<{ readonly id: string }>(
    `select bank_entry_id as id from bank_entry
     where statement_id = $1 and state = 'open' and duplicate_of is null order by entry_number`,
    [statementId],
  )
  return rows.map((row) => row.id)
}

const COLUMNS = `bank_entry_id as "bankEntryId", statement_id as "statementId", entry_number as "entryNumber", account,
  reference, booked_on as "bookedOn", currency, amount, payer, payer_account as "payerAccount", remittance,
  structured_reference as "structuredReference", duplicate_of as "duplicateOf", state, owner_id as "ownerId", payment_id as "paymentId",
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

/** Notes why an entry was not confirmed by itself. */
export async function noteOpenEntry(session: Session, bankEntryId: string, reason: string): Promise<void> {
  await session.query(`update bank_entry set reason = $2 where bank_entry_id = $1 and state = 'open'`, [
    bankEntryId,
    reason,
  ])
}

/** Invoices of one amount that are looked at; the newest. */
const INVOICES_OF_AN_AMOUNT = 50

/** Open invoices with one of these numbers, or whose total is one of these amounts, of whatever partner; for amounts, of no sandbox. */
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
         join partner o on o.partner_id = e.partner_id and not o.is_sandbox
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
