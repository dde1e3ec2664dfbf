import type { Session } from './database.js'

/** A customer, as far as whatever is done for it depends on it. */
export interface CustomerRef {
  readonly partnerId: string
  readonly customerId: string
  readonly name: string
  readonly domainName: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly resellerMpnId: string | null
  readonly status: 'active' | 'removed' | 'deleted'
  /** Catalogue segments it may buy in. */
  readonly segments: readonly string[]
}

/** Whose customers may be read; `app`'s scope fits. */
export interface CustomerScope {
  readonly partnerIds: readonly string[]
  readonly resellerMpnId: string | null
}

/** A customer within a scope, or `undefined`: another partner's customer does not exist. */
export async function findCustomerInScope(
  session: Session,
  scope: CustomerScope,
  customerId: string,
): Promise<CustomerRef | undefined> {
  const { rows } = await session.query<CustomerRef>(
    `select partner_id as "partnerId", customer_id as "customerId", name, domain_name as "domainName", country,
       reseller_mpn_id as "resellerMpnId", status, segments
     from customer
     where partner_id = any($1::uuid[]) and customer_id = $2 and ($3::text is null or reseller_mpn_id = $3)
       and status <> 'deleted'
     order by partner_id limit 1`,
    [scope.partnerIds, customerId, scope.resellerMpnId],
  )
  return rows[0]
}
