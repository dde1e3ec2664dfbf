import { type Instant, MILLISECONDS_PER_HOUR } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { ServicePrincipal } from '../store/applications.js'
import type { Session } from '../store/database.js'
import { insertCode, insertFamily } from '../store/grants.js'
import { deleteFlow, findFlow, forgetFlows, insertFlow, moveFlow, type SignInFlow } from '../store/sign-in.js'
import { findUser, lockUserOf, noteSignIn, type User } from '../store/users.js'
import { CODE_KEY_PURPOSE } from './check-password.js'
import { activePrincipal } from './client-authentication.js'
import { newCodeKey } from './one-time-codes.js'
import { digest, randomSecret } from './random-secret.js'
import { seal } from './seal.js'
import { isStill } from './sign-in-proof.js'
import { isOf, mayServe, readTenant, type Tenant } from './tenant.js'
import { type SignInContext, subjectOfUser } from './token-grants.js'

/** What an application asks for when it sends a user here. */
export interface AuthorizeRequest {
  readonly tenant: string
  readonly clientId?: string | undefined
  readonly redirectUri?: string | undefined
  readonly responseType?: string | undefined
  readonly responseMode?: string | undefined
  readonly scope?: string | undefined
  readonly state?: string | undefined
  readonly nonce?: string | undefined
  readonly codeChallenge?: string | undefined
  readonly codeChallengeMethod?: string | undefined
  readonly prompt?: string | undefined
  /** In which language the pages are shown. */
  readonly language?: string | undefined
  /** Where the request comes from. */
  readonly address: string
}

/** What is remembered of it while the user signs in. */
export interface FlowRequest {
  readonly tenant: Tenant
  readonly applicationId: string
  readonly applicationName: string
  readonly redirectUri: string
  readonly responseMode: ResponseMode
  readonly withIdToken: boolean
  readonly openid: boolean
  readonly state: string | null
  readonly nonce: string | null
  readonly codeChallenge: string | null
  /** Of the pages; missing where the sign-in began before they had one. */
  readonly language?: string | undefined
}

export type Flow = SignInFlow<FlowRequest>
type ResponseMode = 'query' | 'fragment' | 'form_post'

/** How the browser goes back to the application. */
export interface ReturnTrip {
  readonly mode: ResponseMode
  readonly uri: string
  readonly parameters: Readonly<Record<string, string>>
}

/** What a request to sign in leads to. */
export type Started =
  | { readonly kind: 'flow'; readonly flow: Flow; readonly browserSecret: string }
  | { readonly kind: 'return'; readonly trip: ReturnTrip }

const FLOW_MILLISECONDS = 15 * 60_000
const CODE_MILLISECONDS = 5 * 60_000
/** Sign-ins under way from one address; many people may share one. */
const MOST_FLOWS = 300
/** What a program has us remember until the user comes back, in bytes. */
const LONGEST_REMEMBERED = 1_024

/**
 * Begins a sign-in. Unless the application and the address to go back to are known, the browser goes nowhere; after that,
 * what is wrong is told to the application.
 */
export async function startFlow(context: SignInContext, asked: AuthorizeRequest): Promise<Outcome<Started>> {
  const { database, now, newId } = context
  const client = await activePrincipal(database, asked.clientId ?? '')
  if (client === undefined) return refuse('malformed', { what: 'client_id', problem: 'no such application' })
  const redirectUri = asked.redirectUri ?? ''
  if (!client.redirectUris.includes(redirectUri)) {
    return refuse('malformed', { what: 'redirect_uri', problem: 'not one of those registered for the application' })
  }
  const tenant = await readTenant(database, asked.tenant)
  if (tenant === undefined) return refuse('malformed', { what: 'tenant', problem: 'no such account' })
  const withIdToken = wordsOf(asked.responseType).includes('id_token')
  const mode = modeOf(asked, withIdToken)
  const problem = problemOf(asked, client, mode)
  if (problem !== undefined) {
    const state = isLong(asked.state) ? null : (asked.state ?? null)
    const trip = { mode: mode ?? 'query', uri: redirectUri, parameters: { ...problem, ...stateOf(state) } }
    return accept({ kind: 'return', trip })
  }
  const browserSecret = randomSecret()
  const flow: Flow = {
    flowId: newId(),
    browserHash: digest(browserSecret),
    step: 'password',
    userId: null,
    multiFactor: false,
    request: {
      tenant,
      applicationId: client.applicationId,
      applicationName: client.name,
      redirectUri,
      responseMode: mode!,
      withIdToken,
      openid: wordsOf(asked.scope).includes('openid'),
      state: asked.state ?? null,
      nonce: asked.nonce ?? null,
      codeChallenge: asked.codeChallenge ?? null,
      language: asked.language,
    },
    external: null,
    codeKey: null,
    expiresAt: (now + FLOW_MILLISECONDS) as Instant,
  }
  await forgetFlows(database, (now - MILLISECONDS_PER_HOUR) as Instant)
  const kept = await insertFlow(database, flow, { address: asked.address, most: MOST_FLOWS }, now)
  return kept ? accept({ kind: 'flow', flow, browserSecret }) : refuse('too-many-sign-ins', { limit: MOST_FLOWS })
}

const RESPONSE_TYPES = new Set(['code', 'code id_token'])
const RESPONSE_MODES: readonly string[] = ['query', 'fragment', 'form_post'] satisfies readonly ResponseMode[]

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}

function isLong(text: string | undefined): boolean {
  return Buffer.byteLength(text ?? '') > LONGEST_REMEMBERED
}

/** The way back; an id token never goes through a query, which servers log. */
function modeOf({ responseMode }: AuthorizeRequest, withIdToken: boolean): ResponseMode | undefined {
  if (responseMode === undefined) return withIdToken ? 'fragment' : 'query'
  if (!RESPONSE_MODES.includes(responseMode) || (withIdToken && responseMode === 'query')) return undefined
  return responseMode as ResponseMode
}

function problemOf(asked: AuthorizeRequest, client: ServicePrincipal, mode: ResponseMode | undefined) {
  const problem = (error: string, description: string) => ({ error, error_description: description })
  const type = wordsOf(asked.responseType).toSorted().join(' ')
  const { codeChallenge, codeChallengeMethod } = asked
  if (!RESPONSE_TYPES.has(type)) return problem('unsupported_response_type', 'response_type is code or code id_token.')
  if (mode === undefined) return problem('invalid_request', 'The response_mode does not go with the response_type.')
  if (type !== 'code' && asked.nonce === undefined) return problem('invalid_request', 'An id_token needs a nonce.')
  if (isLong(asked.state) || isLong(asked.nonce)) {
    return problem('invalid_request', `The state and the nonce have at most ${LONGEST_REMEMBERED} bytes each.`)
  }
  if (codeChallenge === undefined && client.isPublic) {
    return problem('invalid_request', 'This application needs a code_challenge.')
  }
  const fits = codeChallengeMethod === 'S256' && /^[\w-]{43}$/.test(codeChallenge ?? '')
  if (codeChallenge !== undefined && !fits) {
    return problem('invalid_request', 'The code_challenge has to be made with the method S256.')
  }
  if (asked.prompt === 'none') return problem('login_required', 'The user has to sign in.')
  return undefined
}

function stateOf(state: string | null): Readonly<Record<string, string>> {
  return state === null ? {} : { state }
}

/** The sign-in of a browser, or the refusal to go on. */
export async function loadFlow(
  { database, now }: SignInContext,
  flowId: string,
  browserSecret: string | undefined,
): Promise<Outcome<Flow>> {
  const flow =
    browserSecret === undefined ? undefined : await findFlow<FlowRequest>(database, flowId, digest(browserSecret), now)
  return flow === undefined ? refuse('sign-in-expired') : accept(flow)
}

/** The user of a sign-in that has got past its first step; it may have been disabled meanwhile. */
export async function userOfFlow({ database }: SignInContext, flow: Flow): Promise<Outcome<User>> {
  const user = flow.userId === null ? undefined : await findUser(database, flow.userId)
  return user?.state === 'active' ? accept(user) : refuse('sign-in-expired')
}

/** Whether a user may sign in to this application by this path. */
function fitsFlow({ request }: Flow, user: User, client: { readonly accountId: string }): boolean {
  return isOf(request.tenant, user.accountId) && mayServe(client, user.accountId)
}

/** Notes that the user has proved who it is, and what comes next. */
export async function enterFlow(
  context: SignInContext,
  flow: Flow,
  user: User,
  proved: Proved,
): Promise<Outcome<Flow>> {
  const client = await activePrincipal(context.database, flow.request.applicationId)
  if (client === undefined || !fitsFlow(flow, user, client)) return refuse('sign-in-failed')
  const { multiFactor } = proved
  const step = nextStep(context, user, proved)
  const to = { ...flow, step, userId: user.userId, multiFactor, external: null }
  return context.database.transaction(async (session) => {
    // Whoever resets or disables the user meanwhile ends this sign-in as well, or has done so already.
    const present = await lockUserOf(session, user.accountId, user.userId)
    if (present === undefined || !isStill(present, user)) return refuse('sign-in-failed')
    return advanceFlow(context, flow, to, session)
  })
}

/** How a user has shown who it is. */
export interface Proved {
  readonly passwordChecked: boolean
  readonly multiFactor: boolean
}

/** What a user still has to do, in this order: choose a password, prove or set up the second factor. */
export function nextStep({ authority }: SignInContext, user: User, { passwordChecked, multiFactor }: Proved): string {
  if (passwordChecked && user.passwordIsTemporary) return 'new-password'
  if (multiFactor) return 'finish'
  if (user.codeKeyConfirmed) return 'code'
  return authority.settings.multiFactorRequired === false ? 'finish' : 'set-up-code'
}

/**
 * Moves a sign-in on; refused where another request has moved it meanwhile. One that comes to set up a second factor gets
 * a key of its own, which no other sign-in is shown.
 */
export async function advanceFlow(
  { database, authority }: SignInContext,
  from: Flow,
  to: Flow,
  session: Session = database,
): Promise<Outcome<Flow>> {
  const { sealingKey } = authority.settings
  const makesKey = to.step === 'set-up-code' && to.codeKey === null
  const moved = makesKey ? { ...to, codeKey: seal(newCodeKey(), CODE_KEY_PURPOSE, sealingKey) } : to
  return (await moveFlow(session, moved, from.step)) ? accept(moved) : refuse('sign-in-expired')
}

/** Ends a sign-in with a code for the application, and with an id token where it asked for one. */
export async function finishFlow(context: SignInContext, flow: Flow): Promise<Outcome<ReturnTrip>> {
  const loaded = await userOfFlow(context, flow)
  if (!loaded.ok) return loaded
  const { database, authority, now, newId } = context
  const { request, multiFactor } = flow
  const { accountId, userId } = loaded.value
  const code = randomSecret()
  const familyId = newId()
  const ended = await database.transaction(async (session) => {
    await lockUserOf(session, accountId, userId)
    if (!(await deleteFlow(session, flow.flowId))) return false
    await insertFamily(session, { familyId, applicationId: request.applicationId, userId, multiFactor }, now)
    await insertCode(session, digest(code), familyId, request, (now + CODE_MILLISECONDS) as Instant)
    await noteSignIn(session, userId, now)
    return true
  })
  if (!ended) return refuse('sign-in-expired')
  const subject = subjectOfUser(loaded.value, request.applicationId, multiFactor)
  const idToken = request.withIdToken
    ? { id_token: await authority.issueIdToken(database, subject, { nonce: request.nonce, code }, now) }
    : {}
  const parameters = { code, ...idToken, ...stateOf(request.state), iss: authority.issuerOf(subject.accountId) }
  return accept({ mode: request.responseMode, uri: request.redirectUri, parameters })
}
