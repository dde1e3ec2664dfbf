import type { Operation } from '../core/access/operation.js'
import type { Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type DeliveryAttempt,
  type DeliveryStatus,
  findDelivery,
  insertDeliveries,
  listAttempts,
  listDeliveries,
  listDeliveryTimes,
  type WebhookDelivery,
} from '../store/webhook-deliveries.js'
import {
  deleteWebhook,
  deleteWebhooksOf,
  findWebhook,
  findWebhookById,
  findWebhookKey,
  type HeardWebhook,
  insertWebhook,
  listWebhooks,
  updateWebhook,
  type WebhookRegistration,
} from '../store/webhooks.js'
import { recordChange } from './audit.js'
import { randomSecret } from './random-secret.js'
import { seal } from './seal.js'
import type { TokenAuthority } from './tokens.js'
import type { Session, UseCase } from './use-case.js'
import { readTarget, type TargetRules } from './webhook-target.js'

export type { DeliveryAttempt, DeliveryStatus, HeardWebhook, WebhookDelivery, WebhookRegistration }

/** The event that only `createTestEvent` makes. */
const TEST_EVENT = 'test-created'

/** What a use case of webhooks needs besides: requests are limited by the system's clock, not by a sandbox's. */
export interface WebhookCase extends UseCase {
  readonly systemNow: Instant
  readonly webhookTargets: TargetRules
  readonly authority: TokenAuthority
}

/** What the secrets of webhooks are sealed for. */
export const WEBHOOK_SECRET_PURPOSE = 'webhook secret'

/** A registration, with its secret where that was made now: it is shown this once. */
interface GivenWebhook {
  readonly webhook: WebhookRegistration
  readonly secret: string | undefined
}

/** What a client says of its webhook; what is left out stays as it is. */
export interface WebhookWishes {
  readonly webhookUrl: string
  readonly webhookEvents: readonly string[]
  readonly signatureInOwnHeader?: boolean | undefined
  /** Replaces the secret of the HMAC. */
  readonly rotateSecret?: boolean | undefined
}

const TEST_EVENTS_A_MINUTE = 2
const MINUTE = 60_000

function keyOf({ scope, actor }: UseCase) {
  return { partnerId: scope.accountId, applicationId: actor.applicationId ?? actor.id }
}

/** Registers the webhook of the calling application; an application has one for each partner. */
export async function registerWebhook(context: WebhookCase, wishes: WebhookWishes): Promise<Outcome<GivenWebhook>> {
  const target = readTarget(wishes.webhookUrl, context.webhookTargets)
  if (!target.ok) return target
  const key = keyOf(context)
  const known = await findWebhook(context.session, key)
  const taken = (registrationId: string) => refuse('webhook-registered', { registration: registrationId })
  if (known !== undefined) return taken(known.registrationId)
  const secret = newSecret()
  const webhook: WebhookRegistration = {
    ...key,
    registrationId: context.newId(),
    webhookUrl: target.value.href,
    webhookEvents: [...new Set(wishes.webhookEvents)],
    signatureInOwnHeader: wishes.signatureInOwnHeader ?? false,
    signingSecret: sealed(context, secret),
    createdAt: context.systemNow,
    updatedAt: context.systemNow,
  }
  if (!(await insertWebhook(context.session, webhook))) {
    const other = await findWebhook(context.session, key)
    return taken(other?.registrationId ?? '')
  }
  await record(context, 'register_application', null, webhook)
  return accept({ webhook, secret })
}

/** The webhook of the calling application. */
export async function loadWebhook(context: UseCase, forChange = false): Promise<Outcome<WebhookRegistration>> {
  const webhook = await findWebhook(context.session, keyOf(context), forChange)
  return webhook === undefined ? refuse('webhook-not-found') : accept(webhook)
}

/** Changes the webhook of the calling application. What waits to be delivered still goes where it was to go. */
export async function changeWebhook(context: WebhookCase, wishes: WebhookWishes): Promise<Outcome<GivenWebhook>> {
  const known = await loadWebhook(context, true)
  if (!known.ok) return known
  const target = readTarget(wishes.webhookUrl, context.webhookTargets)
  if (!target.ok) return target
  const secret = wishes.rotateSecret === true ? newSecret() : undefined
  const webhook: WebhookRegistration = {
    ...known.value,
    webhookUrl: target.value.href,
    webhookEvents: [...new Set(wishes.webhookEvents)],
    signatureInOwnHeader: wishes.signatureInOwnHeader ?? known.value.signatureInOwnHeader,
    signingSecret: secret === undefined ? known.value.signingSecret : sealed(context, secret),
    updatedAt: context.systemNow,
  }
  await updateWebhook(context.session, webhook)
  await record(context, 'register_application', known.value, webhook)
  return accept({ webhook, secret })
}

/** Removes the webhook of the calling application, with its log; what was not delivered never will be. */
export async function removeWebhook(context: UseCase): Promise<Outcome<undefined>> {
  const known = await loadWebhook(context, true)
  if (!known.ok) return known
  return endWebhook(context, known.value)
}

/** Every webhook of the account, whichever application registered it. */
export function listAccountWebhooks({ session, scope }: UseCase): Promise<readonly HeardWebhook[]> {
  return listWebhooks(session, scope.accountId)
}

/** Removes a webhook of the account, also one whose application is gone. */
export async function removeAccountWebhook(context: UseCase, registrationId: string): Promise<Outcome<undefined>> {
  const known = await findWebhookById(context.session, { partnerId: context.scope.accountId, registrationId })
  if (known === undefined) return refuse('not-found', { what: 'webhook', id: registrationId })
  return endWebhook(context, known)
}

async function endWebhook(context: UseCase, webhook: WebhookRegistration): Promise<Outcome<undefined>> {
  await deleteWebhook(context.session, webhook)
  await record(context, 'unregister_application', webhook, null)
  return accept(undefined)
}

/** Removes the webhooks of a program that is removed: nobody could read or remove them any more. */
export async function removeWebhooksOf(context: UseCase, applicationId: string): Promise<void> {
  for (const webhook of await deleteWebhooksOf(context.session, applicationId)) {
    await record(context, 'unregister_application', webhook, null)
  }
}

/** Asks for a test event; gives the id under which its attempts can be seen. At most two a minute. */
export async function createTestEvent(context: WebhookCase): Promise<Outcome<string>> {
  const { session, systemNow } = context
  const known = await loadWebhook(context, true)
  if (!known.ok) return known
  const { partnerId, registrationId, webhookEvents, webhookUrl } = known.value
  if (!webhookEvents.includes(TEST_EVENT)) return refuse('webhook-not-for-tests')
  const key = { partnerId, registrationId, eventName: TEST_EVENT }
  const recent = await listDeliveryTimes(session, key, (systemNow - MINUTE) as Instant)
  if (recent.length >= TEST_EVENTS_A_MINUTE) {
    const oldest = recent[recent.length - TEST_EVENTS_A_MINUTE]!
    const seconds = Math.min(60, Math.max(1, Math.ceil((oldest + MINUTE - systemNow) / 1_000)))
    return refuse('too-many-test-events', { limit: TEST_EVENTS_A_MINUTE, seconds })
  }
  const deliveryId = context.newId()
  const event = {
    resourceUri: `/webhooks/v1/registration/validationEvents/${deliveryId}`,
    resourceName: 'test',
    auditRecordId: null,
    occurredAt: systemNow,
  }
  const delivery = { ...key, deliveryId, eventId: deliveryId, url: webhookUrl, event, createdAt: systemNow }
  await insertDeliveries(session, [delivery])
  return accept(deliveryId)
}

/** A delivery with its attempts. */
export interface LoggedDelivery extends WebhookDelivery {
  readonly log: readonly DeliveryAttempt[]
}

/** A test event of the calling application's webhook. */
export async function loadTestEvent(context: UseCase, deliveryId: string): Promise<Outcome<LoggedDelivery>> {
  const known = await loadWebhook(context)
  if (!known.ok) return known
  const { partnerId, registrationId } = known.value
  const delivery = await findDelivery(context.session, { partnerId, deliveryId })
  if (delivery === undefined || delivery.registrationId !== registrationId || delivery.eventName !== TEST_EVENT) {
    return refuse('webhook-event-not-found', { id: deliveryId })
  }
  const attempts = await listAttempts(context.session, partnerId, [deliveryId])
  return accept({ ...delivery, log: attempts.get(deliveryId) ?? [] })
}

export interface LogPage {
  readonly status: DeliveryStatus | null
  readonly size: number
  readonly offset: number
}

export interface DeliveryLog {
  readonly deliveries: readonly LoggedDelivery[]
  readonly totalCount: number
}

/** The log of the calling application's webhook, newest first. */
export async function readDeliveryLog(context: UseCase, page: LogPage): Promise<Outcome<DeliveryLog>> {
  const known = await loadWebhook(context)
  return known.ok ? accept(await logOf(context, known.value, page)) : known
}

/** The log of a webhook of the account, whichever application registered it. */
export async function readAccountDeliveryLog(
  context: UseCase,
  registrationId: string,
  page: LogPage,
): Promise<Outcome<DeliveryLog>> {
  const known = await findWebhookById(context.session, { partnerId: context.scope.accountId, registrationId })
  if (known === undefined) return refuse('not-found', { what: 'webhook', id: registrationId })
  return accept(await logOf(context, known, page))
}

async function logOf({ session }: UseCase, webhook: WebhookRegistration, page: LogPage): Promise<DeliveryLog> {
  const { deliveries, totalCount } = await listDeliveries(session, webhook, page)
  const ids = deliveries.map((delivery) => delivery.deliveryId)
  const attempts = await listAttempts(session, webhook.partnerId, ids)
  return {
    deliveries: deliveries.map((delivery) => ({ ...delivery, log: attempts.get(delivery.deliveryId) ?? [] })),
    totalCount,
  }
}

/** The certificate of a signing key, in DER. */
export async function loadWebhookCertificate(session: Session, keyId: string): Promise<Outcome<Uint8Array>> {
  const key = await findWebhookKey(session, keyId)
  return key === undefined ? refuse('not-found', { what: 'certificate', id: keyId }) : accept(key.certificate)
}

function newSecret(): string {
  return `whsec_${randomSecret()}`
}

function sealed({ authority }: WebhookCase, secret: string): string {
  return seal(secret, WEBHOOK_SECRET_PURPOSE, authority.settings.sealingKey)
}

async function record(
  context: UseCase,
  operationType: Operation,
  before: WebhookRegistration | null,
  after: WebhookRegistration | null,
): Promise<void> {
  await recordChange(context, {
    partnerId: (after ?? before)!.partnerId,
    customer: null,
    resourceType: 'application',
    operationType,
    before: before === null ? null : shown(before),
    after: after === null ? null : shown(after),
    data: { changed: 'webhook' },
  })
}

/** As much of a webhook as the activity log may show: queries of URLs often hold a secret. */
function shown({ registrationId, webhookUrl, webhookEvents, signatureInOwnHeader }: WebhookRegistration) {
  const { origin, pathname } = new URL(webhookUrl)
  return { registrationId, webhookUrl: `${origin}${pathname}`, webhookEvents, signatureInOwnHeader }
}
