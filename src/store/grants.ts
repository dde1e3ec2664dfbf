import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** A sign-in of a user with an application; its codes and refresh tokens live and die with it. */
export interface TokenFamily {
  readonly familyId: string
  readonly applicationId: string
  readonly userId: string
  /** Whether the user proved a second factor. */
  readonly multiFactor: boolean
}

/** A code that is exchanged for tokens once. */
export interface AuthorizationCode {
  readonly redirectUri: string
  readonly nonce: string | null
  /** SHA-256 of the verifier the application has to show; `null` where it gave none. */
  readonly codeChallenge: string | null
  /** Whether the scope asked for an id token. */
  readonly openid: boolean
}

/** What a code or a refresh token was good for, and whether it still is. */
export interface Redeemed extends TokenFamily {
  readonly usedBefore: boolean
  readonly revoked: boolean
  readonly expired: boolean
}

const FAMILY = `f.family_id as "familyId", f.application_id as "applicationId", f.user_id as "userId",
  f.multi_factor as "multiFactor", f.revoked_at is not null as revoked`

export async function insertFamily(session: Session, family: TokenFamily, now: Instant): Promise<void> {
  await session.query(
    `insert into token_family (family_id, application_id, user_id, multi_factor, granted_at) values ($1, $2, $3, $4, $5)`,
    [family.familyId, family.applicationId, family.userId, family.multiFactor, instantParameter(now)],
  )
}

export async function insertCode(
  session: Session,
  codeHash: string,
  familyId: string,
  code: AuthorizationCode,
  expiresAt: Instant,
): Promise<void> {
  await session.query(
    `insert into authorization_code (code_hash, family_id, redirect_uri, nonce, code_challenge, openid, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [codeHash, familyId, code.redirectUri, code.nonce, code.codeChallenge, code.openid, instantParameter(expiresAt)],
  )
}

/** A code with its family, locked until the transaction ends, so that it is used by one request only. */
export async function lockCode(
  session: Session,
  codeHash: string,
  now: Instant,
): Promise<(AuthorizationCode & Redeemed) | undefined> {
  const { rows } = await session.query<AuthorizationCode & Redeemed>(
    `select ${FAMILY}, c.redirect_uri as "redirectUri", c.nonce, c.code_challenge as "codeChallenge", c.openid,
       c.used_at is not null as "usedBefore", c.expires_at <= $2 as expired
     from authorization_code c join token_family f on f.family_id = c.family_id
     where c.code_hash = $1 for update of c, f`,
    [codeHash, instantParameter(now)],
  )
  return rows[0]
}

export async function markCodeUsed(session: Session, codeHash: string, now: Instant): Promise<void> {
  await session.query('update authorization_code set used_at = $2 where code_hash = $1', [
    codeHash,
    instantParameter(now),
  ])
}

export async function insertRefreshToken(
  session: Session,
  tokenHash: string,
  familyId: string,
  now: Instant,
  expiresAt: Instant,
): Promise<void> {
  await session.query(
    'insert into refresh_token (token_hash, family_id, issued_at, expires_at) values ($1, $2, $3, $4)',
    [tokenHash, familyId, instantParameter(now), instantParameter(expiresAt)],
  )
}

/** A refresh token's family, locked until the transaction ends. */
export async function lockRefreshToken(
  session: Session,
  tokenHash: string,
  now: Instant,
): Promise<Redeemed | undefined> {
  const { rows } = await session.query<Redeemed>(
    `select ${FAMILY}, r.used_at is not null as "usedBefore", r.expires_at <= $2 as expired
     from refresh_token r join token_family f on f.family_id = r.family_id
     where r.token_hash = $1 for update of r, f`,
    [tokenHash, instantParameter(now)],
  )
  return rows[0]
}

export async function markRefreshTokenUsed(session: Session, tokenHash: string, now: Instant): Promise<void> {
  await session.query('update refresh_token set used_at = $2 where token_hash = $1', [tokenHash, instantParameter(now)])
}

/** Ends a family: none of its codes and refresh tokens is taken any more. */
export async function revokeFamily(session: Session, familyId: string, now: Instant): Promise<void> {
  await session.query('update token_family set revoked_at = $2 where family_id = $1 and revoked_at is null', [
    familyId,
    instantParameter(now),
  ])
}

/** Ends every family of a user or an application. */
export async function revokeFamiliesOf(session: Session, subjectId: string, now: Instant): Promise<void> {
  await session.query(
    `update token_family set revoked_at = $2 where (user_id = $1 or application_id = $1) and revoked_at is null`,
    [subjectId, instantParameter(now)],
  )
}

/** Refuses the access tokens a user or an application has had so far. */
export async function putCutoff(session: Session, subjectId: string, now: Instant): Promise<void> {
  await session.query(
    `insert into token_cutoff (subject_id, issued_before) values ($1, $2)
     on conflict (subject_id) do update set issued_before = greatest(token_cutoff.issued_before, excluded.issued_before)`,
    [subjectId, instantParameter(now)],
  )
}

/** Whose access tokens are refused, and up to when they were issued. */
export async function listCutoffs(session: Session, since: Instant): Promise<ReadonlyMap<string, Instant>> {
  const { rows } = await session.query<{ readonly subjectId: string; readonly issuedBefore: Instant }>(
    'select subject_id as "subjectId", issued_before as "issuedBefore" from token_cutoff where issued_before >= $1',
    [instantParameter(since)],
  )
  return new Map(rows.map((row) => [row.subjectId, row.issuedBefore]))
}
