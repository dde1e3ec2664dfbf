import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type ExternalAuthority, subjectOf } from './external-authority.js'
import { seal, unseal } from './seal.js'
import { advanceFlow, enterFlow, type Flow, loadFlow } from './sign-in-flow.js'
import type { SignInContext } from './token-grants.js'

const PURPOSE = 'sign-in elsewhere'
const TIMEOUT_SECONDS = 10

/** Authorities people can be sent to, by name. */
export function signInChoices({ authority }: SignInContext): readonly string[] {
  return authority.external.list.filter(isChoice).map(({ name }) => name)
}

function isChoice({ clientId }: ExternalAuthority): boolean {
  return clientId !== undefined
}

/** Where the browser goes to sign in with another authority. State, nonce and verifier stay here. */
export async function startExternal(context: SignInContext, flow: Flow, name: string): Promise<Outcome<string>> {
  const provider = context.authority.external.list.find((one) => one.name === name && isChoice(one))
  if (provider === undefined) return refuse('not-found', { what: 'authority', id: name })
  if (flow.step !== 'password') return refuse('sign-in-expired')
  const configuration = await configurationOf(provider)
  const verifier = randomPKCECodeVerifier()
  const state = `${flow.flowId}.${randomState()}`
  const nonce = randomNonce()
  const remembered = seal(
    JSON.stringify({ name, state, nonce, verifier }),
    PURPOSE,
    context.authority.settings.sealingKey,
  )
  const advanced = await advanceFlow(context, flow, { ...flow, external: { sealed: remembered } })
  if (!advanced.ok) return advanced
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUri(context),
    scope: 'openid profile email',
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  return accept(url.href)
}

/** The sign-in that goes on when the browser comes back from another authority. */
export async function finishExternal(
  context: SignInContext,
  query: Readonly<Record<string, string>>,
  browserSecret: string | undefined,
): Promise<Outcome<Flow>> {
  const loaded = await loadFlow(context, flowIdIn(query['state']), browserSecret)
  if (!loaded.ok) return loaded
  const flow = loaded.value
  const sealed = flow.external?.['sealed']
  if (sealed === undefined) return refuse('sign-in-expired')
  const { name, state, nonce, verifier } = JSON.parse(unseal(sealed, PURPOSE, context.authority.settings.sealingKey))
  const provider = context.authority.external.list.find((one) => one.name === name)
  if (provider === undefined || state !== query['state']) return refuse('sign-in-expired')
  // Whatever comes of it, these are good for one return only.
  const cleared = await advanceFlow(context, flow, { ...flow, external: null })
  if (!cleared.ok) return cleared
  const url = new URL(callbackUri(context))
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
  const claims = await claimsOf(provider, url, { state, nonce, verifier })
  if (claims === undefined) return refuse('sign-in-failed')
  const subject = await subjectOf(context.database, provider, claims, context.now)
  if (!subject.ok) return refuse('sign-in-failed')
  const { user, multiFactor } = subject.value
  return enterFlow(context, cleared.value, user, { passwordChecked: false, multiFactor })
}

/** The verified claims of the id token; `undefined` where the authority, or somebody in between, said something else. */
async function claimsOf(
  provider: ExternalAuthority,
  url: URL,
  { state, nonce, verifier }: Readonly<Record<'state' | 'nonce' | 'verifier', string>>,
) {
  try {
    const tokens = await authorizationCodeGrant(await configurationOf(provider), url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    return tokens.claims()
  } catch {
    return undefined
  }
}

function callbackUri({ authority }: SignInContext): string {
  return `${authority.settings.issuer}/sign-in/external/callback`
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id of the sign-in in a state; one that no sign-in has, where there is none. */
function flowIdIn(state: string | undefined): string {
  const id = state?.split('.')[0] ?? ''
  return UUID.test(id) ? id : '00000000-0000-0000-0000-000000000000'
}

const configurations = new Map<string, Promise<Configuration>>()

/** What an authority says about itself, asked once; again after a failure. Without TLS only where its address says so. */
function configurationOf({ issuer, clientId, clientSecret }: ExternalAuthority): Promise<Configuration> {
  const key = `${issuer} ${clientId}`
  const known = configurations.get(key)
  if (known !== undefined) return known
  const execute = issuer.startsWith('http:') ? [allowInsecureRequests] : []
  const asked = discovery(new URL(issuer), clientId!, clientSecret, undefined, { execute, timeout: TIMEOUT_SECONDS })
  configurations.set(key, asked)
  asked.catch(() => configurations.delete(key))
  return asked
}
