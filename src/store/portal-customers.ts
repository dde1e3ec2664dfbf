import type { Instant } from '../core/calendar/day.js'
import { AGREEMENT_TO_BUY } from './customer-agreements.js'
import type { CustomerRef, CustomerScope } from './customer-reading.js'
import type { Session } from './database.js'
import { isUuidText } from './uuid-bytes.js'

/** Which customers somebody looks for; all that is given must hold. */
export interface CustomerSearch {
  /** Part of a name or domain in any case, or a whole id. */
  readonly text: string | undefined
  readonly country: string | undefined
  /** Network id of the indirect reseller. */
  readonly resellerMpnId: string | undefined
}

/** A customer as a list of the portal shows it. */
export interface CustomerRow extends CustomerRef {
  readonly resellerName: string | null
  readonly createdAt: Instant | null
  /** What it bought, ended or not. */
  readonly subscriptions: number
  /** Whether the agreement stands without which nothing can be bought. */
  readonly hasAgreed: boolean
}

/** A condition on the customers of a scope; `$1` to `$6` are of `parametersOf`. */
function wantedIn({ partnerIds }: CustomerScope): string {
  // With one partner the index gives the order; an array of one would sort all its customers for every page.
  const owner = partnerIds.length === 1 ? 'c.partner_id = $1::uuid' : 'c.partner_id = any($1::uuid[])'
  return `${owner} and c.status = 'active' and ($2::text is null or c.reseller_mpn_id = $2)
    and ($3::text is null or c.country = upper($3)) and ($4::text is null or c.reseller_mpn_id = $4)
    and ($5::text is null or strpos(c.search_text, (select lower($5))) > 0 or c.customer_id = $6::uuid)`
}

function parametersOf(scope: CustomerScope, { text, country, resellerMpnId }: CustomerSearch) {
  const { partnerIds } = scope
  return [
    partnerIds.length === 1 ? partnerIds[0]! : partnerIds,
    scope.resellerMpnId,
    country ?? null,
    resellerMpnId ?? null,
    text ?? null,
    text !== undefined && isUuidText(text) ? text : null,
  ]
}

/** A page of the active customers of a scope by name. Looks at each of them once at most. */
export async function findCustomerRows(
  session: Session,
  scope: CustomerScope,
  search: CustomerSearch,
  page: { readonly offset: number; readonly limit: number },
): Promise<CustomerRow[]> {
  const { rows } = await session.query<CustomerRow>(
    `with page as (
       select c.* from customer c where ${wantedIn(scope)}
       order by lower(c.name) collate "C", c.customer_id, c.partner_id limit $7 offset $8)
     select c.partner_id as "partnerId", c.customer_id as "customerId", c.name, c.domain_name as "domainName", c.country,
       c.reseller_mpn_id as "resellerMpnId", c.status, c.segments, c.created_at as "createdAt",
       (select r.name from reseller_link l join partner r on r.partner_id = l.reseller_id
        where l.partner_id = c.partner_id and r.mpn_id = c.reseller_mpn_id limit 1) as "resellerName",
       (select count(*)::integer from subscription s
        where s.partner_id = c.partner_id and s.customer_id = c.customer_id) as subscriptions,
       c.direct_signed_at is not null or exists (
         select from customer_agreement a
         where a.partner_id = c.partner_id and a.customer_id = c.customer_id and a.type = $9) as "hasAgreed"
     from page c order by lower(c.name) collate "C", c.customer_id, c.partner_id`,
    [...parametersOf(scope, search), page.limit, page.offset, AGREEMENT_TO_BUY],
  )
  return rows
}

/** How many customers there are of those. */
export async function countCustomerRows(
  session: Session,
  scope: CustomerScope,
  search: CustomerSearch,
): Promise<number> {
  const { rows } = await session.query<{ count: number }>(
    `select count(*)::integer as count from customer c where ${wantedIn(scope)}`,
    parametersOf(scope, search),
  )
  return rows[0]!.count
}
