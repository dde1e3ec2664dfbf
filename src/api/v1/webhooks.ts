import {
  changeWebhook,
  createTestEvent,
  type HeardWebhook,
  type LoggedDelivery,
  listAccountWebhooks,
  loadTestEvent,
  loadWebhook,
  loadWebhookCertificate,
  readDeliveryLog,
  registerWebhook,
  removeAccountWebhook,
  removeWebhook,
  type WebhookRegistration,
} from '../../app/webhooks.js'
import type { Instant } from '../../core/calendar/day.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import {
  accountWebhookParams,
  accountWebhooks,
  certificateParams,
  createWebhookBody,
  deliveryLog,
  deliveryLogQuery,
  updateWebhookBody,
  validationEvent,
  validationEventParams,
  validationEventRef,
  WEBHOOK_EVENTS,
  webhookEventNames,
  webhookRegistration,
} from '../schema/webhook.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Webhooks'
const ROOT = '/webhooks/v1/registration'

export const WEBHOOK_ENDPOINTS = [
  endpoint({
    id: 'webhook-events',
    method: 'GET',
    path: `${ROOT}/events`,
    group: GROUP,
    summary: 'List the events a webhook may subscribe to',
    capability: 'webhook.read',
    response: webhookEventNames,
    handle: async () => accept([...WEBHOOK_EVENTS]),
  }),
  endpoint({
    id: 'create-webhook',
    method: 'POST',
    path: ROOT,
    group: GROUP,
    summary: 'Register the webhook of the calling application',
    capability: 'webhook.manage',
    body: createWebhookBody,
    response: webhookRegistration,
    redact: ({ SigningSecret: _, ...shown }: { readonly SigningSecret?: string }) => shown,
    handle: async (call) => {
      const done = await registerWebhook(call, wishesOf(call.body))
      return done.ok ? accept(present(done.value.webhook, done.value.secret)) : done
    },
  }),
  endpoint({
    id: 'get-webhook',
    method: 'GET',
    path: ROOT,
    group: GROUP,
    summary: 'Get the webhook of the calling application',
    capability: 'webhook.read',
    response: webhookRegistration,
    handle: async (call) => {
      const found = await loadWebhook(call)
      return found.ok ? accept(present(found.value)) : found
    },
  }),
  endpoint({
    id: 'update-webhook',
    method: 'PUT',
    path: ROOT,
    group: GROUP,
    summary: 'Change the webhook of the calling application',
    capability: 'webhook.manage',
    body: updateWebhookBody,
    response: webhookRegistration,
    redact: ({ SigningSecret: _, ...shown }: { readonly SigningSecret?: string }) => shown,
    handle: async (call) => {
      const rotateSecret = call.body.RotateSecret
      const done = await changeWebhook(call, { ...wishesOf(call.body), rotateSecret })
      return done.ok ? accept(present(done.value.webhook, done.value.secret)) : done
    },
  }),
  endpoint({
    id: 'delete-webhook',
    method: 'DELETE',
    path: ROOT,
    group: GROUP,
    summary: 'Remove the webhook of the calling application, with its log',
    capability: 'webhook.manage',
    response: null,
    status: 204,
    handle: (call) => removeWebhook(call),
  }),
  endpoint({
    id: 'list-account-webhooks',
    method: 'GET',
    path: `${ROOT}s`,
    group: GROUP,
    summary: 'List the webhooks of the account, whichever application registered them',
    capability: 'webhook.manage',
    response: accountWebhooks,
    handle: async (call) => {
      const found = await listAccountWebhooks(call)
      return accept(collection(found.map(presentListed), call.request.uri))
    },
  }),
  endpoint({
    id: 'delete-account-webhook',
    method: 'DELETE',
    path: `${ROOT}s/:registrationId`,
    group: GROUP,
    summary: 'Remove a webhook of the account with its log, also one whose application is gone',
    capability: 'webhook.manage',
    params: accountWebhookParams,
    response: null,
    status: 204,
    handle: (call) => removeAccountWebhook(call, call.params.registrationId),
  }),
  endpoint({
    id: 'create-validation-event',
    method: 'POST',
    path: `${ROOT}/validationEvents`,
    group: GROUP,
    summary: 'Ask for a test event; two a minute',
    capability: 'webhook.manage',
    response: validationEventRef,
    handle: async (call) => {
      const made = await createTestEvent(call)
      return made.ok ? accept({ correlationId: made.value }) : made
    },
  }),
  endpoint({
    id: 'get-validation-event',
    method: 'GET',
    path: `${ROOT}/validationEvents/:correlationId`,
    group: GROUP,
    summary: 'See the attempts at a test event',
    capability: 'webhook.read',
    params: validationEventParams,
    response: validationEvent,
    handle: async (call) => {
      const found = await loadTestEvent(call, call.params.correlationId)
      return found.ok ? accept(presentTest(found.value)) : found
    },
  }),
  endpoint({
    id: 'list-webhook-deliveries',
    method: 'GET',
    path: `${ROOT}/deliveries`,
    group: GROUP,
    summary: 'List what was delivered to the webhook, newest first, with every attempt',
    capability: 'webhook.read',
    query: deliveryLogQuery,
    response: deliveryLog,
    handle: async (call) => {
      const { size, offset, status } = call.query
      const found = await readDeliveryLog(call, { size, offset, status: status ?? null })
      if (!found.ok) return found
      const { deliveries, totalCount } = found.value
      return accept(offsetPage(deliveries.map(presentDelivery), { uri: call.request.uri, offset, size, totalCount }))
    },
  }),
  endpoint({
    id: 'get-webhook-certificate',
    method: 'GET',
    path: '/webhooks/v1/certificates/:fileName',
    group: GROUP,
    summary: 'Get the certificate (X.509, DER) of the key that signs deliveries',
    capability: 'public',
    params: certificateParams,
    response: 'binary',
    handle: async (call) => {
      call.reply.headers['content-type'] = 'application/pkix-cert'
      call.reply.headers['cache-control'] = 'public, max-age=86400'
      return loadWebhookCertificate(call.session, call.params.fileName.replace('.cer', ''))
    },
  }),
]

function wishesOf(body: {
  readonly WebhookUrl: string
  readonly WebhookEvents: readonly string[]
  readonly SignatureTokenToMsSignatureHeader: boolean | undefined
}) {
  return {
    webhookUrl: body.WebhookUrl,
    webhookEvents: body.WebhookEvents,
    signatureInOwnHeader: body.SignatureTokenToMsSignatureHeader,
  }
}

function present(webhook: WebhookRegistration, secret?: string) {
  return {
    SubscriberId: webhook.registrationId,
    WebhookUrl: webhook.webhookUrl,
    WebhookEvents: webhook.webhookEvents,
    SignatureTokenToMsSignatureHeader: webhook.signatureInOwnHeader,
    ...(secret === undefined ? {} : { SigningSecret: secret }),
  }
}

function presentListed(webhook: HeardWebhook) {
  return {
    id: webhook.registrationId,
    applicationId: webhook.applicationId,
    webhookUrl: webhook.webhookUrl,
    webhookEvents: webhook.webhookEvents,
    isSilent: webhook.isSilent,
    createdDate: wireInstant(webhook.createdAt),
    lastUpdatedDate: wireInstant(webhook.updatedAt),
    attributes: attributes('WebhookRegistration'),
  }
}

const STATUS_OF_TEST = { pending: 'pending', delivered: 'completed', parked: 'failed' } as const

function presentTest(event: LoggedDelivery) {
  return {
    correlationId: event.deliveryId,
    partnerId: event.partnerId,
    status: STATUS_OF_TEST[event.status],
    callbackUrl: event.url,
    results: event.log.map((attempt) => ({
      responseCode: attempt.responseStatus === null ? 'NoAnswer' : codeOf(attempt.responseStatus),
      responseMessage: attempt.failure ?? '',
      // Nobody answered: the fault may lie on the way, or here.
      systemError: attempt.responseStatus === null,
      dateTimeUtc: preciseInstant(attempt.attemptedAt),
    })),
  }
}

/** `OK` for 200, as in the original, else the number. */
function codeOf(status: number): string {
  return status === 200 ? 'OK' : String(status)
}

/** With seven digits of a second, as the original prints these. */
function preciseInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace('Z', '0000Z')
}

export function presentDelivery(delivery: LoggedDelivery) {
  return {
    id: delivery.deliveryId,
    eventId: delivery.eventId,
    eventName: delivery.eventName,
    callbackUrl: delivery.url,
    status: delivery.status,
    createdDate: wireInstant(delivery.createdAt),
    ...(delivery.finishedAt === null ? {} : { finishedDate: wireInstant(delivery.finishedAt) }),
    attempts: delivery.log.map((attempt) => ({
      number: attempt.attemptNumber,
      date: wireInstant(attempt.attemptedAt),
      durationMilliseconds: attempt.durationMilliseconds,
      ...(attempt.responseStatus === null ? {} : { responseStatus: attempt.responseStatus }),
      ...(attempt.failure === null ? {} : { failure: attempt.failure }),
      ...(attempt.responseExcerpt === '' ? {} : { responseExcerpt: attempt.responseExcerpt }),
    })),
    attributes: { objectType: 'WebhookDelivery' as const },
  }
}
