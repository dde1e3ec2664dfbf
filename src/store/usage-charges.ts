import type { Day, Instant } from '../core/calendar/day.js'
import { issuedThrough } from '../core/invoicing/invoice-date.js'
import { isEnded } from '../core/subscription/subscription.js'
import { type BinaryRow, BinaryRowReader } from './binary-copy.js'
import { LAST_PLAIN_NUMBER } from './charges.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES, type InvoiceType, STATUSES } from './numbers.js'
import { partnerScope } from './scope.js'
import type { UsageUnit } from './usage-days.js'

/** The partners that have usage, which is theirs alone to whoever asks until the transaction ends. */
export async function lockUsageAccounts(session: Session, partnerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<{ readonly partnerId: string }>(
    `select partner_id as "partnerId" from usage_account where partner_id = any($1::uuid[]) order by partner_id for update`,
    [partnerIds],
  )
  return new Set(rows.map(({ partnerId }) => partnerId))
}

/** Usage on one invoice that is to be closed. */
export interface UsageInvoice {
  readonly partnerId: string
  readonly invoiceType: InvoiceType
  readonly invoiceDate: Day
}

/** Moves usage that cannot be rated to a later invoice; gives how many rows. */
export async function moveUnratedUsage(
  session: Session,
  partnerId: string,
  units: readonly UsageUnit[],
  to: Day,
): Promise<number> {
  const { rowCount } = await session.query(
    `with moved as (
       delete from usage_day d using unnest($3::date[], $4::uuid[], $5::uuid[]) as n (invoice_date, subscription_id, meter_id)
       where d.partner_id = $1 and d.invoice_date = n.invoice_date and d.subscription_id = n.subscription_id
         and d.meter_id = n.meter_id
       returning d.*
     )
     insert into usage_day as u (partner_id, invoice_date, subscription_id, meter_id, usage_date, resource_id, quantity,
       event_count, earns_credit)
     select partner_id, $2::date, subscription_id, meter_id, usage_date, resource_id, quantity, event_count, earns_credit
     from moved
     on conflict (partner_id, invoice_date, subscription_id, meter_id, usage_date, resource_id) do update
       set quantity = u.quantity + excluded.quantity, event_count = u.event_count + excluded.event_count`,
    [
      partnerId,
      dayParameter(to),
      units.map(({ invoiceDate }) => dayParameter(invoiceDate)),
      units.map(({ subscriptionId }) => subscriptionId),
      units.map(({ meterId }) => meterId),
    ],
  )
  return rowCount
}

/** Makes what is rated for an invoice what is invoiced, numbered on in each subscription; gives how many lines. */
export async function closeRatedUsage(session: Session, invoice: UsageInvoice): Promise<number> {
  const { partnerId, invoiceType, invoiceDate } = invoice
  const { rowCount } = await session.query(
    `insert into usage_charge (partner_id, invoice_date, subscription_id, charge_number, meter_id, line_number, amount,
       rating)
     select r.partner_id, r.invoice_date, r.subscription_id,
       coalesce(n.last, $4) + row_number() over (partition by r.subscription_id order by r.meter_id, r.line_number),
       r.meter_id, r.line_number, r.amount, r.rating
     from rated_usage r
     cross join lateral (select max(u.charge_number) as last from usage_charge u
       where u.partner_id = $1 and u.subscription_id = r.subscription_id) n
     where r.partner_id = $1 and r.invoice_date = $2 and r.invoice_type = $3`,
    [partnerId, dayParameter(invoiceDate), INVOICE_TYPES.numberOf(invoiceType), LAST_PLAIN_NUMBER],
  )
  return rowCount
}

/** A line of usage that is about to be charged. */
export interface ClosedUsage {
  readonly partnerId: Uint8Array
  readonly subscriptionId: Uint8Array
  readonly chargeNumber: number
  readonly amount: bigint
  readonly availabilityId: string
  /** `product:sku` of the meter: usage is charged by the terms of that, whatever the subscription was converted to. */
  readonly sku: string
  readonly start: Day
  readonly end: Day
  readonly rateFrom: Day
  /** Whether the subscription has ended. */
  readonly ended: boolean
}

const CLOSED_FIELDS = 10

/** What has just been closed and is not charged yet, in order; rows are to be read at once, their ids are not copied. */
export async function readClosedUsage(
  session: Session,
  { partnerId, invoiceType, invoiceDate }: UsageInvoice,
  onLine: (line: ClosedUsage) => void,
): Promise<void> {
  const reader = new BinaryRowReader(CLOSED_FIELDS, (row) => onLine(closedUsageOf(row)))
  const rows = session.copyOut(`copy (
    select u.partner_id, u.subscription_id, u.charge_number, u.amount, r.availability_id, (u.rating->>'start')::date,
      (u.rating->>'end')::date, (u.rating->>'rateFrom')::date, t.status, m.product_id || ':' || m.sku_id
    from usage_charge u
    join meter m on m.meter_id = u.meter_id
    join rated_usage r on r.partner_id = u.partner_id and r.invoice_date = u.invoice_date
      and r.subscription_id = u.subscription_id and r.meter_id = u.meter_id and r.line_number = u.line_number
    join charging_state t on t.partner_id = u.partner_id and t.subscription_id = u.subscription_id
    where u.${partnerScope([partnerId])} and u.invoice_date = '${dayParameter(invoiceDate)}'
      and r.invoice_type = ${INVOICE_TYPES.numberOf(invoiceType)}
    order by u.subscription_id, u.charge_number
  ) to stdout (format binary)`)
  for await (const bytes of rows) reader.push(bytes)
  reader.finish()
}

function closedUsageOf(row: BinaryRow): ClosedUsage {
  return {
    partnerId: row.uuidBytes(0),
    subscriptionId: row.uuidBytes(1),
    chargeNumber: row.int32(2),
    amount: row.int64(3),
    availabilityId: row.uuid(4),
    start: row.day(5),
    end: row.day(6),
    rateFrom: row.day(7),
    ended: isEnded(STATUSES.wordOf(row.int16(8))),
    sku: row.text(9),
  }
}

/** Forgets what is rated for an invoice: it has been charged. */
export async function deleteRatedUsage(session: Session, invoice: UsageInvoice): Promise<void> {
  const { partnerId, invoiceType, invoiceDate } = invoice
  await session.query('delete from rated_usage where partner_id = $1 and invoice_date = $2 and invoice_type = $3', [
    partnerId,
    dayParameter(invoiceDate),
    INVOICE_TYPES.numberOf(invoiceType),
  ])
}

/** Notes for partners, with usage or without, that the usage of all invoices a run issues is charged; never moves back. */
export async function moveUsageClose(
  session: Session,
  partnerIds: readonly string[],
  asOf: Day,
  now: Instant,
): Promise<void> {
  const through = (invoiceType: InvoiceType) => dayParameter(issuedThrough(asOf, invoiceType))
  await session.query(
    `insert into usage_close as c (partner_id, invoice_type, closed_through, closed_at)
     select p.partner_id, t.invoice_type, t.through, $6
     from unnest($1::uuid[]) as p (partner_id)
     cross join (values ($2::smallint, $3::date), ($4::smallint, $5::date)) as t (invoice_type, through)
     on conflict (partner_id, invoice_type) do update
       set closed_through = excluded.closed_through, closed_at = excluded.closed_at
       where c.closed_through < excluded.closed_through`,
    [
      partnerIds,
      INVOICE_TYPES.numberOf('recurring'),
      through('recurring'),
      INVOICE_TYPES.numberOf('one-time'),
      through('one-time'),
      instantParameter(now),
    ],
  )
}
