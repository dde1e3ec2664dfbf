import { findUser } from '../store/users.js'
import type { UseCase } from './use-case.js'

/** How a caller is called: a user by the full name it has here, others by what their token says. */
export async function fullNameOf({ session, actor }: UseCase): Promise<string> {
  const user = actor.kind === 'user' ? await findUser(session, actor.id) : undefined
  return user?.fullName ?? actor.name
}
