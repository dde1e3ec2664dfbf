import { ONE_TIME_INVOICE_DAY, ONE_TIME_LEAD_DAYS, recurringInvoiceDate } from '../core/calendar/billing-calendar.js'
import type { Day } from '../core/calendar/day.js'
import { issuedThrough } from '../core/invoicing/invoice-date.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter } from './codecs.js'
import type { CustomerScope } from './customer-reading.js'
import type { Session } from './database.js'
import { INVOICE_TYPES } from './numbers.js'

/** What billing needs to know of a partner. */
export interface PartnerBilling {
  readonly partnerId: string
  /** Day of month of the recurring invoice, 1 to 28. */
  readonly billingDay: number
  readonly currency: Currency
  /** First day whose charges this ledger holds. */
  readonly ledgerStart: Day
  /** Everything that fell due up to and including this day has been charged. */
  readonly chargedThrough: Day
  /** The last run was as of this day: what `issuedThrough` says of it is on issued invoices. */
  readonly invoicedThrough: Day
  /** When the account was opened. */
  readonly openedOn: Day
  /** Whether it has a clock of its own, to try things out. */
  readonly isSandbox: boolean
}

/**
 * Which charges `c` of a partner `p` a run as of a day puts on invoices: those that are on none, up to the dates it
 * issues. The last date is given for all types as well, because the primary key is searched by it.
 */
export function chargesToInvoice(asOf: Day): string {
  const oneTime = recurringInvoiceDate(asOf, ONE_TIME_INVOICE_DAY)
  const last = oneTime <= issuedThrough(asOf, 'one-time') ? oneTime : asOf
  return `${ON_NO_INVOICE} and c.invoice_date <= '${dayParameter(last)}'
    and c.invoice_date <= date '${dayParameter(asOf)}' + ${leadDays('c.invoice_type')}`
}

/**
 * Whether a charge `c` of a partner `p` is on no invoice yet. One-time invoices are issued ahead of their date; the
 * first condition is what the primary key is searched by.
 */
const ON_NO_INVOICE = `c.invoice_date > p.invoiced_through
  and c.invoice_date > p.invoiced_through + ${leadDays('c.invoice_type')}`

/** By how many days the invoices of a type are issued ahead of their date, as SQL. */
export function leadDays(invoiceType: string): string {
  return `case ${invoiceType} when ${INVOICE_TYPES.numberOf('one-time')} then ${ONE_TIME_LEAD_DAYS} else 0 end`
}

const COLUMNS = `partner_id as "partnerId", billing_day as "billingDay", currency, ledger_start as "ledgerStart",
  charged_through as "chargedThrough", invoiced_through as "invoicedThrough",
  opened_on as "openedOn", is_sandbox as "isSandbox"`

/**
 * Loads partners and locks them until the transaction ends, in order of id. Whoever writes charges of a partner holds
 * this lock: that is what keeps billing runs and changes of subscriptions apart.
 */
export function lockPartners(
  session: Session,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, PartnerBilling>> {
  return selectPartners(session, partnerIds, 'for no key update')
}

/** Likewise the partner of a customer within a scope; nothing is locked where there is no such customer. */
export async function lockPartnerOfCustomer(
  session: Session,
  scope: CustomerScope,
  customerId: string,
): Promise<PartnerBilling | undefined> {
  const { rows } = await session.query<PartnerBilling>(
    `select ${COLUMNS} from partner where partner_id = (
       select partner_id from customer
       where partner_id = any($1::uuid[]) and customer_id = $2::uuid and ($3::text is null or reseller_mpn_id = $3)
         and status <> 'deleted'
       order by partner_id limit 1
     ) for no key update`,
    [scope.partnerIds, customerId, scope.resellerMpnId],
  )
  return rows[0]
}

/** Loads partners for reading only. */
export function loadPartners(
  session: Session,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, PartnerBilling>> {
  return selectPartners(session, partnerIds, '')
}

async function selectPartners(session: Session, partnerIds: readonly string[], lock: string) {
  const { rows } = await session.query<PartnerBilling>(
    `select ${COLUMNS} from partner where partner_id = any($1::uuid[]) order by partner_id ${lock}`,
    [partnerIds],
  )
  return new Map(rows.map((row) => [row.partnerId, row]))
}

/** Notes how far partners have been charged; never moves back. */
export async function moveChargedThrough(session: Session, partnerIds: readonly string[], day: Day): Promise<void> {
  await session.query(
    'update partner set charged_through = $2 where partner_id = any($1::uuid[]) and charged_through < $2',
    [partnerIds, dayParameter(day)],
  )
}

/** Notes how far partners have been invoiced; never moves back. */
export async function moveInvoicedThrough(session: Session, partnerIds: readonly string[], day: Day): Promise<void> {
  await session.query(
    'update partner set invoiced_through = $2 where partner_id = any($1::uuid[]) and invoiced_through < $2',
    [partnerIds, dayParameter(day)],
  )
}

/** The last day as of which any partner has been invoiced, sandboxes left out; `undefined` where there are none. */
export async function findInvoicedThrough(session: Session): Promise<Day | undefined> {
  const { rows } = await session.query<{ readonly last: Day | null }>(
    'select max(invoiced_through) as last from partner where not is_sandbox',
  )
  return rows[0]?.last ?? undefined
}
