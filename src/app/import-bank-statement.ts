import { exactMatch } from '../core/invoicing/bank-matching.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type BankFormat, insertEntries, keepStatement } from '../store/bank-statements.js'
import { recordChange } from './audit.js'
import { confirmEntry, loadEntries } from './bank-entries.js'
import { type ReadFile, withReferences } from './bank-file.js'
import { readBankCsv } from './read-bank-csv.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

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
  /** Ids of entries that were not known. */
  readonly entryIds: readonly string[]
  /** Entries that an earlier import brought. */
  readonly known: number
  readonly passedOver: number
  readonly confirmedIds: readonly string[]
}

/** Largest file, in bytes. */
export const MOST_BANK_BYTES = 16 * 1_048_576

/**
 * Takes the credits of a bank statement: all of the file, or nothing. What was imported before stays as it is, whatever
 * statement it comes in again. Nothing becomes a payment before somebody confirms it, unless `autoExact` asks for it.
 */
export async function importBankStatement(context: UseCase, file: BankFile): Promise<Outcome<ImportedStatement[]>> {
  const read = await readFile(file)
  if (!read.ok) {
    const [first] = read.problems
    const more = read.problems.length > 1 ? ` (and ${read.problems.length - 1} more)` : ''
    const refused = refuse('bank-statement-refused', { problem: `line ${first!.line}: ${first!.reason}${more}` })
    return { ok: false, refusal: { ...refused.refusal, details: read.problems } }
  }
  const { session, now, newId, actor } = context
  const imported: ImportedStatement[] = []
  for (const { account, reference, currency, credits, passedOver } of read.statements) {
    const statement = { statementId: newId(), format: file.format, account, reference, currency }
    const statementId = await keepStatement(session, { ...statement, importedAt: now, importedBy: actor.name })
    const entries = withReferences(credits).map((entry) => ({ ...entry, bankEntryId: newId() }))
    const entryIds = await insertEntries(session, { statementId, account }, entries)
    const confirmed = file.autoExact ? await confirmExact(context, entryIds) : accept([])
    if (!confirmed.ok) return confirmed
    await recordChange(context, {
      partnerId: PLATFORM_ID,
      customer: null,
      resourceType: 'undefined',
      operationType: 'undefined',
      before: null,
      after: { account, reference, entries: entryIds.length, known: credits.length - entryIds.length },
      data: { action: 'import_bank_statement' },
    })
    const known = credits.length - entryIds.length
    imported.push({ statementId, account, reference, entryIds, known, passedOver, confirmedIds: confirmed.value })
  }
  return accept(imported)
}

async function readFile({ format, bytes, account }: BankFile): Promise<ReadFile> {
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
async function confirmExact(context: UseCase, entryIds: readonly string[]): Promise<Outcome<string[]>> {
  const confirmed: string[] = []
  for (const bankEntryId of entryIds) {
    const [entry] = await loadEntries(context, [bankEntryId])
    const match = entry === undefined ? undefined : exactMatch(entry.suggestions)
    if (match === undefined) continue
    const { partnerId, allocations } = match
    const done = await confirmEntry(context, bankEntryId, { partnerId, allocations })
    if (!done.ok) return done
    confirmed.push(bankEntryId)
  }
  return accept(confirmed)
}
