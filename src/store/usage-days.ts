import { LEAST_ID } from '../core/access/least-id.js'
import type { Day } from '../core/calendar/day.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES, type InvoiceType } from './numbers.js'

/** What is rated as one: the usage of one meter of one subscription on one invoice. */
export interface UsageUnit {
  readonly invoiceDate: Day
  readonly subscriptionId: string
  readonly meterId: string
}

/** Batches of a partner that have not been added up, oldest first, up to so many events; at least one. */
export async function listWaitingBatches(session: Session, partnerId: string, events: number): Promise<bigint[]> {
  const { rows } = await session.query<{ batch: bigint }>(
    `select batch_number as batch from (
       select batch_number, sum(accepted) over (order by batch_number) - accepted as before
       from usage_batch where partner_id = $1 and not rolled_up
     ) b where before < $2 order by batch_number`,
    [partnerId, events],
  )
  return rows.map(({ batch }) => batch)
}

/** Partners with usage by id, after one of them: those with batches that wait, or all. */
export async function listPartnersWithUsage(
  session: Session,
  { waiting, after, limit }: { readonly waiting: boolean; readonly after: string; readonly limit: number },
): Promise<string[]> {
  const { rows } = await session.query<{ id: string }>(
    `select u.partner_id as id from usage_account u
     where u.partner_id > $1 and (not $2
       or exists (select from usage_batch b where b.partner_id = u.partner_id and not b.rolled_up))
     order by u.partner_id limit $3`,
    [after, waiting, limit],
  )
  return rows.map(({ id }) => id)
}

/** Whether a partner has ever had usage. */
export async function hasUsage(session: Session, partnerId: string): Promise<boolean> {
  const { rowCount } = await session.query('select from usage_account where partner_id = $1', [partnerId])
  return rowCount > 0
}

/** Events of one meter on one day. */
export interface MeterDay {
  readonly meterId: string
  readonly day: Day
  readonly events: bigint
}

/** Which meters batches have events of, on which days. */
export async function listMeterDays(
  session: Session,
  partnerId: string,
  batches: readonly bigint[],
): Promise<MeterDay[]> {
  const { rows } = await session.query<MeterDay>(
    `select meter_id as "meterId", (occurred_at at time zone 'UTC')::date as day, count(*) as events
     from usage_event where partner_id = $1 and batch_number = any($2::bigint[]) group by 1, 2`,
    [partnerId, batches],
  )
  return rows
}

/**
 * Whether a row `d` of usage earns credit: by the rate of its day in the currency it is priced in, and because nobody
 * noted that the partner had no access. `a` is the availability of its subscription, `m` its meter.
 */
const EARNS_CREDIT = `coalesce((
    select r.earns_credit from usage_rate r
    where r.meter_id = d.meter_id and r.valid_from <= d.usage_date and r.currency =
      case when exists (select from usage_rate o where o.meter_id = d.meter_id and o.currency = a.currency)
        then a.currency else m.pricing_currency end
    order by r.valid_from desc limit 1
  ), false) and not exists (
    select from earned_credit_gap g
    where g.partner_id = $1 and g.subscription_id = d.subscription_id and g.starts_on <= d.usage_date
      and (g.ends_on is null or d.usage_date < g.ends_on)
      and (g.entitlement_id is null or g.entitlement_id = (
        select u.entitlement_id from usage_resource u where u.partner_id = $1 and u.resource_id = d.resource_id))
  )`

/** The invoice a meter's usage of a day goes on. */
export interface UsagePlace {
  readonly meterId: string
  readonly day: Day
  readonly invoiceDate: Day
}

/**
 * Adds the events of batches to the usage of their days, on the invoices named, and notes that the batches are added.
 * @returns what changed, each once, and how many events were added
 */
export async function addBatches(
  session: Session,
  partnerId: string,
  batches: readonly bigint[],
  places: readonly UsagePlace[],
): Promise<{ readonly touched: UsageUnit[]; readonly events: bigint }> {
  const { rows } = await session.query<UsageUnit & { events: bigint }>(
    `with d as materialized (
       select p.invoice_date, e.subscription_id, e.meter_id, p.usage_date, e.resource_id, sum(e.quantity) as quantity,
         count(*) as events
       from usage_event e
       join unnest($3::uuid[], $4::date[], $5::date[]) as p (meter_id, usage_date, invoice_date)
         on p.meter_id = e.meter_id and p.usage_date = (e.occurred_at at time zone 'UTC')::date
       where e.partner_id = $1 and e.batch_number = any($2::bigint[])
       group by 1, 2, 3, 4, 5
     ), added as (
       insert into usage_day as old (partner_id, invoice_date, subscription_id, meter_id, usage_date, resource_id,
         quantity, event_count, earns_credit)
       select $1, d.invoice_date, d.subscription_id, d.meter_id, d.usage_date, d.resource_id, d.quantity, d.events,
         ${EARNS_CREDIT}
       from d
       join charging_state t on t.partner_id = $1 and t.subscription_id = d.subscription_id
       join availability a on a.availability_id = t.availability_id
       join meter m on m.meter_id = d.meter_id
       order by 2, 3, 4, 5, 6
       on conflict (partner_id, invoice_date, subscription_id, meter_id, usage_date, resource_id) do update
         set quantity = old.quantity + excluded.quantity, event_count = old.event_count + excluded.event_count,
           earns_credit = excluded.earns_credit
       returning invoice_date, subscription_id, meter_id
     )
     select invoice_date as "invoiceDate", subscription_id as "subscriptionId", meter_id as "meterId",
       (select coalesce(sum(events), 0) from d)::bigint as events
     from added group by 1, 2, 3`,
    [
      partnerId,
      batches,
      places.map(({ meterId }) => meterId),
      places.map(({ day }) => dayParameter(day)),
      places.map(({ invoiceDate }) => dayParameter(invoiceDate)),
    ],
  )
  await session.query(
    'update usage_batch set rolled_up = true where partner_id = $1 and batch_number = any($2::bigint[])',
    [partnerId, batches],
  )
  const touched = rows.map(({ invoiceDate, subscriptionId, meterId }) => ({ invoiceDate, subscriptionId, meterId }))
  return { touched, events: rows[0]?.events ?? 0n }
}

/** How far the usage of a partner's invoices has been charged, by type of invoice. */
export async function loadUsageClose(session: Session, partnerId: string): Promise<ReadonlyMap<InvoiceType, Day>> {
  const { rows } = await session.query<{ invoice_type: number; closed_through: Day }>(
    'select invoice_type, closed_through from usage_close where partner_id = $1',
    [partnerId],
  )
  return new Map(rows.map((row) => [INVOICE_TYPES.wordOf(row.invoice_type), row.closed_through]))
}

/** Invoice dates with usage after a day; looks each one up by the primary key, however many rows it has. */
export async function listUsageInvoiceDates(session: Session, partnerId: string, after: Day): Promise<Day[]> {
  const next = `select invoice_date from usage_day where partner_id = $1 and invoice_date > %s order by 1 limit 1`
  const { rows } = await session.query<{ date: Day }>(
    `with recursive dates (date) as (
       (${next.replace('%s', '$2')})
       union all
       select (${next.replace('%s', 'dates.date')}) from dates where dates.date is not null
     ) select date from dates where date is not null`,
    [partnerId, dayParameter(after)],
  )
  return rows.map(({ date }) => date)
}

/** What is on an invoice, in order of subscription and meter, after one of them. */
export async function listUnits(
  session: Session,
  partnerId: string,
  invoiceDate: Day,
  after: UsageUnit | undefined,
  limit: number,
): Promise<UsageUnit[]> {
  const { rows } = await session.query<UsageUnit>(
    `select distinct invoice_date as "invoiceDate", subscription_id as "subscriptionId", meter_id as "meterId"
     from usage_day where partner_id = $1 and invoice_date = $2 and (subscription_id, meter_id) > ($3, $4)
     order by 2, 3 limit $5`,
    [partnerId, dayParameter(invoiceDate), after?.subscriptionId ?? LEAST_ID, after?.meterId ?? LEAST_ID, limit],
  )
  return rows
}

/** What of these invoices could not be rated, by subscription, meter and date. */
export async function listRefusedUnits(
  session: Session,
  partnerId: string,
  invoiceDates: readonly Day[],
): Promise<UsageUnit[]> {
  const { rows } = await session.query<UsageUnit>(
    `select n.date as "invoiceDate", f.subscription_id as "subscriptionId", f.meter_id as "meterId"
     from usage_refusal f
     cross join unnest($2::date[]) as n (date)
     where f.partner_id = $1 and exists (select from usage_day d where d.partner_id = $1 and d.invoice_date = n.date
       and d.subscription_id = f.subscription_id and d.meter_id = f.meter_id)
     order by 2, 3, 1`,
    [partnerId, invoiceDates.map(dayParameter)],
  )
  return rows
}

/** What a subscription has on these invoices. */
export async function listUnitsOf(
  session: Session,
  partnerId: string,
  subscriptionId: string,
  invoiceDates: readonly Day[],
): Promise<UsageUnit[]> {
  const { rows } = await session.query<UsageUnit>(
    `select distinct invoice_date as "invoiceDate", subscription_id as "subscriptionId", meter_id as "meterId"
     from usage_day where partner_id = $1 and invoice_date = any($2::date[]) and subscription_id = $3 order by 3, 1`,
    [partnerId, invoiceDates.map(dayParameter), subscriptionId],
  )
  return rows
}

const UNITS = 'unnest($2::date[], $3::uuid[], $4::uuid[]) as n (invoice_date, subscription_id, meter_id)'

function unitParameters(partnerId: string, units: readonly UsageUnit[]) {
  return [
    partnerId,
    units.map(({ invoiceDate }) => dayParameter(invoiceDate)),
    units.map(({ subscriptionId }) => subscriptionId),
    units.map(({ meterId }) => meterId),
  ]
}

/** Decides again what of open invoices earns credit: a rate or a gap may have come since. */
export async function refreshEarnedCredit(
  session: Session,
  partnerId: string,
  units: readonly UsageUnit[],
): Promise<void> {
  await session.query(
    // Usually nothing has changed, so what did is looked for first, and then by its key, whatever statistics say.
    `with changed as materialized (
       select d.invoice_date, d.subscription_id, d.meter_id, d.usage_date, d.resource_id
       from ${UNITS}
       join usage_day d on d.partner_id = $1 and d.invoice_date = n.invoice_date
         and d.subscription_id = n.subscription_id and d.meter_id = n.meter_id
       join charging_state t on t.partner_id = $1 and t.subscription_id = d.subscription_id
       join availability a on a.availability_id = t.availability_id
       join meter m on m.meter_id = d.meter_id
       where d.earns_credit <> (${EARNS_CREDIT})
     )
     update usage_day w set earns_credit = not w.earns_credit from changed c
     where w.partner_id = $1 and w.invoice_date = c.invoice_date and w.subscription_id = c.subscription_id
       and w.meter_id = c.meter_id and w.usage_date = c.usage_date and w.resource_id = c.resource_id`,
    unitParameters(partnerId, units),
  )
}

/** What a unit measured on one day, as decimal texts. */
export interface UnitDay extends UsageUnit {
  readonly day: Day
  readonly earning: string
  readonly other: string
}

/** The usage of units by day, in order of unit and day. */
export async function listUnitDays(
  session: Session,
  partnerId: string,
  units: readonly UsageUnit[],
): Promise<UnitDay[]> {
  const { rows } = await session.query<UnitDay>(
    `select d.invoice_date as "invoiceDate", d.subscription_id as "subscriptionId", d.meter_id as "meterId",
       d.usage_date as day, trim_scale(coalesce(sum(d.quantity) filter (where d.earns_credit), 0))::text as earning,
       trim_scale(coalesce(sum(d.quantity) filter (where not d.earns_credit), 0))::text as other
     from ${UNITS}
     join usage_day d on d.partner_id = $1 and d.invoice_date = n.invoice_date
       and d.subscription_id = n.subscription_id and d.meter_id = n.meter_id
     group by 1, 2, 3, 4 order by 2, 3, 1, 4`,
    unitParameters(partnerId, units),
  )
  return rows
}
