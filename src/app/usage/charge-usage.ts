import type { Day, Instant } from '../../core/calendar/day.js'
import { policyOf } from '../../core/catalog/availability.js'
import type { Charge } from '../../core/charging/charge.js'
import { billingPeriodOf, issuedThrough, nextDateAfter } from '../../core/invoicing/invoice-date.js'
import { absolute } from '../../core/money/rounding.js'
import { chargePriceOf } from '../../core/rating/charge-price.js'
import { BinaryRowWriter } from '../../store/binary-copy.js'
import { catalogFor, type PartnerCatalog, type StoredCatalog } from '../../store/catalog.js'
import { CHARGE_COLUMNS, putCharge } from '../../store/charges.js'
import type { PartnerBilling } from '../../store/partner-billing.js'
import {
  type ClosedUsage,
  closeRatedUsage,
  deleteRatedUsage,
  lockUsageAccounts,
  moveUnratedUsage,
  moveUsageClose,
  readClosedUsage,
  type UsageInvoice,
} from '../../store/usage-charges.js'
import { listUsageInvoiceDates } from '../../store/usage-days.js'
import type { Session } from '../use-case.js'
import { rateUsageOf } from './rate-open-usage.js'
import { closedThroughOf, rollUpUsage } from './roll-up-usage.js'

const TYPES = ['recurring', 'one-time'] as const

/**
 * Charges the usage of every invoice that a run as of a day will issue, date by date, so that a later one is without what
 * an earlier one has. Usage that comes from now on goes on later invoices; what cannot be rated waits for the next one.
 * The caller holds the lock of the partners. Partners without usage cost two statements, however many they are.
 *
 * @returns how many charges were made
 */
export async function chargeUsage(
  session: Session,
  partners: readonly PartnerBilling[],
  asOf: Day,
  catalog: StoredCatalog,
  now: Instant,
): Promise<number> {
  if (partners.length === 0) return 0
  const partnerIds = partners.map(({ partnerId }) => partnerId)
  const metered = await lockUsageAccounts(session, partnerIds)
  let charges = 0
  for (const partner of partners) {
    if (!metered.has(partner.partnerId)) continue
    await rollUpUsage(session, partner.partnerId)
    for (const invoiceType of TYPES) charges += await closeInvoices(session, partner, invoiceType, asOf, catalog, now)
  }
  await moveUsageClose(session, partnerIds, asOf, now)
  return charges
}

async function closeInvoices(
  session: Session,
  partner: PartnerBilling,
  invoiceType: UsageInvoice['invoiceType'],
  asOf: Day,
  catalog: StoredCatalog,
  now: Instant,
): Promise<number> {
  const { partnerId, billingDay } = partner
  const through = issuedThrough(asOf, invoiceType)
  const closed = (await closedThroughOf(session, partner))(invoiceType)
  const dates = (await listUsageInvoiceDates(session, partnerId, closed)).filter((date) => date <= through)
  let charges = 0
  for (let invoiceDate = dates.shift(); invoiceDate !== undefined; invoiceDate = dates.shift()) {
    const { unrated } = await rateUsageOf(session, partnerId, { closing: { invoiceDate, invoiceType } }, now)
    if (unrated.length > 0) {
      const next = nextDateAfter(invoiceDate, invoiceType, billingDay)
      await moveUnratedUsage(session, partnerId, unrated, next)
      if (next <= through && dates[0] !== next) dates.unshift(next)
    }
    charges += await chargeInvoice(session, { partnerId, invoiceType, invoiceDate }, catalogFor(catalog, partnerId))
  }
  return charges
}

async function chargeInvoice(session: Session, invoice: UsageInvoice, catalog: PartnerCatalog): Promise<number> {
  const lines = await closeRatedUsage(session, invoice)
  if (lines === 0) return 0
  const { invoiceDate, invoiceType } = invoice
  // The last day of its period: the invoice of that day is this one.
  const registeredOn = (billingPeriodOf(invoiceDate, invoiceType).end - 1) as Day
  const charges = new BinaryRowWriter()
  await readClosedUsage(session, invoice, (line) => {
    const { currency } = catalog.availabilities.get(line.availabilityId)!
    const { partnerId, subscriptionId } = line
    const place = { partnerId, subscriptionId, invoiceDate, invoiceType, currency }
    putCharge(charges, place, usageCharge(line, registeredOn, catalog))
  })
  await session.copyIn(`copy charge (${CHARGE_COLUMNS}) from stdin (format binary)`, charges.finish())
  await deleteRatedUsage(session, invoice)
  return lines
}

/** The charge of a line: one piece at the price of its amount; what the amount is made of is kept beside it. */
export function usageCharge(
  line: Omit<ClosedUsage, 'partnerId' | 'subscriptionId'>,
  registeredOn: Day,
  catalog: Pick<StoredCatalog, 'availabilities' | 'skus'>,
): Charge {
  const { chargeNumber, amount, availabilityId, sku, start, end, rateFrom, ended } = line
  const availability = catalog.availabilities.get(availabilityId)!
  const usage = catalog.skus.get(sku)!.profile.usage!
  const unitPrice = chargePriceOf(amount, availability.currency)
  return {
    number: chargeNumber,
    registeredOn,
    type: ended ? usage.chargeTypeWhenEnded : usage.chargeType,
    start,
    end,
    chargeStart: start,
    chargeEnd: end,
    quantity: 1,
    unitPrice,
    amount,
    derivation: {
      direction: amount < 0n ? -1 : 1,
      policy: policyOf(availability),
      price: absolute(unitPrice),
      availabilityId,
      priceFrom: rateFrom,
      discountId: null,
      quantity: 1,
      days: end - start,
      cycleDays: end - start,
      limit: null,
    },
  }
}
