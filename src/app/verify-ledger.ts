import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { replay } from '../core/charging/charge-subscription.js'
import { invoiceNumber } from '../core/invoicing/assemble.js'
import { accept, type Outcome } from '../core/refusal.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import { countLostAdjustments } from '../store/adjustments.js'
import { listWrongAmendments } from '../store/amendment-checks.js'
import type { BinaryRow } from '../store/binary-copy.js'
import { catalogFor, loadCatalog, type PartnerCatalog, type StoredCatalog } from '../store/catalog.js'
import { CHARGE_COLUMN_COUNT, readStoredCharge } from '../store/charges.js'
import { readDueOn, readState, STATE_COLUMN_COUNT } from '../store/charging-states.js'
import type { Database, Session } from '../store/database.js'
import {
  copyCharges,
  copyEvents,
  copyStates,
  countLostCharges,
  EVENT_FIELDS,
  listPartnerSizes,
  listWrongInvoices,
  loadNumbering,
} from '../store/ledger-reading.js'
import { loadPartners } from '../store/partner-billing.js'
import { loadQuarantine } from '../store/quarantine.js'
import { RowQueue } from '../store/row-queue.js'
import { readEvent } from '../store/subscription-events.js'
import { subscriptionKeyOf } from '../store/subscriptions.js'
import { uuidMemo } from '../store/uuid-memo.js'
import { compareCharges, compareState, type Replayed } from './compare-ledger.js'
import { verifyUsage } from './usage/verify-usage.js'

/** One thing that is not as the events say. */
export interface LedgerDifference {
  readonly partnerId: string
  readonly subscriptionId: string
  /** What differs, such as `charge 3 amount` or `invoice D000000001 total`. */
  readonly what: string
  readonly stored: string
  readonly recomputed: string
}

export interface LedgerVerification {
  readonly subscriptions: number
  readonly charges: number
  /** At most `MAXIMUM_DIFFERENCES`; `differenceCount` has them all. */
  readonly differences: readonly LedgerDifference[]
  readonly differenceCount: number
}

const MAXIMUM_DIFFERENCES = 1_000
const CHUNK_SUBSCRIPTIONS = 20_000

export interface VerifyOptions {
  readonly onlyPartner?: string
  /** Verify every n-th chunk of partners, from the k-th: how several processes share the work. */
  readonly part?: { readonly index: number; readonly of: number }
  readonly onProgress?: (progress: { readonly total: number; readonly done: number }) => void
}

/**
 * Proves the ledger from the event log: replays every subscription from its events and compares the charges, the stored
 * state, and the invoices' totals, counts and numbers with what is stored. Usage is added up and rated again.
 */
export async function verifyLedger(database: Database, options: VerifyOptions = {}): Promise<LedgerVerification> {
  const catalog = await loadCatalog(database)
  const partners = await listPartnerSizes(database, options.onlyPartner ?? null)
  const part = options.part ?? { index: 0, of: 1 }
  const chunks = chunksOf(partners).filter((_, index) => index % part.of === part.index)
  const total = chunks.reduce((sum, chunk) => sum + chunk.subscriptions, 0)
  const report = new Report()
  let done = 0
  for (const chunk of chunks) {
    await database.transaction(async (session) => {
      // One snapshot for everything that is compared, so that a billing run may go on meanwhile.
      await session.execute('set transaction isolation level repeatable read')
      await verifyChunk(session, chunk.partnerIds, catalog, report)
    })
    done += chunk.subscriptions
    options.onProgress?.({ total, done })
  }
  if (options.onlyPartner === undefined && part.index === 0) await verifyNumbering(database, report)
  return report.result()
}

class Report {
  subscriptions = 0
  charges = 0
  #count = 0
  readonly #differences: LedgerDifference[] = []

  add(partnerId: string, subscriptionId: string, what: string, stored: unknown, recomputed: unknown): void {
    this.#count += 1
    if (this.#differences.length >= MAXIMUM_DIFFERENCES) return
    this.#differences.push({ partnerId, subscriptionId, what, stored: String(stored), recomputed: String(recomputed) })
  }

  result(): LedgerVerification {
    const { subscriptions, charges } = this
    return { subscriptions, charges, differences: this.#differences, differenceCount: this.#count }
  }
}

async function verifyChunk(
  session: Session,
  partnerIds: readonly string[],
  catalog: StoredCatalog,
  report: Report,
): Promise<void> {
  const partners = await loadPartners(session, partnerIds)
  const quarantine = await loadQuarantine(session, partnerIds)
  const events = await RowQueue.open(
    copyEvents(session, partnerIds),
    EVENT_FIELDS,
    ownedBy(1, (row) => readEvent(row, 2)),
  )
  const charges = await RowQueue.open(
    copyCharges(session, partnerIds),
    CHARGE_COLUMN_COUNT,
    ownedBy(2, (row) => readStoredCharge(row)),
  )
  const states = await RowQueue.open(
    copyStates(session, partnerIds),
    STATE_COLUMN_COUNT,
    ownedBy(1, (row) => ({ state: readState(row, catalog.availabilities), dueOn: readDueOn(row) })),
  )
  for (let first = events.peek(); first !== undefined; first = events.peek()) {
    const history = takeOf(events, first)
    reportOrphans(charges, first, 'a charge', report)
    reportOrphans(states, first, 'a state', report)
    const stored = takeOf(charges, first)
    const state = takeOf(states, first)[0]
    const { partnerId, subscriptionId } = first
    const partner = partners.get(partnerId)!
    const own = catalogFor(catalog, partnerId)
    const say = (what: string, a: unknown, b: unknown) => report.add(partnerId, subscriptionId, what, a, b)
    report.subscriptions += 1
    report.charges += stored.length
    const replayed = replayTo(history, quarantine.get(subscriptionKeyOf(first)) ?? partner.chargedThrough, own)
    if (replayed.ok) {
      compareCharges(stored, replayed.value.step.charges, partner.ledgerStart, own, say)
      compareState(state, replayed.value, own, say)
    } else say('replay', 'charged', replayed.refusal.message)
  }
  reportOrphans(charges, undefined, 'a charge', report)
  reportOrphans(states, undefined, 'a state', report)
  await verifyUsage(session, partners, catalog, (...difference) => report.add(...difference))
  await verifyInvoices(session, partnerIds, report)
}

/** A row and whose it is. All copies come in order of partner and subscription, as UUIDs and so as their texts. */
interface Owned<T> {
  readonly partnerId: string
  readonly subscriptionId: string
  readonly value: T
}

type Owner = Omit<Owned<unknown>, 'value'>

/** Reads rows whose partner is in the first field and whose subscription is in `subscriptionField`. */
function ownedBy<T>(subscriptionField: number, read: (row: BinaryRow) => T): (row: BinaryRow) => Owned<T> {
  const [partnerId, subscriptionId] = [uuidMemo(0), uuidMemo(subscriptionField)]
  return (row) => ({ partnerId: partnerId(row), subscriptionId: subscriptionId(row), value: read(row) })
}

function takeOf<T>(rows: RowQueue<Owned<T>>, owner: Owner): T[] {
  const taken: T[] = []
  for (let row = rows.peek(); row !== undefined && isOf(row, owner); row = rows.peek()) {
    taken.push(row.value)
    rows.take()
  }
  return taken
}

/** Partners may have subscriptions of the same id. */
function isOf(row: Owner, owner: Owner): boolean {
  return row.subscriptionId === owner.subscriptionId && row.partnerId === owner.partnerId
}

/** Rows of subscriptions that have no events. */
function reportOrphans(rows: RowQueue<Owned<unknown>>, until: Owner | undefined, what: string, report: Report): void {
  for (
    let row = rows.peek();
    row !== undefined && (until === undefined || comesBefore(row, until));
    row = rows.peek()
  ) {
    report.add(row.partnerId, row.subscriptionId, 'events', what, 'none')
    rows.take()
  }
}

function comesBefore(left: Owner, right: Owner): boolean {
  return left.partnerId === right.partnerId
    ? left.subscriptionId < right.subscriptionId
    : left.partnerId < right.partnerId
}

async function verifyInvoices(session: Session, partnerIds: readonly string[], report: Report): Promise<void> {
  for (const wrong of await listWrongInvoices(session, partnerIds)) {
    const found = `${wrong.charged} in ${wrong.chargeCount} charges, adjusted ${wrong.adjusted}, tax ${wrong.tax}`
    const charges = `charges ${wrong.chargedTotal} in ${wrong.chargedCount}`
    const adjustments = `adjustments ${wrong.adjustedTotal} and tax ${wrong.adjustedTax}`
    const expected = `${charges}, lines ${wrong.lineTotal} and tax ${wrong.lineTax}, ${adjustments}, taxes ${wrong.taxTotal}`
    report.add(wrong.partnerId, '', `invoice ${wrong.number}`, found, expected)
  }
  for (const { partnerId, number, rule } of await listWrongAmendments(session, partnerIds)) {
    report.add(partnerId, '', `amendment ${number}`, 'stored otherwise', rule)
  }
  const lost = await countLostCharges(session, partnerIds)
  if (lost > 0) report.add(partnerIds[0]!, '', 'charges on no invoice', lost, 0)
  const astray = await countLostAdjustments(session, partnerIds)
  if (astray > 0) report.add(partnerIds[0]!, '', 'adjustments not as they were invoiced', astray, 0)
}

/** Replays up to the day the subscription is charged through: its partner's, or that of its last event if later. */
function replayTo(
  events: readonly SubscriptionEvent[],
  chargedThrough: Day,
  catalog: PartnerCatalog,
): Outcome<Replayed> {
  const last = dayOfInstant(events.at(-1)!.at)
  const until = last > chargedThrough ? last : chargedThrough
  const step = replay(events, until, catalog.availabilities)
  return step.ok ? accept({ step: step.value, until }) : step
}

async function verifyNumbering(database: Database, report: Report): Promise<void> {
  for (const { series, next, count, lowest, highest } of await loadNumbering(database)) {
    const whole =
      count === next - 1n &&
      (count === 0n || (lowest === invoiceNumber(series, 1n) && highest === invoiceNumber(series, next - 1n)))
    if (!whole) {
      report.add('', '', `numbers of series ${series}`, `${count} from ${lowest} to ${highest}`, `1 to ${next - 1n}`)
    }
  }
}

function chunksOf(partners: readonly { readonly partnerId: string; readonly subscriptions: number }[]) {
  const chunks: { partnerIds: string[]; subscriptions: number }[] = []
  for (const { partnerId, subscriptions } of partners) {
    const last = chunks.at(-1)
    if (last === undefined || last.subscriptions + subscriptions > CHUNK_SUBSCRIPTIONS) {
      chunks.push({ partnerIds: [partnerId], subscriptions })
    } else {
      last.partnerIds.push(partnerId)
      last.subscriptions += subscriptions
    }
  }
  return chunks
}
