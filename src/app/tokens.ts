import { createHash } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { isRole, type Role } from '../core/access/role.js'
import type { Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Session } from '../store/database.js'
import { listCutoffs } from '../store/grants.js'
import { ExternalAuthorities, type ExternalAuthority } from './external-authority.js'
import { ALGORITHM, type KeyRingSettings, SigningKeyRing } from './signing-key-ring.js'
import { LONGEST_LIFETIME_SECONDS } from './token-lifetime.js'
import { PLATFORM_ID } from './use-case.js'
import { VerifiedTokens } from './verified-tokens.js'

/** What a token says about who acts. */
export interface TokenSubject {
  /** Account the user or service principal belongs to; `PLATFORM_ID` for the provider's own. */
  readonly accountId: string
  readonly kind: 'user' | 'service-principal'
  /** Id of the user or service principal. */
  readonly id: string
  readonly name: string
  readonly applicationId: string
  readonly roles: readonly Role[]
  /** Whether the user proved a second factor. */
  readonly multiFactor: boolean
}

/** A token that was read: who acts, and until when it holds. */
export interface ReadToken extends TokenSubject {
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

/** A token of ours, with the key that signed it. */
interface OwnToken extends ReadToken {
  readonly keyId: string
}

export interface TokenSettings extends KeyRingSettings {
  /** Base URL of the token authority, without a slash at its end. */
  readonly issuer: string
  /** Audiences accepted; the first is the one tokens are issued for. */
  readonly audiences: readonly string[]
  readonly lifetimeSeconds: number
  /** Whether a program may send a user's password (old clients, tests); no. */
  readonly passwordGrant?: boolean | undefined
  /** Whether users have to set up a second factor when they sign in; yes. */
  readonly multiFactorRequired?: boolean | undefined
  /** Days a refresh token can be used; 90. */
  readonly refreshDays?: number | undefined
  /** Authorities outside whose tokens are accepted. */
  readonly authorities?: readonly ExternalAuthority[] | undefined
}

/** What an id token says besides who signed in. */
export interface IdTokenFacts {
  readonly nonce: string | null
  /** The code given out beside it, to which it is bound; `undefined` where there is none. */
  readonly code?: string | undefined
}

/** What may be said otherwise of an access token. */
interface IssueOptions {
  readonly audience?: string
  /** When it ends at the latest. */
  readonly notAfter?: Instant
  /** Since when what it says holds, where it stands for an older token; now otherwise. */
  readonly issuedAt?: Instant
}

/** Type of access tokens, so that no other signed text of ours is taken for one (RFC 9068). */
const ACCESS_TOKEN = 'at+jwt'
/** How long it takes at most until a token is refused whose owner lost its access. */
const CUTOFFS_KEPT_MILLISECONDS = 2_000
const LONGEST_TOKEN = 16_384

/** Issues and reads access tokens. */
export class TokenAuthority {
  readonly settings: TokenSettings
  readonly keys: SigningKeyRing
  readonly external: ExternalAuthorities
  #cutoffs: { readonly map: ReadonlyMap<string, Instant>; readonly readAt: number } | undefined
  readonly #verified = new VerifiedTokens<OwnToken>()

  constructor(settings: TokenSettings) {
    this.settings = settings
    this.keys = new SigningKeyRing(settings)
    this.external = new ExternalAuthorities(settings.authorities ?? [])
  }

  /** Whether users have to have proved a second factor. */
  get requiresMultiFactor(): boolean {
    return this.settings.multiFactorRequired !== false
  }

  /** Whether a program may send a user's password: never where a second factor is required, which it cannot send. */
  get grantsPasswords(): boolean {
    return this.settings.passwordGrant === true && !this.requiresMultiFactor
  }

  /** An access token for `subject`: a signed JWT with a numeric `exp`. */
  async issue(
    session: Session,
    subject: TokenSubject,
    now: Instant,
    { audience = this.settings.audiences[0]!, notAfter, issuedAt = now }: IssueOptions = {},
  ): Promise<string> {
    const user = subject.kind === 'user'
    const claims = {
      tid: subject.accountId,
      oid: subject.id,
      appid: subject.applicationId,
      azp: subject.applicationId,
      roles: subject.roles,
      name: subject.name,
      ver: '2.0',
      ...(user ? { upn: subject.name, scp: 'user_impersonation' } : {}),
      ...(user ? { amr: subject.multiFactor ? ['pwd', 'mfa'] : ['pwd'] } : {}),
    }
    const end = Math.min(issuedAt + this.settings.lifetimeSeconds * 1_000, notAfter ?? Number.POSITIVE_INFINITY)
    return this.#sign(session, ACCESS_TOKEN, { ...claims, aud: audience }, subject, now, { issuedAt, end })
  }

  /** An id token for the application a user signed in with. */
  async issueIdToken(session: Session, subject: TokenSubject, facts: IdTokenFacts, now: Instant): Promise<string> {
    const claims = {
      aud: subject.applicationId,
      tid: subject.accountId,
      oid: subject.id,
      name: subject.name,
      preferred_username: subject.name,
      upn: subject.name,
      amr: subject.multiFactor ? ['pwd', 'mfa'] : ['pwd'],
      ver: '2.0',
      ...(facts.nonce === null ? {} : { nonce: facts.nonce }),
      ...(facts.code === undefined ? {} : { c_hash: halfDigest(facts.code) }),
    }
    const end = now + this.settings.lifetimeSeconds * 1_000
    return this.#sign(session, 'JWT', claims, subject, now, { issuedAt: now, end })
  }

  async #sign(
    session: Session,
    type: string,
    claims: JWTPayload,
    subject: TokenSubject,
    now: Instant,
    time: { readonly issuedAt: Instant; readonly end: number },
  ): Promise<string> {
    const { keyId, key } = await this.keys.signer(session, now)
    const [issuedAt, end] = [Math.floor(time.issuedAt / 1_000), Math.floor(time.end / 1_000)]
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: keyId, typ: type })
      .setIssuer(this.issuerOf(subject.accountId))
      .setSubject(subject.id)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(end)
      .sign(key)
  }

  issuerOf(accountId: string): string {
    return `${this.settings.issuer}/${accountId}/v2.0`
  }

  /** Reads a token this authority issued, or one outside that it trusts; says what is wrong with any other. */
  async read(session: Session, token: string, now: Instant): Promise<Outcome<ReadToken>> {
    const known = this.#verified.find(token, now)
    const holds = known !== undefined && (await this.#hasKey(session, known.keyId, now))
    const read = holds ? accept(known) : await this.#check(session, token, now)
    if (!read.ok) return read
    const { id, applicationId, issuedAt } = read.value
    if (issuedAt < now - LONGEST_LIFETIME_SECONDS * 1_000) {
      return refuse('token-invalid', { problem: 'it was issued more than a day ago; sign in again' })
    }
    const cutoffs = await this.#currentCutoffs(session, now)
    for (const subject of [id, applicationId]) {
      // Tokens say whole seconds only.
      const cutoff = Math.floor((cutoffs.get(subject) ?? 0) / 1_000) * 1_000
      if (issuedAt < cutoff) return refuse('token-invalid', { problem: 'it was withdrawn; sign in again' })
    }
    return read
  }

  /** Whether a key that signed a token may still be relied on. */
  async #hasKey(session: Session, keyId: string, now: Instant): Promise<boolean> {
    const { keys } = await this.keys.read(session, keyId, now)
    return keys.some((key) => key.keyId === keyId)
  }

  async #check(session: Session, token: string, now: Instant): Promise<Outcome<ReadToken>> {
    const issuer = issuerIn(token)
    if (issuer === undefined) return refuse('token-invalid', { problem: 'it is no JSON Web Token' })
    const authority = this.external.of(issuer)
    if (authority !== undefined) return this.#readExternal(session, token, authority, now)
    const read = await this.#readOwn(session, token, issuer, now)
    if (read.ok) this.#verified.keep(token, read.value, now)
    return read
  }

  async #readOwn(session: Session, token: string, issuer: string, now: Instant): Promise<Outcome<OwnToken>> {
    try {
      const { kid: keyId = '' } = decodeProtectedHeader(token)
      const { verifier } = await this.keys.read(session, keyId, now)
      const { payload } = await jwtVerify(token, verifier, {
        algorithms: [ALGORITHM],
        typ: ACCESS_TOKEN,
        currentDate: new Date(now),
        requiredClaims: ['exp', 'iat', 'nbf', 'iss', 'aud', 'sub'],
      })
      const audience = Array.isArray(payload.aud) ? payload.aud : [payload.aud ?? '']
      if (!audience.some((value) => this.settings.audiences.includes(value))) {
        return refuse('token-audience', { audience: audience.join(' ') })
      }
      const { tid, oid, appid, upn, name, amr, roles, iat, exp } = payload as Readonly<Record<string, unknown>>
      if (typeof tid !== 'string' || typeof oid !== 'string' || typeof appid !== 'string') {
        return refuse('token-invalid', { problem: 'it does not say who acts' })
      }
      if (issuer !== this.issuerOf(tid)) return refuse('token-invalid', { problem: 'its issuer is not ours' })
      return accept({
        accountId: tid,
        kind: typeof upn === 'string' ? 'user' : 'service-principal',
        id: oid,
        name: String(upn ?? name),
        applicationId: appid,
        roles: (Array.isArray(roles) ? roles : []).filter((role): role is Role => isRole(String(role))),
        multiFactor: Array.isArray(amr) && amr.includes('mfa'),
        issuedAt: (Number(iat) * 1_000) as Instant,
        expiresAt: (Number(exp) * 1_000) as Instant,
        keyId,
      })
    } catch (error) {
      if (error instanceof errors.JOSEError) return refuse('token-invalid', { problem: problemOf(error) })
      throw error
    }
  }

  async #readExternal(
    session: Session,
    token: string,
    authority: ExternalAuthority,
    now: Instant,
  ): Promise<Outcome<ReadToken>> {
    const read = await this.external.read(session, authority, token, now)
    if (!read.ok) return read
    const { user, roles, multiFactor, payload } = read.value
    return accept({
      accountId: user.accountId,
      kind: 'user',
      id: user.userId,
      name: user.signInName,
      applicationId: authority.applicationId ?? PLATFORM_ID,
      roles,
      multiFactor,
      issuedAt: (payload.iat! * 1_000) as Instant,
      expiresAt: (payload.exp! * 1_000) as Instant,
    })
  }

  async #currentCutoffs(session: Session, now: Instant): Promise<ReadonlyMap<string, Instant>> {
    const kept = this.#cutoffs
    if (kept !== undefined && now >= kept.readAt && now - kept.readAt < CUTOFFS_KEPT_MILLISECONDS) return kept.map
    const since = (now - LONGEST_LIFETIME_SECONDS * 1_000) as Instant
    const map = await listCutoffs(session, since)
    this.#cutoffs = { map, readAt: now }
    return map
  }
}

/** The issuer a token claims to have, unverified; `undefined` where it is no token. */
function issuerIn(token: string): string | undefined {
  if (token.length > LONGEST_TOKEN) return undefined
  try {
    return decodeJwt(token).iss ?? ''
  } catch {
    return undefined
  }
}

/** The left half of a SHA-256 digest, by which an id token is bound to a code. */
function halfDigest(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}

function problemOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'it has expired; ask for a new one'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not ours'
  if (error instanceof errors.JWKSNoMatchingKey) return 'its key is not ours'
  return 'it is malformed, no access token, or not valid yet'
}
