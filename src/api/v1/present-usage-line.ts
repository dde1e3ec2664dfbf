import { formatPlainDecimal } from '../../core/money/decimal.js'
import { amountText } from '../../core/recon/cell-text.js'
import { type ReconLine, totalOf } from '../../core/recon/recon-line.js'
import {
  dailyCostText,
  effectivePriceText,
  effectiveRateText,
  exchangeRateText,
  listPriceText,
  usagePriceText,
} from '../../core/recon/usage-text.js'
import { attributes } from '../links.js'
import { capitalised, chargeDates, networkNumber } from './present-invoice-line.js'
import { wireDay } from './present-subscription.js'

// The same texts as in the files, as JSON numbers where they are numbers.

/** A line for usage of the recurring invoice. */
export function presentUsageBasedLine(line: ReconLine) {
  const { availability, charge, usage } = line
  const { meter, rated } = usage!
  return {
    detailLineItemId: rated.tier,
    sku: meter.resourceSku,
    includedQuantity: Number(formatPlainDecimal(rated.included)),
    overageQuantity: Number(formatPlainDecimal(rated.quantity)),
    listPrice: Number(listPriceText(usage!)),
    consumptionPrice: Number(listPriceText(usage!)),
    consumptionDiscount: 0,
    currency: availability.currency,
    pretaxCharges: Number(amountText(charge.amount, line)),
    taxAmount: Number(amountText(line.tax, line)),
    postTaxTotal: Number(amountText(totalOf(line), line)),
    pretaxEffectiveRate: Number(effectiveRateText(line, usage!, false)),
    postTaxEffectiveRate: Number(effectiveRateText(line, usage!, true)),
    chargeType: charge.type,
    ...commonOf(line),
    consumedQuantity: Number(formatPlainDecimal(rated.consumed)),
    invoiceLineItemType: 'billing_line_items' as const,
    attributes: attributes('UsageBasedLineItem'),
  }
}

/** A day and a resource of it. */
export function presentDailyUsageLine(line: ReconLine) {
  const { meter, daily } = line.usage!
  return {
    customerBillableAccount: '',
    usageDate: wireDay(daily!.day),
    meteredService: meter.serviceName,
    meteredServiceType: meter.serviceType,
    meteredRegion: meter.meteredRegion,
    project: daily!.resource?.resourceUri ?? '',
    serviceInfo: '',
    ...commonOf(line),
    consumedQuantity: Number(formatPlainDecimal(daily!.quantity)),
    invoiceLineItemType: 'usage_line_items' as const,
    attributes: attributes('DailyUsageLineItem'),
  }
}

function commonOf(line: ReconLine) {
  const { partner, customer, subscription, availability, invoice } = line
  const { meter } = line.usage!
  return {
    partnerId: partner.partnerId,
    partnerName: partner.name,
    partnerBillableAccountId: '',
    customerId: customer.customerId,
    customerCompanyName: customer.name,
    mpnId: networkNumber(partner.mpnId),
    tier2MpnId: networkNumber(customer.resellerMpnId),
    invoiceNumber: invoice.number,
    domainName: customer.domainName,
    billingCycleType: 'Monthly',
    subscriptionId: subscription.subscriptionId,
    subscriptionName: subscription.friendlyName ?? availability.title,
    subscriptionDescription: availability.title,
    orderId: subscription.orderId,
    serviceName: meter.serviceName,
    serviceType: meter.serviceType,
    resourceGuid: meter.meterId,
    resourceName: meter.name,
    region: meter.region,
    ...chargeDates(line),
    unit: meter.unit,
    billingProvider: 'azure' as const,
  }
}

/** A day and a resource of the one-time invoice. Both marks choose the class, whoever it was asked of. */
export function presentDailyRatedLine(line: ReconLine) {
  const { partner, customer, subscription, availability, product, charge, usage, invoice } = line
  const { meter, rated, daily } = usage!
  const resource = daily!.resource
  return {
    partnerId: partner.partnerId,
    partnerName: partner.name,
    customerId: customer.customerId,
    customerName: customer.name,
    customerDomainName: customer.domainName,
    customerCountry: customer.country,
    mpnId: partner.mpnId,
    resellerMpnId: customer.resellerMpnId ?? '0',
    invoiceNumber: invoice.number,
    productId: availability.productId,
    skuId: availability.skuId,
    availabilityId: availability.id,
    skuName: product.skuTitle,
    productName: product.productTitle,
    publisherName: product.publisherName,
    publisherId: product.publisherId,
    subscriptionId: subscription.subscriptionId,
    subscriptionDescription: availability.title,
    ...chargeDates(line),
    usageDate: wireDay(daily!.day),
    meterType: meter.unit,
    meterCategory: meter.category,
    meterId: meter.meterId,
    meterSubCategory: meter.subcategory,
    meterName: meter.name,
    meterRegion: meter.region,
    unitOfMeasure: meter.unit,
    resourceLocation: resource?.location ?? '',
    consumedService: meter.serviceName,
    resourceGroup: resource?.resourceGroup ?? '',
    resourceUri: resource?.resourceUri ?? '',
    tags: resource?.tags ?? '',
    additionalInfo: resource?.additionalInfo ?? '',
    serviceInfo1: '',
    serviceInfo2: '',
    chargeType: capitalised(charge.type),
    unitPrice: Number(usagePriceText(usage!)),
    quantity: Number(formatPlainDecimal(daily!.quantity)),
    unitType: meter.unitType,
    billingPreTaxTotal: Number(amountText(charge.amount, line)),
    billingCurrency: availability.currency,
    pricingPreTaxTotal: Number(dailyCostText(usage!)),
    pricingCurrency: rated.pricingCurrency,
    entitlementId: resource?.entitlementId ?? '',
    entitlementDescription: resource?.entitlementName ?? '',
    pcToBCExchangeRate: Number(exchangeRateText(rated)),
    pcToBCExchangeRateDate: wireDay(rated.exchange.date ?? invoice.date),
    effectiveUnitPrice: Number(effectivePriceText(line)),
    rateOfPartnerEarnedCredit: rated.earnedCredit / 100,
    hasPartnerEarnedCredit: rated.earnedCredit > 0,
    creditType: 'Not Applicable',
    rateOfCredit: 0,
    invoiceLineItemType: 'usage_line_items' as const,
    billingProvider: 'marketplace' as const,
    attributes: attributes('DailyRatedUsageLineItem'),
  }
}
