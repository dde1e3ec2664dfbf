import type { CustomerRef, CustomerScope } from './customer-reading.js'
import type { Session } from './database.js'

/** Which customers are wanted; all that is given must hold. Texts are beginnings, in any case. */
export interface CustomerFilter {
  readonly companyName?: string | undefined
  readonly domain?: string | undefined
  /** Account id or network id of the indirect reseller. */
  readonly reseller?: string | undefined
  /** Account id or network id of the indirect provider. */
  readonly provider?: string | undefined
}

export interface CustomerPage {
  /** Sort key of the last customer of the page before. */
  readonly after: CustomerPosition | undefined
  readonly offset: number
  readonly limit: number
}

/** Where a customer stands in the list: by name, then by id. */
export interface CustomerPosition {
  readonly sortName: string
  readonly customerId: string
  readonly partnerId: string
}

export type ListedCustomer = CustomerRef & CustomerPosition

/** After every text that begins with the one in front of it, in the order of bytes. */
const LAST = 'chr(1114111)'

/** A page of the active customers of a scope by name; a filter never leaves the scope. */
export async function listCustomers(
  session: Session,
  scope: CustomerScope,
  filter: CustomerFilter,
  page: CustomerPage,
): Promise<ListedCustomer[]> {
  const partnerIds = await providersOf(session, scope, filter.provider)
  const resellers = filter.reseller === undefined ? null : await resellersOf(session, partnerIds, filter.reseller)
  if (partnerIds.length === 0 || resellers?.length === 0) return []
  // With one partner the index gives the order; an array of one would sort all its customers for every page.
  const owner = partnerIds.length === 1 ? 'c.partner_id = $1::uuid' : 'c.partner_id = any($1::uuid[])'
  const name = 'lower(c.name) collate "C"'
  const domain = 'lower(c.domain_name) collate "C"'
  const { rows } = await session.query<ListedCustomer>(
    `select c.partner_id as "partnerId", c.customer_id as "customerId", c.name, c.domain_name as "domainName", c.country,
       c.reseller_mpn_id as "resellerMpnId", c.status, c.segments, lower(c.name) as "sortName"
     from customer c
     where ${owner} and c.status = 'active' and ($2::text is null or c.reseller_mpn_id = $2)
       and ($3::text is null or (${name} >= lower($3) and ${name} < lower($3) || ${LAST}))
       and ($4::text is null or (${domain} >= lower($4) and ${domain} < lower($4) || ${LAST}))
       and ($5::text[] is null or c.reseller_mpn_id = any($5))
       and ($6::text is null or (${name}, c.customer_id, c.partner_id) > ($6, $7::uuid, $8::uuid))
     order by ${name}, c.customer_id, c.partner_id limit $9 offset $10`,
    [
      partnerIds.length === 1 ? partnerIds[0]! : partnerIds,
      scope.resellerMpnId,
      filter.companyName ?? null,
      filter.domain ?? null,
      resellers,
      page.after?.sortName ?? null,
      page.after?.customerId ?? null,
      page.after?.partnerId ?? null,
      page.limit,
      page.offset,
    ],
  )
  return rows
}

/** The partners of a scope whose account id or network id begins with a text. */
async function providersOf(
  session: Session,
  { partnerIds }: CustomerScope,
  beginning: string | undefined,
): Promise<readonly string[]> {
  if (beginning === undefined) return partnerIds
  const { rows } = await session.query<{ partnerId: string }>(
    `select partner_id as "partnerId" from partner
     where partner_id = any($1::uuid[]) and (starts_with(partner_id::text, lower($2)) or starts_with(mpn_id, $2))`,
    [partnerIds, beginning],
  )
  return rows.map((row) => row.partnerId)
}

/** Network ids of the resellers of partners whose account id or network id begins with a text. */
async function resellersOf(session: Session, partnerIds: readonly string[], beginning: string): Promise<string[]> {
  const { rows } = await session.query<{ mpnId: string }>(
    `select distinct r.mpn_id as "mpnId" from reseller_link l join partner r on r.partner_id = l.reseller_id
     where l.partner_id = any($1::uuid[]) and (starts_with(r.partner_id::text, lower($2)) or starts_with(r.mpn_id, $2))`,
    [partnerIds, beginning],
  )
  return rows.map((row) => row.mpnId)
}

/** A customer as an operator sees it in a list. */
export interface ListedForOperator {
  readonly customerId: string
  readonly name: string
  readonly domainName: string
  readonly country: string
  readonly status: string
  readonly resellerMpnId: string | null
  readonly partnerId: string
  readonly partnerName: string
}

/** Customers of one partner or of all, by name. */
export async function listCustomersForOperator(
  session: Session,
  filter: { readonly partnerId: string | undefined; readonly name: string | undefined; readonly limit: number },
): Promise<ListedForOperator[]> {
  const { rows } = await session.query<ListedForOperator>(
    `select c.customer_id as "customerId", c.name, c.domain_name as "domainName", c.country, c.status,
       c.reseller_mpn_id as "resellerMpnId", c.partner_id as "partnerId", p.name as "partnerName"
     from customer c join partner p on p.partner_id = c.partner_id
     where ($1::uuid is null or c.partner_id = $1) and ($2::text is null or starts_with(lower(c.name), lower($2)))
     order by lower(c.name) collate "C", c.customer_id, c.partner_id limit $3`,
    [filter.partnerId ?? null, filter.name ?? null, filter.limit],
  )
  return rows
}
