import type { Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type BilledDocument, findDocument } from '../store/billed-documents.js'
import { findInvoiceParties } from '../store/invoice-parties.js'
import { listUnstoredDocuments } from '../store/stored-files.js'
import { AtOnce } from './files/at-once.js'
import { readStoredFile, type StoredFile, storeFile } from './files/stored-files.js'
import { loadInvoiceDocument } from './invoice-documents.js'
import {
  type DocumentFormat,
  type DocumentLanguage,
  documentFileName,
  documentLanguageOf,
  writeDocumentFile,
} from './invoice-files.js'
import type { Database } from './use-case.js'

export interface DocumentWish {
  readonly format: DocumentFormat
  /** By default the provider's. */
  readonly language: DocumentLanguage | undefined
  /** Longest invoice whose document is written while one waits; a stored one is given however long it is. */
  readonly mostCharges?: number
}

/** How many documents are written at once for those who wait for them: each takes memory and a processor. */
const MOST_AT_ONCE = 8
const whileSomebodyWaits = new AtOnce(MOST_AT_ONCE)

/**
 * An issued document as a file: written the first time it is asked for and stored, and what was stored ever after, byte for byte.
 */
export async function loadDocumentFile(
  database: Database,
  document: BilledDocument,
  { format, language, mostCharges }: DocumentWish,
  now: Instant,
): Promise<Outcome<StoredFile>> {
  const { partnerId, number, chargeCount } = document
  const keyOf = (languages: readonly string[]) => {
    return { partnerId, owner: number, name: documentFileName(number, format, documentLanguageOf(languages, language)) }
  }
  const said = await findInvoiceParties(database, partnerId, number)
  const known = said === undefined ? undefined : await readStoredFile(database, 'documents', keyOf(said.languages))
  if (known !== undefined) return accept(known)
  if (mostCharges !== undefined && chargeCount > mostCharges) {
    return refuse('invoice-too-long', { number, lines: Number(chargeCount), limit: mostCharges })
  }
  const write = async (): Promise<Outcome<StoredFile>> => {
    const loaded = await loadInvoiceDocument(database, document, now)
    if (!loaded.ok) return loaded
    const written = await writeDocumentFile(loaded.value, format, language)
    if (!written.ok) return written
    const key = keyOf(loaded.value.languages)
    await database.transaction((session) => storeFile(session, 'documents', key, written.value, now))
    // Whoever wrote it at the same time and was first has decided what it is.
    return accept((await readStoredFile(database, 'documents', key))!)
  }
  return mostCharges === undefined ? write() : whileSomebodyWaits.run(write)
}

/** How long after its issue a document is still written in the background, and for how long an invoice. */
export const BACKGROUND_MILLISECONDS = 3 * 86_400_000
export const MOST_BACKGROUND_CHARGES = 20_000
const AT_A_TIME = 20

/**
 * Writes and stores the PDFs of invoices that were issued lately, some at a time, so that issuing waits for none. What cannot
 * be written now is told once and left to whoever asks for it.
 */
export class DocumentStorer {
  readonly #database: Database
  readonly #clock: () => Instant
  readonly #given = new Set<string>()

  constructor({ database, clock }: { readonly database: Database; readonly clock: () => Instant }) {
    this.#database = database
    this.#clock = clock
  }

  /** Stores the next ones; says whether there may be more. */
  async storeNext(stopping: () => boolean): Promise<boolean> {
    const since = (this.#clock() - BACKGROUND_MILLISECONDS) as Instant
    const limit = this.#given.size + AT_A_TIME
    const waiting = await listUnstoredDocuments(this.#database, since, MOST_BACKGROUND_CHARGES, limit)
    const next = waiting.filter(({ number }) => !this.#given.has(number)).slice(0, AT_A_TIME)
    for (const { partnerId, number } of next) {
      if (stopping()) return false
      const document = (await findDocument(this.#database, partnerId, number))!
      const stored = await loadDocumentFile(
        this.#database,
        document,
        { format: 'pdf', language: undefined },
        this.#clock(),
      ).catch((error: unknown) => {
        this.#given.add(number)
        throw error
      })
      // Before the provider has a profile there are none at all.
      if (!stored.ok) {
        if (stored.refusal.code === 'document-without-seller') return false
        this.#given.add(number)
      }
    }
    return next.length > 0
  }
}
