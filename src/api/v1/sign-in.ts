import type { z } from 'zod'
import { finishExternal, signInChoices, startExternal } from '../../app/sign-in-external.js'
import { type AuthorizeRequest, type Flow, loadFlow, type ReturnTrip, startFlow } from '../../app/sign-in-flow.js'
import { findLinkUser, setPasswordByLink } from '../../app/sign-in-link.js'
import { type SignInView, takeStep, viewOf } from '../../app/sign-in-steps.js'
import { accept, type Outcome, type Refusal } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import {
  authorizeQuery,
  callbackQuery,
  externalParams,
  flowParams,
  linkQuery,
  signInForm,
  tenantParams,
} from '../schema/identity.js'
import { htmlOf, type Page, pageHeaders } from './sign-in-html.js'
import { signInContext } from './token-authority.js'

type AnyCall = Call<unknown, unknown, unknown>
const NAME = 'prorata-sign-in'
const COOKIE_SECONDS = 900

/** A page as the answer to a call. */
function show(call: AnyCall, page: Page, status = 200, formTargets: readonly string[] = []): Outcome<Uint8Array> {
  call.reply.status = status
  Object.assign(call.reply.headers, pageHeaders(formTargets))
  return accept(htmlOf(page))
}

/** What cannot go on is told to the user, not to whoever sent the browser here. */
function showRefusal(call: AnyCall, refusal: Refusal): Outcome<Uint8Array> {
  const status = refusal.code === 'sign-in-locked' || refusal.code === 'too-many-sign-ins' ? 429 : 400
  return show(call, { title: 'This did not work', problem: refusal.message }, status)
}

function redirect(call: AnyCall, uri: string): Outcome<undefined> {
  call.reply.status = 303
  Object.assign(call.reply.headers, { Location: uri, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
  return accept(undefined)
}

/** Name of the cookie that ties a sign-in to its browser; by TLS, browsers keep others from setting it. */
function cookieName({ authority }: AnyCall): string {
  return authority.settings.issuer.startsWith('https:') ? `__Host-${NAME}` : NAME
}

function setCookie(call: AnyCall, value: string): void {
  const name = cookieName(call)
  const secure = name === NAME ? '' : '; Secure'
  const age = value === '' ? 0 : COOKIE_SECONDS
  // Lax, not Strict: the browser comes back from other authorities with it.
  call.reply.headers['Set-Cookie'] = `${name}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`
}

function cookieOf(call: AnyCall): string | undefined {
  const header = call.request.headers['cookie']
  const name = cookieName(call)
  const pairs = typeof header === 'string' ? header.split(';').map((pair) => pair.trim()) : []
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** Sends the browser back to the application. */
function goBack(call: AnyCall, { mode, uri, parameters }: ReturnTrip): Outcome<unknown> {
  setCookie(call, '')
  if (mode === 'form_post') {
    const form = { action: uri, hidden: parameters, button: 'Continue' }
    return show(call, { title: 'You are signed in', text: ['Go on to the application.'], form }, 200, [uri])
  }
  const target = new URL(uri)
  if (mode === 'fragment') target.hash = new URLSearchParams(parameters).toString()
  else for (const [name, value] of Object.entries(parameters)) target.searchParams.append(name, value)
  return redirect(call, target.href)
}

/** Shows where a sign-in is, with what went wrong. */
function showView(call: AnyCall, flow: Flow, view: SignInView, name: string, problem?: string): Outcome<unknown> {
  if (view.show === 'return') return goBack(call, view.trip)
  const page = pageOf(call, flow, view, name)
  return show(call, { ...page, problem }, problem === undefined ? 200 : 401, [flow.request.redirectUri])
}

function pageOf(
  call: AnyCall,
  { flowId, request }: Flow,
  view: Exclude<SignInView, { show: 'return' }>,
  name: string,
): Page {
  const action = `/sign-in/${flowId}`
  switch (view.show) {
    case 'password':
      return {
        title: `Sign in to ${request.applicationName}`,
        form: { action, fields: [{ ...NAME_FIELD, value: name }, PASSWORD_FIELD], button: 'Sign in' },
        links: signInChoices(signInContext(call)).map((choice) => ({
          uri: `${action}/external/${encodeURIComponent(choice)}`,
          text: `Sign in with ${choice}`,
        })),
      }
    case 'new-password':
      return {
        title: 'Choose a password',
        text: ['Your password was temporary. Choose one that only you know.'],
        form: { action, fields: NEW_PASSWORD_FIELDS, button: 'Save' },
      }
    case 'code':
      return {
        title: 'Second factor',
        text: ['Type the code your authenticator app shows, or a recovery code.'],
        form: { action, fields: [CODE_FIELD], button: 'Continue' },
      }
    case 'set-up-code':
      return {
        title: 'Set up the second factor',
        text: ['Add this key to an authenticator app (time-based, six digits), then type the code it shows.'],
        codes: [view.key, view.uri],
        form: { action, fields: [CODE_FIELD], button: 'Continue' },
      }
    case 'recovery-codes':
      return {
        title: 'Recovery codes',
        text: ['Keep these codes in a safe place: each signs you in once without the app. They are not shown again.'],
        codes: view.codes,
        form: { action, button: 'I have kept them' },
      }
  }
}

const NAME_FIELD = { name: 'name', label: 'Mail address', type: 'email', hint: 'username' } as const
const PASSWORD_FIELD = { name: 'password', label: 'Password', type: 'password', hint: 'current-password' } as const
const CODE_FIELD = { name: 'code', label: 'Code', type: 'text', hint: 'one-time-code' } as const
const NEW_PASSWORD_FIELDS = [
  { name: 'new_password', label: 'New password', type: 'password', hint: 'new-password' },
  { name: 'repeated', label: 'The same again', type: 'password', hint: 'new-password' },
] as const

type AuthorizeCall = Call<z.output<typeof tenantParams>, z.output<typeof authorizeQuery>, unknown>

async function authorize(call: AuthorizeCall): Promise<Outcome<unknown>> {
  const { query, params } = call
  const asked: AuthorizeRequest = {
    tenant: params.tenant,
    clientId: query.client_id,
    redirectUri: query.redirect_uri,
    responseType: query.response_type,
    responseMode: query.response_mode,
    scope: query.scope,
    state: query.state,
    nonce: query.nonce,
    codeChallenge: query.code_challenge,
    codeChallengeMethod: query.code_challenge_method,
    prompt: query.prompt,
    address: call.request.network,
  }
  const started = await startFlow(signInContext(call), asked)
  if (!started.ok) return showRefusal(call, started.refusal)
  if (started.value.kind === 'return') return goBack(call, started.value.trip)
  setCookie(call, started.value.browserSecret)
  return showView(call, started.value.flow, { show: 'password' }, query.login_hint ?? '')
}

/** Refusals after which the same form may be tried again. */
const TRY_AGAIN = new Set<string>(['sign-in-failed', 'sign-in-locked', 'sign-in-code-wrong', 'password-refused'])

const page = {
  group: 'Signing in',
  capability: 'public',
  transaction: false,
  response: 'binary',
  otherStatuses: {
    303: 'To the application, with a code or an error, or to another authority.',
    400: 'A page that says why this cannot go on.',
    401: 'The page again: what was typed in is not right.',
    429: 'A page that says that there were too many tries.',
  },
} as const
const posted = { body: signInForm, bodyType: 'application/x-www-form-urlencoded' } as const

export const SIGN_IN_ENDPOINTS = [
  endpoint({
    id: 'authorize',
    method: 'GET',
    path: '/:tenant/oauth2/authorize',
    ...page,
    summary: 'The page on which a user signs in for an application.',
    params: tenantParams,
    query: authorizeQuery,
    handle: authorize,
  }),
  endpoint({
    id: 'authorize-v2',
    method: 'GET',
    path: '/:tenant/oauth2/v2.0/authorize',
    ...page,
    summary: 'The page on which a user signs in for an application, for newer clients.',
    params: tenantParams,
    query: authorizeQuery,
    handle: authorize,
  }),
  endpoint({
    id: 'sign-in-step',
    method: 'POST',
    path: '/sign-in/:flowId',
    ...page,
    ...posted,
    summary: 'The form of a sign-in page.',
    params: flowParams,
    handle: async (call) => {
      const context = signInContext(call)
      const loaded = await loadFlow(context, call.params.flowId, cookieOf(call))
      if (!loaded.ok) return showRefusal(call, loaded.refusal)
      const { name, password, new_password: newPassword, repeated, code } = call.body
      const form = { name, password, newPassword, repeated, code, address: call.request.network }
      const view = await takeStep(context, loaded.value, form)
      if (view.ok) return showView(call, await currentFlow(call, loaded.value), view.value, name ?? '')
      if (!TRY_AGAIN.has(view.refusal.code)) return showRefusal(call, view.refusal)
      const again = await viewOf(context, loaded.value)
      if (!again.ok) return showRefusal(call, again.refusal)
      return showView(call, loaded.value, again.value, name ?? '', view.refusal.message)
    },
  }),
  endpoint({
    id: 'sign-in-elsewhere',
    method: 'GET',
    path: '/sign-in/:flowId/external/:authority',
    ...page,
    summary: 'Sends the browser to another authority to sign in there.',
    params: externalParams,
    handle: async (call) => {
      const context = signInContext(call)
      const loaded = await loadFlow(context, call.params.flowId, cookieOf(call))
      if (!loaded.ok) return showRefusal(call, loaded.refusal)
      const target = await startExternal(context, loaded.value, call.params.authority)
      return target.ok ? redirect(call, target.value) : showRefusal(call, target.refusal)
    },
  }),
  endpoint({
    id: 'sign-in-return',
    method: 'GET',
    path: '/sign-in/external/callback',
    ...page,
    summary: 'Where the browser comes back from another authority.',
    query: callbackQuery,
    handle: async (call) => {
      const context = signInContext(call)
      const given = Object.entries(call.query).filter((entry): entry is [string, string] => entry[1] !== undefined)
      const flow = await finishExternal(context, Object.fromEntries(given), cookieOf(call))
      if (!flow.ok) return showRefusal(call, flow.refusal)
      const view = await viewOf(context, flow.value)
      return view.ok ? showView(call, flow.value, view.value, '') : showRefusal(call, view.refusal)
    },
  }),
  endpoint({
    id: 'sign-in-link',
    method: 'GET',
    path: '/sign-in/password',
    ...page,
    summary: 'The page of an invitation, or of a link to reset a password.',
    query: linkQuery,
    handle: async (call) => {
      const token = call.query.token ?? ''
      const user = await findLinkUser(signInContext(call), token)
      return user.ok ? show(call, linkPage(token, user.value.signInName)) : showRefusal(call, user.refusal)
    },
  }),
  endpoint({
    id: 'sign-in-link-step',
    method: 'POST',
    path: '/sign-in/password',
    ...page,
    ...posted,
    summary: 'The form of that page; it works once.',
    handle: async (call) => {
      const { token = '', new_password: newPassword, repeated } = call.body
      const context = signInContext(call)
      const user = await findLinkUser(context, token)
      if (!user.ok) return showRefusal(call, user.refusal)
      const set = await setPasswordByLink(context, token, { newPassword, repeated, address: call.request.network })
      if (set.ok) return show(call, { title: 'Done', text: ['Your password is set. Sign in from your application.'] })
      if (!TRY_AGAIN.has(set.refusal.code)) return showRefusal(call, set.refusal)
      return show(call, { ...linkPage(token, user.value.signInName), problem: set.refusal.message }, 401)
    },
  }),
]

function linkPage(token: string, signInName: string): Page {
  return {
    title: 'Set your password',
    text: [`You sign in as ${signInName}.`],
    form: { action: '/sign-in/password', fields: NEW_PASSWORD_FIELDS, hidden: { token }, button: 'Save' },
  }
}

/** A sign-in as it is after a step; as it was, where that was its last. */
async function currentFlow(call: AnyCall, before: Flow): Promise<Flow> {
  const loaded = await loadFlow(signInContext(call), before.flowId, cookieOf(call))
  return loaded.ok ? loaded.value : before
}
