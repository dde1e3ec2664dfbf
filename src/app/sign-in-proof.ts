import type { User } from '../store/users.js'

/** Whether what a user proved to be itself by still holds, once its row is locked: it may have been reset meanwhile. */
export function isStill(present: User, proved: User): boolean {
  return present.state === 'active' && present.passwordHash === proved.passwordHash
}
