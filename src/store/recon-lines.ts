import type { Day } from '../core/calendar/day.js'
import type { BaseCatalog } from '../core/catalog/availability.js'
import { type ChargeType, chargeTypeNumber } from '../core/catalog/charge-type.js'
import type { RatedLine } from '../core/rating/rated-line.js'
import type { ReconCustomer, ReconPartner } from '../core/recon/recon-line.js'
import type { Subscription } from '../core/subscription/subscription.js'
import type { BinaryRow } from './binary-copy.js'
import { CHARGE_COLUMN_COUNT, CHARGE_COLUMNS, LAST_PLAIN_NUMBER } from './charges.js'
import { readState, STATE_COLUMN_COUNT, STATE_COLUMNS } from './charging-states.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import type { InvoiceKey } from './invoices.js'
import { INVOICE_TYPES } from './numbers.js'
import { type RatedLineJson, readRatedLine } from './rated-line-json.js'
import { idText, partnerScope } from './scope.js'

/** What a file says of a subscription besides its charges. */
export interface SubscriptionTitle {
  readonly customerId: string
  readonly orderId: string
  readonly orderedOn: Day
  /** The day its terms are counted from. */
  readonly anchor: Day
  readonly friendlyName: string
  readonly parentSubscriptionId: string | null
  readonly sourceSubscriptionId: string | null
}

const TITLE_COLUMNS = `s.customer_id, s.order_id, s.ordered_on, s.anchor, s.friendly_name, s.parent_subscription_id,
  s.source_subscription_id`
const TITLE_COLUMN_COUNT = 7

/** What a charge for usage is made of. Other charges look nothing up: their number says that they are none. */
const USAGE_COLUMN = `case when c.charge_number > ${LAST_PLAIN_NUMBER} then (
      select (u.rating || jsonb_build_object('meterId', u.meter_id))::text from usage_charge u
      where u.partner_id = c.partner_id and u.invoice_date = c.invoice_date and u.subscription_id = c.subscription_id
        and u.charge_number = c.charge_number) end`

/** Fields of a row of `copyInvoiceCharges`. */
export const RECON_FIELDS = CHARGE_COLUMN_COUNT + TITLE_COLUMN_COUNT + 1
const USAGE_FIELD = RECON_FIELDS - 1
/** The field with the subscription's id. */
export const RECON_SUBSCRIPTION_FIELD = 2

/** What names a charge of an invoice, and the order its charges are in. */
export interface ChargePosition {
  readonly subscriptionId: string
  readonly chargeNumber: number
}

/** Which charges of a document: all, those for usage, or the others. */
export type ChargeKind = 'all' | 'usage' | 'other'

const OF_KIND: Readonly<Record<ChargeKind, string>> = {
  all: '',
  usage: `and c.charge_number > ${LAST_PLAIN_NUMBER}`,
  other: `and c.charge_number <= ${LAST_PLAIN_NUMBER}`,
}

/** A part of the charges of an invoice. */
export interface ChargePage {
  /** The last charge of the page before: the primary key is searched by it, so that every page costs the same. */
  readonly after: ChargePosition | undefined
  /** How many to leave out after that; they are read all the same. */
  readonly offset: number
  readonly limit: number
  /** Leaves out all others. */
  readonly only?: ChargeFilter
}

/** Which charges are wanted; fields left out do not narrow. */
export interface ChargeFilter {
  readonly customerId?: string | undefined
  readonly subscriptionId?: string | undefined
  readonly type?: ChargeType | undefined
}

/** A condition for charges `c` of one partner. */
export function chargeCondition(partnerId: string, { customerId, subscriptionId, type }: ChargeFilter = {}): string {
  const ofCustomer = `c.subscription_id in (select o.subscription_id from subscription o
      where o.partner_id = '${idText(partnerId)}' and o.customer_id = `
  return [
    customerId === undefined ? '' : `and ${ofCustomer}'${idText(customerId)}')`,
    subscriptionId === undefined ? '' : `and c.subscription_id = '${idText(subscriptionId)}'`,
    type === undefined ? '' : `and c.charge_type = ${chargeTypeNumber(type)}`,
  ].join(' ')
}

/** The charges of an invoice with their subscriptions, as binary COPY in order of subscription and number. */
export function copyInvoiceCharges(
  session: Session,
  invoice: InvoiceKey,
  page?: ChargePage,
  kind: ChargeKind = 'all',
): AsyncIterable<Uint8Array> {
  const where = `c.${partnerScope([invoice.partnerId])} and c.invoice_date = '${dayParameter(invoice.invoiceDate)}'
      and c.invoice_type = ${INVOICE_TYPES.numberOf(invoice.invoiceType)} and c.currency = '${currencyText(invoice.currency)}'
      ${OF_KIND[kind]}`
  return copyWithTitles(
    session,
    page === undefined ? 'charge' : pageOf(invoice.partnerId, where, page),
    page === undefined ? where : 'true',
  )
}

/** Likewise only the charges that a credit note takes something back of. */
export function copyCreditedCharges(
  session: Session,
  invoice: InvoiceKey,
  number: string,
  page?: ChargePage,
  kind: ChargeKind = 'all',
): AsyncIterable<Uint8Array> {
  if (!/^[A-Z]+[0-9]+$/.test(number)) throw new RangeError(`${JSON.stringify(number)} is no number of a document`)
  const where = `c.${partnerScope([invoice.partnerId])} and c.invoice_date = '${dayParameter(invoice.invoiceDate)}'
      and exists (select from amendment_charge m where m.partner_id = c.partner_id and m.number = '${number}'
        and m.subscription_id = c.subscription_id and m.charge_number = c.charge_number)
      ${OF_KIND[kind]}`
  return copyWithTitles(
    session,
    page === undefined ? 'charge' : pageOf(invoice.partnerId, where, page),
    page === undefined ? where : 'true',
  )
}

/** The charges of a page, read before they are joined with anything. */
function pageOf(partnerId: string, where: string, { after, offset, limit, only }: ChargePage): string {
  const start =
    after === undefined
      ? ''
      : `and (c.subscription_id, c.charge_number) > ('${idText(after.subscriptionId)}', ${whole(after.chargeNumber)})`
  return `(select c.* from charge c where ${where} ${start} ${chargeCondition(partnerId, only)}
      order by c.subscription_id, c.charge_number limit ${whole(limit)} offset ${whole(offset)})`
}

/** The charges of an invoice that have a discount in their price, as binary COPY (`CHARGE_COLUMNS`). */
export function copyDiscountedCharges(session: Session, invoice: InvoiceKey): AsyncIterable<Uint8Array> {
  return session.copyOut(`copy (
    select ${CHARGE_COLUMNS} from charge
    where ${partnerScope([invoice.partnerId])} and invoice_date = '${dayParameter(invoice.invoiceDate)}'
      and invoice_type = ${INVOICE_TYPES.numberOf(invoice.invoiceType)} and currency = '${currencyText(invoice.currency)}'
      and discount_id is not null
  ) to stdout (format binary)`)
}

/** The charges of a customer on invoices of one partner, in order of invoice, subscription and number. */
export function copyCustomerCharges(
  session: Session,
  partnerId: string,
  customerId: string,
  dates: readonly Day[],
): AsyncIterable<Uint8Array> {
  const days = dates.map((date) => `'${dayParameter(date)}'`).join(', ')
  const where = `c.${partnerScope([partnerId])} and c.invoice_date in (${days}) and s.customer_id = '${idText(customerId)}'`
  return copyWithTitles(session, 'charge', where)
}

function copyWithTitles(session: Session, charges: string, where: string): AsyncIterable<Uint8Array> {
  const columns = CHARGE_COLUMNS.split(',').map((column) => `c.${column.trim()}`)
  return session.copyOut(`copy (
    select ${columns.join(', ')}, ${TITLE_COLUMNS}, ${USAGE_COLUMN}
    from ${charges} c
    join subscription s on s.partner_id = c.partner_id and s.subscription_id = c.subscription_id
    where ${where}
    order by c.subscription_id, c.charge_number
  ) to stdout (format binary)`)
}

/** Which subscriptions that fall due are wanted. */
export interface DuePage {
  readonly until: Day
  /** Those of these availabilities only. */
  readonly availabilityIds: readonly string[]
  /** From this subscription on. */
  readonly from: string
  readonly limit: number
}

/** Fields of a row of `copyDueSubscriptions`. */
export const DUE_FIELDS = STATE_COLUMN_COUNT + TITLE_COLUMN_COUNT + 1

/**
 * Subscriptions of a partner that fall due up to a day, in order of id: state, title and how far each is charged, as
 * binary COPY.
 */
export function copyDueSubscriptions(
  session: Session,
  partnerId: string,
  { until, availabilityIds, from, limit }: DuePage,
): AsyncIterable<Uint8Array> {
  const columns = STATE_COLUMNS.split(',').map((column) => `t.${column.trim()}`)
  const offered = availabilityIds.map((id) => `'${idText(id)}'`).join(', ') || 'null'
  return session.copyOut(`copy (
    select ${columns.join(', ')}, ${TITLE_COLUMNS}, coalesce(q.charged_through, p.charged_through)
    from (select * from charging_state t
      where t.${partnerScope([partnerId])} and t.due_on <= '${dayParameter(until)}' and t.subscription_id >= '${idText(from)}'
        and t.availability_id in (${offered})
      order by t.subscription_id limit ${whole(limit)}) t
    join subscription s on s.partner_id = t.partner_id and s.subscription_id = t.subscription_id
    join partner p on p.partner_id = t.partner_id
    left join quarantine q on q.partner_id = t.partner_id and q.subscription_id = t.subscription_id
    order by t.subscription_id
  ) to stdout (format binary)`)
}

/** A subscription that falls due. */
export interface DueSubscription {
  readonly subscriptionId: string
  /** As of its last change or billing; `advance` takes it to a later day. */
  readonly state: Subscription
  readonly title: SubscriptionTitle
  /** Everything up to this day has been charged. */
  readonly chargedThrough: Day
}

export function readDueSubscription(row: BinaryRow, catalog: BaseCatalog): DueSubscription {
  return {
    subscriptionId: row.uuid(1),
    state: readState(row, catalog),
    title: readSubscriptionTitle(row, STATE_COLUMN_COUNT),
    chargedThrough: row.day(DUE_FIELDS - 1),
  }
}

/** @param first the field of the customer's id */
export function readSubscriptionTitle(row: BinaryRow, first = CHARGE_COLUMN_COUNT): SubscriptionTitle {
  return {
    customerId: row.uuid(first),
    orderId: row.text(first + 1),
    orderedOn: row.day(first + 2),
    anchor: row.day(first + 3),
    friendlyName: row.text(first + 4),
    parentSubscriptionId: row.isNull(first + 5) ? null : row.uuid(first + 5),
    sourceSubscriptionId: row.isNull(first + 6) ? null : row.uuid(first + 6),
  }
}

/** What a charge for usage is made of, before its meter is looked up. */
export interface StoredUsage {
  readonly meterId: string
  readonly rated: RatedLine
}

/** Of a row of `copyInvoiceCharges` and the like; `null` where the charge is for something else. */
export function readStoredUsage(row: BinaryRow): StoredUsage | null {
  if (row.isNull(USAGE_FIELD)) return null
  const { meterId, ...rating } = JSON.parse(row.text(USAGE_FIELD)) as RatedLineJson & { readonly meterId: string }
  return { meterId, rated: readRatedLine(rating) }
}

/** The partner as files name it. */
export async function loadReconPartner(session: Session, partnerId: string): Promise<ReconPartner> {
  const { rows } = await session.query<ReconPartner>(
    `select partner_id as "partnerId", name, mpn_id as "mpnId", country, currency from partner where partner_id = $1`,
    [partnerId],
  )
  return rows[0]!
}

/** A partner's customers as files name them, by id: all of them, or those named. */
export async function loadReconCustomers(
  session: Session,
  partnerId: string,
  customerIds?: readonly string[],
): Promise<ReadonlyMap<string, ReconCustomer>> {
  const { rows } = await session.query<ReconCustomer>(
    `select customer_id as "customerId", name, domain_name as "domainName", country,
       reseller_mpn_id as "resellerMpnId"
     from customer where partner_id = $1 and ($2::uuid[] is null or customer_id = any($2))`,
    [partnerId, customerIds ?? null],
  )
  return new Map(rows.map((row) => [row.customerId, row]))
}

// COPY takes no parameters.

function currencyText(currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`${JSON.stringify(currency)} is no currency`)
  return currency
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no whole number`)
  return String(value)
}
