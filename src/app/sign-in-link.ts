import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findLink, takeLink } from '../store/sign-in.js'
import { findUser, type User } from '../store/users.js'
import { digest } from './random-secret.js'
import { choosePassword, type SignInForm } from './sign-in-steps.js'
import type { SignInContext } from './token-grants.js'

/** Where a user sets its password with a link. */
export function linkAddress(issuer: string, token: string): string {
  return `${issuer}/sign-in/password?token=${token}`
}

/** Whose invitation or reset link this is. */
export async function findLinkUser({ database, now }: SignInContext, token: string): Promise<Outcome<User>> {
  const userId = await findLink(database, digest(token), now)
  const user = userId === undefined ? undefined : await findUser(database, userId)
  return user === undefined || user.state === 'disabled' ? refuse('sign-in-link-expired') : accept(user)
}

/** Sets the password of the user whose link this is. A password that is refused leaves the link as it is. */
export async function setPasswordByLink(
  context: SignInContext,
  token: string,
  form: SignInForm,
): Promise<Outcome<undefined>> {
  const user = await findLinkUser(context, token)
  if (!user.ok) return user
  return choosePassword(context, user.value, form, async (session) => {
    const taken = await takeLink(session, digest(token), context.now)
    return taken === undefined ? refuse('sign-in-link-expired') : accept(undefined)
  })
}
