import type { Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Session } from '../store/database.js'
import { type AttemptLimits, countAttempt, forgetAttempts, takeAttemptBack } from '../store/sign-in.js'
import {
  findUserByName,
  insertRecoveryCodes,
  setCodeKey,
  takeCodeStep,
  takeRecoveryCode,
  type User,
} from '../store/users.js'
import { matchingStep, newRecoveryCodes, readRecoveryCode } from './one-time-codes.js'
import { hashPassword, verifyPassword } from './password-hash.js'
import { digest, randomSecret } from './random-secret.js'
import { unseal } from './seal.js'

/** Five mistakes are free, then waits grow from 30 seconds to 15 minutes. */
const PER_NAME: AttemptLimits = {
  free: 5,
  firstWaitSeconds: 30,
  longestWaitSeconds: 900,
  forgottenAfterSeconds: 86_400,
}
/** Many people may share an address. */
const PER_ADDRESS: AttemptLimits = {
  free: 100,
  firstWaitSeconds: 10,
  longestWaitSeconds: 900,
  forgottenAfterSeconds: 3_600,
}

/** What the keys of one-time codes are sealed for. */
export const CODE_KEY_PURPOSE = 'one-time codes'

export interface PasswordProof {
  readonly signInName: string
  readonly password: string
  /** Where the request comes from. */
  readonly address: string
}

/**
 * Whether somebody knows the password of a user. Unknown names, users who may not sign in and wrong passwords get the same
 * answer, take the same time and are slowed down alike, so that nobody learns who has an account.
 */
export async function checkPassword(session: Session, proof: PasswordProof, now: Instant): Promise<Outcome<User>> {
  const signInName = proof.signInName.trim().toLowerCase()
  const subjects = { name: `name:${digest(signInName)}`, address: `address:${proof.address}` }
  const wait =
    (await countAttempt(session, subjects.address, PER_ADDRESS, now)) ??
    (await countAttempt(session, subjects.name, PER_NAME, now))
  if (wait !== undefined) return refuse('sign-in-locked', { seconds: wait })
  const user = await findUserByName(session, signInName)
  const mayTry = user?.state === 'active' && user.passwordHash !== null && !hasExpired(user, now)
  const right = await verifyPassword(mayTry ? user.passwordHash! : await hashOfNothing(), proof.password)
  if (!mayTry || !right) return refuse('sign-in-failed')
  await forgetAttempts(session, subjects.name)
  await takeAttemptBack(session, subjects.address)
  return accept(user)
}

/** Whether a temporary password has been left unused for too long. */
function hasExpired({ passwordExpiresAt }: User, now: Instant): boolean {
  return passwordExpiresAt !== null && passwordExpiresAt <= now
}

let nothing: Promise<string> | undefined

/** A hash no password fits, which costs as much to check as any. */
export function hashOfNothing(): Promise<string> {
  nothing ??= hashPassword(randomSecret())
  return nothing
}

/** Whether somebody has the second factor of a user: a code of the app, or one of the recovery codes, each only once. */
export async function checkCode(
  session: Session,
  user: User,
  code: string,
  sealingKey: Uint8Array | undefined,
  now: Instant,
): Promise<Outcome<undefined>> {
  const subject = `code:${user.userId}`
  const wait = await countAttempt(session, subject, PER_NAME, now)
  if (wait !== undefined) return refuse('sign-in-locked', { seconds: wait })
  const typed = code.replaceAll(/\s/g, '')
  const step =
    user.codeKey === null ? undefined : matchingStep(unseal(user.codeKey, CODE_KEY_PURPOSE, sealingKey), typed, now)
  const taken =
    step === undefined
      ? await takeRecoveryCode(session, user.userId, digest(readRecoveryCode(typed)), now)
      : await takeCodeStep(session, user.userId, step)
  if (!taken) return refuse('sign-in-code-wrong')
  await forgetAttempts(session, subject)
  return accept(undefined)
}

/** A key of one-time codes that is being set up: sealed, and the time step of the code that proved it. */
interface ProvenCodeKey {
  readonly codeKey: string
  readonly step: bigint
}

/** Whether somebody has added the key it was shown to an app: the first code of it. */
export async function proveCodeKey(
  session: Session,
  { userId }: User,
  codeKey: string,
  code: string,
  sealingKey: Uint8Array | undefined,
  now: Instant,
): Promise<Outcome<ProvenCodeKey>> {
  const subject = `code:${userId}`
  const wait = await countAttempt(session, subject, PER_NAME, now)
  if (wait !== undefined) return refuse('sign-in-locked', { seconds: wait })
  const step = matchingStep(unseal(codeKey, CODE_KEY_PURPOSE, sealingKey), code.replaceAll(/\s/g, ''), now)
  if (step === undefined) return refuse('sign-in-code-wrong')
  await forgetAttempts(session, subject)
  return accept({ codeKey, step })
}

/** Gives a user who has none its second factor, with recovery codes to be shown once. */
export async function giveSecondFactor(
  session: Session,
  userId: string,
  { codeKey, step }: ProvenCodeKey,
): Promise<readonly string[]> {
  await setCodeKey(session, userId, codeKey, step)
  const codes = newRecoveryCodes()
  await insertRecoveryCodes(session, userId, codes.map(digest))
  return codes
}
