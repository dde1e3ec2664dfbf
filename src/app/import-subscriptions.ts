import type { Instant } from '../core/calendar/day.js'
import { formatDay } from '../core/calendar/day.js'
import { refuse } from '../core/refusal.js'
import { findUnfinishedRun } from '../store/billing-runs.js'
import { loadCatalog } from '../store/catalog.js'
import { type CustomerKey, customerKeyOf, findCustomerKeys } from '../store/customers.js'
import type { Session } from '../store/database.js'
import { lockPartners } from '../store/partner-billing.js'
import { type BilledPartner, loadAllPartners } from '../store/partners.js'
import {
  findSubscriptionKeys,
  holdBillingRuns,
  loadHistories,
  type SubscriptionKey,
  subscriptionKeyOf,
  wereRecordedAt,
} from '../store/subscriptions.js'
import { type FoldedFamily, foldFamily, type NamedCatalog, namedCatalog } from './import-family.js'
import { FamilyReader, type FamilyRows, type FamilySink, refusalOf, type StrayRow } from './import-family-rows.js'
import type { ImportRefusal, RowCounts } from './import-refusals.js'
import { readRows } from './import-rows.js'
import { differenceOf, FamilyRowsWriter } from './import-subscription-chunk.js'
import { SUBSCRIPTION_COLUMN_LIST } from './import-subscription-rows.js'

export interface SubscriptionImportOptions {
  readonly now: Instant
  readonly actor: string
  readonly refuse: (refusal: ImportRefusal) => void
}

export interface SubscriptionCounts extends RowCounts {
  readonly subscriptions: number
  readonly events: number
  readonly charges: number
  /** Whether something already written turned out to be half of a family: nothing of the file may be kept. */
  readonly broken: boolean
}

/** Events after which a chunk is written; a family is never split. */
const CHUNK_EVENTS = 5_000

/**
 * Imports subscriptions with their histories, in the caller's transaction. While one chunk is being written, the next
 * one is read and charged. Billing runs wait meanwhile, because what is charged depends on how far partners are billed.
 */
export async function importSubscriptions(
  session: Session,
  source: AsyncIterable<Uint8Array>,
  options: SubscriptionImportOptions,
): Promise<SubscriptionCounts> {
  await holdBillingRuns(session)
  const catalog = namedCatalog(await loadCatalog(session))
  const importer = new SubscriptionImport(session, catalog, await loadAllPartners(session), options)
  const unfinished = await findUnfinishedRun(session)
  if (unfinished !== undefined) {
    const data = { asOf: formatDay(unfinished.asOf), partner: unfinished.onlyPartner ?? 'all partners' }
    const { refusal } = refuse('billing-run-unfinished', data)
    options.refuse(refusalOf(1, '', refusal.code, refusal.message))
    return { ...importer.counts, refused: 1, broken: true }
  }
  const reader = new FamilyReader(importer)
  try {
    for await (const rows of readRows(source, SUBSCRIPTION_COLUMN_LIST)) {
      for (const row of rows) reader.add(row)
      await importer.writeFullChunks()
    }
    reader.end()
    await importer.finish()
  } finally {
    await importer.settled()
  }
  return importer.counts
}

/** Families and rows that go to the database together. */
class Chunk {
  readonly families: FoldedFamily[] = []
  readonly keys = new Set<string>()
  readonly refusals: ImportRefusal[] = []
  readonly strays: StrayRow[] = []
  readonly writer: FamilyRowsWriter
  events = 0

  constructor(writer: FamilyRowsWriter) {
    this.writer = writer
  }
}

class SubscriptionImport implements FamilySink {
  readonly counts = { imported: 0, unchanged: 0, refused: 0, subscriptions: 0, events: 0, charges: 0, broken: false }
  readonly #session: Session
  readonly #catalog: NamedCatalog
  readonly #partners: ReadonlyMap<string, BilledPartner>
  readonly #options: SubscriptionImportOptions
  readonly #locked = new Set<string>()
  #chunk: Chunk
  #full: Chunk[] = []
  #writing: Promise<void> = Promise.resolve()

  constructor(
    session: Session,
    catalog: NamedCatalog,
    partners: ReadonlyMap<string, BilledPartner>,
    options: SubscriptionImportOptions,
  ) {
    this.#session = session
    this.#catalog = catalog
    this.#partners = partners
    this.#options = options
    this.#chunk = new Chunk(this.#newWriter())
  }

  family(family: FamilyRows): void {
    const folded = this.#fold(family)
    if ('refusal' in folded) {
      this.counts.refused += family.rowCount
      this.#chunk.refusals.push(folded.refusal)
      return
    }
    const keys = folded.members.map((member) => subscriptionKeyOf(member.founded))
    // A second family with the same ids is judged against the database, like any other that exists already.
    if (keys.some((key) => this.#chunk.keys.has(key))) this.#close()
    const chunk = this.#chunk
    for (const key of keys) chunk.keys.add(key)
    chunk.families.push(folded)
    chunk.writer.put(folded)
    chunk.events += family.rowCount
    if (chunk.events >= CHUNK_EVENTS) this.#close()
  }

  stray(row: StrayRow): void {
    this.counts.refused += 1
    this.#chunk.strays.push(row)
    if (this.#chunk.strays.length >= CHUNK_EVENTS) this.#close()
  }

  /** Starts writing what is ready, one chunk at a time, and lets the last one go on while more is read. */
  async writeFullChunks(): Promise<void> {
    const full = this.#full
    this.#full = []
    for (const chunk of full) {
      await this.#writing
      this.#writing = this.#write(chunk)
      this.#writing.catch(() => {}) // it is awaited before anything else happens
    }
  }

  async finish(): Promise<void> {
    this.#close()
    await this.writeFullChunks()
    await this.#writing
  }

  /** Waits until the session is free again, whatever came of it. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => {})
  }

  #newWriter(): FamilyRowsWriter {
    return new FamilyRowsWriter(this.#catalog, { recordedAt: this.#options.now, actor: this.#options.actor })
  }

  #close(): void {
    this.#full.push(this.#chunk)
    this.#chunk = new Chunk(this.#newWriter())
  }

  #fold(family: FamilyRows): FoldedFamily | { readonly refusal: ImportRefusal } {
    if (family.refusal !== undefined) return { refusal: family.refusal }
    const partner = this.#partners.get(family.partnerId)
    if (partner === undefined) {
      const reason = `there is no partner ${family.partnerId}`
      return { refusal: refusalOf(family.line, family.subscriptionId, 'unknown-partner', reason) }
    }
    const folded = foldFamily(family, partner, this.#catalog)
    return folded.ok ? folded.family : folded
  }

  async #write(chunk: Chunk): Promise<void> {
    await this.#lock(chunk)
    const strays = await this.#judgeStrays(chunk)
    const left = await this.#leaveOut(chunk)
    const refusals = [...chunk.refusals, ...strays, ...left.refusals].sort((a, b) => a.line - b.line)
    for (const refusal of refusals) this.#options.refuse(refusal)
    const written = left.families.length === chunk.families.length ? chunk.writer : this.#newWriter()
    if (written !== chunk.writer) for (const family of left.families) written.put(family)
    if (left.families.length === 0) return
    const { subscriptions, events, charges } = await written.copyTo(this.#session)
    this.counts.subscriptions += subscriptions
    this.counts.events += events
    this.counts.charges += charges
    for (const { rowCount } of left.families) this.counts.imported += rowCount
  }

  /** Whoever writes charges of a partner holds its lock. */
  async #lock(chunk: Chunk): Promise<void> {
    const ids = new Set<string>()
    for (const { partner } of chunk.families) if (!this.#locked.has(partner.partnerId)) ids.add(partner.partnerId)
    if (ids.size === 0) return
    const locked = await lockPartners(this.#session, [...ids])
    for (const id of ids) {
      const { chargedThrough, invoicedThrough } = this.#partners.get(id)!
      const now = locked.get(id)
      if (now?.chargedThrough !== chargedThrough || now.invoicedThrough !== invoicedThrough) {
        throw new Error(`partner ${id} was billed while subscriptions were being imported; import the file again`)
      }
      this.#locked.add(id)
    }
  }

  /** A row of a family that ended earlier, and is written by now, breaks the whole file. */
  async #judgeStrays(chunk: Chunk): Promise<ImportRefusal[]> {
    const known = chunk.strays.filter((stray) => stray.subscriptionId !== '')
    const written = known.length === 0 ? undefined : await wereRecordedAt(this.#session, known, this.#options.now)
    return chunk.strays.map((stray) => {
      const key = subscriptionKeyOf(stray)
      if (written?.has(key) !== true && !chunk.keys.has(key)) return stray.refusal
      this.counts.broken = true
      const { line, key: shown } = stray.refusal
      const reason = 'the family of this row ended before: sort the file, so that the rows of a family are contiguous'
      return refusalOf(line, shown, 'not-contiguous', reason)
    })
  }

  /** Leaves out the families whose customer is missing, and those that exist already. */
  async #leaveOut(chunk: Chunk): Promise<{ families: readonly FoldedFamily[]; refusals: readonly ImportRefusal[] }> {
    const members = chunk.families.flatMap((family) => family.members.map((member) => member.founded))
    if (members.length === 0) return { families: [], refusals: [] }
    const customers = new Map<string, CustomerKey>()
    for (const founded of members) customers.set(customerKeyOf(founded), founded)
    const found = await findCustomerKeys(this.#session, [...customers.values()])
    const stored = await findSubscriptionKeys(this.#session, members)
    if (found.size === customers.size && stored.length === 0) return { families: chunk.families, refusals: [] }
    return this.#sort(chunk, found, stored)
  }

  async #sort(chunk: Chunk, customers: ReadonlySet<string>, stored: readonly SubscriptionKey[]) {
    const existing = new Set(stored.map(subscriptionKeyOf))
    const exists = (family: FoldedFamily) =>
      family.members.some((member) => existing.has(subscriptionKeyOf(member.founded)))
    const histories = await loadHistories(this.#session, stored)
    const families: FoldedFamily[] = []
    const refusals: ImportRefusal[] = []
    const leave = (family: FoldedFamily, key: string, code: ImportRefusal['code'], reason: string) => {
      this.counts.refused += family.rowCount
      refusals.push(refusalOf(family.line, key, code, reason))
    }
    for (const family of chunk.families) {
      const lacking = family.members.find(({ founded }) => !customers.has(customerKeyOf(founded)))?.founded
      if (lacking !== undefined) {
        const reason = `the partner has no customer ${lacking.customerId}`
        leave(family, lacking.subscriptionId, 'unknown-customer', reason)
      } else if (!exists(family)) families.push(family)
      else {
        const differing = family.members
          .map(({ founded }) => founded.subscriptionId)
          .map((id, index) => {
            const member = family.members[index]!
            return { id, difference: differenceOf(member, histories.get(subscriptionKeyOf(member.founded))) }
          })
          .find(({ difference }) => difference !== undefined)
        if (differing === undefined) this.counts.unchanged += family.rowCount
        else leave(family, differing.id, 'already-exists', `the subscription exists already: ${differing.difference}`)
      }
    }
    return { families, refusals }
  }
}
