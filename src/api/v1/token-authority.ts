import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { revokeTokens } from '../../app/revoke-tokens.js'
import { readTenant } from '../../app/tenant.js'
import type { TokenFault } from '../../app/token-faults.js'
import { type Granted, grantTokens, type SignInContext } from '../../app/token-grants.js'
import { accept, refuse } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import {
  configurationSchema,
  exchangedTokenSchema,
  keySetSchema,
  revocationForm,
  tenantParams,
  tokenErrorSchema,
  tokenForm,
  tokenV1Schema,
  tokenV2Schema,
} from '../schema/identity.js'

const GROUP = 'Token authority'
/** Nothing that holds a token may be kept by a cache. */
const UNCACHED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }
const KEYS_CACHED = { 'Cache-Control': 'public, max-age=300' }

type Form = z.output<typeof tokenForm>
type TokenCall = Call<z.output<typeof tenantParams>, unknown, Form>
type RevocationCall = Call<z.output<typeof tenantParams>, unknown, z.output<typeof revocationForm>>

/** What the use cases of signing in take of a call; they follow the system's clock. */
export function signInContext(call: Call<unknown, unknown, unknown>): SignInContext {
  const { database, authority, systemNow, newId } = call
  return { database, authority, now: systemNow, newId }
}

/** Answers a request for tokens in the form of a version: what is refused has the shape of OAuth 2.0. */
async function answerTokens(call: TokenCall, present: (granted: Granted, call: TokenCall) => object) {
  Object.assign(call.reply.headers, UNCACHED)
  const form = call.body ?? {}
  const basic = basicCredentials(call)
  const granted = await grantTokens(signInContext(call), {
    tenant: call.params.tenant,
    grantType: form.grant_type,
    clientId: basic?.id ?? form.client_id,
    clientSecret: basic?.secret ?? form.client_secret,
    resource: form.resource,
    scope: form.scope,
    code: form.code,
    codeVerifier: form.code_verifier,
    redirectUri: form.redirect_uri,
    refreshToken: form.refresh_token,
    username: form.username,
    password: form.password,
    address: call.request.network,
  })
  if (granted.ok) return accept(present(granted, call))
  return accept(presentFault(call, granted, basic !== undefined))
}

/** Ends a sign-in. The answer of success has no content (RFC 7009, 2.2). */
async function answerRevocation(call: RevocationCall) {
  Object.assign(call.reply.headers, UNCACHED)
  const form = call.body ?? {}
  const basic = basicCredentials(call)
  const fault = await revokeTokens(signInContext(call), {
    clientId: basic?.id ?? form.client_id,
    clientSecret: basic?.secret ?? form.client_secret,
    token: form.token,
  })
  return accept(fault === undefined ? undefined : presentFault(call, fault, basic !== undefined))
}

/** Id and secret of the header `Authorization: Basic`, each encoded as in a form (RFC 6749, 2.3.1). */
function basicCredentials({
  request,
}: Pick<TokenCall, 'request'>): { readonly id: string; readonly secret: string } | undefined {
  const header = request.headers['authorization']
  const encoded = typeof header === 'string' ? /^Basic +([A-Za-z0-9+/=_-]{1,4000})$/i.exec(header)?.[1] : undefined
  if (encoded === undefined) return undefined
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  try {
    const [clientId, secret] = [id, rest.join(':')].map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
    return { id: clientId!, secret: secret! }
  } catch {
    return { id, secret: rest.join(':') }
  }
}

function presentFault(
  call: TokenCall | RevocationCall,
  fault: TokenFault,
  basic: boolean,
): z.output<typeof tokenErrorSchema> {
  call.reply.status = fault.status
  if (fault.status === 401) call.reply.headers['WWW-Authenticate'] = basic ? 'Basic realm="prorata"' : 'Bearer'
  return {
    error: fault.error,
    error_description: fault.description,
    error_codes: [fault.code],
    timestamp: `${new Date(call.systemNow).toISOString().slice(0, 19).replace('T', ' ')}Z`,
    trace_id: randomUUID(),
    correlation_id: call.correlationId,
  }
}

function presentV1(granted: Granted, { systemNow }: TokenCall): z.output<typeof tokenV1Schema> {
  const seconds = String(granted.expiresInSeconds)
  const now = Math.floor(systemNow / 1_000)
  return {
    token_type: 'Bearer',
    expires_in: seconds,
    ext_expires_in: seconds,
    expires_on: String(now + granted.expiresInSeconds),
    not_before: String(now),
    resource: granted.resource,
    access_token: granted.accessToken,
    ...presentUserTokens(granted),
  }
}

function presentV2(granted: Granted): z.output<typeof tokenV2Schema> {
  return {
    token_type: 'Bearer',
    expires_in: granted.expiresInSeconds,
    ext_expires_in: granted.expiresInSeconds,
    access_token: granted.accessToken,
    ...presentUserTokens(granted),
  }
}

function presentUserTokens({ scope, refreshToken, idToken }: Granted) {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
  }
}

/** What clients find out about the authority. For a name that stands for any account the issuer is a pattern. */
async function presentConfiguration(call: Call<z.output<typeof tenantParams>, unknown, unknown>) {
  const { tenant } = call.params
  const known = await readTenant(call.session, tenant)
  if (known === undefined) return refuse('not-found', { what: 'tenant', id: tenant.slice(0, 100) })
  const { authority } = call
  const base = `${authority.settings.issuer}/${known === 'any' ? tenant.toLowerCase() : known.accountId}`
  const passwords = authority.grantsPasswords ? ['password'] : []
  call.reply.headers['Cache-Control'] = KEYS_CACHED['Cache-Control']
  return accept({
    issuer: authority.issuerOf(known === 'any' ? '{tenantid}' : known.accountId),
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    revocation_endpoint: `${base}/oauth2/v2.0/revoke`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'code id_token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token', ...passwords],
    scopes_supported: ['openid', 'profile', 'offline_access'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'none'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'name', 'preferred_username', 'tid', 'oid', 'upn'],
    authorization_response_iss_parameter_supported: true,
  })
}

const token = {
  method: 'POST',
  group: GROUP,
  capability: 'public',
  transaction: false,
  otherStatuses: {
    400: 'An error as RFC 6749 gives it.',
    401: 'The client is not who it says; an error as RFC 6749 gives it.',
  },
} as const
const form = { params: tenantParams, body: tokenForm, bodyType: 'application/x-www-form-urlencoded' } as const
const discovery = { method: 'GET', group: GROUP, capability: 'public', params: tenantParams } as const

export const TOKEN_ENDPOINTS = [
  endpoint({
    id: 'token-v1',
    path: '/:tenant/oauth2/token',
    ...token,
    ...form,
    summary: 'Tokens in the older form: numbers as texts, `resource` says what they are for.',
    response: z.union([tokenV1Schema, tokenErrorSchema]),
    handle: (call) => answerTokens(call, presentV1),
  }),
  endpoint({
    id: 'token-v2',
    path: '/:tenant/oauth2/v2.0/token',
    ...token,
    ...form,
    summary: 'Tokens in the newer form: `scope` says what they are for.',
    response: z.union([tokenV2Schema, tokenErrorSchema]),
    handle: (call) => answerTokens(call, presentV2),
  }),
  endpoint({
    id: 'token-revocation',
    path: '/:tenant/oauth2/v2.0/revoke',
    ...token,
    params: tenantParams,
    body: revocationForm,
    bodyType: 'application/x-www-form-urlencoded',
    summary: 'End the sign-in a refresh token belongs to (RFC 7009); a token that is unknown is no fault.',
    response: tokenErrorSchema,
    handle: answerRevocation,
  }),
  endpoint({
    id: 'openid-configuration',
    path: '/:tenant/v2.0/.well-known/openid-configuration',
    ...discovery,
    summary: 'Where the operations of the token authority are.',
    response: configurationSchema,
    handle: presentConfiguration,
  }),
  endpoint({
    id: 'openid-configuration-unversioned',
    path: '/:tenant/.well-known/openid-configuration',
    ...discovery,
    summary: 'Where the operations of the token authority are, for clients that name no version.',
    response: configurationSchema,
    handle: presentConfiguration,
  }),
  endpoint({
    id: 'signing-keys',
    path: '/:tenant/discovery/v2.0/keys',
    ...discovery,
    summary: 'The public keys by which tokens are checked.',
    response: keySetSchema,
    handle: async (call) => {
      call.reply.headers['Cache-Control'] = KEYS_CACHED['Cache-Control']
      return accept({ keys: await call.authority.keys.publicKeys(call.session, call.systemNow) })
    },
  }),
  endpoint({
    id: 'generatetoken',
    method: 'POST',
    path: '/generatetoken',
    group: GROUP,
    summary: 'Exchange a token for one of this API, for old clients; it ends when the one sent does.',
    capability: 'signed-in',
    transaction: false,
    body: tokenForm,
    bodyType: 'application/x-www-form-urlencoded',
    response: exchangedTokenSchema,
    handle: async (call) => {
      Object.assign(call.reply.headers, UNCACHED)
      const { database, authority, systemNow: now } = call
      if (call.body?.grant_type !== 'jwt_token') {
        return refuse('malformed', { what: 'grant_type', problem: 'must be jwt_token' })
      }
      const sent = String(call.request.headers['authorization']).replace(/^Bearer +/i, '')
      const read = await authority.read(database, sent, now)
      if (!read.ok) return read
      const { issuedAt, expiresAt } = read.value
      // As old as the one sent: a withdrawal that is on its way ends both.
      const end = Math.min(issuedAt + authority.settings.lifetimeSeconds * 1_000, expiresAt)
      if (end <= now) return refuse('token-invalid', { problem: 'it is too old to be exchanged; sign in again' })
      const issued = await authority.issue(database, read.value, now, { issuedAt, notAfter: expiresAt })
      const seconds = Math.floor((end - now) / 1_000)
      return accept({ access_token: issued, token_type: 'Bearer' as const, expires_in: String(seconds) })
    },
  }),
]
