import { formatPlainDecimal } from '../../money/decimal.js'
import { amountText, usDate, usEnd, usStart } from '../cell-text.js'
import type { DailyUsage, ReconLine, UsageDetail, UsedResource } from '../recon-line.js'
import { columnsOf, plainColumnsOf, type ReconSchema } from '../schema.js'
import { dailyCostText, effectivePriceText, exchangeDateText, exchangeRateText, usagePriceText } from '../usage-text.js'

const EMPTY = () => ''

function usageOf({ usage }: ReconLine): UsageDetail {
  return usage!
}

function dailyOf(line: ReconLine): DailyUsage {
  return usageOf(line).daily!
}

/** A word of the resource; nothing where a line was corrected without usage of its own. */
function ofResource(word: (resource: UsedResource) => string): (line: ReconLine) => string {
  return (line) => {
    const { resource } = dailyOf(line)
    return resource === null ? '' : word(resource)
  }
}

/**
 * The usage behind the one-time invoice day by day and resource by resource: 52 columns. Rows of a line share its price,
 * exchange rate and dates, and add up to it to the minor unit. The numbers and names of the file are those of the meter;
 * `MeterType` and `Unit` are what one unit is, `UnitType` is how it is printed beside a price. The columns of service
 * metadata are empty, and so are those of consumption credits, which there are none of.
 */
export const dailyRatedSchema: ReconSchema = {
  kind: 'daily-rated',
  columns: [
    ...columnsOf('partner', { PartnerId: (partner) => partner.partnerId, PartnerName: (partner) => partner.name }),
    ...columnsOf('customer', {
      CustomerId: (customer) => customer.customerId,
      CustomerName: (customer) => customer.name,
      CustomerDomainName: (customer) => customer.domainName,
      CustomerCountry: (customer) => customer.country,
    }),
    ...columnsOf('partner', { MpnId: (partner) => partner.mpnId }),
    ...columnsOf('customer', { Tier2MpnId: (customer) => customer.resellerMpnId ?? '' }),
    ...columnsOf('invoice', { InvoiceNumber: (invoice) => invoice.number }),
    ...columnsOf('availability', {
      ProductId: (availability) => availability.productId,
      SkuId: (availability) => availability.skuId,
      AvailabilityId: (availability) => availability.id,
    }),
    ...columnsOf('product', {
      SkuName: (product) => product.skuTitle,
      ProductName: (product) => product.productTitle,
      PublisherName: (product) => product.publisherName,
      PublisherId: (product) => product.publisherId,
    }),
    ...columnsOf('availability', { SubscriptionDescription: (availability) => availability.title }),
    ...columnsOf('subscription', { SubscriptionId: (subscription) => subscription.subscriptionId }),
    ...plainColumnsOf('line', {
      ChargeStartDate: ({ charge }) => usStart(charge.chargeStart),
      ChargeEndDate: ({ charge }) => usEnd(charge.chargeEnd),
      UsageDate: (line) => usDate(dailyOf(line).day),
    }),
    ...columnsOf('line', {
      MeterType: (line) => usageOf(line).meter.unit,
      MeterCategory: (line) => usageOf(line).meter.category,
      MeterId: (line) => usageOf(line).meter.meterId,
      MeterSubCategory: (line) => usageOf(line).meter.subcategory,
      MeterName: (line) => usageOf(line).meter.name,
      MeterRegion: (line) => usageOf(line).meter.region,
      Unit: (line) => usageOf(line).meter.unit,
      ResourceLocation: ofResource(({ location }) => location),
      ConsumedService: (line) => usageOf(line).meter.serviceName,
      ResourceGroup: ofResource(({ resourceGroup }) => resourceGroup),
      ResourceURI: ofResource(({ resourceUri }) => resourceUri),
      ChargeType: ({ charge }) => charge.type,
    }),
    ...plainColumnsOf('line', {
      UnitPrice: (line) => usagePriceText(usageOf(line)),
      Quantity: (line) => formatPlainDecimal(dailyOf(line).quantity),
    }),
    ...columnsOf('line', { UnitType: (line) => usageOf(line).meter.unitType }),
    ...plainColumnsOf('line', { BillingPreTaxTotal: (line) => amountText(line.charge.amount, line) }),
    ...columnsOf('availability', { BillingCurrency: (availability) => availability.currency }),
    ...plainColumnsOf('line', {
      PricingPreTaxTotal: (line) => dailyCostText(usageOf(line)),
      PricingCurrency: (line) => usageOf(line).rated.pricingCurrency,
    }),
    ...columnsOf('nothing', { ServiceInfo1: EMPTY, ServiceInfo2: EMPTY }),
    ...columnsOf('line', {
      Tags: ofResource(({ tags }) => tags),
      AdditionalInfo: ofResource(({ additionalInfo }) => additionalInfo),
    }),
    ...plainColumnsOf('line', {
      EffectiveUnitPrice: effectivePriceText,
      PCToBCExchangeRate: (line) => exchangeRateText(usageOf(line).rated),
      PCToBCExchangeRateDate: exchangeDateText,
    }),
    ...columnsOf('line', {
      EntitlementId: ofResource(({ entitlementId }) => entitlementId),
      EntitlementDescription: ofResource(({ entitlementName }) => entitlementName),
    }),
    ...plainColumnsOf('line', {
      PartnerEarnedCreditPercentage: (line) => String(usageOf(line).rated.earnedCredit),
    }),
    ...columnsOf('nothing', { CreditPercentage: () => '0', CreditType: EMPTY }),
  ],
}
