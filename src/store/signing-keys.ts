import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

type Jwk = Readonly<Record<string, unknown>>

/** A key that signs access tokens, as JSON Web Keys. */
export interface SigningKey {
  readonly keyId: string
  /** The private key, or `{ sealed }` where the installation has a key to seal it with. */
  readonly privateJwk: Jwk
  readonly publicJwk: Jwk
  readonly createdAt: Instant
  /** Since when it signs no more; `null` while it does. */
  readonly retiredAt: Instant | null
}

/** Every key that may still verify a token, the newest first. */
export async function listSigningKeys(session: Session, retiredSince: Instant): Promise<SigningKey[]> {
  const { rows } = await session.query<SigningKey>(
    `select key_id as "keyId", private_jwk as "privateJwk", public_jwk as "publicJwk", created_at as "createdAt",
       retired_at as "retiredAt"
     from signing_key where retired_at is null or retired_at >= $1 order by created_at desc, key_id`,
    [instantParameter(retiredSince)],
  )
  return rows
}

const RENEWAL_LOCK = 7_072_111_728n

/** Lets one transaction at a time change which key signs, until it ends. */
export async function lockSigningKeys(session: Session): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1)', [RENEWAL_LOCK])
}

export async function insertSigningKey(session: Session, key: SigningKey): Promise<void> {
  await session.query('insert into signing_key (key_id, private_jwk, public_jwk, created_at) values ($1, $2, $3, $4)', [
    key.keyId,
    jsonParameter(key.privateJwk),
    jsonParameter(key.publicJwk),
    instantParameter(key.createdAt),
  ])
}

/** Retires every key but one: they verify what they signed, and sign no more. Gives how many. */
export async function retireOtherKeys(session: Session, keyId: string, now: Instant): Promise<number> {
  const { rowCount } = await session.query(
    'update signing_key set retired_at = $2 where key_id <> $1 and retired_at is null',
    [keyId, instantParameter(now)],
  )
  return rowCount
}

/** Removes keys retired before an instant: nothing they signed is valid any more. */
export async function deleteRetiredKeys(session: Session, before: Instant): Promise<number> {
  const { rowCount } = await session.query('delete from signing_key where retired_at < $1', [instantParameter(before)])
  return rowCount
}
