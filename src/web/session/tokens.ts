import { actFor } from './acting-for.js'
import { newProof, randomText } from './pkce.js'

/** What the server says of itself before anybody has signed in. */
export interface Configuration {
  readonly clientId: string
  readonly publicUrl: string
  readonly openSimulation: boolean
}

interface Granted {
  readonly access_token: string
  readonly refresh_token: string
  readonly expires_in: number
}

/**
 * The access token survives a reload of its tab, so that a reload in the middle of one costs no refresh token. That one is
 * good for one use, and shared by all tabs.
 */
const ACCESS_KEY = 'prorata.access'
const REFRESH_KEY = 'prorata.refresh'
const TRIP_KEY = 'prorata.trip'
/** Instead of a refresh token: the server takes the last one no more, and nobody has signed out. */
const ENDED = ''
const LOCK = 'prorata.tokens'
/** A token that ends this soon is renewed before it is used. */
const MARGIN_MILLISECONDS = 30_000

interface Current {
  readonly token: string
  /** Milliseconds since 1970. */
  readonly until: number
}

let current = JSON.parse(sessionStorage.getItem(ACCESS_KEY) ?? 'null') as Current | null
let configured: Promise<Configuration> | undefined
/** Whether the sign-in of this tab has ended and nobody has signed out. */
let hasEnded = false
let whenChanged: (change: SignInChange) => void = () => {}

/** Somebody signed out; or the server takes their sign-in no more; or they signed in again after that, in another tab. */
export type SignInChange = 'out' | 'ended' | 'again'

export function configuration(): Promise<Configuration> {
  configured ??= fetch('/v1/portal/configuration').then(async (answer) => {
    if (!answer.ok) throw new Error(`the configuration is answered by ${answer.status}`)
    return (await answer.json()) as Configuration
  })
  configured.catch(() => {
    configured = undefined
  })
  return configured
}

export function onSignInChange(listener: (change: SignInChange) => void): void {
  whenChanged = listener
}

// Who signs out in one tab is signed out in all of them, and who signs in again in one goes on in all.
addEventListener('storage', ({ key, newValue }) => {
  if (key !== REFRESH_KEY) return
  if (newValue === null) forgetSignIn()
  else if (hasEnded && newValue !== ENDED) whenChanged('again')
})

export function isSignedIn(): boolean {
  return current !== null || refreshToken() !== undefined
}

function refreshToken(): string | undefined {
  const kept = localStorage.getItem(REFRESH_KEY)
  return kept === null || kept === ENDED ? undefined : kept
}

/** A token that is good now; `undefined` where nobody is signed in. */
export async function accessToken(): Promise<string | undefined> {
  if (current !== null && current.until > Date.now() + MARGIN_MILLISECONDS) return current.token
  return renewedToken()
}

/** Another token than the one used before. One tab at a time, since each refresh token is good for one use. */
export async function renewedToken(): Promise<string | undefined> {
  const used = current?.token
  return navigator.locks.request(LOCK, async () => {
    if (current !== null && current.token !== used) return current.token
    const kept = refreshToken()
    if (kept === undefined) return undefined
    const { clientId } = await configuration()
    const answer = await redeem({ grant_type: 'refresh_token', client_id: clientId, refresh_token: kept })
    if (answer === undefined) endSignIn()
    return answer
  })
}

/** Takes the tokens of a grant; `undefined` where it is refused. A server that cannot be reached is an error, not a refusal. */
async function redeem(form: Readonly<Record<string, string>>): Promise<string | undefined> {
  const answer = await fetch('/common/oauth2/v2.0/token', { method: 'POST', body: new URLSearchParams(form) })
  if (answer.status >= 500 || answer.status === 429) throw new Error(`signing in is answered by ${answer.status}`)
  if (!answer.ok) return undefined
  const used = form['refresh_token']
  // Who signed out meanwhile stays so.
  if (used !== undefined && used !== localStorage.getItem(REFRESH_KEY)) return undefined
  const granted = (await answer.json()) as Granted
  localStorage.setItem(REFRESH_KEY, granted.refresh_token)
  current = { token: granted.access_token, until: Date.now() + granted.expires_in * 1_000 }
  sessionStorage.setItem(ACCESS_KEY, JSON.stringify(current))
  return granted.access_token
}

/** Signs out here, and forgets everything about it. */
export function forgetSignIn(): void {
  current = null
  sessionStorage.removeItem(ACCESS_KEY)
  localStorage.removeItem(REFRESH_KEY)
  actFor(undefined)
  whenChanged('out')
}

/** Notes that the server takes the sign-in no more. What is on the page stays, for when the same person signs in again. */
export function endSignIn(): void {
  if (localStorage.getItem(REFRESH_KEY) === null) {
    // Who signed out meanwhile stays so.
    forgetSignIn()
    return
  }
  current = null
  hasEnded = true
  sessionStorage.removeItem(ACCESS_KEY)
  localStorage.setItem(REFRESH_KEY, ENDED)
  whenChanged('ended')
}

/** Signs out: here at once, and at the server, which takes the refresh token no more. */
export async function signOut(): Promise<void> {
  const token = refreshToken()
  forgetSignIn()
  if (token === undefined) return
  try {
    const { clientId } = await configuration()
    const body = new URLSearchParams({ client_id: clientId, token })
    // It is sent even where the page goes away.
    await fetch('/common/oauth2/v2.0/revoke', { method: 'POST', keepalive: true, body })
  } catch {
    // Without a connection the token ends by itself, in its time.
  }
}

/** Sends the browser to the page on which people sign in, to come back to `returnTo`. */
export async function beginSignIn(returnTo: string, language: string): Promise<void> {
  const { clientId, publicUrl } = await configuration()
  if (location.origin !== publicUrl) {
    // The way back leads there, and what is remembered here would be missed.
    location.assign(`${publicUrl}${returnTo}`)
    return
  }
  const { verifier, challenge } = await newProof()
  const state = randomText()
  sessionStorage.setItem(TRIP_KEY, JSON.stringify({ state, verifier, returnTo }))
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: `${publicUrl}/portal/signed-in`,
    response_type: 'code',
    scope: 'openid offline_access',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ui_locales: language,
  })
  location.assign(`/common/oauth2/v2.0/authorize?${query}`)
}

/** Ends a sign-in that came back here; gives the page to go on with, or what went wrong. */
export async function finishSignIn(query: URLSearchParams): Promise<{ returnTo: string } | { problem: string }> {
  const trip = JSON.parse(sessionStorage.getItem(TRIP_KEY) ?? 'null') as Record<string, string> | null
  sessionStorage.removeItem(TRIP_KEY)
  const code = query.get('code')
  if (query.get('error') !== null) return { problem: query.get('error_description') ?? query.get('error') ?? '' }
  if (trip === null || code === null || trip['state'] !== query.get('state')) return { problem: '' }
  const { clientId, publicUrl } = await configuration()
  const token = await redeem({
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    code_verifier: trip['verifier']!,
    redirect_uri: `${publicUrl}/portal/signed-in`,
  })
  return token === undefined ? { problem: '' } : { returnTo: trip['returnTo'] ?? '/portal/' }
}
