import type { AccountReader } from '../app/accounts.js'
import type { TaxIdValidator } from '../app/tax-id-validator.js'
import type { TokenAuthority } from '../app/tokens.js'
import type { Database } from '../app/use-case.js'
import type { TargetRules } from '../app/webhook-target.js'
import type { Instant } from '../core/calendar/day.js'
import type { Limiter } from './limits.js'

/** What an endpoint needs of the server to be answered. */
export interface ServerContext {
  readonly database: Database
  /** The same without limits of time, for endpoints that may take long; left out, there is but one. */
  readonly patientDatabase?: Database | undefined
  readonly authority: TokenAuthority
  /** The system's clock; sandbox accounts have their own. */
  readonly clock: () => Instant
  readonly newId: () => string
  /** Where webhooks may lead; left out, to public https addresses only. */
  readonly webhookTargets?: TargetRules
  /** How long a cart can be ordered after it was opened; left out, a week. */
  readonly cartDays?: number
  /** Whether the portal lets people play scenarios without signing in; left out, it does. */
  readonly openSimulation?: boolean
  /** Who checks tax ids; left out, only their form and check digits are looked at. */
  readonly taxIdValidator?: TaxIdValidator
  /** Checks every answer against its endpoint's schema, and fails where it does not fit: for tests. */
  readonly checkAnswers?: boolean
  readonly accounts: AccountReader
  readonly limiter: Limiter
}
