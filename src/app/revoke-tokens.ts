import { lockRefreshToken, revokeFamily } from '../store/grants.js'
import { clientOf } from './client-authentication.js'
import { digest } from './random-secret.js'
import { type TokenFault, tokenFault } from './token-faults.js'
import type { SignInContext } from './token-grants.js'

/** A request to revoke a token, as the form of a client says it; what is missing is `undefined`. */
export interface RevocationRequest {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly token: string | undefined
}

/**
 * Ends the sign-in a refresh token belongs to: no refresh token of it is taken any more. What is unknown, over already or
 * another program's ends nothing and is no fault (RFC 7009, 2.2). Access tokens end by themselves.
 */
export async function revokeTokens(
  { database, now }: SignInContext,
  { clientId, clientSecret, token }: RevocationRequest,
): Promise<TokenFault | undefined> {
  if (token === undefined) return tokenFault('request', { what: 'token' })
  if (clientId === undefined) return tokenFault('request', { what: 'client_id' })
  const client = await clientOf(database, clientId, clientSecret, now)
  if (client === undefined) return tokenFault('client')
  await database.transaction(async (session) => {
    const found = await lockRefreshToken(session, digest(token), now)
    if (found?.applicationId === client.applicationId) await revokeFamily(session, found.familyId, now)
  })
  return undefined
}
