import { createHash } from 'node:crypto'
import { type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import type { ServicePrincipal } from '../store/applications.js'
import type { Database, Session } from '../store/database.js'
import {
  type AuthorizationCode,
  insertFamily,
  insertRefreshToken,
  lockCode,
  lockRefreshToken,
  markCodeUsed,
  markRefreshTokenUsed,
  type Redeemed,
  revokeFamily,
  type TokenFamily,
} from '../store/grants.js'
import { findUser, lockUserOf, noteSignIn, type User } from '../store/users.js'
import { checkPassword } from './check-password.js'
import { clientOf } from './client-authentication.js'
import { digest, randomSecret, sameText } from './random-secret.js'
import { isStill } from './sign-in-proof.js'
import { isOf, mayServe, readTenant, type Tenant } from './tenant.js'
import { type TokenFault, tokenFault } from './token-faults.js'
import type { TokenAuthority, TokenSubject } from './tokens.js'

/** What the use cases of signing in need. They take transactions of their own: what they count must outlive a refusal. */
export interface SignInContext {
  readonly database: Database
  readonly authority: TokenAuthority
  readonly now: Instant
  readonly newId: () => string
}

/** A request for tokens, as the form of a client says it; what is missing is `undefined`. */
export interface TokenRequest {
  readonly tenant: string
  readonly grantType?: string | undefined
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  /** What the tokens are for, by `resource` or by `scope`. */
  readonly resource?: string | undefined
  readonly scope?: string | undefined
  readonly code?: string | undefined
  readonly codeVerifier?: string | undefined
  readonly redirectUri?: string | undefined
  readonly refreshToken?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly address: string
}

/** Tokens that were given. */
export interface Granted {
  readonly ok: true
  readonly accessToken: string
  readonly expiresInSeconds: number
  /** What was asked for. */
  readonly resource: string
  /** Of a user, `user_impersonation`. */
  readonly scope?: string
  readonly refreshToken?: string
  readonly idToken?: string
}

/** Names by which old clients mean this API, whatever its address is. */
const KNOWN_RESOURCES = new Set(['https://graph.windows.net', 'https://api.partnercenter.microsoft.com'])
const DEFAULT_REFRESH_DAYS = 90

/** Gives tokens, or says why not. */
export async function grantTokens(context: SignInContext, request: TokenRequest): Promise<Granted | TokenFault> {
  const { grantType, clientId } = request
  if (grantType === undefined) return tokenFault('request', { what: 'grant_type' })
  const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined
  if (grant === undefined || (grantType === 'password' && !context.authority.grantsPasswords)) {
    return tokenFault('grant-type')
  }
  if (clientId === undefined) return tokenFault('request', { what: 'client_id' })
  const client = await clientOf(context.database, clientId, request.clientSecret, context.now)
  if (client === undefined) return tokenFault('client')
  const tenant = await readTenant(context.database, request.tenant)
  if (tenant === undefined) return tokenFault('tenant')
  const target = targetOf(context.authority, request)
  if ('ok' in target) return target
  // The key is there before any transaction is: what one makes may be undone, while this process goes on signing with it.
  await context.authority.keys.signer(context.database, context.now)
  return grant(context, { request, client, proven: request.clientSecret !== undefined, tenant, target })
}

interface Asked {
  readonly request: TokenRequest
  readonly client: ServicePrincipal
  /** Whether the client showed a secret. */
  readonly proven: boolean
  readonly tenant: Tenant
  readonly target: Target
}

type Grant = (context: SignInContext, asked: Asked) => Promise<Granted | TokenFault>

const GRANTS: Readonly<Record<string, Grant | undefined>> = {
  client_credentials: byClient,
  authorization_code: byCode,
  refresh_token: byRefreshToken,
  password: byPassword,
}

/** What tokens are to be for: as asked, and as they will say it. */
interface Target {
  readonly asked: string
  readonly audience: string
  readonly openid: boolean
}

function targetOf({ settings }: TokenAuthority, { resource, scope }: TokenRequest): Target | TokenFault {
  const scopes = (scope ?? '').split(/\s+/).filter((word) => word !== '')
  const named = scopes.filter((word) => word.includes('://')).map((word) => word.replace(/\/[^/:]*$/, ''))
  if (new Set(named).size > 1) return tokenFault('scope')
  const [audience] = settings.audiences
  const asked = resource ?? named[0] ?? audience!
  const name = asked.replace(/\/+$/, '')
  const own = settings.audiences.find((known) => known.replace(/\/+$/, '') === name)
  const meant = own ?? (KNOWN_RESOURCES.has(name.toLowerCase()) ? audience : undefined)
  if (meant === undefined) return tokenFault('resource')
  return { asked, audience: meant, openid: scopes.includes('openid') }
}

async function byClient(context: SignInContext, { client, proven, tenant, target }: Asked) {
  if (!proven) return tokenFault('client-grant')
  if (!isOf(tenant, client.accountId)) return tokenFault('tenant')
  const subject: TokenSubject = {
    accountId: client.accountId,
    kind: 'service-principal',
    id: client.applicationId,
    name: client.name,
    applicationId: client.applicationId,
    roles: client.roles,
    multiFactor: false,
  }
  return give(context, context.database, subject, target)
}

async function byCode(context: SignInContext, asked: Asked): Promise<Granted | TokenFault> {
  const { code, redirectUri, codeVerifier } = asked.request
  if (code === undefined) return tokenFault('request', { what: 'code' })
  const codeHash = digest(code)
  const { database, now } = context
  return database.transaction(async (session) => {
    const found = await lockCode(session, codeHash, now)
    if (found === undefined) return tokenFault('grant')
    if (found.usedBefore) await revokeFamily(session, found.familyId, now) // somebody else has had it
    const problem = problemOf(found, asked.client)
    if (problem !== undefined) return problem
    // Used up even where the rest does not fit: a code is shown once.
    await markCodeUsed(session, codeHash, now)
    if (redirectUri !== found.redirectUri) return tokenFault('grant')
    if (!fitsChallenge(found, codeVerifier, asked.proven)) return tokenFault('verifier')
    const user = await userOf(session, asked, found)
    return 'ok' in user ? user : giveForUser(context, session, asked, { family: found, user, ...found })
  })
}

function fitsChallenge(code: AuthorizationCode, verifier: string | undefined, proven: boolean): boolean {
  const { codeChallenge } = code
  if (codeChallenge === null) return proven && verifier === undefined
  if (verifier === undefined || !/^[\w.~-]{43,128}$/.test(verifier)) return false
  return sameText(createHash('sha256').update(verifier).digest('base64url'), codeChallenge)
}

function problemOf(redeemed: Redeemed, client: ServicePrincipal): TokenFault | undefined {
  if (redeemed.applicationId !== client.applicationId || redeemed.usedBefore) return tokenFault('grant')
  return redeemed.revoked || redeemed.expired ? tokenFault('grant-expired') : undefined
}

async function byRefreshToken(context: SignInContext, asked: Asked): Promise<Granted | TokenFault> {
  const { refreshToken } = asked.request
  if (refreshToken === undefined) return tokenFault('request', { what: 'refresh_token' })
  const tokenHash = digest(refreshToken)
  const { database, now } = context
  return database.transaction(async (session) => {
    const found = await lockRefreshToken(session, tokenHash, now)
    if (found === undefined) return tokenFault('grant')
    if (found.usedBefore) await revokeFamily(session, found.familyId, now) // stolen before or now: nobody can tell
    const problem = problemOf(found, asked.client)
    if (problem !== undefined) return problem
    const user = await userOf(session, asked, found)
    if ('ok' in user) return user
    await markRefreshTokenUsed(session, tokenHash, now)
    return giveForUser(context, session, asked, { family: found, user, nonce: null, openid: asked.target.openid })
  })
}

async function byPassword(context: SignInContext, asked: Asked): Promise<Granted | TokenFault> {
  const { username, password, address } = asked.request
  if (username === undefined || password === undefined) return tokenFault('request', { what: 'username and password' })
  const { database, now, newId } = context
  const checked = await checkPassword(database, { signInName: username, password, address }, now)
  if (!checked.ok) {
    const { code, data } = checked.refusal
    return code === 'sign-in-locked' ? tokenFault('locked', data) : tokenFault('password')
  }
  const user = checked.value
  if (user.passwordIsTemporary) return tokenFault('password-temporary')
  if (user.codeKeyConfirmed) return tokenFault('second-factor')
  if (!isOf(asked.tenant, user.accountId) || !mayServe(asked.client, user.accountId)) return tokenFault('password')
  const family: TokenFamily = {
    familyId: newId(),
    applicationId: asked.client.applicationId,
    userId: user.userId,
    multiFactor: false,
  }
  return database.transaction(async (session) => {
    const present = await lockUserOf(session, user.accountId, user.userId)
    if (present === undefined || !isStill(present, user)) return tokenFault('password')
    await insertFamily(session, family, now)
    await noteSignIn(session, user.userId, now)
    const { openid } = asked.target
    return giveForUser(context, session, asked, { family, user: present, nonce: null, openid })
  })
}

/** The user tokens are for, where it may still have them from this client. */
async function userOf(
  session: Session,
  { client, tenant }: Asked,
  { userId }: TokenFamily,
): Promise<User | TokenFault> {
  const user = await findUser(session, userId)
  if (user?.state !== 'active' || !mayServe(client, user.accountId)) return tokenFault('grant-expired')
  return isOf(tenant, user.accountId) ? user : tokenFault('tenant')
}

/** Of what tokens are given, and what an id token says besides. */
interface Grounds {
  readonly family: TokenFamily
  readonly user: User
  readonly nonce: string | null
  readonly openid: boolean
}

/** Tokens of a user, in the transaction that uses up what they are given for: a client has the old ones or the new. */
async function giveForUser(
  context: SignInContext,
  session: Session,
  { client, target }: Asked,
  { family, user, nonce, openid }: Grounds,
): Promise<Granted> {
  const { authority, now } = context
  const subject = subjectOfUser(user, client.applicationId, family.multiFactor)
  const granted = await give(context, session, subject, target)
  const refreshToken = randomSecret()
  const days = authority.settings.refreshDays ?? DEFAULT_REFRESH_DAYS
  const expiresAt = (now + days * MILLISECONDS_PER_DAY) as Instant
  await insertRefreshToken(session, digest(refreshToken), family.familyId, now, expiresAt)
  const idToken = openid ? { idToken: await authority.issueIdToken(session, subject, { nonce }, now) } : {}
  return { ...granted, scope: 'user_impersonation', refreshToken, ...idToken }
}

async function give(
  { authority, now }: SignInContext,
  session: Session,
  subject: TokenSubject,
  target: Target,
): Promise<Granted> {
  return {
    ok: true,
    accessToken: await authority.issue(session, subject, now, { audience: target.audience }),
    expiresInSeconds: authority.settings.lifetimeSeconds,
    resource: target.asked,
  }
}

/** What tokens of a user say. */
export function subjectOfUser(user: User, applicationId: string, multiFactor: boolean): TokenSubject {
  const { accountId, userId, signInName, roles } = user
  return { accountId, kind: 'user', id: userId, name: signInName, applicationId, roles, multiFactor }
}
