import type { Operation } from '../core/access/operation.js'
import type { Role } from '../core/access/role.js'
import { administratorRole, fitSide, mayManage } from '../core/access/role-rules.js'
import { type Instant, MILLISECONDS_PER_HOUR } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { putCutoff, revokeFamiliesOf } from '../store/grants.js'
import { deleteFlowsOf, deleteLinksOf, insertLink, type LinkPurpose } from '../store/sign-in.js'
import {
  clearCodeKey,
  clearPassword,
  deleteUser,
  findUserByName,
  findUserOf,
  insertUser,
  listUsersOf,
  lockActiveHolders,
  lockUserOf,
  setPassword,
  type User,
  type UserState,
  updateUser,
} from '../store/users.js'
import { recordChange } from './audit.js'
import { closingCutoff } from './closing-cutoff.js'
import { hashPassword } from './password-hash.js'
import { temporaryPassword } from './password-rules.js'
import { digest, randomSecret } from './random-secret.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

export type { User }

/** Who manages the users of an account; signing in follows the system's clock, also where the account has its own. */
export interface Administration extends UseCase {
  readonly systemNow: Instant
}

export interface NewUser {
  readonly fullName: string
  readonly signInName: string
  readonly roles: readonly Role[]
  /** Whether the user begins with a temporary password instead of a link. */
  readonly withPassword: boolean
}

/** How a user gets in, shown once: a link, or a password that has to be changed at the first sign-in. */
export type Entrance =
  | { readonly kind: 'link'; readonly token: string; readonly expiresAt: Instant }
  | { readonly kind: 'password'; readonly password: string; readonly expiresAt: Instant }

const LINK_HOURS: Readonly<Record<LinkPurpose, number>> = { invitation: 7 * 24, 'password-reset': 24 }
/** How long a temporary password is taken. */
const PASSWORD_HOURS = 72

/** Adds a user to an account. */
export async function addUser(
  context: Administration,
  accountId: string,
  wanted: NewUser,
): Promise<Outcome<{ readonly user: User; readonly entrance: Entrance }>> {
  const allowed = mayTouch(context, accountId, wanted.roles)
  if (!allowed.ok) return allowed
  const { session, systemNow } = context
  const user: User = {
    userId: context.newId(),
    accountId,
    signInName: wanted.signInName.toLowerCase(),
    fullName: wanted.fullName,
    roles: wanted.roles,
    state: 'invited',
    passwordHash: null,
    passwordIsTemporary: false,
    passwordExpiresAt: null,
    codeKey: null,
    codeKeyConfirmed: false,
    lastCodeStep: 0n,
    createdAt: systemNow,
    lastSignInAt: null,
  }
  if (!(await insertUser(session, user))) return refuse('sign-in-name-taken', { name: user.signInName })
  const entrance = await openEntrance(context, user.userId, 'invitation', wanted.withPassword)
  const added: User = entrance.kind === 'password' ? { ...user, state: 'active', passwordIsTemporary: true } : user
  await record(context, 'create_partner_user', undefined, added)
  return accept({ user: added, entrance })
}

/** What an administrator changes of a user; what is left out stays. */
export interface UserChange {
  readonly fullName?: string | undefined
  readonly roles?: readonly Role[] | undefined
  readonly state?: 'active' | 'disabled' | undefined
}

/** Changes a user. Who is disabled, or has other roles, has to sign in again: its tokens are withdrawn. */
export async function changeUser(
  context: Administration,
  accountId: string,
  userId: string,
  change: UserChange,
): Promise<Outcome<User>> {
  const { session } = context
  const before = await lockUserOf(session, accountId, userId)
  if (before === undefined) return noSuchUser(userId)
  const after: User = {
    ...before,
    fullName: change.fullName ?? before.fullName,
    roles: change.roles ?? before.roles,
    state: change.state === undefined ? before.state : stateAfter(before, change.state),
  }
  const rolesDiffer = [...after.roles].sort().join() !== [...before.roles].sort().join()
  const allowed = mayTouch(context, accountId, [...before.roles, ...after.roles])
  if (!allowed.ok) return allowed
  if ((rolesDiffer || after.state === 'disabled') && userId === context.actor.id) {
    return refuse('own-user-fixed', { what: 'change the roles or the state of' })
  }
  const kept = await keepsAdministrator(context, before, after)
  if (!kept.ok) return kept
  await updateUser(session, after)
  if (rolesDiffer) await putCutoff(session, userId, context.systemNow)
  if (after.state === 'disabled') await shutOut(context, userId, closingCutoff(context.systemNow))
  await record(context, 'update_partner_user', before, after)
  return accept(after)
}

/** Who never had a password is invited again instead of made active. */
function stateAfter(before: User, wanted: 'active' | 'disabled'): UserState {
  return wanted === 'active' && before.passwordHash === null ? 'invited' : wanted
}

/**
 * Gives a user a new way in: a link or a temporary password; also without a second factor where that was lost. The
 * password it had is good for nothing from then on: somebody else may know it.
 */
export async function resetUser(
  context: Administration,
  accountId: string,
  userId: string,
  wanted: { readonly withPassword: boolean; readonly secondFactor: boolean },
): Promise<Outcome<{ readonly user: User; readonly entrance: Entrance }>> {
  const before = await lockUserOf(context.session, accountId, userId)
  if (before === undefined) return noSuchUser(userId)
  const allowed = mayTouch(context, accountId, before.roles)
  if (!allowed.ok) return allowed
  if (before.state === 'disabled')
    return refuse('malformed', { what: 'state', problem: 'the user is disabled; enable it first' })
  if (wanted.secondFactor) {
    if (userId === context.actor.id) return refuse('own-user-fixed', { what: 'take the second factor from' })
    await clearCodeKey(context.session, userId)
  }
  const purpose = before.state === 'invited' ? 'invitation' : 'password-reset'
  await shutOut(context, userId, context.systemNow)
  const entrance = await openEntrance(context, userId, purpose, wanted.withPassword)
  const after = (await findUserOf(context.session, accountId, userId))!
  await record(context, 'update_partner_user', before, after, {
    accessReset: entrance.kind,
    secondFactorReset: String(wanted.secondFactor),
  })
  return accept({ user: after, entrance })
}

/** Removes a user; the activity log keeps what it did. */
export async function removeUser(
  context: Administration,
  accountId: string,
  userId: string,
): Promise<Outcome<undefined>> {
  const before = await lockUserOf(context.session, accountId, userId)
  if (before === undefined) return noSuchUser(userId)
  const allowed = mayTouch(context, accountId, before.roles)
  if (!allowed.ok) return allowed
  if (userId === context.actor.id) return refuse('own-user-fixed', { what: 'remove' })
  const kept = await keepsAdministrator(context, before, undefined)
  if (!kept.ok) return kept
  await shutOut(context, userId, closingCutoff(context.systemNow))
  await deleteUser(context.session, userId)
  await record(context, 'remove_partner_user', before, undefined)
  return accept(undefined)
}

export async function loadUser(
  { session }: Pick<UseCase, 'session'>,
  accountId: string,
  userId: string,
): Promise<Outcome<User>> {
  const user = await findUserOf(session, accountId, userId)
  return user === undefined ? noSuchUser(userId) : accept(user)
}

/** A user of any account by its mail address: for who has the database. */
export async function loadUserByName(
  { session }: Pick<UseCase, 'session'>,
  signInName: string,
): Promise<Outcome<User>> {
  const user = await findUserByName(session, signInName.toLowerCase())
  return user === undefined ? noSuchUser(signInName) : accept(user)
}

/** Users of an account by name, after one of them. */
export function listUsers({ session }: Pick<UseCase, 'session'>, accountId: string, after: string, limit: number) {
  return listUsersOf(session, accountId, after, limit)
}

function noSuchUser(userId: string) {
  return refuse('not-found', { what: 'user', id: userId })
}

/** Whether the actor may manage somebody with these roles in this account. */
function mayTouch({ actor }: UseCase, accountId: string, roles: readonly Role[]): Outcome<undefined> {
  const fits = fitSide(roles, accountId === PLATFORM_ID)
  if (!fits.ok || actor.kind === 'system') return fits
  return mayManage(actor.roles, roles)
}

/** An account is never left without somebody who administers it. */
async function keepsAdministrator(
  { session }: UseCase,
  before: User,
  after: User | undefined,
): Promise<Outcome<undefined>> {
  const role = administratorRole(before.accountId === PLATFORM_ID)
  const holds = (user: User | undefined) => user !== undefined && user.state !== 'disabled' && user.roles.includes(role)
  if (!holds(before) || holds(after)) return accept(undefined)
  const holders = await lockActiveHolders(session, before.accountId, role)
  return holders.length > 1 ? accept(undefined) : refuse('last-administrator', { role })
}

async function openEntrance(
  { session, systemNow }: Administration,
  userId: string,
  purpose: LinkPurpose,
  withPassword: boolean,
): Promise<Entrance> {
  if (withPassword) {
    const password = temporaryPassword()
    const expiresAt = (systemNow + PASSWORD_HOURS * MILLISECONDS_PER_HOUR) as Instant
    await setPassword(session, userId, await hashPassword(password), expiresAt)
    await deleteLinksOf(session, userId)
    return { kind: 'password', password, expiresAt }
  }
  await clearPassword(session, userId)
  const token = randomSecret()
  const expiresAt = (systemNow + LINK_HOURS[purpose] * MILLISECONDS_PER_HOUR) as Instant
  await insertLink(session, { tokenHash: digest(token), purpose, userId }, systemNow, expiresAt)
  return { kind: 'link', token, expiresAt }
}

/** Ends everything somebody is signed in with or about to be, and its links. Refuses tokens issued before `cutoff`. */
async function shutOut({ session, systemNow }: Administration, userId: string, cutoff: Instant): Promise<void> {
  await revokeFamiliesOf(session, userId, systemNow)
  await putCutoff(session, userId, cutoff)
  await deleteFlowsOf(session, userId)
  await deleteLinksOf(session, userId)
}

function record(
  context: UseCase,
  operationType: Operation,
  before: User | undefined,
  after: User | undefined,
  data: Readonly<Record<string, string>> = {},
): Promise<void> {
  return recordChange(context, {
    partnerId: (after ?? before)!.accountId,
    customer: null,
    resourceType: 'partner_user',
    operationType,
    before: before === undefined ? null : shown(before),
    after: after === undefined ? null : shown(after),
    data,
  })
}

function shown({ userId, signInName, fullName, roles, state }: User) {
  return { userId, signInName, fullName, roles, state }
}
