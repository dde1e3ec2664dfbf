import { accept, type Outcome, refuse } from '../refusal.js'
import { isPlatformRole, type Role } from './role.js'

/** The role that administers an account: a partner's, or the provider's. */
export function administratorRole(isProvider: boolean): Role {
  return isProvider ? 'platform-operator' : 'global-admin'
}

/** Whether these roles are for users of the provider, or of a partner. */
export function fitSide(roles: readonly Role[], isProvider: boolean): Outcome<undefined> {
  const wrong = roles.find((role) => isPlatformRole(role) !== isProvider)
  return wrong === undefined ? accept(undefined) : refuse('role-of-other-side', { role: wrong })
}

/**
 * Whether somebody may manage a user who has, or is to have, certain roles. The administrators of an account are managed by
 * administrators only: else whoever manages users could make itself one. The provider's operators onboard partners.
 */
export function mayManage(actorRoles: readonly Role[], touched: readonly Role[]): Outcome<undefined> {
  const isAdministrator = actorRoles.includes('global-admin') || actorRoles.includes('platform-operator')
  return touched.includes('global-admin') && !isAdministrator
    ? refuse('role-not-grantable', { role: 'global-admin' })
    : accept(undefined)
}

/** Whether somebody may see a secret by which a program gets roles: only those it has itself, or as an administrator. */
export function mayEquip(actorRoles: readonly Role[], roles: readonly Role[]): Outcome<undefined> {
  if (actorRoles.includes('global-admin') || actorRoles.includes('platform-operator')) return accept(undefined)
  const foreign = roles.find((role) => !actorRoles.includes(role))
  return foreign === undefined ? accept(undefined) : refuse('role-not-held', { role: foreign })
}
