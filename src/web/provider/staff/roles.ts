import { PLATFORM_ROLES, type PlatformRole } from '../../../core/access/role.js'
import type { FormField, Values } from '../ui/form-fields.js'
import { useStaffWords } from './words.js'

/** A box for each role of the provider's side. */
export function useRoleFields(): readonly FormField[] {
  const say = useStaffWords()
  return PLATFORM_ROLES.map((role) => ({
    key: role,
    label: say(role),
    kind: 'check' as const,
    hint: say(`${role}_text`),
  }))
}

/** Boxes that are ticked for these roles. */
export function ticked(roles: readonly string[]): Values {
  return Object.fromEntries(PLATFORM_ROLES.map((role) => [role, roles.includes(role) ? 'true' : '']))
}

export function rolesIn(values: Values): readonly PlatformRole[] {
  return PLATFORM_ROLES.filter((role) => values[role] === 'true')
}

/** Roles by their names. */
export function useRoleNames(): (roles: readonly string[]) => string {
  const say = useStaffWords()
  return (roles) => roles.map((role) => say(role as PlatformRole)).join(', ')
}
