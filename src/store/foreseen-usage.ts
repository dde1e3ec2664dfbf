import type { Day } from '../core/calendar/day.js'
import { isEnded } from '../core/subscription/subscription.js'
import { LAST_PLAIN_NUMBER } from './charges.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import type { InvoiceKey } from './invoices.js'
import { INVOICE_TYPES, STATUSES } from './numbers.js'
import { type RatedLineJson, readRatedLine } from './rated-line-json.js'
import type { ChargePosition, StoredUsage, SubscriptionTitle } from './recon-lines.js'
import type { ClosedUsage } from './usage-charges.js'

/** A line of usage as it would be charged now. */
export interface ForeseenUsage {
  readonly subscriptionId: string
  readonly title: SubscriptionTitle
  readonly usage: StoredUsage
  readonly line: Omit<ClosedUsage, 'partnerId' | 'subscriptionId'>
}

interface Row extends SubscriptionTitle {
  readonly subscriptionId: string
  readonly chargeNumber: number
  readonly meterId: string
  readonly availabilityId: string
  readonly sku: string
  readonly status: number
  readonly rating: RatedLineJson
}

/** What is rated for an invoice that is still to come, in the order and with the numbers it would be charged with now. */
export async function listForeseenUsage(
  session: Session,
  { partnerId, invoiceDate, invoiceType, currency }: InvoiceKey,
  after: ChargePosition | undefined,
  limit: number,
): Promise<ForeseenUsage[]> {
  const { rows } = await session.query<Row>(
    `select r.subscription_id as "subscriptionId", r.number as "chargeNumber", r.meter_id as "meterId",
       r.availability_id as "availabilityId", r.rating, t.status, m.product_id || ':' || m.sku_id as sku, s.customer_id as "customerId",
       s.order_id as "orderId", s.ordered_on as "orderedOn", s.anchor, s.friendly_name as "friendlyName",
       s.parent_subscription_id as "parentSubscriptionId", s.source_subscription_id as "sourceSubscriptionId"
     from (
       select r.*, (coalesce(n.last, $8) + row_number() over (
         partition by r.subscription_id order by r.meter_id, r.line_number))::integer as number
       from rated_usage r
       cross join lateral (select max(u.charge_number) as last from usage_charge u
         where u.partner_id = $1 and u.subscription_id = r.subscription_id) n
       where r.partner_id = $1 and r.invoice_date = $2 and r.invoice_type = $3 and r.billing_currency = $4
         and ($5::uuid is null or r.subscription_id >= $5)
     ) r
     join meter m on m.meter_id = r.meter_id
     join subscription s on s.partner_id = r.partner_id and s.subscription_id = r.subscription_id
     join charging_state t on t.partner_id = r.partner_id and t.subscription_id = r.subscription_id
     where $5::uuid is null or (r.subscription_id, r.number) > ($5, $6::bigint)
     order by r.subscription_id, r.number limit $7`,
    [
      ...[partnerId, dayParameter(invoiceDate), INVOICE_TYPES.numberOf(invoiceType), currency],
      ...[after?.subscriptionId ?? null, after?.chargeNumber ?? null, limit, LAST_PLAIN_NUMBER],
    ],
  )
  return rows.map(({ subscriptionId, chargeNumber, meterId, availabilityId, sku, rating, status, ...title }) => {
    const rated = readRatedLine(rating)
    const { amount, start, end, rateFrom } = rated
    const ended = isEnded(STATUSES.wordOf(status))
    return {
      ...{ subscriptionId, title, usage: { meterId, rated } },
      line: { chargeNumber, amount, availabilityId, sku, start, end: end as Day, rateFrom, ended },
    }
  })
}
