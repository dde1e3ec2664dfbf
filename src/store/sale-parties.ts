import type { AccountType, ProgramStatus } from './accounts.js'
import type { Session } from './database.js'

/** An account that takes part in a sale: the partner itself, or the reseller it sells through. */
export interface SaleParty {
  readonly partnerId: string
  readonly mpnId: string
  readonly accountType: AccountType
  readonly programStatus: ProgramStatus
  /** Whether it signed the partner agreement. */
  readonly agreementSigned: boolean
  /** Whether it is a reseller of the partner. */
  readonly linked: boolean
}

/** A partner, and the accounts with these network ids. */
export async function listSaleParties(
  session: Session,
  partnerId: string,
  mpnIds: readonly string[],
): Promise<SaleParty[]> {
  const { rows } = await session.query<SaleParty>(
    `select p.partner_id as "partnerId", p.mpn_id as "mpnId", p.account_type as "accountType",
       p.program_status as "programStatus", p.agreement_signed as "agreementSigned",
       exists (
         select from reseller_link l
         where l.partner_id = $1 and l.reseller_id = p.partner_id and l.state = 'active') as linked
     from partner p where p.partner_id = $1 or p.mpn_id = any($2::text[])
     order by p.partner_id`,
    [partnerId, mpnIds],
  )
  return rows
}
