import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { isRole, type Role } from '../core/access/role.js'
import type { Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Session } from '../store/database.js'
import { findExternalUser, findUserByName, linkExternalUser, type User } from '../store/users.js'
import { LONGEST_LIFETIME_SECONDS } from './token-lifetime.js'

/** An authority outside whose word is taken for who somebody is. */
export interface ExternalAuthority {
  /** Shown to people who choose where to sign in; also part of paths. */
  readonly name: string
  /** Exactly as its tokens say it. */
  readonly issuer: string
  readonly jwksUri: string
  /** What its tokens have to be for. */
  readonly audience: string
  /** Accounts whose users it may vouch for, by id; `*` for all: an authority of one partner must not speak for another. */
  readonly accounts: readonly string[]
  /** A claim that names the account, and which account each value means; its users must belong to that one. */
  readonly accountClaim?: { readonly claim: string; readonly accounts: Readonly<Record<string, string>> } | undefined
  /** How an unknown identity finds its user: not at all, or by its verified mail address, once. */
  readonly match: 'subject' | 'email'
  /** A claim that gives roles, and which role each value means; instead of the roles the user has here. */
  readonly roleClaim?: { readonly claim: string; readonly roles: Readonly<Record<string, Role>> } | undefined
  /** Whether its users have proved a second factor even where its tokens do not say so. */
  readonly trustsMultiFactor?: boolean | undefined
  /** Application id that is noted in the audit log for tokens of this authority. */
  readonly applicationId?: string | undefined
  /** With these people can sign in there: the application registered with the authority. */
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
}

/** Signatures by a public key only: a token must never be checked with a key as if it were a password. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const TIMEOUT_MILLISECONDS = 5_000
/** How far the clock of another authority may be ahead. */
const CLOCK_SKEW_SECONDS = 60

/** Who a token of another authority is about. */
export interface ExternalSubject {
  readonly user: User
  readonly roles: readonly Role[]
  readonly multiFactor: boolean
}

/** The authorities outside that were configured; keeps their keys. */
export class ExternalAuthorities {
  readonly list: readonly ExternalAuthority[]
  readonly #keys = new Map<string, JWTVerifyGetKey>()

  constructor(list: readonly ExternalAuthority[]) {
    this.list = list
  }

  /** The authority that names itself so. */
  of(issuer: unknown): ExternalAuthority | undefined {
    return this.list.find((authority) => authority.issuer === issuer)
  }

  /** Checks an access token of an authority: signature, issuer, audience, time; then whose it is. */
  async read(
    session: Session,
    authority: ExternalAuthority,
    token: string,
    now: Instant,
  ): Promise<Outcome<ExternalSubject & { readonly payload: JWTPayload }>> {
    try {
      const { payload } = await jwtVerify(token, this.#keysOf(authority), {
        algorithms: ALGORITHMS,
        issuer: authority.issuer,
        audience: authority.audience,
        currentDate: new Date(now),
        // Without the time of its issue nobody could say whether a token was withdrawn since.
        requiredClaims: ['exp', 'iat', 'sub'],
      })
      const age = now / 1_000 - payload.iat!
      if (age > LONGEST_LIFETIME_SECONDS || age < -CLOCK_SKEW_SECONDS) {
        return refuse('token-invalid', { problem: 'it was issued more than a day ago, or will be; sign in again' })
      }
      const subject = await subjectOf(session, authority, payload, now)
      return subject.ok ? accept({ ...subject.value, payload }) : subject
    } catch (error) {
      if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
        return refuse('token-audience', { audience: 'another application' })
      }
      if (error instanceof errors.JOSEError) {
        return refuse('token-invalid', { problem: 'it does not pass the check by the keys of its authority' })
      }
      throw error
    }
  }

  #keysOf(authority: ExternalAuthority): JWTVerifyGetKey {
    const known = this.#keys.get(authority.issuer)
    if (known !== undefined) return known
    const keys = createRemoteJWKSet(new URL(authority.jwksUri), { timeoutDuration: TIMEOUT_MILLISECONDS })
    this.#keys.set(authority.issuer, keys)
    return keys
  }
}

/** Whom the claims of an authority are about; the claims must have been verified. */
export async function subjectOf(
  session: Session,
  authority: ExternalAuthority,
  claims: Readonly<Record<string, unknown>>,
  now: Instant,
): Promise<Outcome<ExternalSubject>> {
  const unknown = refuse('token-invalid', { problem: `nobody here is known by this identity of ${authority.name}` })
  const subject = claims['sub']
  if (typeof subject !== 'string' || subject === '') return unknown
  const user =
    (await findExternalUser(session, authority.issuer, subject)) ??
    (await adopt(session, authority, subject, claims, now))
  if (user === undefined || user.state !== 'active' || !vouchesFor(authority, user, claims)) return unknown
  const { amr } = claims
  const proved = Array.isArray(amr) && (amr.includes('mfa') || amr.includes('otp') || amr.includes('hwk'))
  return accept({
    user,
    roles: rolesOf(authority, user, claims),
    multiFactor: proved || authority.trustsMultiFactor === true,
  })
}

/** Links an identity to the user with its mail address, where the authority may do that and has verified the address. */
async function adopt(
  session: Session,
  authority: ExternalAuthority,
  subject: string,
  claims: Readonly<Record<string, unknown>>,
  now: Instant,
): Promise<User | undefined> {
  const { email, email_verified: verified } = claims
  if (authority.match !== 'email' || typeof email !== 'string' || verified !== true) return undefined
  const user = await findUserByName(session, email.toLowerCase())
  if (user === undefined || user.state !== 'active' || !vouchesFor(authority, user, claims)) return undefined
  const { issuer } = authority
  const linked = await linkExternalUser(session, { issuer, subject, userId: user.userId }, now)
  return linked ? user : undefined
}

function vouchesFor(authority: ExternalAuthority, user: User, claims: Readonly<Record<string, unknown>>): boolean {
  const { accounts, accountClaim } = authority
  if (!accounts.includes('*') && !accounts.includes(user.accountId)) return false
  if (accountClaim === undefined) return true
  const value = claims[accountClaim.claim]
  return typeof value === 'string' && accountClaim.accounts[value] === user.accountId
}

function rolesOf(
  { roleClaim }: ExternalAuthority,
  user: User,
  claims: Readonly<Record<string, unknown>>,
): readonly Role[] {
  if (roleClaim === undefined) return user.roles
  const value = claims[roleClaim.claim]
  const named = (Array.isArray(value) ? value : [value]).map((name) => roleClaim.roles[String(name)])
  return [...new Set(named.filter((role): role is Role => role !== undefined && isRole(role)))]
}
