import type { Role } from '../core/access/role.js'
import type { Instant } from '../core/calendar/day.js'
import type { Database, Session } from '../store/database.js'
import type { TaxIdValidator } from './tax-id-validator.js'

export type { Database, Session }

/** Who acts. */
export interface Actor {
  readonly kind: 'user' | 'service-principal' | 'system'
  /** Id of the user or service principal. */
  readonly id: string
  /** What people call it: a user principal name, a name of an application, or `system`. */
  readonly name: string
  /** Application the token was issued to; `null` for the system. */
  readonly applicationId: string | null
  readonly roles: readonly Role[]
}

/**
 * Whose data a request may touch: every query names it. An indirect reseller reads what its providers hold of its own
 * customers.
 */
export interface Scope {
  /** The account that acts; for the provider's staff, the one they act for. */
  readonly accountId: string
  /** Partners whose rows may be read: the account itself, or the providers of a reseller. */
  readonly partnerIds: readonly string[]
  /** Network id that customers and orders must carry; `null` unless a reseller acts. */
  readonly resellerMpnId: string | null
}

/** What every use case gets. A request that changes something runs in one transaction, and `session` is inside it. */
export interface UseCase {
  readonly session: Session
  readonly now: Instant
  readonly newId: () => string
  readonly actor: Actor
  readonly scope: Scope
  /** Groups what belongs to one request, in the audit log and in notices. */
  readonly correlationId: string
  /** Who checks tax ids; left out, only their form and check digits are looked at. */
  readonly taxIdValidator?: TaxIdValidator | undefined
}

/** Name of what the system does by itself; who works on it from the command line has another. */
export const SYSTEM = 'system'

/** The id of the provider's own users, where those of a partner have its id. */
export const PLATFORM_ID = '00000000-0000-0000-0000-000000000000'
