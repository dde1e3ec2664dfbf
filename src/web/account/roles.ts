import { PARTNER_ROLES, type PartnerRole } from '../../core/access/role.js'
import type { FormField, Values } from '../provider/ui/form-fields.js'
import { useAccessWords } from './access-words.js'

const keyOf = (role: PartnerRole) => `role ${role}`

/** A box to tick for each role, with what it may do. */
export function useRoleFields(): readonly FormField[] {
  const say = useAccessWords()
  return PARTNER_ROLES.map((role) => ({
    ...{ key: keyOf(role), kind: 'check' as const, label: say(role) },
    hint: say(`${role}_text`),
  }))
}

export function ticked(roles: readonly string[]): Values {
  return Object.fromEntries(PARTNER_ROLES.filter((role) => roles.includes(role)).map((role) => [keyOf(role), 'true']))
}

export function rolesIn(values: Values): readonly PartnerRole[] {
  return PARTNER_ROLES.filter((role) => values[keyOf(role)] === 'true')
}

/** The names of roles; one we have no word for stands as it is. */
export function useRoleNames(): (roles: readonly string[]) => string {
  const say = useAccessWords()
  return (roles) =>
    roles.map((role) => (PARTNER_ROLES.some((known) => known === role) ? say(role as PartnerRole) : role)).join(', ')
}
