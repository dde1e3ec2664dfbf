import { formatInstant } from '../../core/calendar/instant.js'
import {
  isAmendment,
  type RawUsageEvent,
  USAGE_EVENT_NAMES,
  type UsageEventName,
  type UsageEventWish,
} from './usage-event.js'

export type UsageFormat = 'ndjson' | 'csv'

/** What is kept of dimensions is in additionalInfo. */
const COLUMNS: readonly UsageEventName[] = USAGE_EVENT_NAMES.filter((name) => name !== 'dimensions')

/** Lines are handed on in blocks of so many. */
const BLOCK = 1_000

/** Events as `prorata usage import` reads them. */
export function* usageText(events: Iterable<UsageEventWish>, format: UsageFormat): Generator<string, void, undefined> {
  const lineOf = format === 'csv' ? csvLine : jsonLine
  let block = format === 'csv' ? [`${COLUMNS.join(',')}\n`] : []
  for (const event of events) {
    block.push(lineOf(rawOf(event)))
    if (block.length < BLOCK) continue
    yield block.join('')
    block = []
  }
  yield block.join('')
}

function rawOf(event: UsageEventWish): RawUsageEvent {
  const { id, quantity } = event
  if (isAmendment(event))
    return quantity === '0' ? { id, cancels: event.amends } : { id, amends: event.amends, quantity }
  const { subscriptionId, meterId, occurredAt, resource } = event
  return { id, subscriptionId, meterId, quantity, time: formatInstant(occurredAt), ...resource }
}

function jsonLine(event: RawUsageEvent): string {
  return `${JSON.stringify(event)}\n`
}

function csvLine(event: RawUsageEvent): string {
  const cells = COLUMNS.map((column) => {
    const value = event[column] ?? ''
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  })
  return `${cells.join(',')}\n`
}
