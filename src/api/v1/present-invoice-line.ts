import type { Day } from '../../core/calendar/day.js'
import { amountText, billingFrequency, termAndBillingCycle, unitPriceText } from '../../core/recon/cell-text.js'
import { discountOf, type ReconLine, subtotalOf, totalOf } from '../../core/recon/recon-line.js'
import {
  billableQuantityText,
  earnedCreditText,
  effectivePriceText,
  exchangeRateText,
  usagePriceText,
} from '../../core/recon/usage-text.js'
import { currencySymbol } from '../currency-symbol.js'
import { attributes } from '../links.js'
import type { BillingProvider, LineItemType } from '../schema/invoice.js'
import { INVOICE_TYPE_WORDS } from './present-invoice.js'
import { wireDay } from './present-subscription.js'

// The same texts as in the files, as JSON numbers where they are numbers.

const amountOf = (amount: bigint, line: ReconLine) => Number(amountText(amount, line))
const lastDay = (end: Day) => wireDay((end - 1) as Day)

/** Readers choose the class of an item by these two fields. */
function marks(billingProvider: BillingProvider, invoiceLineItemType: LineItemType, objectType: string) {
  return { invoiceLineItemType, billingProvider, attributes: attributes(objectType) }
}

/** A line of the recurring invoice. */
export function presentLicenseBasedLine(line: ReconLine) {
  const { partner, customer, subscription, availability, charge } = line
  return {
    partnerId: partner.partnerId,
    customerId: customer.customerId,
    customerName: customer.name,
    mpnId: networkNumber(partner.mpnId),
    tier2MpnId: networkNumber(customer.resellerMpnId),
    orderId: subscription.orderId,
    subscriptionId: subscription.subscriptionId,
    syndicationPartnerSubscriptionNumber: subscription.subscriptionId,
    offerId: availability.id,
    durableOfferId: `${availability.productId}:${availability.skuId}`,
    offerName: availability.title,
    domainName: customer.domainName,
    billingCycleType: billingFrequency(availability),
    subscriptionName: subscription.friendlyName ?? availability.title,
    subscriptionDescription: availability.title,
    ...termDates(line),
    ...chargeDates(line),
    chargeType: charge.type,
    unitPrice: Number(unitPriceText(line)),
    quantity: charge.quantity,
    amount: amountOf(line.listed.amount, line),
    totalOtherDiscount: amountOf(discountOf(line), line),
    subtotal: amountOf(subtotalOf(line), line),
    tax: amountOf(line.tax, line),
    totalForCustomer: amountOf(totalOf(line), line),
    currency: availability.currency,
    ...marks('office', 'billing_line_items', 'LicenseBasedLineItem'),
  }
}

/** A line of the one-time invoice, marked as it was asked for. */
export function presentOneTimeLine(line: ReconLine, provider: 'one_time' | 'all') {
  const { partner, customer, subscription, charge, invoice, product, usage } = line
  return {
    partnerId: partner.partnerId,
    customerId: customer.customerId,
    customerName: customer.name,
    customerDomainName: customer.domainName,
    customerCountry: customer.country,
    invoiceNumber: invoice.number,
    mpnId: partner.mpnId,
    resellerMpnId: networkNumber(customer.resellerMpnId),
    orderId: subscription.orderId,
    orderDate: wireDay(subscription.orderDate),
    ...productFields(line),
    productQualifiers: [...(product.isAddOn ? ['Add-on'] : []), ...(product.isTrial ? ['Trial'] : [])],
    chargeType: capitalised(charge.type),
    ...prices(line),
    ...termDates(line),
    ...chargeDates(line),
    ...ONLY_RESERVED,
    meterDescription: usage?.meter.name ?? '',
    creditReasonCode: invoice.creditReason ?? '',
    ...adjustment(line),
    referenceId: subscription.referenceId ?? '',
    pcToBCExchangeRate: usage === null ? 1 : Number(exchangeRateText(usage.rated)),
    pcToBCExchangeRateDate: wireDay(usage?.rated.exchange.date ?? invoice.date),
    ...marks(provider, 'billing_line_items', 'OneTimeInvoiceLineItem'),
  }
}

/** What only reservations fill. */
const ONLY_RESERVED = { alternateId: '', reservationOrderId: '' }

/** What lowered the price of a line. */
function adjustment({ discount, usage }: ReconLine) {
  return {
    priceAdjustmentDescription: usage === null ? (discount?.description ?? '') : earnedCreditText(usage.rated),
    discountDetails: discount?.description ?? '',
    promotionId: discount?.promotionId ?? '',
  }
}

function productFields({ availability, product, subscription, usage }: ReconLine) {
  return {
    productId: availability.productId,
    skuId: availability.skuId,
    availabilityId: availability.id,
    productName: product.productTitle,
    skuName: product.skuTitle,
    publisherName: product.publisherName,
    publisherId: product.publisherId,
    subscriptionDescription: availability.title,
    subscriptionId: subscription.subscriptionId,
    termAndBillingCycle: usage?.meter.unit ?? termAndBillingCycle(availability),
    billingFrequency: usage === null ? billingFrequency(availability) : 'NA',
    pricingCurrency: usage?.rated.pricingCurrency ?? availability.currency,
  }
}

function prices(line: ReconLine) {
  const { charge, product, availability, usage } = line
  return {
    unitPrice: Number(usage === null ? unitPriceText(line) : usagePriceText(usage)),
    effectiveUnitPrice: Number(effectivePriceText(line)),
    unitType: usage?.meter.unitType ?? product.unitType,
    quantity: charge.quantity,
    billableQuantity: Number(billableQuantityText(line)),
    subtotal: amountOf(subtotalOf(line), line),
    taxTotal: amountOf(line.tax, line),
    totalForCustomer: amountOf(totalOf(line), line),
    currency: availability.currency,
  }
}

/** The term a charge lies in; what is bought once and for all has no end. */
function termDates({ subscription: { startDate, endDate } }: ReconLine) {
  return {
    subscriptionStartDate: wireDay(startDate),
    subscriptionEndDate: endDate === null ? undefined : lastDay(endDate),
  }
}

export function chargeDates({ charge }: ReconLine) {
  return { chargeStartDate: wireDay(charge.chargeStart), chargeEndDate: lastDay(charge.chargeEnd) }
}

/** A line of what a customer cost. */
export function presentServiceCostLine(line: ReconLine) {
  const { customer, subscription, availability, charge, invoice, product, usage } = line
  return {
    startDate: wireDay(charge.chargeStart),
    endDate: lastDay(charge.chargeEnd),
    subscriptionFriendlyName: subscription.friendlyName ?? availability.title,
    subscriptionId: subscription.subscriptionId,
    orderId: subscription.orderId,
    offerId: availability.id,
    offerName: availability.title,
    resellerMPNId: customer.resellerMpnId ?? '',
    chargeType: invoice.type === 'recurring' ? charge.type : capitalised(charge.type),
    quantity: Number(billableQuantityText(line)),
    unitPrice: Number(usage === null ? unitPriceText(line) : effectivePriceText(line)),
    pretaxTotal: amountOf(subtotalOf(line), line),
    tax: amountOf(line.tax, line),
    afterTaxTotal: amountOf(totalOf(line), line),
    currencyCode: availability.currency,
    currencySymbol: currencySymbol(availability.currency),
    customerId: customer.customerId,
    customerName: customer.name,
    invoiceNumber: invoice.number,
    invoiceType: INVOICE_TYPE_WORDS[invoice.type],
    productId: availability.productId,
    skuId: availability.skuId,
    availabilityId: availability.id,
    productName: product.productTitle,
    // What was used stands where others say what was bought.
    skuName: usage === null ? product.skuTitle : `${product.skuTitle}: ${usage.meter.name}`,
    publisherName: product.publisherName,
    publisherId: product.publisherId,
    termAndBillingCycle: usage?.meter.unit ?? termAndBillingCycle(availability),
    discountDetails: line.discount?.description ?? '',
    attributes: attributes('ServiceCostLineItem'),
  }
}

/** A network id as a number; 0 for none, and for one that is no number. */
export function networkNumber(mpnId: string | null): number {
  return /^-?\d{1,15}$/.test(mpnId ?? '') ? Number(mpnId) : 0
}

/** `new` of the files is `New` in the API. */
export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
