import type { Day, Instant } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import type { RatedLine } from '../core/rating/rated-line.js'
import { dayParameter, instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES, type InvoiceType } from './numbers.js'
import { type RatedLineJson, ratedLineJson, readRatedLine } from './rated-line-json.js'
import type { UsageUnit } from './usage-days.js'

/** A rated line on an invoice that is still to come. */
export interface RatedUsage extends UsageUnit {
  /** From 1, within invoice date, subscription and meter. */
  readonly lineNumber: number
  readonly invoiceType: InvoiceType
  readonly customerId: string
  readonly availabilityId: string
  readonly billingCurrency: Currency
  readonly line: RatedLine
}

/** What rating says of a subscription besides its usage. */
export interface RatedSubscription {
  readonly customerId: string
  readonly availabilityId: string
  readonly currency: Currency
}

/** Subscriptions as rating needs them, by id. */
export async function loadRatedSubscriptions(
  session: Session,
  partnerId: string,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, RatedSubscription>> {
  const { rows } = await session.query<RatedSubscription & { id: string }>(
    `select t.subscription_id as id, s.customer_id as "customerId", t.availability_id as "availabilityId", a.currency
     from charging_state t
     join subscription s on s.partner_id = t.partner_id and s.subscription_id = t.subscription_id
     join availability a on a.availability_id = t.availability_id
     where t.partner_id = $1 and t.subscription_id = any($2::uuid[])`,
    [partnerId, subscriptionIds],
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** Puts the lines of units in the place of those they had. */
export async function replaceRatedUsage(
  session: Session,
  partnerId: string,
  units: readonly UsageUnit[],
  rated: readonly RatedUsage[],
  at: Instant,
): Promise<void> {
  await session.query(
    `delete from rated_usage r using unnest($2::date[], $3::uuid[], $4::uuid[]) as n (invoice_date, subscription_id,
       meter_id)
     where r.partner_id = $1 and r.invoice_date = n.invoice_date and r.subscription_id = n.subscription_id
       and r.meter_id = n.meter_id`,
    [
      partnerId,
      units.map(({ invoiceDate }) => dayParameter(invoiceDate)),
      units.map(({ subscriptionId }) => subscriptionId),
      units.map(({ meterId }) => meterId),
    ],
  )
  if (rated.length === 0) return
  await session.query(
    `insert into rated_usage (partner_id, rated_at, invoice_date, subscription_id, meter_id, line_number, invoice_type,
       customer_id, availability_id, billing_currency, amount, rating)
     select $1, $2, * from unnest($3::date[], $4::uuid[], $5::uuid[], $6::integer[], $7::smallint[], $8::uuid[],
       $9::uuid[], $10::text[], $11::bigint[], $12::jsonb[])`,
    [
      partnerId,
      instantParameter(at),
      rated.map(({ invoiceDate }) => dayParameter(invoiceDate)),
      rated.map(({ subscriptionId }) => subscriptionId),
      rated.map(({ meterId }) => meterId),
      rated.map(({ lineNumber }) => lineNumber),
      rated.map(({ invoiceType }) => INVOICE_TYPES.numberOf(invoiceType)),
      rated.map(({ customerId }) => customerId),
      rated.map(({ availabilityId }) => availabilityId),
      rated.map(({ billingCurrency }) => billingCurrency),
      rated.map(({ line }) => line.amount),
      rated.map(({ line }) => jsonParameter(ratedLineJson(line))),
    ],
  )
}

/** What rated usage of invoices still to come amounts to in a currency, in minor units. */
export async function sumRatedUsage(session: Session, partnerId: string, currency: string): Promise<bigint> {
  const { rows } = await session.query<{ readonly amount: bigint }>(
    `select coalesce(sum(amount), 0)::bigint as amount from rated_usage where partner_id = $1 and billing_currency = $2`,
    [partnerId, currency],
  )
  return rows[0]!.amount
}

/** Which rated lines are wanted; all that are given must hold. */
export interface RatedUsageFilter {
  readonly invoiceDate?: Day | undefined
  readonly customerId?: string | undefined
  readonly subscriptionId?: string | undefined
  readonly meterId?: string | undefined
}

interface RatedRow extends UsageUnit {
  readonly lineNumber: number
  readonly invoiceType: number
  readonly customerId: string
  readonly availabilityId: string
  readonly billingCurrency: Currency
  readonly rating: RatedLineJson
}

/** Rated lines of a partner as of the last rating, in order of invoice, subscription, meter and number. */
export async function listRatedUsage(
  session: Session,
  partnerId: string,
  { invoiceDate, customerId, subscriptionId, meterId }: RatedUsageFilter = {},
): Promise<RatedUsage[]> {
  const { rows } = await session.query<RatedRow>(
    `select invoice_date as "invoiceDate", subscription_id as "subscriptionId", meter_id as "meterId",
       line_number as "lineNumber", invoice_type as "invoiceType", customer_id as "customerId",
       availability_id as "availabilityId", billing_currency as "billingCurrency", rating
     from rated_usage
     where partner_id = $1 and ($2::date is null or invoice_date = $2) and ($3::uuid is null or customer_id = $3)
       and ($4::uuid is null or subscription_id = $4) and ($5::uuid is null or meter_id = $5)
     order by partner_id, invoice_date, subscription_id, meter_id, line_number`,
    [
      partnerId,
      invoiceDate === undefined ? null : dayParameter(invoiceDate),
      customerId ?? null,
      subscriptionId ?? null,
      meterId ?? null,
    ],
  )
  return rows.map(({ rating, invoiceType, ...row }) => ({
    ...row,
    invoiceType: INVOICE_TYPES.wordOf(invoiceType),
    line: readRatedLine(rating),
  }))
}

/** Usage of a service period that was rated before on an invoice that is closed. */
export interface BilledUsage extends UsageUnit {
  readonly line: RatedLine
}

/** Lines of these units as they were invoiced, in order of invoice and number. */
export async function listBilledUsage(
  session: Session,
  partnerId: string,
  units: readonly UsageUnit[],
): Promise<BilledUsage[]> {
  const { rows } = await session.query<UsageUnit & { rating: RatedLineJson }>(
    `select c.invoice_date as "invoiceDate", c.subscription_id as "subscriptionId", c.meter_id as "meterId", c.rating
     from unnest($2::date[], $3::uuid[], $4::uuid[]) as n (invoice_date, subscription_id, meter_id)
     join usage_charge c on c.partner_id = $1 and c.invoice_date = n.invoice_date
       and c.subscription_id = n.subscription_id and c.meter_id = n.meter_id
     order by c.invoice_date, c.subscription_id, c.meter_id, c.line_number`,
    [
      partnerId,
      units.map(({ invoiceDate }) => dayParameter(invoiceDate)),
      units.map(({ subscriptionId }) => subscriptionId),
      units.map(({ meterId }) => meterId),
    ],
  )
  return rows.map(({ rating, ...unit }) => ({ ...unit, line: readRatedLine(rating) }))
}
