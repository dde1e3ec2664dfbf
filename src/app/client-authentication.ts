import type { Instant } from '../core/calendar/day.js'
import { findSecretHash, findServicePrincipal, type ServicePrincipal } from '../store/applications.js'
import type { Session } from '../store/database.js'
import { hashOfNothing } from './check-password.js'
import { verifyPassword } from './password-hash.js'

/** First characters of a secret, which are kept as they are: people tell secrets apart by them. */
export const HINT_LENGTH = 6

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The program that proves itself by a secret; `undefined` where it does not, for whatever reason. One hash is checked in
 * any case. Secrets are 256 random bits: guessing needs no slowing down beyond that of all requests.
 */
async function provenClient(
  session: Session,
  clientId: string,
  secret: string,
  now: Instant,
): Promise<ServicePrincipal | undefined> {
  const principal = await activePrincipal(session, clientId)
  const hash =
    principal === undefined
      ? undefined
      : await findSecretHash(session, principal.applicationId, secret.slice(0, HINT_LENGTH), now)
  const right = await verifyPassword(hash ?? (await hashOfNothing()), secret)
  return hash !== undefined && right ? principal : undefined
}

/** A program that keeps no secret; what it says is worth nothing without a code challenge. */
async function publicClient(session: Session, clientId: string): Promise<ServicePrincipal | undefined> {
  const principal = await activePrincipal(session, clientId)
  return principal?.isPublic === true ? principal : undefined
}

/** The program a client says it is: one with a secret by that, one that keeps none by its id. */
export function clientOf(
  session: Session,
  clientId: string,
  secret: string | undefined,
  now: Instant,
): Promise<ServicePrincipal | undefined> {
  return secret === undefined ? publicClient(session, clientId) : provenClient(session, clientId, secret, now)
}

/** A program that may sign in, unproven. */
export async function activePrincipal(session: Session, clientId: string): Promise<ServicePrincipal | undefined> {
  if (!UUID.test(clientId)) return undefined
  const principal = await findServicePrincipal(session, clientId.toLowerCase())
  return principal?.state === 'active' ? principal : undefined
}
