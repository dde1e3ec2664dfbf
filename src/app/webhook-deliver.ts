import type { Instant } from '../core/calendar/day.js'
import { type DeliveryKey, findDelivery, recordAttempt, type WebhookDelivery } from '../store/webhook-deliveries.js'
import { findNewestWebhookKey, findWebhookById, insertWebhookKey, type WebhookKey } from '../store/webhooks.js'
import type { Database } from './use-case.js'
import { makeWebhookKey } from './webhook-certificate.js'
import { postDelivery, type RequestRules } from './webhook-request.js'
import { signatureHeaders } from './webhook-signature.js'

export interface DeliveryContext {
  readonly database: Database
  readonly clock: () => Instant
  /** Scheme, host and port of the API as receivers reach it, without a slash at its end. */
  readonly publicUrl: string
  readonly rules: RequestRules
  /** After so many a delivery is parked; 10. */
  readonly mostAttempts?: number
}

const MOST_ATTEMPTS = 10
/** Organisation in the certificate's name, where receivers look for who signed. */
const ORGANIZATION = 'prorata'

/**
 * Makes one attempt at a delivery and writes it into the log. `retry` asks the queue to come again later; a delivery
 * that is finished, or whose webhook was removed, is `done` without a word.
 */
export async function attemptDelivery(context: DeliveryContext, key: DeliveryKey): Promise<'done' | 'retry'> {
  const { database, clock } = context
  const delivery = await findDelivery(database, key)
  if (delivery === undefined || delivery.status !== 'pending') return 'done'
  const webhook = await findWebhookById(database, delivery)
  if (webhook === undefined) return 'done'
  const signingKey = await webhookKey(database, clock())
  const attemptedAt = clock()
  const began = performance.now()
  const body = bodyOf(delivery, context.publicUrl)
  const answer = await postDelivery(
    {
      url: delivery.url,
      body,
      headers: {
        ...signatureHeaders(body, {
          key: signingKey,
          certificateUrl: `${context.publicUrl}${certificatePath(signingKey.keyId)}`,
          secret: webhook.signingSecret,
          inOwnHeader: webhook.signatureInOwnHeader,
          unixSeconds: Math.floor(attemptedAt / 1_000),
        }),
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'prorata-webhooks',
        'prorata-event-id': delivery.eventId,
        'prorata-attempt': String(delivery.attempts + 1),
      },
    },
    context.rules,
  )
  const attempt = {
    attemptedAt,
    durationMilliseconds: Math.round(performance.now() - began),
    responseStatus: answer.status,
    failure: answer.failure,
    responseExcerpt: answer.excerpt,
  }
  const status = await database.transaction((session) =>
    recordAttempt(session, key, attempt, context.mostAttempts ?? MOST_ATTEMPTS, clock()),
  )
  return status === 'pending' ? 'retry' : 'done'
}

/** Where the certificate of a signing key is served. */
function certificatePath(keyId: string): string {
  return `/webhooks/v1/certificates/${keyId}.cer`
}

/** The five fields receivers know, in their order. */
function bodyOf({ eventName, event }: WebhookDelivery, publicUrl: string): string {
  const { resourceUri, resourceName, auditRecordId, occurredAt } = event
  const root = resourceUri.startsWith('/webhooks/') ? publicUrl : `${publicUrl}/v1`
  return JSON.stringify({
    EventName: eventName,
    ResourceUri: `${root}${resourceUri}`,
    ResourceName: resourceName,
    AuditUri: auditRecordId === null ? null : `${publicUrl}/auditactivity/v1/auditrecords/${auditRecordId}`,
    ResourceChangeUtcDate: new Date(occurredAt).toISOString().replace('Z', '0000+00:00'),
  })
}

const kept = new WeakMap<Database, WebhookKey>()

/** The signing key; the first delivery makes one. Where two workers make one at once, both sign and both are served. */
async function webhookKey(database: Database, now: Instant): Promise<WebhookKey> {
  const known = kept.get(database) ?? (await findNewestWebhookKey(database))
  if (known !== undefined) {
    kept.set(database, known)
    return known
  }
  const made = await makeWebhookKey(ORGANIZATION, now)
  await insertWebhookKey(database, { ...made, createdAt: now })
  return { ...made, createdAt: now }
}
