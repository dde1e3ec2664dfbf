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
  const [customer] = (await findCustomersInScope(session, scope, [customerId])).values()
  return customer
}

/** Those of some customers that are within a scope, by id. */
export async function findCustomersInScope(
  session: Session,
  scope: CustomerScope,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerRef>> {
  const { rows } = await session.query<CustomerRef>(
    `select distinct on (customer_id) partner_id as "partnerId", customer_id as "customerId", name,
       domain_name as "domainName", country, reseller_mpn_id as "resellerMpnId", status, segments
     from customer
     where partner_id = any($1::uuid[]) and customer_id = any($2::uuid[]) and ($3::text is null or reseller_mpn_id = $3)
       and status <> 'deleted'
     order by customer_id, partner_id`,
    [scope.partnerIds, customerIds, scope.resellerMpnId],
  )
  return new Map(rows.map((customer) => [customer.customerId, customer]))
}
