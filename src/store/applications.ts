import type { Role } from '../core/access/role.js'
import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** A program that may sign in, by itself or for a user. */
export interface ServicePrincipal {
  readonly applicationId: string
  /** The partner, or the provider's own id. */
  readonly accountId: string
  readonly name: string
  /** What it may do by itself; for a user it may do what the user may. */
  readonly roles: readonly Role[]
  readonly state: 'active' | 'disabled'
  /** Whether it can keep no secret, and proves itself by a code challenge. */
  readonly isPublic: boolean
  /** Where a sign-in may lead back to, compared character by character. */
  readonly redirectUris: readonly string[]
  readonly createdAt: Instant
}

/** A secret of a program, without the secret. */
export interface ApplicationSecret {
  readonly secretId: string
  readonly hint: string
  readonly description: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

const COLUMNS = `application_id as "applicationId", account_id as "accountId", name, roles, state, is_public as "isPublic",
  redirect_uris as "redirectUris", created_at as "createdAt"`

export async function insertServicePrincipal(session: Session, principal: ServicePrincipal): Promise<void> {
  await session.query(
    `insert into service_principal (application_id, account_id, name, roles, state, is_public, redirect_uris, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      principal.applicationId,
      principal.accountId,
      principal.name,
      principal.roles,
      principal.state,
      principal.isPublic,
      principal.redirectUris,
      instantParameter(principal.createdAt),
    ],
  )
}

/** A program, whatever the account: only for signing in, where it proves itself. */
export async function findServicePrincipal(
  session: Session,
  applicationId: string,
): Promise<ServicePrincipal | undefined> {
  const { rows } = await session.query<ServicePrincipal>(
    `select ${COLUMNS} from service_principal where application_id = $1`,
    [applicationId],
  )
  return rows[0]
}

/** A program of an account; locked until the transaction ends where it is to be changed. */
export async function findServicePrincipalOf(
  session: Session,
  accountId: string,
  applicationId: string,
  lock = false,
): Promise<ServicePrincipal | undefined> {
  const { rows } = await session.query<ServicePrincipal>(
    `select ${COLUMNS} from service_principal where account_id = $1 and application_id = $2${lock ? ' for update' : ''}`,
    [accountId, applicationId],
  )
  return rows[0]
}

/** Programs of an account in the order of their ids, from `after` on. */
export async function listServicePrincipalsOf(
  session: Session,
  accountId: string,
  after: string,
  limit: number,
): Promise<readonly ServicePrincipal[]> {
  const { rows } = await session.query<ServicePrincipal>(
    `select ${COLUMNS} from service_principal where account_id = $1 and application_id > $2
     order by application_id limit $3`,
    [accountId, after, limit],
  )
  return rows
}

export async function updateServicePrincipal(session: Session, principal: ServicePrincipal): Promise<void> {
  await session.query(
    `update service_principal set name = $2, roles = $3, state = $4, redirect_uris = $5 where application_id = $1`,
    [principal.applicationId, principal.name, principal.roles, principal.state, principal.redirectUris],
  )
}

export async function deleteServicePrincipal(session: Session, applicationId: string): Promise<void> {
  await session.query('delete from service_principal where application_id = $1', [applicationId])
}

export async function insertSecret(
  session: Session,
  applicationId: string,
  secret: ApplicationSecret,
  secretHash: string,
): Promise<void> {
  await session.query(
    `insert into application_secret (application_id, secret_id, hint, description, secret_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      applicationId,
      secret.secretId,
      secret.hint,
      secret.description,
      secretHash,
      instantParameter(secret.createdAt),
      instantParameter(secret.expiresAt),
    ],
  )
}

/** Secrets of some programs, the oldest first. */
export async function listSecrets(
  session: Session,
  applicationIds: readonly string[],
): Promise<readonly (ApplicationSecret & { readonly applicationId: string })[]> {
  const { rows } = await session.query<ApplicationSecret & { readonly applicationId: string }>(
    `select application_id as "applicationId", secret_id as "secretId", hint, description, created_at as "createdAt",
       expires_at as "expiresAt"
     from application_secret where application_id = any($1::uuid[]) order by application_id, created_at, secret_id`,
    [applicationIds],
  )
  return rows
}

/** The hash a secret that begins with `hint` would have to fit, where it has not expired. */
export async function findSecretHash(
  session: Session,
  applicationId: string,
  hint: string,
  now: Instant,
): Promise<string | undefined> {
  const { rows } = await session.query<{ readonly secretHash: string }>(
    `select secret_hash as "secretHash" from application_secret
     where application_id = $1 and hint = $2 and expires_at > $3 order by created_at desc limit 1`,
    [applicationId, hint, instantParameter(now)],
  )
  return rows[0]?.secretHash
}

/** Removes a secret; `false` where there is none. */
export async function deleteSecret(session: Session, applicationId: string, secretId: string): Promise<boolean> {
  const { rowCount } = await session.query(
    'delete from application_secret where application_id = $1 and secret_id = $2',
    [applicationId, secretId],
  )
  return rowCount === 1
}
