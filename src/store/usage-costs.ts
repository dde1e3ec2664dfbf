import { LEAST_ID } from '../core/access/least-id.js'
import type { Day, Instant } from '../core/calendar/day.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES, STATUSES } from './numbers.js'
import { isUuidText } from './uuid-bytes.js'

// What rated usage comes to, by what it is looked at for. Everything is added up in the database.

/** The dates of the invoices that the usage of today goes on. */
export type OpenInvoices = Readonly<Record<InvoiceType, Day>>

/** Whose usage is looked at; what is left out does not narrow. */
export interface UsageScope {
  readonly partnerId: string
  readonly customerIds?: readonly string[] | undefined
  readonly subscriptionId?: string | undefined
}

/** What usage costs in one currency. */
export interface UsageCost {
  /** The customer, subscription or meter; of all of a partner, the partner. */
  readonly key: string
  readonly currency: Currency
  /** Minor units. */
  readonly amount: bigint
  readonly ratedAt: Instant
}

const KEYS = {
  partner: 'u.partner_id',
  customer: 'u.customer_id',
  subscription: 'u.subscription_id',
  meter: 'u.meter_id',
} as const

/** What the rated usage of open invoices costs, added up by one of its keys and by currency, in order of the key. */
export async function sumUsageCosts(
  session: Session,
  scope: UsageScope,
  open: OpenInvoices,
  by: keyof typeof KEYS,
): Promise<UsageCost[]> {
  const { rows } = await session.query<UsageCost>(
    `select ${KEYS[by]} as key, u.billing_currency as currency, sum(u.amount)::bigint as amount,
       max(u.rated_at) as "ratedAt"
     from rated_usage u where ${ratedIn(scope)} group by 1, 2 order by 1, 2`,
    parametersOf(scope, open),
  )
  return rows
}

/** What a meter of a subscription measured on open invoices, as exact text, and what it costs. */
export interface MeterUsage extends UsageCost {
  readonly consumed: string
}

export async function listMeterUsage(
  session: Session,
  scope: UsageScope & { readonly subscriptionId: string },
  open: OpenInvoices,
): Promise<MeterUsage[]> {
  const { rows } = await session.query<MeterUsage>(
    `select u.meter_id as key, u.billing_currency as currency, sum(u.amount)::bigint as amount,
       max(u.rated_at) as "ratedAt", trim_scale(sum((u.rating->>'consumed')::numeric))::text as consumed
     from rated_usage u where ${ratedIn(scope)} group by 1, 2 order by 1, 2`,
    parametersOf(scope, open),
  )
  return rows
}

/** What a resource of a subscription costs on open invoices. */
export interface ResourceCost extends UsageCost {
  readonly entitlementId: string
  readonly entitlementName: string
  readonly resourceGroup: string
  readonly resourceUri: string
}

/**
 * The costs of a subscription's resources, a page at a time in order of their ids. Each line is shared out over its days
 * and resources as `dailyShares` does it (src/core/rating/share-by-day.ts): so resources add up to the lines.
 */
export async function listResourceCosts(
  session: Session,
  scope: UsageScope & { readonly subscriptionId: string },
  open: OpenInvoices,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<ResourceCost[]> {
  const { rows } = await session.query<ResourceCost>(
    `with measured as (
       select u.billing_currency, u.amount, u.rated_at, d.resource_id, d.quantity,
         sum(d.quantity) over line_days as running, sum(d.quantity) over line as total,
         row_number() over line_days = count(*) over line as is_last
       from rated_usage u
       join usage_day d on ${DAYS_OF_LINE}
       where ${ratedIn(scope)}
       window line as (partition by u.invoice_date, u.meter_id, u.line_number),
         line_days as (line order by d.usage_date, d.resource_id rows unbounded preceding)
     ), shared as (
       select *, case when is_last then amount else ${portionOf('amount', 'running', 'total')} end
         - ${portionOf('amount', 'running - quantity', 'total')} as share
       from measured
     )
     select s.resource_id as key, s.billing_currency as currency, sum(s.share)::bigint as amount,
       max(s.rated_at) as "ratedAt", r.entitlement_id as "entitlementId", r.entitlement_name as "entitlementName",
       r.resource_group as "resourceGroup", r.resource_uri as "resourceUri"
     from shared s join usage_resource r on r.partner_id = $1 and r.resource_id = s.resource_id
     where $6::uuid is null or s.resource_id > $6
     group by s.resource_id, s.billing_currency, r.entitlement_id, r.entitlement_name, r.resource_group, r.resource_uri
     order by s.resource_id, s.billing_currency limit $7`,
    [...parametersOf(scope, open), page.after ?? null, page.limit],
  )
  return rows
}

/** The days `d` of a rated line `u`. */
export const DAYS_OF_LINE = `d.partner_id = u.partner_id and d.invoice_date = u.invoice_date
  and d.subscription_id = u.subscription_id and d.meter_id = u.meter_id
  and d.usage_date >= (u.rating->>'start')::date and d.usage_date < (u.rating->>'end')::date
  and d.earns_credit = ((u.rating->>'earnedCredit')::integer > 0)`

/** The floor of amount x part / total, exactly; nothing of a total of nothing. The arguments are SQL. */
export function portionOf(amount: string, part: string, total: string): string {
  const [numerator, denominator] = [`(${amount}) * (${part}) * sign(${total})`, `abs(${total})`]
  // A division of numerics is rounded; one that comes out even is not.
  const remainder = `mod(mod(${numerator}, ${denominator}) + ${denominator}, ${denominator})`
  return `case when ${total} = 0 then 0 else div(${numerator} - ${remainder}, ${denominator}) end`
}

/** The condition on `rated_usage u` that goes with `parametersOf`. */
function ratedIn({ customerIds, subscriptionId }: UsageScope): string {
  return `u.partner_id = $1 and u.invoice_date in ($2::date, $3::date)
    and u.invoice_date = case u.invoice_type when ${INVOICE_TYPES.numberOf('one-time')} then $3::date else $2::date end
    and ${customerIds === undefined ? '$4::uuid[] is null' : 'u.customer_id = any($4::uuid[])'}
    and ${subscriptionId === undefined ? '$5::uuid is null' : 'u.subscription_id = $5::uuid'}`
}

function parametersOf({ partnerId, customerIds, subscriptionId }: UsageScope, open: OpenInvoices) {
  const dates = [dayParameter(open.recurring), dayParameter(open['one-time'])]
  return [partnerId, ...dates, customerIds ?? null, subscriptionId ?? null]
}

/** A customer with usage, a budget or a metered subscription. */
export interface UsageCustomer {
  readonly customerId: string
  readonly name: string
}

/**
 * The customers of a partner that have usage, a budget, or a subscription, not ended, to one of these availabilities; in
 * order of their ids.
 */
export async function listUsageCustomers(
  session: Session,
  partnerId: string,
  availabilityIds: readonly string[],
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<UsageCustomer[]> {
  const { rows } = await session.query<UsageCustomer>(
    `select c.customer_id as "customerId", c.name
     from (
       (select distinct customer_id from rated_usage
        where partner_id = $1 and customer_id > $3::uuid order by customer_id limit $4)
       union
       (select customer_id from usage_budget where partner_id = $1 and customer_id > $3::uuid
        order by customer_id limit $4)
       union
       (select distinct s.customer_id ${SUBSCRIBED} and s.customer_id > $3::uuid order by s.customer_id limit $4)
     ) k join customer c on c.partner_id = $1 and c.customer_id = k.customer_id
     order by c.customer_id limit $4`,
    [partnerId, availabilityIds, page.after ?? LEAST_ID, page.limit],
  )
  return rows
}

/** The same of those whose name or domain has a text in it, in any case, or that have it as their id. */
export async function findUsageCustomers(
  session: Session,
  partnerId: string,
  availabilityIds: readonly string[],
  text: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<UsageCustomer[]> {
  // From the customers: few are found, and the usage of all the others need not be read.
  const { rows } = await session.query<UsageCustomer>(
    `select c.customer_id as "customerId", c.name from customer c
     where c.partner_id = $1 and c.customer_id > $3::uuid
       and (strpos(c.search_text, (select lower($5))) > 0 or c.customer_id = $6::uuid)
       and (exists (select from rated_usage u where u.partner_id = $1 and u.customer_id = c.customer_id)
         or exists (select from usage_budget b where b.partner_id = $1 and b.customer_id = c.customer_id)
         or exists (select ${SUBSCRIBED} and s.customer_id = c.customer_id))
     order by c.customer_id limit $4`,
    [partnerId, availabilityIds, page.after ?? LEAST_ID, page.limit, text, isUuidText(text) ? text : null],
  )
  return rows
}

/** Which of these customers have a subscription, not ended, to one of these availabilities. */
export async function listSubscribers(
  session: Session,
  partnerId: string,
  availabilityIds: readonly string[],
  customerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<{ readonly customerId: string }>(
    `select distinct s.customer_id as "customerId" ${SUBSCRIBED} and s.customer_id = any($3::uuid[])`,
    [partnerId, availabilityIds, customerIds],
  )
  return new Set(rows.map(({ customerId }) => customerId))
}

/** How many customers have a subscription, not ended, to one of these availabilities. */
export async function countSubscribers(
  session: Session,
  partnerId: string,
  availabilityIds: readonly string[],
): Promise<number> {
  const { rows } = await session.query<{ readonly customers: number }>(
    `select count(distinct s.customer_id)::integer as customers ${SUBSCRIBED}`,
    [partnerId, availabilityIds],
  )
  return rows[0]!.customers
}

const SUBSCRIBED = `from subscription s
  join charging_state t on t.partner_id = s.partner_id and t.subscription_id = s.subscription_id
  where s.partner_id = $1 and t.availability_id = any($2::uuid[])
    and t.status in (${STATUSES.numberOf('active')}, ${STATUSES.numberOf('suspended')})`

/** When the usage of a partner was added up last; `undefined` before the first time. */
export async function findRolledUpAt(session: Session, partnerId: string): Promise<Instant | undefined> {
  const { rows } = await session.query<{ readonly at: Instant | null }>(
    'select rolled_up_at as at from usage_account where partner_id = $1',
    [partnerId],
  )
  return rows[0]?.at ?? undefined
}
