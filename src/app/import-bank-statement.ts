import { createHash } from 'node:crypto'
import { exactMatch } from '../core/invoicing/bank-matching.js'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import {
  type BankFormat,
  countEntries,
  insertEntries,
  keepStatement,
  listUndecided,
  lockBankImports,
  noteOpenEntry,
} from '../store/bank-statements.js'
import { recordChange } from './audit.js'
import { confirmEntry, loadEntries } from './bank-entries.js'
import { joinPages, type ReadFile, type ReadStatement, withReferences } from './bank-file.js'
import { readBankCsv } from './read-bank-csv.js'
import { type Database, PLATFORM_ID, type UseCase } from './use-case.js'

/** A file of a bank. */
export interface BankFile {
  readonly format: BankFormat
  readonly bytes: Uint8Array
  /** For CSV, which does not say it: what the provider calls its account. */
  readonly account: string
  /** Confirm what needs no person: number and amount are exact, and there is one candidate. */
  readonly autoExact: boolean
}

export interface ImportedStatement {
  readonly statementId: string
  readonly account: string
  readonly reference: string
  /** Ids of the entries it brought; none where the same file was imported before. */
  readonly entryIds: readonly string[]
  /** Those of them that look like entries of other files. */
  readonly duplicateIds: readonly string[]
  /** Entries that an earlier import of the same file brought. */
  readonly known: number
  readonly passedOver: number
  readonly confirmedIds: readonly string[]
  /** Entries that are exact and could not be confirmed; each says why. */
  readonly refusedIds: readonly string[]
}

/** What an import takes: its transactions are its own, because the accounts of many partners must not be locked at once. */
export type BankImport = Omit<UseCase, 'session'> & { readonly database: Database }

/** Largest file, in bytes. */
export const MOST_BANK_BYTES = 16 * 1_048_576

/**
 * Takes the credits of a bank statement. Nothing becomes a payment before somebody confirms it, unless `autoExact` asks
 * for it; then each entry is confirmed by itself, so that one that is refused keeps no other from being confirmed, and an
 * import that was broken off goes on when the file is imported again.
 */
export async function importBankStatement(given: BankImport, file: BankFile): Promise<Outcome<ImportedStatement[]>> {
  const { database } = given
  const read = await readFile(file)
  if (!read.ok) return read
  const taken = await database.transaction((session) => takeStatements({ ...given, session }, file, read.value))
  if (!file.autoExact) return accept(taken)
  const confirmed: ImportedStatement[] = []
  for (const statement of taken) confirmed.push({ ...statement, ...(await confirmAll(given, statement.statementId)) })
  return accept(confirmed)
}

/** Takes the credits of a bank statement in the transaction of the caller: all of the file, or nothing, and once only. */
export async function takeBankStatement(
  context: UseCase,
  file: Omit<BankFile, 'autoExact'>,
): Promise<Outcome<ImportedStatement[]>> {
  const read = await readFile(file)
  return read.ok ? accept(await takeStatements(context, file, read.value)) : read
}

async function takeStatements(
  context: UseCase,
  { format, bytes }: Pick<BankFile, 'format' | 'bytes'>,
  statements: readonly ReadStatement[],
): Promise<ImportedStatement[]> {
  const fileHash = createHash('sha256').update(bytes).digest('hex')
  await lockBankImports(context.session)
  const taken: ImportedStatement[] = []
  for (const statement of joinPages(statements))
    taken.push(await takeStatement(context, statement, { format, fileHash }))
  return taken
}

async function takeStatement(
  context: UseCase,
  { account, reference, currency, credits, passedOver }: ReadStatement,
  file: Pick<BankFile, 'format'> & { readonly fileHash: string },
): Promise<ImportedStatement> {
  const { session, now, newId, actor } = context
  const kept = { ...file, statementId: newId(), account, reference, currency }
  const { statementId, isNew } = await keepStatement(session, { ...kept, importedAt: now, importedBy: actor.name })
  const entries = isNew ? withReferences(credits).map((entry) => ({ ...entry, bankEntryId: newId() })) : []
  const inserted = await insertEntries(session, { statementId, account }, entries)
  const known = isNew ? 0 : await countEntries(session, statementId)
  const entryIds = inserted.map(({ bankEntryId }) => bankEntryId)
  const duplicateIds = inserted.flatMap(({ bankEntryId, duplicateOf }) => (duplicateOf === null ? [] : [bankEntryId]))
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'undefined',
    operationType: 'undefined',
    before: null,
    after: { account, reference, entries: entryIds.length, possibleDuplicates: duplicateIds.length, known },
    data: { action: 'import_bank_statement' },
  })
  return {
    statementId,
    account,
    reference,
    entryIds,
    duplicateIds,
    known,
    passedOver,
    confirmedIds: [],
    refusedIds: [],
  }
}

async function readFile(file: Omit<BankFile, 'autoExact'>): Promise<Outcome<readonly ReadStatement[]>> {
  const read = await parseFile(file)
  if (read.ok) return accept(read.statements)
  const [first] = read.problems
  const more = read.problems.length > 1 ? ` (and ${read.problems.length - 1} more)` : ''
  const refused = refuse('bank-statement-refused', { problem: `line ${first!.line}: ${first!.reason}${more}` })
  return { ok: false, refusal: { ...refused.refusal, details: read.problems } }
}

async function parseFile({ format, bytes, account }: Omit<BankFile, 'autoExact'>): Promise<ReadFile> {
  if (bytes.length > MOST_BANK_BYTES) {
    const reason = `the file is larger than ${MOST_BANK_BYTES / 1_048_576} MiB; ask the bank for shorter periods`
    return { ok: false, problems: [{ line: 1, reason }] }
  }
  if (format === 'csv') return readBankCsv(bytes, account)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { ok: false, problems: [{ line: 1, reason: 'the file is not UTF-8; save it in that encoding' }] }
  }
  // Loaded here, because only who imports such a file needs the parser.
  const { readCamt } = await import('./read-camt.js')
  return readCamt(text)
}

/** One after the other, because each may settle an invoice that the next one names, too. */
async function confirmAll(
  given: BankImport,
  statementId: string,
): Promise<Pick<ImportedStatement, 'confirmedIds' | 'refusedIds'>> {
  const { database } = given
  const confirmedIds: string[] = []
  const refusedIds: string[] = []
  for (const bankEntryId of await listUndecided(database, statementId)) {
    const confirmed = await undone(database, (session) => confirmIfExact({ ...given, session }, bankEntryId))
    if (!confirmed.ok) {
      refusedIds.push(bankEntryId)
      await noteOpenEntry(database, bankEntryId, confirmed.refusal.message)
    } else if (confirmed.value) confirmedIds.push(bankEntryId)
  }
  return { confirmedIds, refusedIds }
}

/**
 * Confirms an entry that needs no person: its number and amount are exact, there is one candidate, and it looks like no
 * other entry. @returns whether it was
 */
export async function confirmIfExact(context: UseCase, bankEntryId: string): Promise<Outcome<boolean>> {
  const [entry] = await loadEntries(context, [bankEntryId])
  const match = entry === undefined || entry.duplicateOf !== null ? undefined : exactMatch(entry.suggestions)
  if (match === undefined) return accept(false)
  const { partnerId, allocations } = match
  const confirmed = await confirmEntry(context, bankEntryId, { partnerId, allocations })
  return confirmed.ok ? accept(true) : confirmed
}

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** Does something in a transaction of its own, which is undone where it is refused. */
async function undone<T>(
  database: Database,
  work: (session: UseCase['session']) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await database.transaction(async (session) => {
      const outcome = await work(session)
      if (!outcome.ok) throw new Refused(outcome.refusal)
      return outcome
    })
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    throw error
  }
}
