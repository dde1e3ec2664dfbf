import { dayOfInstant } from '../core/calendar/instant.js'
import { invoiceDateOf } from '../core/invoicing/invoice-date.js'
import { BinaryRowWriter } from '../store/binary-copy.js'
import { CHARGE_COLUMNS, putCharge } from '../store/charges.js'
import { putState, replaceStates } from '../store/charging-states.js'
import { EVENT_COLUMNS, putEvent } from '../store/subscription-events.js'
import type { Activation } from '../store/subscription-reading.js'
import { insertSubscriptions, moveSubscriptionVersions, type NewSubscription } from '../store/subscription-writing.js'
import type { MemberChange, OpenFamily } from './change-family.js'
import type { StoredCatalog } from './current-catalog.js'
import type { UseCase } from './use-case.js'

/** What a new subscription carries besides what its events say. */
export interface Founding {
  readonly customerId: string
  readonly orderId: string
  readonly friendlyName: string
  readonly partnerOnRecord: string | null
  readonly activation: Activation
}

/**
 * Writes what happened to families: events, charges, states and new subscriptions, in the caller's transaction, which
 * holds the partner's ledger (`lockLedger`). All families are of one partner.
 *
 * @param foundings by key of the new members
 */
export async function writeFamilies(
  context: UseCase,
  families: readonly OpenFamily[],
  foundings: ReadonlyMap<string, Founding>,
  catalog: StoredCatalog,
): Promise<void> {
  const rows = new Rows(context, catalog, foundings)
  for (const open of families) for (const change of open.changes.values()) rows.put(open, change)
  await rows.write()
}

class Rows {
  readonly #events = new BinaryRowWriter()
  readonly #states = new BinaryRowWriter()
  readonly #charges = new BinaryRowWriter()
  readonly #founded: NewSubscription[] = []
  readonly #changed: { partnerId: string; subscriptionId: string }[] = []
  readonly #context: UseCase
  readonly #catalog: StoredCatalog
  readonly #foundings: ReadonlyMap<string, Founding>

  constructor(context: UseCase, catalog: StoredCatalog, foundings: ReadonlyMap<string, Founding>) {
    this.#context = context
    this.#catalog = catalog
    this.#foundings = foundings
  }

  put(open: OpenFamily, change: MemberChange): void {
    const { partner } = open
    const { actor, now } = this.#context
    const { key: subscriptionId, after, before, events, due, charges, overdue } = change
    const key = { partnerId: partner.partnerId, subscriptionId }
    const partnerBytes = bytesOf(partner.partnerId)
    const bytes = bytesOf(subscriptionId)
    this.#changed.push(key)
    if (before === undefined) this.#found(open, change)
    const first = (before?.eventCount ?? 0) + 1
    const recording = { recordedAt: now, actor: actor.name }
    for (const [index, event] of events.entries()) {
      putEvent(this.#events, partnerBytes, bytes, first + index, event, recording)
    }
    putState(this.#states, partnerBytes, bytes, after)
    for (const charge of [...due, ...charges, ...overdue]) {
      const { currency, profile } = this.#catalog.availabilities.get(charge.derivation.availabilityId)!
      const { invoiceType } = profile
      const { billingDay, invoicedThrough } = partner
      const invoiceDate = invoiceDateOf(charge.registeredOn, invoiceType, billingDay, invoicedThrough)
      const place = { partnerId: partnerBytes, subscriptionId: bytes, invoiceDate, invoiceType, currency }
      putCharge(this.#charges, place, charge)
    }
  }

  #found({ partner }: OpenFamily, { key, parent, source, events, after }: MemberChange): void {
    const founding = this.#foundings.get(key)
    if (founding === undefined) throw new Error(`the new subscription ${key} has no customer and no order`)
    this.#founded.push({
      ...founding,
      partnerId: partner.partnerId,
      subscriptionId: key,
      orderedOn: dayOfInstant(events[0]!.at),
      anchor: after.anchor,
      parentSubscriptionId: parent,
      sourceSubscriptionId: source,
      createdAt: this.#context.now,
    })
  }

  async write(): Promise<void> {
    const { session } = this.#context
    await insertSubscriptions(session, this.#founded)
    const copy = (table: string, columns: string, writer: BinaryRowWriter) =>
      session.copyIn(`copy ${table} (${columns}) from stdin (format binary)`, writer.finish())
    if (this.#events.rowCount > 0) await copy('subscription_event', EVENT_COLUMNS, this.#events)
    if (this.#charges.rowCount > 0) await copy('charge', CHARGE_COLUMNS, this.#charges)
    const partnerIds = this.#changed.map((key) => key.partnerId)
    const subscriptionIds = this.#changed.map((key) => key.subscriptionId)
    await replaceStates(session, { partnerIds, subscriptionIds }, this.#states.finish())
    const founded = new Set(this.#founded.map((subscription) => subscription.subscriptionId))
    const older = this.#changed.filter((key) => !founded.has(key.subscriptionId))
    await moveSubscriptionVersions(session, older)
  }
}

function bytesOf(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}
