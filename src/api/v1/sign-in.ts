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
import { type Field, htmlOf, type Page, pageHeaders } from './sign-in-html.js'
import {
  acceptedLanguages,
  languageAmong,
  SIGN_IN_WORDS,
  type SignInLanguage,
  type SignInWords,
} from './sign-in-words.js'
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

/** The language of a sign-in, or of its application's wish, or of the browser. */
function languageOf(call: AnyCall, flow?: Flow, wish = ''): SignInLanguage {
  const header = call.request.headers['accept-language']
  const accepted = acceptedLanguages(typeof header === 'string' ? header : undefined)
  return languageAmong([flow?.request.language ?? '', ...wish.split(/\s+/), ...accepted])
}

/** What cannot go on is told to the user, not to whoever sent the browser here. */
function showRefusal(call: AnyCall, refusal: Refusal, language = languageOf(call)): Outcome<Uint8Array> {
  const status = refusal.code === 'sign-in-locked' || refusal.code === 'too-many-sign-ins' ? 429 : 400
  const words = SIGN_IN_WORDS[language]
  return show(call, { language, title: words.didNotWork, problem: textOf(refusal, words) }, status)
}

function textOf(refusal: Refusal, words: SignInWords): string {
  return words.refusal(refusal) ?? refusal.message
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
function goBack(call: AnyCall, { mode, uri, parameters }: ReturnTrip, language: SignInLanguage): Outcome<unknown> {
  setCookie(call, '')
  if (mode === 'form_post') {
    const words = SIGN_IN_WORDS[language]
    const form = { action: uri, hidden: parameters, button: words.continue }
    return show(call, { language, title: words.signedIn, text: [words.goOn], form }, 200, [uri])
  }
  const target = new URL(uri)
  if (mode === 'fragment') target.hash = new URLSearchParams(parameters).toString()
  else for (const [name, value] of Object.entries(parameters)) target.searchParams.append(name, value)
  return redirect(call, target.href)
}

/** Shows where a sign-in is, with what went wrong. */
function showView(call: AnyCall, flow: Flow, view: SignInView, name: string, refusal?: Refusal): Outcome<unknown> {
  const language = languageOf(call, flow)
  if (view.show === 'return') return goBack(call, view.trip, language)
  const words = SIGN_IN_WORDS[language]
  const page = { language, ...pageOf(call, flow, view, { name, words }) }
  if (refusal === undefined) return show(call, page, 200, [flow.request.redirectUri])
  return show(call, { ...page, problem: textOf(refusal, words) }, 401, [flow.request.redirectUri])
}

function pageOf(
  call: AnyCall,
  { flowId, request }: Flow,
  view: Exclude<SignInView, { show: 'return' }>,
  { name, words }: { readonly name: string; readonly words: SignInWords },
): Omit<Page, 'language'> {
  const action = `/sign-in/${flowId}`
  switch (view.show) {
    case 'password':
      return {
        title: words.signInTo(request.applicationName),
        form: { action, fields: passwordFields(name, words), button: words.signIn },
        links: signInChoices(signInContext(call)).map((choice) => ({
          uri: `${action}/external/${encodeURIComponent(choice)}`,
          text: words.signInWith(choice),
        })),
      }
    case 'new-password':
      return {
        title: words.choosePassword,
        text: [words.wasTemporary],
        form: { action, fields: newPasswordFields(words), button: words.save },
      }
    case 'code':
      return {
        title: words.secondFactor,
        text: [words.typeCode],
        form: { action, fields: codeFields(words), button: words.continue },
      }
    case 'set-up-code':
      return {
        title: words.setUpFactor,
        text: [words.addKey],
        codes: [view.key, view.uri],
        form: { action, fields: codeFields(words), button: words.continue },
      }
    case 'recovery-codes':
      return {
        title: words.recoveryCodes,
        text: [words.keepCodes],
        codes: view.codes,
        form: { action, button: words.kept },
      }
  }
}

function passwordFields(name: string, words: SignInWords): readonly Field[] {
  return [
    { name: 'name', label: words.name, type: 'email', hint: 'username', value: name },
    { name: 'password', label: words.password, type: 'password', hint: 'current-password' },
  ]
}

function codeFields(words: SignInWords): readonly Field[] {
  return [{ name: 'code', label: words.code, type: 'text', hint: 'one-time-code' }]
}

function newPasswordFields(words: SignInWords): readonly Field[] {
  return [
    { name: 'new_password', label: words.newPassword, type: 'password', hint: 'new-password' },
    { name: 'repeated', label: words.repeated, type: 'password', hint: 'new-password' },
  ]
}

type AuthorizeCall = Call<z.output<typeof tenantParams>, z.output<typeof authorizeQuery>, unknown>

async function authorize(call: AuthorizeCall): Promise<Outcome<unknown>> {
  const { query, params } = call
  const language = languageOf(call, undefined, query.ui_locales)
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
    language,
    address: call.request.network,
  }
  const started = await startFlow(signInContext(call), asked)
  if (!started.ok) return showRefusal(call, started.refusal, language)
  if (started.value.kind === 'return') return goBack(call, started.value.trip, language)
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
      const language = languageOf(call, loaded.value)
      if (!TRY_AGAIN.has(view.refusal.code)) return showRefusal(call, view.refusal, language)
      const again = await viewOf(context, loaded.value)
      if (!again.ok) return showRefusal(call, again.refusal, language)
      return showView(call, loaded.value, again.value, name ?? '', view.refusal)
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
      return target.ok
        ? redirect(call, target.value)
        : showRefusal(call, target.refusal, languageOf(call, loaded.value))
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
      return view.ok
        ? showView(call, flow.value, view.value, '')
        : showRefusal(call, view.refusal, languageOf(call, flow.value))
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
      return user.ok ? show(call, linkPage(call, token, user.value.signInName)) : showRefusal(call, user.refusal)
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
      const language = languageOf(call)
      const words = SIGN_IN_WORDS[language]
      if (set.ok) return show(call, { language, title: words.done, text: [words.isSet] })
      if (!TRY_AGAIN.has(set.refusal.code)) return showRefusal(call, set.refusal)
      return show(call, { ...linkPage(call, token, user.value.signInName), problem: textOf(set.refusal, words) }, 401)
    },
  }),
]

function linkPage(call: AnyCall, token: string, signInName: string): Page {
  const language = languageOf(call)
  const words = SIGN_IN_WORDS[language]
  return {
    language,
    title: words.setPassword,
    text: [words.signInAs(signInName)],
    form: { action: '/sign-in/password', fields: newPasswordFields(words), hidden: { token }, button: words.save },
  }
}

/** A sign-in as it is after a step; as it was, where that was its last. */
async function currentFlow(call: AnyCall, before: Flow): Promise<Flow> {
  const loaded = await loadFlow(signInContext(call), before.flowId, cookieOf(call))
  return loaded.ok ? loaded.value : before
}
