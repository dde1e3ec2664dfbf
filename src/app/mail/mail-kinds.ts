import type { PartnerRole } from '../../core/access/role.js'
import type { MailKind } from './mail-facts.js'

/** Who is told, and whether they may say that they would rather not be. */
interface KindRule {
  readonly roles: readonly PartnerRole[]
  /**
   * Whether the contact of the billing profile is told instead of who has the roles, where there is one. For the other
   * kinds the contact is told where nobody has the roles.
   */
  readonly contactFirst: boolean
  /** A notice with consequences that somebody has to have had cannot be switched off. */
  readonly optional: boolean
}

const BILLING = ['global-admin', 'billing-admin'] as const
const TO_BILLING = { roles: BILLING, contactFirst: false, optional: true } as const

/** The kinds of mails people can have preferences about. */
export const MAIL_KINDS = {
  'invoice-ready': TO_BILLING,
  'due-soon': TO_BILLING,
  overdue: TO_BILLING,
  'past-due': { ...TO_BILLING, optional: false },
  cured: TO_BILLING,
  'credit-limit': { roles: BILLING, contactFirst: true, optional: true },
  'withholding-decision': { roles: ['billing-admin'], contactFirst: false, optional: true },
  'exemption-decision': { roles: ['billing-admin'], contactFirst: false, optional: true },
  'usage-budget': { roles: [...BILLING, 'admin-agent'], contactFirst: false, optional: true },
} as const satisfies Record<Exclude<MailKind, 'test'>, KindRule>

export type ToldKind = keyof typeof MAIL_KINDS

export const TOLD_KINDS = Object.keys(MAIL_KINDS) as [ToldKind, ...ToldKind[]]
export const OPTIONAL_KINDS: readonly ToldKind[] = TOLD_KINDS.filter((kind) => MAIL_KINDS[kind].optional)
