import { z } from 'zod'
import { collectionOf, guid, maybe } from './wire.js'

/** What one may subscribe to: the names of the contract. Those of usage and referrals never occur here. */
export const WEBHOOK_EVENTS = [
  'test-created',
  'subscription-updated',
  'usagerecords-thresholdExceeded',
  'referral-created',
  'referral-updated',
  'invoice-ready',
] as const

const LONGEST_URL = 2_048
const MOST_NAMES = 20

const eventName = z
  .preprocess((value) => {
    if (typeof value !== 'string') return value
    return WEBHOOK_EVENTS.find((name) => name.toLowerCase() === value.toLowerCase()) ?? value
  }, z.enum(WEBHOOK_EVENTS))
  .meta({ type: 'string', enum: [...WEBHOOK_EVENTS] })

const wishes = {
  WebhookUrl: z.string().trim().min(1, 'must not be empty').max(LONGEST_URL),
  WebhookEvents: z.array(eventName).min(1, 'must name at least one event').max(MOST_NAMES),
  SignatureTokenToMsSignatureHeader: maybe(z.boolean()),
}

export const createWebhookBody = z.object(wishes)

/** `RotateSecret` is ours: it replaces the secret of the HMAC. */
export const updateWebhookBody = z.object({ ...wishes, RotateSecret: maybe(z.boolean()) })

export const webhookEventNames = z.array(z.string())

/** As the original prints it, in PascalCase; `SigningSecret` is ours, and there only where the secret is new. */
export const webhookRegistration = z.object({
  SubscriberId: z.string(),
  WebhookUrl: z.string(),
  WebhookEvents: z.array(z.string()),
  SignatureTokenToMsSignatureHeader: z.boolean(),
  SigningSecret: z.string().optional(),
})

export const accountWebhookParams = z.object({ registrationId: guid })

export const accountWebhooks = collectionOf(
  z.object({
    id: z.string(),
    applicationId: z.string(),
    webhookUrl: z.string(),
    webhookEvents: z.array(z.string()),
    /** Told nothing, because its application is disabled. */
    isSilent: z.boolean(),
    createdDate: z.string(),
    lastUpdatedDate: z.string(),
    attributes: z.object({ objectType: z.literal('WebhookRegistration') }),
  }),
)

export const validationEventRef = z.object({ correlationId: z.string() })

export const validationEventParams = z.object({ correlationId: guid })

export const validationEvent = z.object({
  correlationId: z.string(),
  partnerId: z.string(),
  status: z.enum(['pending', 'completed', 'failed']),
  callbackUrl: z.string(),
  results: z.array(
    z.object({
      responseCode: z.string(),
      responseMessage: z.string(),
      systemError: z.boolean(),
      dateTimeUtc: z.string(),
    }),
  ),
})

const STATUSES = ['pending', 'delivered', 'parked'] as const
const MOST_DELIVERIES = 500
const FARTHEST_OFFSET = 1_000_000

export const deliveryLogQuery = z.object({
  status: maybe(z.enum(STATUSES)),
  size: z.coerce.number().int().min(1).max(MOST_DELIVERIES).default(100),
  offset: z.coerce.number().int().min(0).max(FARTHEST_OFFSET).default(0),
})

export const deliveryLog = collectionOf(
  z.object({
    id: z.string(),
    eventId: z.string(),
    eventName: z.string(),
    callbackUrl: z.string(),
    status: z.enum(STATUSES),
    createdDate: z.string(),
    finishedDate: z.string().optional(),
    attempts: z.array(
      z.object({
        number: z.number().int(),
        date: z.string(),
        durationMilliseconds: z.number().int(),
        responseStatus: z.number().int().optional(),
        failure: z.string().optional(),
        responseExcerpt: z.string().optional(),
      }),
    ),
    attributes: z.object({ objectType: z.literal('WebhookDelivery') }),
  }),
)

export const certificateParams = z.object({
  fileName: z.string().regex(/^[0-9a-f]{32}\.cer$/, 'must be a name that a delivery gave'),
})
