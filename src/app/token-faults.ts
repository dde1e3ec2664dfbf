/** Every way a request for tokens is refused: the word of OAuth 2.0, the number old clients know, and what to do. */
export const TOKEN_FAULTS = {
  request: { error: 'invalid_request', code: 900144, status: 400, text: 'The request lacks {what}.' },
  'request-invalid': {
    error: 'invalid_request',
    code: 9002313,
    status: 400,
    text: 'The request is not valid: {what}.',
  },
  tenant: {
    error: 'invalid_request',
    code: 90002,
    status: 400,
    text: 'There is no such tenant, or not for this client.',
  },
  'grant-type': {
    error: 'unsupported_grant_type',
    code: 70003,
    status: 400,
    text: 'The grant type is not supported here.',
  },
  client: {
    error: 'invalid_client',
    code: 7000215,
    status: 401,
    text: 'The client is unknown, or its secret is wrong or has expired.',
  },
  'client-grant': {
    error: 'unauthorized_client',
    code: 700027,
    status: 400,
    text: 'This client may not use that grant type.',
  },
  resource: {
    error: 'invalid_resource',
    code: 500011,
    status: 400,
    text: 'This authority gives no tokens for that resource; ask for the address of the API.',
  },
  scope: { error: 'invalid_scope', code: 70011, status: 400, text: 'The scope names more than one resource.' },
  grant: {
    error: 'invalid_grant',
    code: 70000,
    status: 400,
    text: 'The code or refresh token is not valid for this client, or has been used.',
  },
  'grant-expired': {
    error: 'invalid_grant',
    code: 70008,
    status: 400,
    text: 'The code or refresh token has expired or was withdrawn; sign in again.',
  },
  verifier: {
    error: 'invalid_grant',
    code: 501481,
    status: 400,
    text: 'The code verifier does not fit the challenge.',
  },
  password: {
    error: 'invalid_grant',
    code: 50126,
    status: 400,
    text: 'User name or password are wrong.',
  },
  locked: {
    error: 'invalid_grant',
    code: 50053,
    status: 400,
    text: 'There were too many attempts; wait {seconds} seconds.',
  },
  'second-factor': {
    error: 'invalid_grant',
    code: 50076,
    status: 400,
    text: 'The user has to prove a second factor; sign in with a browser.',
  },
  'password-temporary': {
    error: 'invalid_grant',
    code: 50055,
    status: 400,
    text: 'The password is temporary; sign in with a browser to choose one.',
  },
} as const

export type TokenFaultCode = keyof typeof TOKEN_FAULTS

/** One refused request for tokens. */
export interface TokenFault {
  readonly ok: false
  readonly error: string
  readonly code: number
  readonly status: number
  readonly description: string
}

export function tokenFault(code: TokenFaultCode, data: Readonly<Record<string, string | number>> = {}): TokenFault {
  const { error, code: number, status, text } = TOKEN_FAULTS[code]
  const description = text.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? name))
  return { ok: false, error, code: number, status, description }
}
