import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** Where an application of a partner wants to be told of what. */
export interface WebhookRegistration {
  readonly partnerId: string
  readonly registrationId: string
  readonly applicationId: string
  readonly webhookUrl: string
  readonly webhookEvents: readonly string[]
  /** Whether the RSA signature goes into `x-ms-signature` instead of `Authorization`. */
  readonly signatureInOwnHeader: boolean
  /** Sealed key of the HMAC. */
  readonly signingSecret: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

const COLUMNS = `partner_id as "partnerId", registration_id as "registrationId", application_id as "applicationId",
  webhook_url as "webhookUrl", webhook_events as "webhookEvents", signature_in_own_header as "signatureInOwnHeader",
  signing_secret as "signingSecret", created_at as "createdAt", updated_at as "updatedAt"`

/** Inserts a registration; `false` where the application has one already. */
export async function insertWebhook(session: Session, webhook: WebhookRegistration): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into webhook_registration (partner_id, registration_id, application_id, webhook_url, webhook_events,
       signature_in_own_header, signing_secret, created_at, updated_at)
     values ($1, $2, $3, $4, $5::text[], $6, $7, $8, $9) on conflict (partner_id, application_id) do nothing`,
    [
      webhook.partnerId,
      webhook.registrationId,
      webhook.applicationId,
      webhook.webhookUrl,
      webhook.webhookEvents,
      webhook.signatureInOwnHeader,
      webhook.signingSecret,
      instantParameter(webhook.createdAt),
      instantParameter(webhook.updatedAt),
    ],
  )
  return rowCount === 1
}

/**
 * The registration of an application, or `undefined`.
 * @param forChange locks it until the transaction ends
 */
export async function findWebhook(
  session: Session,
  key: { readonly partnerId: string; readonly applicationId: string },
  forChange = false,
): Promise<WebhookRegistration | undefined> {
  const { rows } = await session.query<WebhookRegistration>(
    `select ${COLUMNS} from webhook_registration where partner_id = $1 and application_id = $2
     ${forChange ? 'for update' : ''}`,
    [key.partnerId, key.applicationId],
  )
  return rows[0]
}

/** A registration by its id, or `undefined`. */
export async function findWebhookById(
  session: Session,
  key: { readonly partnerId: string; readonly registrationId: string },
): Promise<HeardWebhook | undefined> {
  const { rows } = await session.query<HeardWebhook>(
    `select ${COLUMNS}, ${IS_SILENT} from webhook_registration w where partner_id = $1 and registration_id = $2`,
    [key.partnerId, key.registrationId],
  )
  return rows[0]
}

/** Whether the program of a registration is disabled; one that is not registered here is not. */
const IS_SILENT = `exists (select from service_principal s where s.state = 'disabled' and s.application_id =
  case when w.application_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then w.application_id::uuid end) as "isSilent"`

/** A registration, and whether it is told nothing because its program is disabled. */
export interface HeardWebhook extends WebhookRegistration {
  readonly isSilent: boolean
}

/** Every registration of a partner. */
export async function listWebhooks(session: Session, partnerId: string): Promise<HeardWebhook[]> {
  const { rows } = await session.query<HeardWebhook>(
    `select ${COLUMNS}, ${IS_SILENT} from webhook_registration w where partner_id = $1 order by registration_id`,
    [partnerId],
  )
  return rows
}

/** Removes the registrations of a program, of every partner it was used for, and gives them. */
export async function deleteWebhooksOf(session: Session, applicationId: string): Promise<WebhookRegistration[]> {
  const { rows } = await session.query<WebhookRegistration>(
    `delete from webhook_registration where application_id = $1 returning ${COLUMNS}`,
    [applicationId],
  )
  return rows
}

/** Writes what may change of a registration. */
export async function updateWebhook(session: Session, webhook: WebhookRegistration): Promise<void> {
  await session.query(
    `update webhook_registration set webhook_url = $3, webhook_events = $4::text[], signature_in_own_header = $5,
       signing_secret = $6, updated_at = $7
     where partner_id = $1 and registration_id = $2`,
    [
      webhook.partnerId,
      webhook.registrationId,
      webhook.webhookUrl,
      webhook.webhookEvents,
      webhook.signatureInOwnHeader,
      webhook.signingSecret,
      instantParameter(webhook.updatedAt),
    ],
  )
}

/** Removes a registration with its deliveries. */
export async function deleteWebhook(
  session: Session,
  key: { readonly partnerId: string; readonly registrationId: string },
): Promise<void> {
  await session.query('delete from webhook_registration where partner_id = $1 and registration_id = $2', [
    key.partnerId,
    key.registrationId,
  ])
}

/** The key that signs deliveries, with its certificate. */
export interface WebhookKey {
  readonly keyId: string
  /** Sealed. */
  readonly privateKey: string
  readonly certificate: Uint8Array
  readonly createdAt: Instant
}

const KEY_COLUMNS = `key_id as "keyId", private_key as "privateKey", certificate, created_at as "createdAt"`

/** The newest key, or `undefined`. */
export async function findNewestWebhookKey(session: Session): Promise<WebhookKey | undefined> {
  const { rows } = await session.query<WebhookKey>(
    `select ${KEY_COLUMNS} from webhook_key order by created_at desc, key_id desc limit 1`,
  )
  return rows[0]
}

/** A key by its id, or `undefined`. */
export async function findWebhookKey(session: Session, keyId: string): Promise<WebhookKey | undefined> {
  const { rows } = await session.query<WebhookKey>(`select ${KEY_COLUMNS} from webhook_key where key_id = $1`, [keyId])
  return rows[0]
}

/** Keeps the private key of a webhook key in another seal. */
export async function resealWebhookKey(
  session: Session,
  { keyId, privateKey }: Pick<WebhookKey, 'keyId' | 'privateKey'>,
): Promise<void> {
  await session.query('update webhook_key set private_key = $2 where key_id = $1', [keyId, privateKey])
}

export async function insertWebhookKey(session: Session, key: WebhookKey): Promise<void> {
  await session.query(
    'insert into webhook_key (key_id, private_key, certificate, created_at) values ($1, $2, $3, $4)',
    [key.keyId, key.privateKey, key.certificate, instantParameter(key.createdAt)],
  )
}
