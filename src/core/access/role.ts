/** Roles of people and programs. Those of the partner's side act for one partner; those of the provider's side for the provider. */
export const PARTNER_ROLES = [
  'global-admin',
  'user-management-admin',
  'billing-admin',
  'admin-agent',
  'sales-agent',
  'helpdesk-agent',
] as const
export const PLATFORM_ROLES = ['platform-operator', 'platform-finance', 'platform-auditor'] as const

export const ROLES = [...PARTNER_ROLES, ...PLATFORM_ROLES] as const

export type PartnerRole = (typeof PARTNER_ROLES)[number]
export type PlatformRole = (typeof PLATFORM_ROLES)[number]
export type Role = PartnerRole | PlatformRole

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text)
}

export function isPlatformRole(role: Role): role is PlatformRole {
  return (PLATFORM_ROLES as readonly string[]).includes(role)
}
