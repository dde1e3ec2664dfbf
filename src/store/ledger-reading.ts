import type { Day } from '../core/calendar/day.js'
import { CHARGE_COLUMNS, LAST_PLAIN_NUMBER } from './charges.js'
import { STATE_COLUMNS } from './charging-states.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import type { InvoiceKey } from './invoices.js'
import { INVOICE_TYPES } from './numbers.js'
import { leadDays } from './partner-billing.js'
import { partnerScope } from './scope.js'

/** Fields of a row of `copyEvents`. */
export const EVENT_FIELDS = 5

/** The events of partners as binary COPY: partner, subscription, type, instant, data; in order of subscription and number. */
export function copyEvents(session: Session, partnerIds: readonly string[]): AsyncIterable<Uint8Array> {
  return session.copyOut(`copy (
    select partner_id, subscription_id, type, occurred_at, data from subscription_event
    where ${partnerScope(partnerIds)} order by partner_id, subscription_id, event_number
  ) to stdout (format binary)`)
}

/** The charges of partners that the fold makes, as binary COPY (`CHARGE_COLUMNS`), in order of subscription and number. */
export function copyCharges(session: Session, partnerIds: readonly string[]): AsyncIterable<Uint8Array> {
  return session.copyOut(`copy (
    select ${CHARGE_COLUMNS} from charge
    where ${partnerScope(partnerIds)} and charge_number <= ${LAST_PLAIN_NUMBER}
    order by partner_id, subscription_id, charge_number
  ) to stdout (format binary)`)
}

/** The stored states of partners as binary COPY (`STATE_COLUMNS`), in order of subscription. */
export function copyStates(session: Session, partnerIds: readonly string[]): AsyncIterable<Uint8Array> {
  return session.copyOut(`copy (
    select ${STATE_COLUMNS} from charging_state where ${partnerScope(partnerIds)} order by partner_id, subscription_id
  ) to stdout (format binary)`)
}

/** Partners in order of id, with how many subscriptions each has. */
export async function listPartnerSizes(
  session: Session,
  onlyPartner: string | null,
): Promise<{ partnerId: string; subscriptions: number }[]> {
  const { rows } = await session.query<{ partnerId: string; subscriptions: bigint }>(
    `select p.partner_id as "partnerId", coalesce(s.subscriptions, 0) as subscriptions
     from partner p
     left join (select partner_id, count(*) as subscriptions from charging_state group by partner_id) s
       on s.partner_id = p.partner_id
     where $1::uuid is null or p.partner_id = $1
     order by p.partner_id`,
    [onlyPartner],
  )
  return rows.map((row) => ({ ...row, subscriptions: Number(row.subscriptions) }))
}

/** An invoice beside what its charges and its lines add up to. */
export interface InvoiceCheck extends InvoiceKey {
  readonly number: string
  readonly charged: bigint
  readonly tax: bigint
  readonly chargeCount: bigint
  readonly chargedTotal: bigint
  readonly chargedCount: bigint
  readonly lineTotal: bigint
  readonly lineTax: bigint
  /** What its taxes by class and component add up to. */
  readonly taxTotal: bigint
  readonly adjusted: bigint
  readonly adjustedTotal: bigint
  readonly adjustedTax: bigint
}

/** The invoices of partners whose sums or count are not what their charges, lines and taxes add up to. */
export async function listWrongInvoices(session: Session, partnerIds: readonly string[]): Promise<InvoiceCheck[]> {
  const { rows } = await session.query<Omit<InvoiceCheck, 'invoiceType'> & { type: number }>(
    `select i.partner_id as "partnerId", i.invoice_date as "invoiceDate", i.invoice_type as type, i.currency, i.number,
       i.charged, i.tax, i.charge_count as "chargeCount", coalesce(c.total, 0) as "chargedTotal",
       coalesce(c.count, 0) as "chargedCount", coalesce(l.total, 0) as "lineTotal", coalesce(l.tax, 0) as "lineTax",
       coalesce(t.tax, 0) as "taxTotal", i.adjusted, coalesce(a.total, 0) as "adjustedTotal",
       coalesce(a.tax, 0) as "adjustedTax"
     from invoice i
     left join (
       select partner_id, invoice_date, invoice_type, currency, sum(amount)::bigint as total, count(*) as count
       from charge where partner_id = any($1::uuid[]) group by 1, 2, 3, 4
     ) c on c.partner_id = i.partner_id and c.invoice_date = i.invoice_date and c.invoice_type = i.invoice_type
       and c.currency = i.currency
     left join (
       select partner_id, invoice_date, invoice_type, currency, sum(amount)::bigint as total, sum(tax)::bigint as tax
       from invoice_line where partner_id = any($1::uuid[]) group by 1, 2, 3, 4
     ) l on l.partner_id = i.partner_id and l.invoice_date = i.invoice_date and l.invoice_type = i.invoice_type
       and l.currency = i.currency
     left join (
       select partner_id, invoice_date, invoice_type, currency, sum(tax)::bigint as tax
       from invoice_tax where partner_id = any($1::uuid[]) group by 1, 2, 3, 4
     ) t on t.partner_id = i.partner_id and t.invoice_date = i.invoice_date and t.invoice_type = i.invoice_type
       and t.currency = i.currency
     left join (
       select partner_id, invoice_date, invoice_type, currency, sum(amount)::bigint as total, sum(tax)::bigint as tax
       from invoice_adjustment where partner_id = any($1::uuid[]) group by 1, 2, 3, 4
     ) a on a.partner_id = i.partner_id and a.invoice_date = i.invoice_date and a.invoice_type = i.invoice_type
       and a.currency = i.currency
     where i.partner_id = any($1::uuid[]) and (
       i.charged is distinct from coalesce(c.total, 0) or i.charge_count is distinct from coalesce(c.count, 0)
       or i.charged is distinct from coalesce(l.total, 0)
       or i.adjusted is distinct from coalesce(a.total, 0)
       or i.tax is distinct from coalesce(l.tax, 0) + coalesce(a.tax, 0) or i.tax is distinct from coalesce(t.tax, 0))
     order by i.number`,
    [partnerIds],
  )
  return rows.map(({ type, ...row }) => ({ ...row, invoiceType: INVOICE_TYPES.wordOf(type) }))
}

/** Charges that should be on an issued invoice and are on none: dated up to what has been issued to their partner. */
export async function countLostCharges(session: Session, partnerIds: readonly string[]): Promise<number> {
  const { rows } = await session.query<{ lost: bigint }>(
    `select count(*) as lost
     from partner p
     join charge c on c.partner_id = p.partner_id
       and c.invoice_date <= p.invoiced_through + ${leadDays('c.invoice_type')}
     left join invoice i on i.partner_id = c.partner_id and i.invoice_date = c.invoice_date
       and i.invoice_type = c.invoice_type and i.currency = c.currency
     where p.partner_id = any($1::uuid[]) and i.number is null`,
    [partnerIds],
  )
  return Number(rows[0]!.lost)
}

/**
 * How the numbers of a series lie: they must run from 1 to `next - 1` without a gap. Only different ones that are numbers
 * count, so that so many from the first to the last are all of them.
 */
export async function loadNumbering(
  session: Session,
): Promise<{ series: string; next: bigint; count: bigint; lowest: string | null; highest: string | null }[]> {
  const { rows } = await session.query<{
    series: string
    next: bigint
    count: bigint
    lowest: string | null
    highest: string | null
  }>(
    `select k.series, k.next_number as next, count(distinct i.number) as count, min(i.number) as lowest,
       max(i.number) as highest
     from invoice_counter k
     left join (select number from invoice union all select number from amendment) i
       on i.number ~ '^[A-Z]+[0-9]{9,}$' and rtrim(i.number, '0123456789') = k.series
     group by k.series, k.next_number order by k.series`,
  )
  return rows
}

export interface SubscriptionKey {
  readonly partnerId: string
  readonly subscriptionId: string
}

/** The partner of a subscription whose id somebody typed; `undefined` where there is none. */
export async function findSubscription(session: Session, subscriptionId: string): Promise<SubscriptionKey | undefined> {
  const { rows } = await session.query<SubscriptionKey>(
    `select partner_id as "partnerId", subscription_id as "subscriptionId" from subscription where subscription_id = $1`,
    [subscriptionId],
  )
  return rows[0]
}

/** The charges of one subscription as binary COPY, in order of number. */
export async function* copyChargesOf(
  session: Session,
  { partnerId, subscriptionId }: SubscriptionKey,
): AsyncIterable<Uint8Array> {
  // The key of the table is (partner, invoice date, subscription): naming the dates makes this a few short look-ups.
  const { rows } = await session.query<{ date: Day }>(
    `with recursive dates (date) as (
       (select invoice_date from charge where partner_id = $1 order by invoice_date limit 1)
       union all
       select (select c.invoice_date from charge c where c.partner_id = $1 and c.invoice_date > d.date
         order by c.invoice_date limit 1)
       from dates d where d.date is not null
     ) select date from dates where date is not null`,
    [partnerId],
  )
  if (rows.length === 0) return
  const dates = rows.map((row) => `'${dayParameter(row.date)}'`).join(', ')
  yield* session.copyOut(`copy (
    select ${CHARGE_COLUMNS} from charge
    where ${partnerScope([partnerId])} and invoice_date in (${dates}) and subscription_id = '${subscriptionId}'
    order by charge_number
  ) to stdout (format binary)`)
}
