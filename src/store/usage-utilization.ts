import { LEAST_ID } from '../core/access/least-id.js'
import type { Day, Instant } from '../core/calendar/day.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

// What was measured of one subscription, without prices: by day, of what was added up, or by hour, of the events.

/** Where something was used. */
export interface UsedResource {
  readonly entitlementId: string
  readonly entitlementName: string
  readonly resourceGroup: string
  readonly resourceUri: string
  readonly location: string
  readonly tags: Readonly<Record<string, string>>
  readonly additionalInfo: Readonly<Record<string, string>>
}

interface Used {
  readonly meterId: string
  /** The zero id where resources are not told apart. */
  readonly resourceId: string
  /** Exact text. */
  readonly quantity: string
  /** `null` where resources are not told apart. */
  readonly resource: UsedResource | null
}

/** Usage of a meter on a day, as it is on one invoice: what came late is on a later one, and so a record of its own. */
export interface DailyUsage extends Used {
  readonly invoiceDate: Day
  readonly usageDate: Day
}

/** Usage of a meter in an hour. */
export interface HourlyUsage extends Used {
  readonly hour: Instant
}

/** Whose usage is wanted. */
export interface UtilizationOf {
  readonly partnerId: string
  readonly subscriptionId: string
  /** Whether resources are told apart. */
  readonly byResource: boolean
  readonly limit: number
}

export type DailyPosition = Pick<DailyUsage, 'invoiceDate' | 'meterId' | 'usageDate' | 'resourceId'>
export type HourlyPosition = Pick<HourlyUsage, 'hour' | 'meterId' | 'resourceId'>

const NO_RESOURCE = `'${LEAST_ID}'::uuid`

const RESOURCE = `case when r.resource_id is null then null else jsonb_build_object(
  'entitlementId', r.entitlement_id, 'entitlementName', r.entitlement_name, 'resourceGroup', r.resource_group,
  'resourceUri', r.resource_uri, 'location', r.location, 'tags', r.tags, 'additionalInfo', r.additional_info) end as resource`

/**
 * The daily usage of a subscription from a day up to another, in the order of invoice, meter, day and resource: that of the
 * primary key, so a page reads what it shows. The dates of the partner's invoices are looked up one by one.
 */
export async function listDailyUsage(
  session: Session,
  { partnerId, subscriptionId, byResource, limit }: UtilizationOf,
  { start, end }: { readonly start: Day; readonly end: Day },
  after: DailyPosition | undefined,
): Promise<DailyUsage[]> {
  const resourceId = byResource ? 'd.resource_id' : NO_RESOURCE
  const key = byResource ? '(d.meter_id, d.usage_date, d.resource_id)' : '(d.meter_id, d.usage_date)'
  // Rows before the position are not read: on the invoice of the page before it begins behind that, on later ones at once.
  const position = byResource ? '(p.meter_id, p.usage_date, p.resource_id)' : '(p.meter_id, p.usage_date)'
  const { rows } = await session.query<DailyUsage>(
    `with recursive dated as (
       select min(invoice_date) as invoice_date from usage_day
       where partner_id = $1 and invoice_date >= greatest($3::date, $5::date)
       union all
       select (select min(n.invoice_date) from usage_day n where n.partner_id = $1 and n.invoice_date > l.invoice_date)
       from dated l where l.invoice_date is not null
     ), page as (
       select u.* from dated i
       join (values (true, $6::uuid, $7::date, $8::uuid), (false, ${NO_RESOURCE}, date '-infinity', ${NO_RESOURCE}))
         as p (is_rest, meter_id, usage_date, resource_id) on p.is_rest = (i.invoice_date is not distinct from $5::date)
       cross join lateral (
         select d.invoice_date, d.meter_id, d.usage_date, ${resourceId} as resource_id, sum(d.quantity) as quantity
         from usage_day d
         where d.partner_id = $1 and d.subscription_id = $2 and d.invoice_date = i.invoice_date
           and d.usage_date >= $3::date and d.usage_date < $4::date
           and ${key} > ${position}
         group by d.invoice_date, d.meter_id, d.usage_date${byResource ? ', d.resource_id' : ''}
         order by d.invoice_date, d.meter_id, d.usage_date${byResource ? ', d.resource_id' : ''}
         limit $9
       ) u
       order by u.invoice_date, u.meter_id, u.usage_date, u.resource_id limit $9
     )
     select p.invoice_date as "invoiceDate", p.meter_id as "meterId", p.usage_date as "usageDate",
       p.resource_id as "resourceId", trim_scale(p.quantity)::text as quantity, ${RESOURCE}
     from page p left join usage_resource r on r.partner_id = $1 and r.resource_id = p.resource_id
     order by p.invoice_date, p.meter_id, p.usage_date, p.resource_id`,
    [
      ...[partnerId, subscriptionId, dayParameter(start), dayParameter(end)],
      after === undefined ? null : dayParameter(after.invoiceDate),
      after?.meterId ?? null,
      after === undefined ? null : dayParameter(after.usageDate),
      ...[after?.resourceId ?? null, limit],
    ],
  )
  return rows
}

/**
 * The usage of a subscription hour by hour, in the order of hour, meter and resource. Events have no index on time: they
 * are found by the batches they came in, which know when their first and their last one occurred.
 */
export async function listHourlyUsage(
  session: Session,
  { partnerId, subscriptionId, byResource, limit }: UtilizationOf,
  { start, end }: { readonly start: Instant; readonly end: Instant },
  after: HourlyPosition | undefined,
): Promise<HourlyUsage[]> {
  const { rows } = await session.query<HourlyUsage>(
    `with page as (
       select date_trunc('hour', e.occurred_at, 'UTC') as hour, e.meter_id,
         ${byResource ? 'e.resource_id' : NO_RESOURCE} as resource_id, sum(e.quantity) as quantity
       from usage_batch b join usage_event e on e.batch_number = b.batch_number and e.partner_id = b.partner_id
       where b.partner_id = $1 and b.first_at < $4::timestamptz and b.last_at >= greatest($3::timestamptz, $5::timestamptz)
         and e.subscription_id = $2
         and e.occurred_at >= greatest($3::timestamptz, $5::timestamptz) and e.occurred_at < $4::timestamptz
       group by 1, 2, 3
       having $5::timestamptz is null or (date_trunc('hour', min(e.occurred_at), 'UTC'), e.meter_id,
         ${byResource ? 'e.resource_id' : NO_RESOURCE}) > ($5::timestamptz, $6::uuid, $7::uuid)
       order by 1, 2, 3 limit $8
     )
     select p.hour, p.meter_id as "meterId", p.resource_id as "resourceId", trim_scale(p.quantity)::text as quantity,
       ${RESOURCE}
     from page p left join usage_resource r on r.partner_id = $1 and r.resource_id = p.resource_id
     order by p.hour, p.meter_id, p.resource_id`,
    [
      ...[partnerId, subscriptionId, instantParameter(start), instantParameter(end)],
      after === undefined ? null : instantParameter(after.hour),
      ...[after?.meterId ?? null, after?.resourceId ?? null, limit],
    ],
  )
  return rows
}

/** Whether events of a partner that occurred in a range have not been added up by day yet. */
export async function isWaiting(
  session: Session,
  partnerId: string,
  { start, end }: { readonly start: Instant; readonly end: Instant },
): Promise<boolean> {
  const { rows } = await session.query<{ readonly waiting: boolean }>(
    `select exists (select 1 from usage_batch where partner_id = $1 and not rolled_up
       and first_at < $3::timestamptz and last_at >= $2::timestamptz) as waiting`,
    [partnerId, instantParameter(start), instantParameter(end)],
  )
  return rows[0]!.waiting
}
