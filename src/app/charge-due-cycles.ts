import type { Day, Instant } from '../core/calendar/day.js'
import type { Catalog } from '../core/catalog/availability.js'
import { advance } from '../core/charging/charge-subscription.js'
import { invoiceDateOf } from '../core/invoicing/invoice-date.js'
import { dueOn, type Subscription } from '../core/subscription/subscription.js'
import { type BillingRun, claimChunk, finishChunk } from '../store/billing-runs.js'
import { type BinaryRow, BinaryRowReader, BinaryRowWriter } from '../store/binary-copy.js'
import { catalogFor, type StoredCatalog } from '../store/catalog.js'
import { CHARGE_COLUMNS, putCharge } from '../store/charges.js'
import { copyDueStates, putState, readState, replaceStates, STATE_COLUMN_COUNT } from '../store/charging-states.js'
import type { Database } from '../store/database.js'
import { lockPartners, moveChargedThrough, type PartnerBilling } from '../store/partner-billing.js'
import { loadQuarantine, type Quarantined, replaceQuarantine } from '../store/quarantine.js'
import { subscriptionKeyOf } from '../store/subscriptions.js'
import { chargeUsage } from './usage/charge-usage.js'

/**
 * Charges the next chunk of a billing run: every subscription of its partners that falls due up to the run's day, and the
 * usage of the invoices it will issue, in one transaction. `false` when there is no chunk left. Safe to call from several processes and to repeat after a crash.
 *
 * Stored states are snapshots. What fell due since a snapshot is recomputed by the same fold that charged it, and only
 * the charges after the partner's `charged_through` are new: a plain cycle costs no update, only its charge.
 */
export async function chargeNextChunk(
  database: Database,
  run: BillingRun,
  catalog: StoredCatalog,
  now: Instant,
): Promise<boolean> {
  return database.transaction(async (session) => {
    const chunk = await claimChunk(session, run.billingRunId, 'charge')
    if (chunk === undefined) return false
    if (chunk === 'again') return true
    const partners = await lockPartners(session, chunk.partnerIds)
    // A partner charged up to the very day was planned for what is in quarantine; one charged further is left alone.
    const behind = chunk.partnerIds.filter((id) => (partners.get(id)?.chargedThrough ?? Infinity) <= run.asOf)
    const quarantine = await loadQuarantine(session, behind)
    const work = new ChunkWork(run.asOf, catalog, partners, quarantine)

    const reader = new BinaryRowReader(STATE_COLUMN_COUNT, (row) => work.charge(row))
    for await (const bytes of copyDueStates(session, behind, run.asOf)) reader.push(bytes)
    reader.finish()

    await session.copyIn(`copy charge (${CHARGE_COLUMNS}) from stdin (format binary)`, work.charges.finish())
    await replaceStates(session, work.refreshed, work.states.finish())
    await replaceQuarantine(session, behind, work.quarantined, now)
    const usageCharges = await chargeUsage(
      session,
      behind.map((id) => partners.get(id)!),
      run.asOf,
      catalog,
      now,
    )
    await moveChargedThrough(session, behind, run.asOf)
    await finishChunk(session, run.billingRunId, 'charge', chunk.chunkNumber, {
      subscriptions: work.subscriptions,
      charges: work.chargeCount + usageCharges,
      quarantined: work.quarantined.length,
      invoices: 0,
    })
    return true
  })
}

/** A snapshot that is this many charges old is written anew; spread, so that not all of a month's come up together. */
const SNAPSHOT_AGE = 12
/** Days to the next due day from which a subscription should not be read again by every run in between. */
const LONG_WAIT = 45

/** The charges of one chunk, row by row as the states stream in. */
class ChunkWork {
  readonly charges = new BinaryRowWriter()
  readonly states = new BinaryRowWriter()
  readonly refreshed: { partnerIds: string[]; subscriptionIds: string[] } = { partnerIds: [], subscriptionIds: [] }
  readonly quarantined: Quarantined[] = []
  subscriptions = 0
  chargeCount = 0
  readonly #asOf: Day
  readonly #catalog: StoredCatalog
  readonly #partners: ReadonlyMap<string, PartnerBilling>
  readonly #quarantine: ReadonlyMap<string, Day>
  #partner: PartnerBilling | undefined
  /** The catalogue as that partner buys from it. */
  #availabilities: Catalog = new Map()
  readonly #partnerBytes = new Uint8Array(16)

  constructor(
    asOf: Day,
    catalog: StoredCatalog,
    partners: ReadonlyMap<string, PartnerBilling>,
    quarantine: ReadonlyMap<string, Day>,
  ) {
    this.#asOf = asOf
    this.#catalog = catalog
    this.#partners = partners
    this.#quarantine = quarantine
  }

  charge(row: BinaryRow): void {
    const partner = this.#partnerOf(row)
    const availabilities = this.#availabilities
    const state = readState(row, availabilities)
    const chargedThrough = this.#chargedThrough(partner, row)
    this.subscriptions += 1
    const advanced = advance(state, this.#asOf, availabilities)
    if (!advanced.ok) {
      const { partnerId } = partner
      this.quarantined.push({ partnerId, subscriptionId: row.uuid(1), refusal: advanced.refusal, chargedThrough })
      return
    }
    const subscriptionId = row.uuidBytes(1)
    for (const charge of advanced.value.charges) {
      if (charge.registeredOn <= chargedThrough) continue
      const { currency, profile } = availabilities.get(charge.derivation.availabilityId)!
      const invoiceDate = invoiceDateOf(
        charge.registeredOn,
        profile.invoiceType,
        partner.billingDay,
        partner.invoicedThrough,
      )
      putCharge(
        this.charges,
        { partnerId: this.#partnerBytes, subscriptionId, invoiceDate, invoiceType: profile.invoiceType, currency },
        charge,
      )
      this.chargeCount += 1
    }
    if (this.#isStale(state, advanced.value.subscription, subscriptionId[15]!)) {
      putState(this.states, this.#partnerBytes, subscriptionId, advanced.value.subscription)
      this.refreshed.partnerIds.push(partner.partnerId)
      this.refreshed.subscriptionIds.push(row.uuid(1))
    }
  }

  #chargedThrough({ partnerId, chargedThrough }: PartnerBilling, row: BinaryRow): Day {
    if (this.#quarantine.size === 0) return chargedThrough
    return this.#quarantine.get(subscriptionKeyOf({ partnerId, subscriptionId: row.uuid(1) })) ?? chargedThrough
  }

  /** Whether a snapshot is worth writing anew; `spread` is any number that differs between subscriptions. */
  #isStale(before: Subscription, after: Subscription, spread: number): boolean {
    const due = dueOn(after)
    if (due === null || due > this.#asOf + LONG_WAIT) return true
    return after.chargeCount - before.chargeCount >= SNAPSHOT_AGE + (spread % SNAPSHOT_AGE)
  }

  #partnerOf(row: BinaryRow): PartnerBilling {
    const bytes = row.uuidBytes(0)
    if (this.#partner !== undefined && sameBytes(bytes, this.#partnerBytes)) return this.#partner
    this.#partnerBytes.set(bytes)
    this.#partner = this.#partners.get(row.uuid(0))!
    this.#availabilities = catalogFor(this.#catalog, this.#partner.partnerId).availabilities
    return this.#partner
  }
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  for (let index = 15; index >= 0; index -= 1) if (left[index] !== right[index]) return false
  return true
}
