import type { Instant } from '../core/calendar/day.js'
import type { SubscriptionEvent } from '../core/subscription/event.js'
import type { BinaryRow, BinaryRowWriter } from './binary-copy.js'
import { EVENT_TYPES } from './numbers.js'

/** Columns of `subscription_event` in the order in which rows are written. */
export const EVENT_COLUMNS = 'partner_id, subscription_id, event_number, type, occurred_at, recorded_at, actor, data'

/** Who recorded an event, and when. */
export interface Recording {
  readonly recordedAt: Instant
  readonly actor: string
}

/** Appends one row for `copy subscription_event (EVENT_COLUMNS) from stdin`. */
export function putEvent(
  writer: BinaryRowWriter,
  partnerId: Uint8Array,
  subscriptionId: Uint8Array,
  number: number,
  event: SubscriptionEvent,
  recording: Recording,
): void {
  const { type, at, ...data } = event
  writer.row(8)
  writer.uuidBytes(partnerId)
  writer.uuidBytes(subscriptionId)
  writer.int32(number)
  writer.int16(EVENT_TYPES.numberOf(type))
  writer.instant(at)
  writer.instant(recording.recordedAt)
  writer.text(recording.actor)
  writer.jsonb(data)
}

/** The event of a row whose fields from `first` on are `type, occurred_at, data`. */
export function readEvent(row: BinaryRow, first: number): SubscriptionEvent {
  const data = row.jsonb(first + 2) as object
  return { type: EVENT_TYPES.wordOf(row.int16(first)), at: row.instant(first + 1), ...data } as SubscriptionEvent
}
