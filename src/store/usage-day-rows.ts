import type { Day } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { type Decimal, parseDecimal } from '../core/money/decimal.js'
import type { UsedResource } from '../core/recon/recon-line.js'
import type { BilledDocument } from './billed-documents.js'
import { LAST_PLAIN_NUMBER } from './charges.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES } from './numbers.js'

/** What names a row of usage on an invoice, and the order rows are in. */
export interface UsagePosition {
  readonly subscriptionId: string
  readonly meterId: string
  readonly day: Day
  readonly resourceId: string
}

/** What one resource used on one day, as an invoice has it. */
export interface UsageDayRow extends UsagePosition {
  readonly quantity: Decimal
  readonly earnsCredit: boolean
  readonly resource: UsedResource
}

/** The usage of one date of a partner. */
export interface UsageOfDate {
  readonly partnerId: string
  readonly invoiceDate: Day
}

type Row = Omit<UsageDayRow, 'quantity' | 'resource'> & Omit<UsedResource, 'resourceId'> & { readonly quantity: string }

/** Which rows are wanted. */
export interface UsageDayPage {
  /** Those after this one. */
  readonly after?: UsagePosition | undefined
  readonly limit: number
  /** Those that earn credit, or those that do not; all without it. */
  readonly earnsCredit?: boolean | undefined
}

/** Rows of an invoice date after one, in order of the primary key, so that every page costs the same. */
export async function listUsageDayRows(
  session: Session,
  { partnerId, invoiceDate }: UsageOfDate,
  { after, limit, earnsCredit }: UsageDayPage,
): Promise<UsageDayRow[]> {
  const start =
    after === undefined
      ? ''
      : 'and (subscription_id, meter_id, usage_date, resource_id) > ($5::uuid, $6::uuid, $7::date, $8::uuid)'
  const { rows } = await session.query<Row>(
    `select d.subscription_id as "subscriptionId", d.meter_id as "meterId", d.usage_date as day,
       d.resource_id as "resourceId", trim_scale(d.quantity)::text as quantity, d.earns_credit as "earnsCredit",
       r.entitlement_id as "entitlementId", r.entitlement_name as "entitlementName", r.resource_group as "resourceGroup",
       r.resource_uri as "resourceUri", r.location, r.tags::text as tags, r.additional_info::text as "additionalInfo"
     from (select * from usage_day where partner_id = $1 and invoice_date = $2
         and ($4::boolean is null or earns_credit = $4) ${start}
       order by subscription_id, meter_id, usage_date, resource_id limit $3) d
     join usage_resource r on r.partner_id = d.partner_id and r.resource_id = d.resource_id
     order by d.subscription_id, d.meter_id, d.usage_date, d.resource_id`,
    [
      ...[partnerId, dayParameter(invoiceDate), limit, earnsCredit ?? null],
      ...(after === undefined ? [] : positionOf(after)),
    ],
  )
  return rows.map(({ subscriptionId, meterId, day, resourceId, quantity, earnsCredit, ...resource }) => ({
    ...{ subscriptionId, meterId, day, resourceId, earnsCredit },
    quantity: parseDecimal(quantity)!,
    resource: { resourceId, ...resource },
  }))
}

function positionOf({ subscriptionId, meterId, day, resourceId }: UsagePosition) {
  return [subscriptionId, meterId, dayParameter(day), resourceId]
}

/** Quantities of one meter of a subscription, by day. */
export type UsageDaySum = Pick<UsageDayRow, 'day' | 'earnsCredit' | 'quantity'>

/** What the rows of a meter up to and including one add up to, by day: where sharing out an amount goes on. */
export async function listUsageDaySums(
  session: Session,
  { partnerId, invoiceDate }: UsageOfDate,
  through: UsagePosition,
): Promise<UsageDaySum[]> {
  const { rows } = await session.query<Omit<UsageDaySum, 'quantity'> & { readonly quantity: string }>(
    `select usage_date as day, earns_credit as "earnsCredit", trim_scale(sum(quantity))::text as quantity from usage_day
     where partner_id = $1 and invoice_date = $2 and subscription_id = $3 and meter_id = $4
       and (usage_date, resource_id) <= ($5::date, $6::uuid)
     group by usage_date, earns_credit order by usage_date`,
    [partnerId, dayParameter(invoiceDate), ...positionOf(through)],
  )
  return rows.map((row) => ({ ...row, quantity: parseDecimal(row.quantity)! }))
}

/** The last row of a meter within some days; `undefined` where there is none. */
export async function findLastUsageDay(
  session: Session,
  { partnerId, invoiceDate }: UsageOfDate,
  { subscriptionId, meterId }: Pick<UsagePosition, 'subscriptionId' | 'meterId'>,
  { start, end, earnsCredit }: { readonly start: Day; readonly end: Day; readonly earnsCredit: boolean },
): Promise<Pick<UsagePosition, 'day' | 'resourceId'> | undefined> {
  const { rows } = await session.query<Pick<UsagePosition, 'day' | 'resourceId'>>(
    `select usage_date as day, resource_id as "resourceId" from usage_day
     where partner_id = $1 and invoice_date = $2 and subscription_id = $3 and meter_id = $4
       and usage_date >= $5 and usage_date < $6 and earns_credit = $7
     order by usage_date desc, resource_id desc limit 1`,
    [
      ...[partnerId, dayParameter(invoiceDate), subscriptionId, meterId],
      ...[dayParameter(start), dayParameter(end), earnsCredit],
    ],
  )
  return rows[0]
}

/** What of an invoice is for usage: nothing, some of its charges, or all of them. */
export type UsagePart = 'none' | 'some' | 'all'

/** Of documents of one partner that are about invoices with usage, what of these is for usage, by number. */
export async function findUsageParts(
  session: Session,
  documents: readonly BilledDocument[],
): Promise<ReadonlyMap<string, UsagePart>> {
  if (documents.length === 0) return new Map()
  const { rows } = await session.query<{ readonly number: string; readonly part: UsagePart }>(
    `select d.number, case when exists (
         select from charge c
         where c.partner_id = $1 and c.invoice_date = d.invoice_date and c.invoice_type = d.type
           and c.currency = d.currency and c.charge_number <= $6) then 'some' else 'all' end as part
     from unnest($2::text[], $3::date[], $4::smallint[], $5::text[]) as d (number, invoice_date, type, currency)
     where exists (
       select from usage_charge u
       join charge c on c.partner_id = u.partner_id and c.invoice_date = u.invoice_date
         and c.subscription_id = u.subscription_id and c.charge_number = u.charge_number
       where u.partner_id = $1 and u.invoice_date = d.invoice_date and c.invoice_type = d.type and c.currency = d.currency)`,
    [
      documents[0]!.partnerId,
      documents.map(({ number }) => number),
      documents.map(({ invoiceDate }) => dayParameter(invoiceDate)),
      documents.map(({ invoiceType }) => INVOICE_TYPES.numberOf(invoiceType)),
      documents.map(({ currency }) => currency),
      LAST_PLAIN_NUMBER,
    ],
  )
  return new Map(rows.map(({ number, part }) => [number, part]))
}

/** A rate by which prices of usage on a document were turned into its currency. */
export interface DocumentExchangeRate {
  readonly from: Currency
  readonly to: Currency
  readonly rate: Decimal
  readonly on: Day
}

/** The exchange rates a document was made with. A credit note takes amounts back as they are, and has none. */
export async function listExchangeRatesOn(
  session: Session,
  { partnerId, invoiceDate, invoiceType, currency, kind }: BilledDocument,
): Promise<DocumentExchangeRate[]> {
  if (kind === 'credit-note') return []
  const { rows } = await session.query<Omit<DocumentExchangeRate, 'rate'> & { readonly rate: string }>(
    `select distinct u.rating->>'pricingCurrency' as "from", c.currency as "to", u.rating->>'exchangeRate' as rate,
       (u.rating->>'exchangeRateDate')::date as "on"
     from usage_charge u
     join charge c on c.partner_id = u.partner_id and c.invoice_date = u.invoice_date
       and c.subscription_id = u.subscription_id and c.charge_number = u.charge_number
     where u.partner_id = $1 and u.invoice_date = $2 and c.invoice_type = $3 and c.currency = $4
       and u.rating->>'exchangeRateDate' is not null
     order by 1, 4, 3`,
    [partnerId, dayParameter(invoiceDate), INVOICE_TYPES.numberOf(invoiceType), currency],
  )
  return rows.map((row) => ({ ...row, rate: parseDecimal(row.rate)! }))
}

/**
 * How many rows the daily files of one-time documents have together: the days of each line, and one for a line that only
 * corrects. Tiers share their days.
 */
export async function countDailyRows(
  session: Session,
  partnerId: string,
  documents: readonly Pick<BilledDocument, 'invoiceDate' | 'currency'>[],
): Promise<bigint> {
  if (documents.length === 0) return 0n
  const { rows } = await session.query<{ readonly count: bigint }>(
    `with line as (
       select distinct i.place, u.invoice_date, u.subscription_id, u.meter_id, (u.rating->>'start')::date as first,
         (u.rating->>'end')::date as until, (u.rating->>'earnedCredit')::integer > 0 as earned
       from unnest($2::date[], $3::text[]) with ordinality as i (invoice_date, currency, place)
       join usage_charge u on u.partner_id = $1 and u.invoice_date = i.invoice_date
       join charge c on c.partner_id = $1 and c.invoice_date = u.invoice_date and c.subscription_id = u.subscription_id
         and c.charge_number = u.charge_number and c.invoice_type = $4 and c.currency = i.currency
     )
     select coalesce(sum(greatest((
       select count(*) from usage_day d where d.partner_id = $1 and d.invoice_date = l.invoice_date
         and d.subscription_id = l.subscription_id and d.meter_id = l.meter_id and d.usage_date >= l.first
         and d.usage_date < l.until and d.earns_credit = l.earned), 1)), 0)::bigint as count
     from line l`,
    [
      partnerId,
      documents.map(({ invoiceDate }) => dayParameter(invoiceDate)),
      documents.map(({ currency }) => currency),
      INVOICE_TYPES.numberOf('one-time'),
    ],
  )
  return rows[0]!.count
}

/** How much of a document is usage. */
export interface UsageShare {
  readonly lineCount: bigint
  /** Minor units before tax. */
  readonly amount: bigint
}

/** The lines of a document that are for usage, and what they come to. */
export async function loadUsageShare(session: Session, document: BilledDocument): Promise<UsageShare> {
  const { kind, partnerId, number, amends } = document
  if (kind === 'credit-note') return creditedUsage(session, partnerId, 'm.number = $2', number)
  const { rows } = await session.query<UsageShare>(
    `select count(*) as "lineCount", coalesce(sum(u.amount), 0)::bigint as amount
     from usage_charge u
     join charge c on c.partner_id = u.partner_id and c.invoice_date = u.invoice_date
       and c.subscription_id = u.subscription_id and c.charge_number = u.charge_number
     where u.partner_id = $1 and u.invoice_date = $2 and c.invoice_type = $3 and c.currency = $4`,
    [partnerId, dayParameter(document.invoiceDate), INVOICE_TYPES.numberOf(document.invoiceType), document.currency],
  )
  const share = rows[0]!
  if (kind !== 'void-note' || share.lineCount === 0n) return share
  const notes = `m.number in (select n.number from amendment n
    where n.partner_id = m.partner_id and n.amends = $2 and n.kind = 'credit-note')`
  const credited = await creditedUsage(session, partnerId, notes, amends!)
  return { lineCount: share.lineCount, amount: -(share.amount + credited.amount) }
}

async function creditedUsage(session: Session, partnerId: string, notes: string, number: string): Promise<UsageShare> {
  const { rows } = await session.query<UsageShare>(
    `select count(*) as "lineCount", coalesce(sum(m.amount), 0)::bigint as amount from amendment_charge m
     where m.partner_id = $1 and ${notes} and m.charge_number > $3`,
    [partnerId, number, LAST_PLAIN_NUMBER],
  )
  return rows[0]!
}
