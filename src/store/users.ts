import type { Role } from '../core/access/role.js'
import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

export type UserState = 'invited' | 'active' | 'disabled'

/** Somebody who may sign in, with what is needed to check who it is. */
export interface User {
  readonly userId: string
  /** The partner, or the provider's own id. */
  readonly accountId: string
  /** Mail address in lower case, by which the user signs in. */
  readonly signInName: string
  readonly fullName: string
  readonly roles: readonly Role[]
  readonly state: UserState
  readonly passwordHash: string | null
  readonly passwordIsTemporary: boolean
  /** Until when a temporary password is taken; `null` for one the user chose. */
  readonly passwordExpiresAt: Instant | null
  /** Sealed key of the one-time codes; `null` before the second factor is set up. */
  readonly codeKey: string | null
  readonly codeKeyConfirmed: boolean
  readonly lastCodeStep: bigint
  readonly createdAt: Instant
  readonly lastSignInAt: Instant | null
}

const COLUMNS = `u.user_id as "userId", u.account_id as "accountId", u.sign_in_name as "signInName",
  u.full_name as "fullName", u.roles, u.state, u.password_hash as "passwordHash",
  u.password_is_temporary as "passwordIsTemporary", u.password_expires_at as "passwordExpiresAt",
  u.code_key as "codeKey",
  u.code_key_confirmed as "codeKeyConfirmed", u.last_code_step as "lastCodeStep", u.created_at as "createdAt",
  u.last_sign_in_at as "lastSignInAt"`

/** Inserts a user; `false` where the sign-in name is taken, by whomever. */
export async function insertUser(session: Session, user: Omit<User, 'passwordExpiresAt'>): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into account_user (user_id, account_id, sign_in_name, full_name, roles, state, password_hash,
       password_is_temporary, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (sign_in_name) do nothing`,
    [
      user.userId,
      user.accountId,
      user.signInName,
      user.fullName,
      user.roles,
      user.state,
      user.passwordHash,
      user.passwordIsTemporary,
      instantParameter(user.createdAt),
    ],
  )
  return rowCount === 1
}

/** A user, whatever the account: only for signing in, where the user is known by what it proved. */
export async function findUser(session: Session, userId: string): Promise<User | undefined> {
  const { rows } = await session.query<User>(`select ${COLUMNS} from account_user u where u.user_id = $1`, [userId])
  return rows[0]
}

/** A user of an account, locked until the transaction ends. */
export async function lockUserOf(session: Session, accountId: string, userId: string): Promise<User | undefined> {
  const { rows } = await session.query<User>(
    `select ${COLUMNS} from account_user u where u.account_id = $1 and u.user_id = $2 for update`,
    [accountId, userId],
  )
  return rows[0]
}

export async function findUserOf(session: Session, accountId: string, userId: string): Promise<User | undefined> {
  const { rows } = await session.query<User>(
    `select ${COLUMNS} from account_user u where u.account_id = $1 and u.user_id = $2`,
    [accountId, userId],
  )
  return rows[0]
}

export async function findUserByName(session: Session, signInName: string): Promise<User | undefined> {
  const { rows } = await session.query<User>(`select ${COLUMNS} from account_user u where u.sign_in_name = $1`, [
    signInName,
  ])
  return rows[0]
}

/** Users of an account in the order of their names, from `after` on. */
export async function listUsersOf(
  session: Session,
  accountId: string,
  after: string,
  limit: number,
): Promise<readonly User[]> {
  const { rows } = await session.query<User>(
    `select ${COLUMNS} from account_user u where u.account_id = $1 and u.sign_in_name > $2 order by u.sign_in_name limit $3`,
    [accountId, after, limit],
  )
  return rows
}

/** Writes what an administrator may change. */
export async function updateUser(
  session: Session,
  { userId, fullName, roles, state }: Pick<User, 'userId' | 'fullName' | 'roles' | 'state'>,
): Promise<void> {
  await session.query('update account_user set full_name = $2, roles = $3, state = $4 where user_id = $1', [
    userId,
    fullName,
    roles,
    state,
  ])
}

export async function deleteUser(session: Session, userId: string): Promise<void> {
  await session.query('delete from account_user where user_id = $1', [userId])
}

/**
 * Sets a password; an invited user becomes active by choosing one.
 * @param temporaryUntil until when it is taken, where it has to be changed at the first sign-in; otherwise `null`
 */
export async function setPassword(
  session: Session,
  userId: string,
  passwordHash: string,
  temporaryUntil: Instant | null,
): Promise<void> {
  await session.query(
    `update account_user set password_hash = $2, password_is_temporary = $3::timestamptz is not null,
       password_expires_at = $3, state = case when state = 'invited' then 'active' else state end
     where user_id = $1`,
    [userId, passwordHash, temporaryUntil === null ? null : instantParameter(temporaryUntil)],
  )
}

/** Takes the password away: there is none until the user sets another. */
export async function clearPassword(session: Session, userId: string): Promise<void> {
  await session.query(
    `update account_user set password_hash = null, password_is_temporary = false, password_expires_at = null
     where user_id = $1`,
    [userId],
  )
}

/** Takes the second factor away, with its recovery codes. */
export async function clearCodeKey(session: Session, userId: string): Promise<void> {
  await session.query(
    'update account_user set code_key = null, code_key_confirmed = false, last_code_step = 0 where user_id = $1',
    [userId],
  )
  await session.query('delete from recovery_code where user_id = $1', [userId])
}

/** Gives a user the key of its one-time codes, with the time step of the code that proved it. */
export async function setCodeKey(session: Session, userId: string, codeKey: string, step: bigint): Promise<void> {
  await session.query(
    'update account_user set code_key = $2, code_key_confirmed = true, last_code_step = $3 where user_id = $1',
    [userId, codeKey, step],
  )
}

/** Notes that a code of a time step was taken; `false` where that or a later one was taken before. */
export async function takeCodeStep(session: Session, userId: string, step: bigint): Promise<boolean> {
  const { rowCount } = await session.query(
    `update account_user set last_code_step = $2 where user_id = $1 and last_code_step < $2 and code_key_confirmed`,
    [userId, step],
  )
  return rowCount === 1
}

export async function insertRecoveryCodes(session: Session, userId: string, hashes: readonly string[]): Promise<void> {
  await session.query('insert into recovery_code (user_id, code_hash) select $1, unnest($2::text[])', [userId, hashes])
}

/** Uses a recovery code up; `false` where it is none, or used. */
export async function takeRecoveryCode(session: Session, userId: string, hash: string, now: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    'update recovery_code set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null',
    [userId, hash, instantParameter(now)],
  )
  return rowCount === 1
}

export async function noteSignIn(session: Session, userId: string, now: Instant): Promise<void> {
  await session.query('update account_user set last_sign_in_at = $2 where user_id = $1', [
    userId,
    instantParameter(now),
  ])
}

/** How many active users of an account have a role, locking them so that two changes cannot both take the last one. */
export async function lockActiveHolders(session: Session, accountId: string, role: Role): Promise<readonly string[]> {
  const { rows } = await session.query<{ readonly userId: string }>(
    `select user_id as "userId" from account_user
     where account_id = $1 and state <> 'disabled' and $2 = any(roles) order by user_id for update`,
    [accountId, role],
  )
  return rows.map((row) => row.userId)
}

/** The user an identity of another authority is. */
export async function findExternalUser(session: Session, issuer: string, subject: string): Promise<User | undefined> {
  const { rows } = await session.query<User>(
    `select ${COLUMNS} from external_identity e join account_user u on u.user_id = e.user_id
     where e.issuer = $1 and e.subject = $2`,
    [issuer, subject],
  )
  return rows[0]
}

/**
 * Remembers whose an identity is; `false` where it is known already, or the user has another of that authority: neither is
 * ever changed silently.
 */
export async function linkExternalUser(
  session: Session,
  identity: { readonly issuer: string; readonly subject: string; readonly userId: string },
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into external_identity (issuer, subject, user_id, linked_at) select $1, $2, $3, $4
     where not exists (select from external_identity where issuer = $1 and user_id = $3) on conflict do nothing`,
    [identity.issuer, identity.subject, identity.userId, instantParameter(now)],
  )
  return rowCount === 1
}
