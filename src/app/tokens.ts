import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import { isRole, type Role } from '../core/access/role.js'
import type { Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Session } from '../store/database.js'
import { insertSigningKey, listSigningKeys, type SigningKey } from '../store/signing-keys.js'

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

export interface TokenSettings {
  /** Base URL of the token authority, without a slash at its end. */
  readonly issuer: string
  /** Audiences accepted; the first is the one tokens are issued for. */
  readonly audiences: readonly string[]
  readonly lifetimeSeconds: number
}

const ALGORITHM = 'RS256'
const KEYS_KEPT_MILLISECONDS = 60_000

/** Issues and reads access tokens. Keys are in the database, so that every process signs and verifies with the same. */
export class TokenAuthority {
  readonly settings: TokenSettings
  #keys: { readonly keys: readonly SigningKey[]; readonly until: number } | undefined

  constructor(settings: TokenSettings) {
    this.settings = settings
  }

  /** An access token for `subject`: a signed JWT with a numeric `exp`. */
  async issue(
    session: Session,
    subject: TokenSubject,
    now: Instant,
    audience = this.settings.audiences[0]!,
  ): Promise<string> {
    const key = await this.#signingKey(session, now)
    const issuedAt = Math.floor(now / 1_000)
    const user = subject.kind === 'user'
    return new SignJWT({
      tid: subject.accountId,
      oid: subject.id,
      appid: subject.applicationId,
      azp: subject.applicationId,
      roles: subject.roles,
      name: subject.name,
      ...(user ? { upn: subject.name, scp: 'user_impersonation' } : {}),
      ...(user ? { amr: subject.multiFactor ? ['pwd', 'mfa'] : ['pwd'] } : {}),
    })
      .setProtectedHeader({ alg: ALGORITHM, kid: key.keyId, typ: 'JWT' })
      .setIssuer(`${this.settings.issuer}/${subject.accountId}/v2.0`)
      .setSubject(subject.id)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(issuedAt + this.settings.lifetimeSeconds)
      .sign(await importJWK(key.privateJwk, ALGORITHM))
  }

  /** Reads a token this authority issued; says what is wrong with any other. */
  async read(session: Session, token: string, now: Instant): Promise<Outcome<TokenSubject>> {
    try {
      const { kid } = decodeProtectedHeader(token)
      const keys = await this.#known(session, now, kid)
      const jwks = createLocalJWKSet({ keys: keys.map((key) => key.publicJwk) as never })
      const { payload } = await jwtVerify(token, jwks, { algorithms: [ALGORITHM], currentDate: new Date(now) })
      const audience = Array.isArray(payload.aud) ? payload.aud : [payload.aud ?? '']
      if (!audience.some((value) => this.settings.audiences.includes(value))) {
        return refuse('token-audience', { audience: audience.join(' ') })
      }
      const { tid, oid, appid, upn, name, amr, roles } = payload as Readonly<Record<string, unknown>>
      return accept({
        accountId: String(tid),
        kind: typeof upn === 'string' ? 'user' : 'service-principal',
        id: String(oid),
        name: String(upn ?? name),
        applicationId: String(appid),
        roles: (Array.isArray(roles) ? roles : []).filter((role): role is Role => isRole(String(role))),
        multiFactor: Array.isArray(amr) && amr.includes('mfa'),
      })
    } catch (error) {
      if (error instanceof errors.JOSEError) return refuse('token-invalid', { problem: problemOf(error) })
      if (error instanceof TypeError) return refuse('token-invalid', { problem: 'it is no JSON Web Token' })
      throw error
    }
  }

  /** The public keys, as `jwks_uri` serves them. */
  async publicKeys(session: Session, now: Instant): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.#known(session, now, undefined)).map((key) => key.publicJwk)
  }

  async #signingKey(session: Session, now: Instant): Promise<SigningKey> {
    const current = (await this.#known(session, now, undefined)).find((key) => key.retiredAt === null)
    if (current !== undefined) return current
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true })
    const publicJwk = await exportJWK(publicKey)
    const keyId = Buffer.from(String(publicJwk.n)).toString('base64url').slice(0, 24)
    const facts = { alg: ALGORITHM, use: 'sig', kid: keyId }
    const key: SigningKey = {
      keyId,
      privateJwk: { ...(await exportJWK(privateKey)), ...facts },
      publicJwk: { ...publicJwk, ...facts },
      createdAt: now,
      retiredAt: null,
    }
    await insertSigningKey(session, key)
    this.#keys = undefined
    return key
  }

  async #known(session: Session, now: Instant, wanted: string | undefined): Promise<readonly SigningKey[]> {
    const kept = this.#keys
    const holds = kept !== undefined && (wanted === undefined || kept.keys.some((key) => key.keyId === wanted))
    if (holds && kept.until > now) return kept.keys
    const retiredSince = (now - this.settings.lifetimeSeconds * 1_000) as Instant
    const keys = await listSigningKeys(session, retiredSince)
    if (keys.length > 0) this.#keys = { keys, until: now + KEYS_KEPT_MILLISECONDS }
    return keys
  }
}

function problemOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'it has expired; ask for a new one'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not ours'
  if (error instanceof errors.JWKSNoMatchingKey) return 'its key is not ours'
  return 'it is malformed or not valid yet'
}
