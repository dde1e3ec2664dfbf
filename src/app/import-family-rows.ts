import { formatInstant } from '../core/calendar/instant.js'
import { refuse } from '../core/refusal.js'
import type { ImportRefusal } from './import-refusals.js'
import type { Row } from './import-rows.js'
import { identityOf, parseSubscriptionRow, type SubscriptionRow } from './import-subscription-rows.js'

const MAXIMUM_FAMILY_EVENTS = 10_000
const MAXIMUM_FAMILY_MEMBERS = 1_000

/** One event of a family and where it stands. */
export interface FamilyRow {
  readonly line: number
  readonly row: SubscriptionRow
}

/** The rows of a base subscription, its add-ons and the parts split off; or why there is nothing to be made of them. */
export interface FamilyRows {
  readonly partnerId: string
  /** The base subscription. */
  readonly subscriptionId: string
  readonly line: number
  readonly rows: readonly FamilyRow[]
  /** How many rows of the file these are; `rows` is empty where the family is refused. */
  readonly rowCount: number
  readonly refusal: ImportRefusal | undefined
}

/** A row that belongs to no family. Its ids are UUIDs, or empty where they cannot be read. */
export interface StrayRow {
  readonly partnerId: string
  readonly subscriptionId: string
  readonly refusal: ImportRefusal
}

/** Takes what a `FamilyReader` finds, in order. */
export interface FamilySink {
  family(family: FamilyRows): void
  stray(row: StrayRow): void
}

type Draft = { -readonly [K in keyof FamilyRows]: FamilyRows[K] } & { rows: FamilyRow[]; members: Set<string> }

/**
 * Puts rows together to families: each begins with the purchase of a base subscription and goes on as long as rows are
 * about its members. A row that cannot be read refuses the family it follows, since it may well be one of its events.
 */
export class FamilyReader {
  readonly #sink: FamilySink
  #current: Draft | undefined

  constructor(sink: FamilySink) {
    this.#sink = sink
  }

  add({ line, cells, fault }: Row): void {
    if (cells === undefined) {
      this.#addUnreadable(line, fault ?? { code: 'unreadable', reason: 'the row cannot be read' })
      return
    }
    const read = parseSubscriptionRow(cells)
    if (read.ok) this.#addRow(line, read.value)
    else this.#addMalformed(line, cells, read.reason)
  }

  end(): void {
    const family = this.#current
    this.#current = undefined
    if (family !== undefined) this.#sink.family(family)
  }

  #addRow(line: number, row: SubscriptionRow): void {
    if (row.event === 'purchase') {
      this.#begin(line, row.partner_id, row.subscription_id)
      this.#push(line, row)
      return
    }
    const family = this.#current
    if (family !== undefined && isOf(family, row.partner_id, row.subscription_id, row.parent_subscription_id)) {
      this.#push(line, row)
      return
    }
    const reason = `the row does not follow the purchase of its family: ${row.subscription_id} is no member of it`
    const { partner_id: partnerId, subscription_id: subscriptionId } = row
    this.#sink.stray({ partnerId, subscriptionId, refusal: refusalOf(line, subscriptionId, 'unknown-member', reason) })
  }

  #addMalformed(line: number, cells: readonly string[], reason: string): void {
    const { partnerId, subscriptionId, parentSubscriptionId, event } = identityOf(cells)
    if (!isUuid(partnerId) || !isUuid(subscriptionId)) {
      this.#addUnreadable(line, { code: 'malformed', reason })
      return
    }
    const refusal = refusalOf(line, subscriptionId, 'malformed', reason)
    if (event === 'purchase') this.#begin(line, partnerId, subscriptionId)
    const family = this.#current
    if (family !== undefined && isOf(family, partnerId, subscriptionId, parentSubscriptionId)) {
      family.rowCount += 1
      spoil(family, refusal)
    } else this.#sink.stray({ partnerId, subscriptionId, refusal })
  }

  #addUnreadable(line: number, fault: Pick<ImportRefusal, 'code' | 'reason'>): void {
    const family = this.#current
    const refusal = refusalOf(line, family?.subscriptionId ?? '', fault.code, fault.reason)
    if (family === undefined) this.#sink.stray({ partnerId: '', subscriptionId: '', refusal })
    else {
      family.rowCount += 1
      spoil(family, refusal)
    }
  }

  #begin(line: number, partnerId: string, subscriptionId: string): void {
    this.end()
    const members = new Set([subscriptionId])
    this.#current = { partnerId, subscriptionId, line, rows: [], rowCount: 0, refusal: undefined, members }
  }

  #push(line: number, row: SubscriptionRow): void {
    const family = this.#current!
    family.rowCount += 1
    if (family.refusal !== undefined) return
    if (row.event === 'purchaseAddon') family.members.add(row.subscription_id)
    else if (row.new_subscription_id !== null) family.members.add(row.new_subscription_id)
    const before = family.rows.at(-1)?.row.at
    if (before !== undefined && row.at < before) {
      const { refusal } = refuse('out-of-order', { at: formatInstant(row.at), after: formatInstant(before) })
      spoil(family, refusalOf(line, row.subscription_id, refusal.code, refusal.message))
    } else if (family.rows.length >= MAXIMUM_FAMILY_EVENTS || family.members.size > MAXIMUM_FAMILY_MEMBERS) {
      const reason = `a family has at most ${MAXIMUM_FAMILY_EVENTS} events and ${MAXIMUM_FAMILY_MEMBERS} members`
      spoil(family, refusalOf(line, row.subscription_id, 'family-too-large', reason))
    } else family.rows.push({ line, row })
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function isUuid(text: string): boolean {
  return UUID.test(text)
}

function isOf(family: Draft, partnerId: string, subscriptionId: string, parentId: string | null): boolean {
  if (family.partnerId !== partnerId) return false
  return family.members.has(subscriptionId) || (parentId !== null && family.members.has(parentId))
}

/** The first refusal stands for the family; its rows are of no use any more. */
function spoil(family: Draft, refusal: ImportRefusal): void {
  family.refusal ??= refusal
  family.rows = []
}

export function refusalOf(line: number, key: string, code: ImportRefusal['code'], reason: string): ImportRefusal {
  return { kind: 'subscriptions', line, key, code, reason }
}
