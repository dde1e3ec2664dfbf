import { isDeepStrictEqual } from 'node:util'
import type { Session } from '../store/database.js'
import type { ParsedRow } from './import-fields.js'
import type { ImportKind, ImportRefusal, RowCounts } from './import-refusals.js'
import { type Columns, type Row, readRows } from './import-rows.js'

/** What is to be done with a row that could be read. */
export type Verdict = 'new' | 'unchanged' | Pick<ImportRefusal, 'code' | 'reason'>

/** A kind of file whose rows stand for themselves. */
export interface KeyedKind<V> {
  readonly kind: ImportKind
  readonly columns: Columns
  parse(cells: readonly string[]): ParsedRow<V>
  /** What people call the row, in refusals. */
  keyOf(cells: readonly string[]): string
  /** Looks up, in bulk, what is stored about these rows. */
  open(session: Session, values: readonly V[]): Promise<Chunk<V>>
}

/** Rows on their way into the database. */
export interface Chunk<V> {
  /** Judges one row after the other: one that is new counts as stored for those after it. */
  judge(value: V): Verdict
  /** Writes the rows judged to be new. */
  insert(session: Session, values: readonly V[]): Promise<void>
}

const CHUNK_ROWS = 5_000

/** Imports a file of independent rows in the caller's transaction, chunk by chunk. */
export async function importKeyed<V>(
  session: Session,
  kind: KeyedKind<V>,
  source: AsyncIterable<Uint8Array>,
  refuse: (refusal: ImportRefusal) => void,
): Promise<RowCounts> {
  const counts = { imported: 0, unchanged: 0, refused: 0 }
  let chunk: Row[] = []
  const flush = async () => {
    await importChunk(session, kind, chunk, counts, refuse)
    chunk = []
  }
  for await (const rows of readRows(source, kind.columns)) {
    for (const row of rows) {
      chunk.push(row)
      if (chunk.length >= CHUNK_ROWS) await flush()
    }
  }
  await flush()
  return counts
}

async function importChunk<V>(
  session: Session,
  kind: KeyedKind<V>,
  rows: readonly Row[],
  counts: { imported: number; unchanged: number; refused: number },
  refuse: (refusal: ImportRefusal) => void,
): Promise<void> {
  if (rows.length === 0) return
  const parsed = rows.map((row) => (row.cells === undefined ? undefined : kind.parse(row.cells)))
  const values = parsed.flatMap((result) => (result?.ok === true ? [result.value] : []))
  const opened = values.length === 0 ? undefined : await kind.open(session, values)
  const added: V[] = []
  for (const [index, row] of rows.entries()) {
    const result = parsed[index]
    const verdict = judged(row, result, opened)
    if (verdict === 'new' && result?.ok === true) {
      added.push(result.value)
      counts.imported += 1
    } else if (verdict === 'unchanged') counts.unchanged += 1
    else if (typeof verdict === 'object') {
      const key = row.cells === undefined ? '' : kind.keyOf(row.cells)
      refuse({ kind: kind.kind, line: row.line, key, code: verdict.code, reason: verdict.reason })
      counts.refused += 1
    }
  }
  if (added.length > 0) await opened?.insert(session, added)
}

function judged<V>(row: Row, result: ParsedRow<V> | undefined, opened: Chunk<V> | undefined): Verdict {
  if (row.fault !== undefined) return row.fault
  if (result?.ok === true && opened !== undefined) return opened.judge(result.value)
  return { code: 'malformed', reason: result?.ok === false ? result.reason : 'the row cannot be read' }
}

/** The columns in which two records differ, for people; `undefined` where they are the same. */
export function differenceBetween<V extends object>(given: V, stored: V): string | undefined {
  const names = (Object.keys(given) as (keyof V & string)[]).filter(
    (name) => !isDeepStrictEqual(given[name], stored[name]),
  )
  return names.length === 0 ? undefined : names.map(columnOf).join(', ')
}

/** `ledgerStart` as files write it: `ledger_start`. */
function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
