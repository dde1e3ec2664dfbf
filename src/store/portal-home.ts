import type { Day, Instant } from '../core/calendar/day.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter } from './codecs.js'
import type { CustomerScope } from './customer-reading.js'
import type { Session } from './database.js'
import { INVOICE_TYPES, STATUSES } from './numbers.js'

/** A document of a partner with what it came to before tax, in minor units; below zero for what takes something back. */
export interface SpendDocument {
  readonly number: string
  readonly issuedOn: Day
  readonly invoiceType: InvoiceType
  readonly currency: Currency
  readonly amount: bigint
}

/** The documents of a partner that are dated in a period, oldest first. */
export async function listSpendDocuments(
  session: Session,
  partnerId: string,
  { start, end }: { readonly start: Day; readonly end: Day },
): Promise<SpendDocument[]> {
  const { rows } = await session.query<Omit<SpendDocument, 'invoiceType'> & { readonly type: number }>(
    `select number, invoice_date as "issuedOn", invoice_type as type, currency, charged + adjusted as amount
     from invoice where partner_id = $1 and invoice_date >= $2 and invoice_date < $3
     union all
     select number, issued_on, invoice_type, currency, charged + adjusted
     from amendment where partner_id = $1 and issued_on >= $2 and issued_on < $3
     order by 2, 1`,
    [partnerId, dayParameter(start), dayParameter(end)],
  )
  return rows.map(({ type, ...row }) => ({ ...row, invoiceType: INVOICE_TYPES.wordOf(type) }))
}

/** What the documents of a period came to for a product, before tax, in minor units. */
export interface SpendProduct {
  readonly currency: Currency
  /** `null` for adjustments, which are for no product. */
  readonly productId: string | null
  readonly title: string
  readonly amount: bigint
}

/** What a partner's documents of a period came to by product, the largest first; altogether as much as the documents. */
export async function listSpendProducts(
  session: Session,
  partnerId: string,
  { start, end }: { readonly start: Day; readonly end: Day },
): Promise<SpendProduct[]> {
  const { rows } = await session.query<SpendProduct>(
    `with line as (
       select currency, product_id, amount from invoice_line
       where partner_id = $1 and invoice_date >= $2 and invoice_date < $3
       union all
       select currency, null, amount from invoice_adjustment
       where partner_id = $1 and invoice_date >= $2 and invoice_date < $3
       union all
       select a.currency, case l.kind when 'charges' then l.product_id end, l.amount
       from amendment a join amendment_line l on l.partner_id = a.partner_id and l.number = a.number
       where a.partner_id = $1 and a.issued_on >= $2 and a.issued_on < $3
     ), product as (
       select currency, product_id, sum(amount)::bigint as amount from line group by 1, 2
     )
     select p.currency, p.product_id as "productId", coalesce(k.title, p.product_id, '') as title, p.amount
     from product p
     left join (select product_id, min(product_title) as title from sku group by product_id) k using (product_id)
     order by p.currency, p.amount desc, p.product_id`,
    [partnerId, dayParameter(start), dayParameter(end)],
  )
  return rows
}

/** What is registered for an invoice to come. */
export interface RegisteredAmount {
  readonly currency: Currency
  readonly amount: bigint
}

/** Charges and rated usage that wait for the invoice of a type and date, by currency, in minor units. */
export async function sumForInvoice(
  session: Session,
  partnerId: string,
  invoiceDate: Day,
  invoiceType: InvoiceType,
): Promise<RegisteredAmount[]> {
  const { rows } = await session.query<RegisteredAmount>(
    `select currency, sum(amount)::bigint as amount from (
       select currency, amount from charge where partner_id = $1 and invoice_date = $2 and invoice_type = $3
       union all
       select billing_currency, amount from rated_usage
       where partner_id = $1 and invoice_date = $2 and invoice_type = $3
     ) waiting group by currency order by currency`,
    [partnerId, dayParameter(invoiceDate), INVOICE_TYPES.numberOf(invoiceType)],
  )
  return rows
}

/** Why somebody should look at a subscription. */
export const SUBSCRIPTION_CONCERNS = ['deletion', 'trial', 'end', 'renewal'] as const
export type SubscriptionConcern = (typeof SUBSCRIPTION_CONCERNS)[number]

/** A subscription that is deleted, ends or goes on soon, and when. */
export interface ConcernedSubscription {
  readonly concern: SubscriptionConcern
  readonly customerId: string
  readonly customerName: string
  readonly subscriptionId: string
  readonly friendlyName: string
  readonly quantity: number
  readonly autoRenew: boolean
  readonly on: Day
  /** How many there are with the same concern. */
  readonly total: number
}

/** Terms no longer than this begin again every month, which is no news. */
const DAYS_OF_SHORT_TERM = 31

/**
 * Subscriptions of a scope that are deleted, end or are renewed on days after `after` up to `until`, of each concern the
 * first ones. Add-ons follow their base, so that only bases are renewed or end.
 */
export async function listConcernedSubscriptions(
  session: Session,
  scope: CustomerScope,
  { after, until }: { readonly after: Day; readonly until: Day },
  limit: number,
): Promise<ConcernedSubscription[]> {
  const { rows } = await session.query<ConcernedSubscription>(
    `with turning as (
       select partner_id, subscription_id, quantity, auto_renew,
         case when status = $5 then deprovision_on else term_end end as turns_on,
         case when status = $5 then 'deletion' when trial then 'trial' when auto_renew then 'renewal' else 'end' end
           as concern
       from charging_state
       where partner_id = any($1::uuid[]) and (
         (status = $5 and deprovision_on > $3 and deprovision_on <= $4)
         or (status = $6 and term_end > $3 and term_end <= $4 and (trial or term_end - term_start > $7)))
     ), ranked as (
       select t.concern, s.customer_id, c.name, s.subscription_id, s.friendly_name, t.quantity, t.auto_renew, t.turns_on,
         count(*) over (partition by t.concern) as total,
         row_number() over (partition by t.concern order by t.turns_on, c.name, s.subscription_id) as place
       from turning t
       join subscription s on s.partner_id = t.partner_id and s.subscription_id = t.subscription_id
       join customer c on c.partner_id = s.partner_id and c.customer_id = s.customer_id
       where ($2::text is null or c.reseller_mpn_id = $2) and c.status <> 'deleted'
         and (t.concern = 'deletion' or s.parent_subscription_id is null)
     )
     select concern, customer_id as "customerId", name as "customerName", subscription_id as "subscriptionId",
       friendly_name as "friendlyName", quantity, auto_renew as "autoRenew", turns_on as on, total::integer as total
     from ranked where place <= $8 order by concern, place`,
    [
      ...[scope.partnerIds, scope.resellerMpnId, dayParameter(after), dayParameter(until)],
      ...[STATUSES.numberOf('suspended'), STATUSES.numberOf('active'), DAYS_OF_SHORT_TERM, limit],
    ],
  )
  return rows
}

/** A subscription the last billing run could not charge, and why. */
export interface UnchargedSubscription {
  readonly customerId: string
  readonly customerName: string
  readonly subscriptionId: string
  readonly friendlyName: string
  readonly code: string
  readonly message: string
  readonly since: Instant
  readonly total: number
}

/** Those of a scope, oldest first. */
export async function listUncharged(
  session: Session,
  scope: CustomerScope,
  limit: number,
): Promise<UnchargedSubscription[]> {
  const { rows } = await session.query<UnchargedSubscription>(
    `select s.customer_id as "customerId", c.name as "customerName", s.subscription_id as "subscriptionId",
       s.friendly_name as "friendlyName", q.code, q.message, q.since, (count(*) over ())::integer as total
     from quarantine q
     join subscription s on s.partner_id = q.partner_id and s.subscription_id = q.subscription_id
     join customer c on c.partner_id = s.partner_id and c.customer_id = s.customer_id
     where q.partner_id = any($1::uuid[]) and ($2::text is null or c.reseller_mpn_id = $2)
     order by q.since, s.subscription_id limit $3`,
    [scope.partnerIds, scope.resellerMpnId, limit],
  )
  return rows
}
