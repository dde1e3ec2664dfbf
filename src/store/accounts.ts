import type { Day, Instant } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import type { Session } from './database.js'

export type AccountType = 'direct-bill' | 'indirect-provider' | 'indirect-reseller'
export type ProgramStatus = 'active' | 'restricted' | 'suspended'

/** A partner account, with what its requests depend on. */
export interface Account {
  readonly partnerId: string
  readonly name: string
  readonly mpnId: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly currency: Currency
  readonly billingDay: number
  readonly openedOn: Day
  readonly accountType: AccountType
  readonly programStatus: ProgramStatus
  readonly nationalCloud: string
  readonly region: string
  readonly domainName: string
  readonly isSandbox: boolean
  /** What a sandbox takes for now; `null` for the system clock. */
  readonly clockAt: Instant | null
  /** For an indirect reseller: the indirect providers it works with. */
  readonly providerIds: readonly string[]
}

/** An account, or `undefined`. */
export async function findAccount(session: Session, accountId: string): Promise<Account | undefined> {
  const { rows } = await session.query<Account>(
    `select p.partner_id as "partnerId", p.name, p.mpn_id as "mpnId", p.country, p.currency,
       p.billing_day as "billingDay", p.opened_on as "openedOn", p.account_type as "accountType",
       p.program_status as "programStatus", p.national_cloud as "nationalCloud", p.region,
       p.domain_name as "domainName", p.is_sandbox as "isSandbox", p.clock_at as "clockAt",
       array(select l.partner_id from reseller_link l where l.reseller_id = p.partner_id and l.state = 'active')
         as "providerIds"
     from partner p where p.partner_id = $1`,
    [accountId],
  )
  return rows[0]
}
