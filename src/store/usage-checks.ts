import type { Day } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import type { RatedLine } from '../core/rating/rated-line.js'
import { LAST_PLAIN_NUMBER } from './charges.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { type RatedLineJson, readRatedLine } from './rated-line-json.js'

/** Something about usage that is not as it should be. */
export interface UsageDifference {
  readonly partnerId: string
  readonly subscriptionId: string
  readonly what: string
  readonly stored: string
  readonly expected: string
}

/** Usage of a day that is not the sum of its events. */
export async function listWrongUsageDays(session: Session, partnerIds: readonly string[]): Promise<UsageDifference[]> {
  const { rows } = await session.query<UsageDifference>(
    `select partner_id as "partnerId", subscription_id as "subscriptionId",
       'usage of meter ' || meter_id || ' on ' || day as what,
       coalesce(trim_scale(d.quantity)::text || ' in ' || d.events, 'none') as stored,
       coalesce(trim_scale(e.quantity)::text || ' in ' || e.events, 'none') as expected
     from (
       select e.partner_id, e.subscription_id, e.meter_id, (e.occurred_at at time zone 'UTC')::date as day,
         sum(e.quantity) as quantity, count(*)::bigint as events
       from usage_event e
       join usage_batch b on b.partner_id = e.partner_id and b.batch_number = e.batch_number and b.rolled_up
       where e.partner_id = any($1::uuid[]) group by 1, 2, 3, 4
     ) e
     full join (
       select partner_id, subscription_id, meter_id, usage_date as day, sum(quantity) as quantity,
         sum(event_count)::bigint as events
       from usage_day where partner_id = any($1::uuid[]) group by 1, 2, 3, 4
     ) d using (partner_id, subscription_id, meter_id, day)
     where e.quantity is distinct from d.quantity or e.events is distinct from d.events
     order by 1, 2, 3`,
    [partnerIds],
  )
  return rows
}

/** Charges for usage that are not what their lines say, on either side. */
export async function listWrongUsageCharges(
  session: Session,
  partnerIds: readonly string[],
): Promise<UsageDifference[]> {
  const { rows } = await session.query<UsageDifference>(
    `select partner_id as "partnerId", subscription_id as "subscriptionId", 'usage charge ' || charge_number as what,
       coalesce(c.amount || ' from ' || c.charge_start || ' to ' || c.charge_end, 'none') as stored,
       coalesce((u.rating->>'amount') || ' from ' || (u.rating->>'start') || ' to ' || (u.rating->>'end'), 'none')
         as expected
     from (select * from charge where partner_id = any($1::uuid[]) and charge_number > $2) c
     full join (select * from usage_charge where partner_id = any($1::uuid[])) u
       using (partner_id, invoice_date, subscription_id, charge_number)
     where c.amount is distinct from u.amount or u.amount is distinct from (u.rating->>'amount')::bigint
       or c.charge_start is distinct from (u.rating->>'start')::date
       or c.charge_end is distinct from (u.rating->>'end')::date
       or c.unit_price <> c.direction * c.price
     order by 1, 2, 3`,
    [partnerIds, LAST_PLAIN_NUMBER],
  )
  return rows
}

/** Subscriptions of a partner with usage, in order of id. */
export async function listUsageSubscriptions(
  session: Session,
  partnerId: string,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await session.query<{ readonly id: string }>(
    `select subscription_id as id from charging_state t
     where partner_id = $1 and subscription_id > $2 and (
       exists (select from usage_charge u where u.partner_id = t.partner_id and u.subscription_id = t.subscription_id)
       or exists (select from usage_day d where d.partner_id = t.partner_id and d.subscription_id = t.subscription_id))
     order by subscription_id limit $3`,
    [partnerId, after, limit],
  )
  return rows.map(({ id }) => id)
}

/** Usage of a day as it is on an invoice that was closed. */
export interface ClosedDay {
  readonly subscriptionId: string
  readonly meterId: string
  readonly invoiceDate: Day
  readonly day: Day
  readonly earning: string
  readonly other: string
}

/** The usage of subscriptions on closed invoices, by day, in order of invoice and day. */
export async function listClosedDays(
  session: Session,
  partnerId: string,
  subscriptionIds: readonly string[],
  closedThrough: Day,
): Promise<ClosedDay[]> {
  const { rows } = await session.query<ClosedDay>(
    `select subscription_id as "subscriptionId", meter_id as "meterId", invoice_date as "invoiceDate", usage_date as day,
       trim_scale(coalesce(sum(quantity) filter (where earns_credit), 0))::text as earning,
       trim_scale(coalesce(sum(quantity) filter (where not earns_credit), 0))::text as other
     from usage_day where partner_id = $1 and subscription_id = any($2::uuid[]) and invoice_date <= $3
     group by 1, 2, 3, 4 order by 3, 1, 2, 4`,
    [partnerId, subscriptionIds, dayParameter(closedThrough)],
  )
  return rows
}

/** A line of usage as it was invoiced. */
export interface ClosedLine {
  readonly subscriptionId: string
  readonly chargeNumber: number
  readonly meterId: string
  readonly invoiceDate: Day
  readonly billingCurrency: Currency
  readonly line: RatedLine
}

/** The lines of subscriptions that were charged, in order of invoice and number. */
export async function listClosedLines(
  session: Session,
  partnerId: string,
  subscriptionIds: readonly string[],
): Promise<ClosedLine[]> {
  const { rows } = await session.query<Omit<ClosedLine, 'line'> & { readonly rating: RatedLineJson }>(
    `select u.subscription_id as "subscriptionId", u.charge_number as "chargeNumber", u.meter_id as "meterId",
       u.invoice_date as "invoiceDate", c.currency as "billingCurrency", u.rating
     from usage_charge u
     join charge c on c.partner_id = u.partner_id and c.invoice_date = u.invoice_date
       and c.subscription_id = u.subscription_id and c.charge_number = u.charge_number
     where u.partner_id = $1 and u.subscription_id = any($2::uuid[])
     order by u.invoice_date, u.subscription_id, u.charge_number`,
    [partnerId, subscriptionIds],
  )
  return rows.map(({ rating, ...row }) => ({ ...row, line: readRatedLine(rating) }))
}
