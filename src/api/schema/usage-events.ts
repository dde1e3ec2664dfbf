import { z } from 'zod'
import { guid } from './wire.js'

const MOST_EVENTS = 10_000

const uuid = z.string().meta({ format: 'uuid' })
const quantity = z.union([
  z.string().meta({ description: 'Decimal, up to 15 digits before the point and 12 after, without exponent.' }),
  z.number().meta({ description: 'At most 15 digits; of more, send a text.' }),
])
const texts = z.record(z.string().max(256), z.string().max(256)).meta({ maxProperties: 50 })

/** What an event may say, for the description of the API: src/app/usage/usage-event.ts reads them, one by one. */
const usageEvent = z
  .object({
    id: z.string().max(128).meta({ description: 'Accepted once for ever.' }),
    subscriptionId: uuid.optional(),
    meterId: uuid.optional(),
    quantity: quantity.optional(),
    time: z.string().meta({ format: 'date-time' }).optional(),
    entitlementId: z.string().max(256).optional(),
    entitlementName: z.string().max(256).optional(),
    resourceGroup: z.string().max(256).optional(),
    resourceUri: z.string().max(1_024).optional(),
    location: z.string().max(256).optional(),
    tags: texts.optional(),
    additionalInfo: texts.optional(),
    dimensions: texts.optional(),
    amends: z.string().max(128).optional().meta({ description: 'Id of the event that had this quantity instead.' }),
    cancels: z.string().max(128).optional().meta({ description: 'Id of the event that never was.' }),
  })
  .meta({ description: 'Usage with subscriptionId, meterId, quantity and time; or amends and quantity; or cancels.' })

const { $schema: _, ...described } = z.toJSONSchema(usageEvent, { io: 'input' })

/** Events as they came: each is read, and refused, on its own. */
class SentEvents {
  /** Not to be walked through by what checks whole bodies. */
  readonly #values: readonly unknown[]

  constructor(values: readonly unknown[]) {
    this.#values = values
  }

  get values(): readonly unknown[] {
    return this.#values
  }
}

const document = z.object({
  events: z
    .array(z.unknown())
    .min(1, 'must not be empty')
    .max(MOST_EVENTS, `must have at most ${MOST_EVENTS} events`)
    .meta({ items: described }),
})

/** The values of NDJSON; what is no JSON is no event either. */
function eventsOfLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => {
      try {
        return JSON.parse(line)
      } catch {
        return undefined
      }
    })
}

export const usageEventsBody = z
  .preprocess((value) => (typeof value === 'string' ? { events: eventsOfLines(value) } : value), document)
  .transform(({ events }) => new SentEvents(events))

export const usageEventsParams = z.object({ partnerId: guid })
export const usageEventParams = z.object({ partnerId: guid, eventId: z.string().min(1).max(128) })

const refusal = z.object({ code: z.string(), description: z.string() })

export const usageIngestedSchema = z.object({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  refused: z.number().int(),
  /** In the order of the events. */
  items: z.array(
    z.object({
      id: z.string().nullable(),
      status: z.enum(['accepted', 'duplicate', 'refused']),
      refusal: refusal.optional(),
    }),
  ),
  attributes: z.object({ objectType: z.literal('UsageEventReport') }),
})

const decimal = z.string().meta({ description: 'Decimal text, exact.' })

export const usageEventSchema = z.object({
  id: z.string(),
  subscriptionId: z.string(),
  meterId: z.string(),
  time: z.string(),
  quantity: decimal,
  effectiveQuantity: decimal,
  amends: z.string().nullable(),
  entitlementId: z.string(),
  entitlementName: z.string(),
  resourceGroup: z.string(),
  resourceUri: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()),
  additionalInfo: z.record(z.string(), z.string()),
  batch: z.object({ number: z.string(), source: z.string(), receivedDate: z.string(), reportedBy: z.string() }),
  isRolledUp: z.boolean(),
  amendments: z.array(
    z.object({
      id: z.string(),
      difference: decimal,
      quantity: decimal,
      receivedDate: z.string(),
      reportedBy: z.string(),
    }),
  ),
  attributes: z.object({ objectType: z.literal('UsageEvent') }),
})
