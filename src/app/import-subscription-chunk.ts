import { isDeepStrictEqual } from 'node:util'
import { invoiceDateOf } from '../core/invoicing/invoice-date.js'
import { BinaryRowWriter } from '../store/binary-copy.js'
import type { StoredCatalog } from '../store/catalog.js'
import { CHARGE_COLUMNS, putCharge } from '../store/charges.js'
import { putState, STATE_COLUMNS } from '../store/charging-states.js'
import type { Session } from '../store/database.js'
import { EVENT_COLUMNS, putEvent, type Recording } from '../store/subscription-events.js'
import {
  type FoundedSubscription,
  putSubscription,
  SUBSCRIPTION_COLUMNS,
  type SubscriptionHistory,
} from '../store/subscriptions.js'
import type { FoldedFamily, FoldedMember } from './import-family.js'
import { differenceBetween } from './import-keyed.js'

/** What was written, counted. */
export interface Written {
  readonly subscriptions: number
  readonly events: number
  readonly charges: number
}

/** The rows of many families in the form in which COPY takes them. */
export class FamilyRowsWriter {
  readonly #subscriptions = new BinaryRowWriter()
  readonly #events = new BinaryRowWriter()
  readonly #states = new BinaryRowWriter()
  readonly #charges = new BinaryRowWriter()
  readonly #catalog: StoredCatalog
  readonly #recording: Recording
  #partnerId = ''
  #partnerBytes: Uint8Array = new Uint8Array(16)

  constructor(catalog: StoredCatalog, recording: Recording) {
    this.#catalog = catalog
    this.#recording = recording
  }

  put(family: FoldedFamily): void {
    const { partner } = family
    if (partner.partnerId !== this.#partnerId) {
      this.#partnerId = partner.partnerId
      this.#partnerBytes = bytesOf(partner.partnerId)
    }
    for (const member of family.members) this.#putMember(family, member)
  }

  /** Writes everything, in the caller's transaction. */
  async copyTo(session: Session): Promise<Written> {
    const copy = (table: string, columns: string, writer: BinaryRowWriter) =>
      session.copyIn(`copy ${table} (${columns}) from stdin (format binary)`, writer.finish())
    const counts = {
      subscriptions: this.#subscriptions.rowCount,
      events: this.#events.rowCount,
      charges: this.#charges.rowCount,
    }
    await copy('subscription', SUBSCRIPTION_COLUMNS, this.#subscriptions)
    await copy('subscription_event', EVENT_COLUMNS, this.#events)
    await copy('charging_state', STATE_COLUMNS, this.#states)
    if (counts.charges > 0) await copy('charge', CHARGE_COLUMNS, this.#charges)
    return counts
  }

  #putMember({ partner }: FoldedFamily, { founded, state, events, charges }: FoldedMember): void {
    const partnerId = this.#partnerBytes
    const subscriptionId = bytesOf(founded.subscriptionId)
    putSubscription(this.#subscriptions, partnerId, subscriptionId, founded)
    for (let index = 0; index < events.length; index += 1) {
      putEvent(this.#events, partnerId, subscriptionId, index + 1, events[index]!, this.#recording)
    }
    putState(this.#states, partnerId, subscriptionId, state)
    for (const charge of charges) {
      const { currency, profile } = this.#catalog.availabilities.get(charge.derivation.availabilityId)!
      const { invoiceType } = profile
      const { billingDay, invoicedThrough } = partner
      const invoiceDate = invoiceDateOf(charge.registeredOn, invoiceType, billingDay, invoicedThrough)
      putCharge(this.#charges, { partnerId, subscriptionId, invoiceDate, invoiceType, currency }, charge)
    }
  }
}

/**
 * How a family of a file differs from what is stored, or `undefined`. What a program has recorded since the import that
 * founded the subscription is no difference: the file tells the part of the story it knew.
 */
export function differenceOf(member: FoldedMember, stored: SubscriptionHistory | undefined): string | undefined {
  if (stored === undefined) return 'it is not stored, but others of its family are'
  const difference = differenceBetween<FoundedSubscription>(member.founded, stored.founded)
  if (difference !== undefined) return `it differs in ${difference}`
  for (const [index, event] of member.events.entries()) {
    if (!isDeepStrictEqual({ ...event }, { ...stored.events[index]?.event })) return `event ${index + 1} differs`
  }
  const recordedAt = stored.events[0]?.recordedAt
  const later = stored.events.slice(member.events.length)
  const known = later.filter((event) => event.recordedAt === recordedAt).length
  return known === 0 ? undefined : `${known} of its events are missing in the file`
}

function bytesOf(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}
