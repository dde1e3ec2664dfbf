import type { Instant } from '../core/calendar/day.js'
import { type DeliveryKey, findDelivery, recordAttempt, type WebhookDelivery } from '../store/webhook-deliveries.js'
import {
  findNewestWebhookKey,
  findWebhookById,
  insertWebhookKey,
  resealWebhookKey,
  type WebhookKey,
} from '../store/webhooks.js'
import { isSealed, seal, unseal } from './seal.js'
import type { Database } from './use-case.js'
import { makeWebhookKey } from './webhook-certificate.js'
import { postDelivery, type RequestRules } from './webhook-request.js'
import { type SigningMaterial, signatureHeaders } from './webhook-signature.js'
import { WEBHOOK_SECRET_PURPOSE } from './webhooks.js'

export interface DeliveryContext {
  readonly database: Database
  readonly clock: () => Instant
  /** Scheme, host and port of the API as receivers reach it, without a slash at its end. */
  readonly publicUrl: string
  readonly rules: RequestRules
  /** What keys and secrets are sealed with in the database, where there is such a key. */
  readonly sealingKey?: Uint8Array | undefined
  /** After so many a delivery is parked; 10. */
  readonly mostAttempts?: number
}

const MOST_ATTEMPTS = 10
const KEY_PURPOSE = 'webhook key'
/** Organisation in the certificate's name, where receivers look for who signed. */
const ORGANIZATION = 'prorata'

/**
 * Makes one attempt at a delivery and writes it into the log. `retry` asks the queue to come again later; a delivery
 * that is finished, or whose webhook was removed, is `done` without a word; one to a disabled program is parked.
 */
export async function attemptDelivery(context: DeliveryContext, key: DeliveryKey): Promise<'done' | 'retry'> {
  const { database, clock } = context
  const delivery = await findDelivery(database, key)
  if (delivery === undefined || delivery.status !== 'pending') return 'done'
  const webhook = await findWebhookById(database, delivery)
  if (webhook === undefined) return 'done'
  const attemptedAt = clock()
  if (webhook.isSilent) {
    const attempt = { ...NOT_SENT, attemptedAt }
    await database.transaction((session) => recordAttempt(session, key, attempt, 1, attemptedAt))
    return 'done'
  }
  const signingKey = await webhookKey(context)
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
          secret: unseal(webhook.signingSecret, WEBHOOK_SECRET_PURPOSE, context.sealingKey),
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

const NOT_SENT = {
  durationMilliseconds: 0,
  responseStatus: null,
  failure: 'the application is disabled',
  responseExcerpt: '',
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

const kept = new WeakMap<Database, SigningMaterial>()

/** The signing key; the first delivery makes one. Where two workers make one at once, both sign and both are served. */
async function webhookKey({ database, clock, sealingKey }: DeliveryContext): Promise<SigningMaterial> {
  const known = kept.get(database)
  if (known !== undefined) return known
  const stored = await findNewestWebhookKey(database)
  const material =
    stored === undefined ? await newWebhookKey(database, clock(), sealingKey) : opened(stored, sealingKey)
  if (stored !== undefined && sealingKey !== undefined && !isSealed(stored.privateKey)) {
    // Kept before there was a key to seal it with; receivers have pinned it, so it stays.
    await resealWebhookKey(database, { ...material, privateKey: seal(material.privateKey, KEY_PURPOSE, sealingKey) })
  }
  kept.set(database, material)
  return material
}

function opened({ keyId, privateKey }: WebhookKey, sealingKey: Uint8Array | undefined): SigningMaterial {
  return { keyId, privateKey: unseal(privateKey, KEY_PURPOSE, sealingKey) }
}

async function newWebhookKey(
  database: Database,
  now: Instant,
  sealingKey: Uint8Array | undefined,
): Promise<SigningMaterial> {
  const made = await makeWebhookKey(ORGANIZATION, now)
  const privateKey = seal(made.privateKey, KEY_PURPOSE, sealingKey)
  await insertWebhookKey(database, { ...made, privateKey, createdAt: now })
  return made
}
