import { accept, type Outcome, type Refusal } from '../../core/refusal.js'
import type { Database } from '../../store/database.js'
import { type ImportedPart, importedPart } from '../../store/usage-events.js'
import { loadPartner } from '../partners.js'
import type { UseCase } from '../use-case.js'
import { type EventChunk, readEventLines } from './event-lines.js'
import { ingestUsage, type UsageIngested } from './ingest-usage.js'

/** A file of usage events. */
export interface UsageFile {
  /** What names its content, such as its hash: how far it came is remembered under it. */
  readonly source: string
  readonly form: 'csv' | 'ndjson'
  open(): AsyncIterable<Uint8Array>
}

export interface UsageFileWatch {
  /** The content up to this byte is in the database. */
  onProgress(position: number): void
  /** In order of lines. */
  onRefusal(line: number, id: string, refusal: Refusal): void
}

export interface UsageFileReport {
  /** Byte at which the import went on; 0 for a file that is new. */
  readonly from: number
  readonly accepted: number
  readonly duplicates: number
  readonly refused: number
  /** What earlier runs had done of the file. */
  readonly before: ImportedPart
}

export type { ImportedPart }

/** Batches that are under way at the same time: one is appended while the next ones are read and copied. */
const LANES = 3

/**
 * Appends the events of a file, batch by batch, and remembers the position with each: what was broken off goes on there.
 * @param fromStart reads it from its first event all the same, such as after a meter was missing
 */
export async function importUsageFile(
  context: Pick<UseCase, 'now' | 'newId' | 'actor'>,
  database: Database,
  partnerId: string,
  file: UsageFile,
  watch: UsageFileWatch,
  fromStart = false,
): Promise<Outcome<UsageFileReport>> {
  const partner = await loadPartner({ session: database }, partnerId)
  if (!partner.ok) return partner
  const before = await importedPart(database, partnerId, file.source)
  const from = fromStart ? 0 : Number(before.position)
  const report = { from, accepted: 0, duplicates: 0, refused: 0, before }
  const lanes = Math.min(LANES, database.maxSessions)
  const underWay: Promise<void>[] = []
  let hasKnown = false
  let previous: Promise<void> = Promise.resolve()
  try {
    for await (const chunk of readEventLines(file.open(), file.form, from)) {
      if (!chunk.ok) return chunk
      previous = append(chunk.value, previous)
      previous.catch(() => {}) // told below, where it is awaited
      underWay.push(previous)
      if (underWay.length >= lanes) await underWay.shift()
    }
    await previous
  } finally {
    await Promise.allSettled(underWay)
  }
  return accept(report)

  async function append(chunk: EventChunk, turn: Promise<void>): Promise<void> {
    const { events, refused, position } = chunk
    const ingested = await database.transaction(async (session) => {
      const source = {
        ...{ source: file.source, position: BigInt(position), unreadable: refused.length },
        ...{ hasKnown, turn: () => turn },
      }
      const outcome = await ingestUsage({ ...context, session }, partnerId, events, source)
      if (!outcome.ok) throw new Error(outcome.refusal.message)
      return outcome.value
    })
    // Where some events were reported before, so are those that come after them, more often than not.
    hasKnown = ingested.duplicates > 0
    report.accepted += ingested.accepted
    report.duplicates += ingested.duplicates
    report.refused += ingested.refused + refused.length
    if (ingested.refused + refused.length > 0) tellRefusals(chunk, ingested, watch)
    watch.onProgress(position)
  }
}

function tellRefusals({ events, lines, refused }: EventChunk, { answers }: UsageIngested, watch: UsageFileWatch): void {
  const all = refused.map(({ line, refusal }) => ({ line, id: String(refusal.data['event'] ?? ''), refusal }))
  for (const [index, { refusal }] of answers.entries()) {
    if (refusal !== undefined) all.push({ line: lines[index]!, id: events[index]!.id, refusal })
  }
  all.sort((left, right) => left.line - right.line)
  for (const { line, id, refusal } of all) watch.onRefusal(line, id, refusal)
}
