import { type Outcome, type Refusal, refuse } from '../../core/refusal.js'
import type { ParsedRow } from '../import-fields.js'
import { type Columns, readRows } from '../import-rows.js'

/** A line of a file of meters, rates or exchange rates that cannot be taken, and why. */
export interface UsageFileProblem {
  readonly line: number
  readonly code: string
  readonly reason: string
}

/** What importing a file came to; what is known already stays as it is. */
export interface UsageFileImport {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

export interface UsageFileRow<T> {
  readonly line: number
  readonly value: T
}

const MOST_LINES = 50_000
const PROBLEMS_TOLD = 100

/** Reads a whole file; `problems` are the lines that cannot be understood. A file that is too long is refused. */
export async function readUsageFile<T>(
  source: AsyncIterable<Uint8Array>,
  form: { readonly columns: Columns; parse(cells: readonly string[]): ParsedRow<T> },
): Promise<Outcome<{ readonly rows: readonly UsageFileRow<T>[]; readonly problems: readonly UsageFileProblem[] }>> {
  const rows: UsageFileRow<T>[] = []
  const problems: UsageFileProblem[] = []
  for await (const read of readRows(source, form.columns)) {
    for (const { line, cells, fault } of read) {
      if (cells === undefined) {
        problems.push({ line, code: fault!.code, reason: fault!.reason })
        continue
      }
      const row = form.parse(cells)
      if (row.ok) rows.push({ line, value: row.value })
      else problems.push({ line, code: 'invalid-value', reason: row.reason })
    }
    if (rows.length + problems.length > MOST_LINES) {
      return refuse('malformed', { what: 'the file', problem: `at most ${MOST_LINES} lines` })
    }
  }
  if (rows.length + problems.length === 0) {
    problems.push({ line: 1, code: 'unreadable', reason: 'the file has a header and no lines' })
  }
  return { ok: true, value: { rows, problems } }
}

export function problemOf(line: number, { code, message }: Refusal): UsageFileProblem {
  return { line, code, reason: message.replace(/\.$/, '') }
}

/** Refuses a file as a whole, and says of its first lines what is wrong with them. */
export function refuseUsageFile(problems: readonly UsageFileProblem[]): Outcome<never> {
  const told = problems.toSorted((left, right) => left.line - right.line).slice(0, PROBLEMS_TOLD)
  const { line, reason } = told[0]!
  const { refusal } = refuse('usage-file-refused', { problems: problems.length, first: `line ${line}, ${reason}` })
  return { ok: false, refusal: { ...refusal, details: told } }
}
