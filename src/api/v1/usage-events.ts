import { ingestUsage, refusedUsage } from '../../app/usage/ingest-usage.js'
import { type ShownUsageEvent, showUsageEvent } from '../../app/usage/show-usage-event.js'
import { readUsageEvent, type UsageAnswer, type UsageEventWish } from '../../app/usage/usage-event.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import * as schema from '../schema/usage-events.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Usage, for the provider'
const EVENTS = '/v1/platform/partners/:partnerId/usageevents'
/** Largest body, unzipped, in bytes. */
const BODY_LIMIT = 16 * 1_048_576

export const USAGE_EVENT_ENDPOINTS = [
  endpoint({
    id: 'platform-report-usage',
    method: 'POST',
    path: EVENTS,
    group: GROUP,
    summary:
      'Reports up to 10,000 usage events of a partner, as JSON or NDJSON, also with gzip. Each id is accepted once for ever, and each event is answered on its own: what is refused keeps nothing else from being accepted.',
    capability: 'platform.usage.report',
    // Events are repeatable by their ids: no answer of ten thousand has to be kept for it.
    transaction: false,
    params: schema.usageEventsParams,
    body: schema.usageEventsBody,
    bodyLimit: BODY_LIMIT,
    ndjson: true,
    gzip: true,
    response: schema.usageIngestedSchema,
    handle: async (call) => {
      const read = call.body.values.map(readUsageEvent)
      const wishes: UsageEventWish[] = []
      for (const one of read) if (one.ok) wishes.push(one.value)
      const { now, newId, actor } = call
      const unreadable = read.length - wishes.length
      const ingested = await call.database.transaction((session) =>
        ingestUsage({ session, now, newId, actor }, call.params.partnerId, wishes, { source: 'http', unreadable }),
      )
      if (!ingested.ok) return ingested
      const { accepted, duplicates, refused, answers } = ingested.value
      let next = 0
      const items = read.map((one) => {
        if (!one.ok) return present(idIn(one.refusal.data['event']), refusedUsage(one.refusal))
        next += 1
        return present(one.value.id, answers[next - 1]!)
      })
      const counts = { accepted, duplicates, refused: refused + unreadable }
      return accept({ ...counts, items, attributes: attributes('UsageEventReport') })
    },
  }),
  endpoint({
    id: 'platform-get-usage-event',
    method: 'GET',
    path: `${EVENTS}/:eventId`,
    group: GROUP,
    summary: 'A usage event with its amendments and the quantity that holds.',
    capability: 'platform.usage.read',
    params: schema.usageEventParams,
    response: schema.usageEventSchema,
    handle: async (call) => {
      const shown = await showUsageEvent(call, call.params.partnerId, call.params.eventId)
      return shown.ok ? accept(presentEvent(shown.value)) : shown
    },
  }),
]

/** The id in a refusal of what could not be read, where it has one. */
function idIn(event: unknown): string | null {
  return typeof event === 'string' && event !== '(none)' ? event : null
}

function present(id: string | null, { status, refusal }: UsageAnswer) {
  if (refusal === undefined) return { id, status }
  return { id, status, refusal: { code: refusal.code, description: refusal.message } }
}

function presentEvent({ event, amendments }: ShownUsageEvent) {
  const { key: _, occurredAt, batchNumber, source, receivedAt, actor, rolledUp, ...rest } = event
  return {
    ...rest,
    time: wireInstant(occurredAt),
    batch: { number: String(batchNumber), source, receivedDate: wireInstant(receivedAt), reportedBy: actor },
    isRolledUp: rolledUp,
    amendments: amendments.map(({ receivedAt: at, actor: by, ...one }) => ({
      ...one,
      receivedDate: wireInstant(at),
      reportedBy: by,
    })),
    attributes: attributes('UsageEvent'),
  }
}
