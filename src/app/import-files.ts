import type { Instant } from '../core/calendar/day.js'
import { moveCatalogVersion } from '../store/catalog-version.js'
import type { Database, Session } from '../store/database.js'
import { CUSTOMERS } from './import-customers.js'
import { importKeyed } from './import-keyed.js'
import { PARTNERS } from './import-partners.js'
import { pricesKind } from './import-prices.js'
import { importProfiles } from './import-profiles.js'
import { PUBLISHERS } from './import-publishers.js'
import { IMPORT_KINDS, type ImportKind, type ImportRefusal, type RowCounts } from './import-refusals.js'
import { SKUS } from './import-skus.js'
import { importSubscriptions } from './import-subscriptions.js'

/** A file to import. It is opened when its turn comes, and read once. */
export interface ImportFile {
  readonly kind: ImportKind
  /** What people call it. */
  readonly name: string
  open(): AsyncIterable<Uint8Array>
}

export interface ImportOptions {
  /** Leave out what is refused and keep the rest; otherwise one refusal keeps everything out. */
  readonly skipInvalid?: boolean
  /** Do everything and then undo it. */
  readonly dryRun?: boolean
  readonly now: () => Instant
  readonly newId: () => string
  readonly actor: string
  readonly onRefusal?: (refusal: ImportRefusal, file: ImportFile) => void
}

/** What came of one file. */
export interface ImportedFile extends RowCounts {
  readonly kind: ImportKind
  readonly name: string
  /** Entries of the refusal report; a refused family of subscriptions is one entry, whatever its rows. */
  readonly refusals: number
  /** What was written, for files of subscriptions. */
  readonly written?: { readonly subscriptions: number; readonly events: number; readonly charges: number }
  /** Whether what was imported is in the database now. */
  readonly committed: boolean
}

export interface ImportOutcome {
  readonly files: readonly ImportedFile[]
  /** Whether anything was refused. */
  readonly refused: boolean
}

/**
 * Imports files, those others rest on first. All or nothing: everything happens in one transaction, which is undone when
 * a row is refused. With `skipInvalid` each file is a transaction of its own and keeps what is valid.
 */
export async function importFiles(
  database: Database,
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<ImportOutcome> {
  const ordered = [...files].sort((a, b) => IMPORT_KINDS.indexOf(a.kind) - IMPORT_KINDS.indexOf(b.kind))
  const apart = options.skipInvalid === true && options.dryRun !== true
  const groups = apart ? ordered.map((file) => [file]) : [ordered]
  const imported: ImportedFile[] = []
  for (const group of groups) imported.push(...(await importTogether(database, group, options)))
  return { files: imported, refused: imported.some((file) => file.refusals > 0) }
}

const CATALOGUE: readonly ImportKind[] = ['profiles', 'publishers', 'skus']

/** Undoes a transaction that has gone well. */
class Undone extends Error {}

async function importTogether(
  database: Database,
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<ImportedFile[]> {
  const results: (Omit<ImportedFile, 'committed'> & { broken: boolean })[] = []
  try {
    await database.transaction(async (session) => {
      for (const file of files) results.push(await importFile(session, file, options))
      // Prices say so themselves.
      const changed = results.some(({ kind, imported }) => CATALOGUE.includes(kind) && imported > 0)
      if (changed) await moveCatalogVersion(session, options.newId())
      const refused = results.some((result) => (options.skipInvalid === true ? result.broken : result.refusals > 0))
      if (refused || options.dryRun === true) throw new Undone('undone')
    })
  } catch (error) {
    if (error instanceof Undone) return results.map(({ broken: _, ...result }) => ({ ...result, committed: false }))
    throw error
  }
  return results.map(({ broken: _, ...result }) => ({ ...result, committed: true }))
}

async function importFile(session: Session, file: ImportFile, options: ImportOptions) {
  const { kind, name } = file
  let refusals = 0
  const refuse = (refusal: ImportRefusal) => {
    refusals += 1
    options.onRefusal?.(refusal, file)
  }
  if (kind === 'subscriptions') {
    const given = { now: options.now(), actor: options.actor, refuse }
    const counts = await importSubscriptions(session, file.open(), given)
    const { imported, unchanged, refused, broken, ...written } = counts
    return { kind, name, imported, unchanged, refused, refusals, written, broken }
  }
  const counts = await importRows(session, kind, file, options, refuse)
  return { kind, name, ...counts, refusals, broken: false }
}

function importRows(
  session: Session,
  kind: Exclude<ImportKind, 'subscriptions'>,
  file: ImportFile,
  options: ImportOptions,
  refuse: (refusal: ImportRefusal) => void,
): Promise<RowCounts> {
  switch (kind) {
    case 'profiles':
      return importProfiles(session, file.open(), refuse)
    case 'partners':
      return importKeyed(session, PARTNERS, file.open(), refuse)
    case 'customers':
      return importKeyed(session, CUSTOMERS, file.open(), refuse)
    case 'publishers':
      return importKeyed(session, PUBLISHERS, file.open(), refuse)
    case 'skus':
      return importKeyed(session, SKUS, file.open(), refuse)
    case 'prices':
      return importKeyed(session, pricesKind(options.newId), file.open(), refuse)
  }
}
