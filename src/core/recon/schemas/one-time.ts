import { amountText, billingFrequency, termAndBillingCycle, unitPriceText, usDate, usLastDate } from '../cell-text.js'
import { subtotalOf, totalOf } from '../recon-line.js'
import { columnsOf, plainColumnsOf, type ReconSchema } from '../schema.js'
import {
  billableQuantityText,
  earnedCreditText,
  effectivePriceText,
  exchangeDateText,
  exchangeRateText,
  usagePriceText,
} from '../usage-text.js'

const EMPTY = () => ''

/**
 * The file of the one-time invoice: 46 columns. Charges are priced in the currency they are billed in, so the exchange
 * rate is 1 as of the invoice date; usage has the price, currency and rate of its meter. Columns that only reservations
 * fill are empty.
 */
export const oneTimeSchema: ReconSchema = {
  kind: 'one-time',
  columns: [
    ...columnsOf('partner', { PartnerId: (partner) => partner.partnerId }),
    ...columnsOf('customer', {
      CustomerId: (customer) => customer.customerId,
      CustomerName: (customer) => customer.name,
      CustomerDomainName: (customer) => customer.domainName,
      CustomerCountry: (customer) => customer.country,
    }),
    ...columnsOf('invoice', { InvoiceNumber: (invoice) => invoice.number }),
    ...columnsOf('partner', { MpnId: (partner) => partner.mpnId }),
    ...columnsOf('customer', { ResellerMpnId: (customer) => customer.resellerMpnId ?? '' }),
    ...columnsOf('subscription', {
      OrderId: (subscription) => subscription.orderId,
      OrderDate: (subscription) => usDate(subscription.orderDate),
    }),
    ...columnsOf('availability', {
      ProductId: (availability) => availability.productId,
      SkuId: (availability) => availability.skuId,
      AvailabilityId: (availability) => availability.id,
    }),
    ...columnsOf('product', {
      SkuName: (product) => product.skuTitle,
      ProductName: (product) => product.productTitle,
    }),
    ...columnsOf('line', { ChargeType: ({ charge }) => charge.type }),
    ...plainColumnsOf('line', {
      UnitPrice: (line) => (line.usage === null ? unitPriceText(line) : usagePriceText(line.usage)),
      Quantity: ({ charge }) => String(charge.quantity),
      Subtotal: (line) => amountText(subtotalOf(line), line),
      TaxTotal: (line) => amountText(line.tax, line),
      Total: (line) => amountText(totalOf(line), line),
    }),
    ...columnsOf('availability', { Currency: (availability) => availability.currency }),
    ...columnsOf('line', {
      PriceAdjustmentDescription: ({ usage, discount }) =>
        usage === null ? (discount?.description ?? '') : earnedCreditText(usage.rated),
    }),
    ...columnsOf('product', {
      PublisherName: (product) => product.publisherName,
      PublisherId: (product) => product.publisherId,
    }),
    ...columnsOf('availability', { SubscriptionDescription: (availability) => availability.title }),
    ...columnsOf('subscription', { SubscriptionId: (subscription) => subscription.subscriptionId }),
    ...plainColumnsOf('line', {
      ChargeStartDate: ({ charge }) => usDate(charge.chargeStart),
      ChargeEndDate: ({ charge }) => usLastDate(charge.chargeEnd),
    }),
    ...columnsOf('line', {
      TermAndBillingCycle: ({ usage, availability }) => usage?.meter.unit ?? termAndBillingCycle(availability),
    }),
    ...plainColumnsOf('line', { EffectiveUnitPrice: effectivePriceText }),
    ...columnsOf('line', { UnitType: ({ usage, product }) => usage?.meter.unitType ?? product.unitType }),
    ...columnsOf('nothing', { AlternateId: EMPTY }),
    ...plainColumnsOf('line', { BillableQuantity: billableQuantityText }),
    ...columnsOf('line', {
      BillingFrequency: ({ usage, availability }) => (usage === null ? billingFrequency(availability) : 'NA'),
      PricingCurrency: ({ usage, availability }) => usage?.rated.pricingCurrency ?? availability.currency,
    }),
    ...plainColumnsOf('line', {
      PCToBCExchangeRate: ({ usage }) => (usage === null ? '1' : exchangeRateText(usage.rated)),
      PCToBCExchangeRateDate: exchangeDateText,
    }),
    ...columnsOf('line', { MeterDescription: ({ usage }) => usage?.meter.name ?? '' }),
    ...columnsOf('nothing', { ReservationOrderId: EMPTY }),
    ...columnsOf('invoice', { CreditReasonCode: ({ creditReason }) => creditReason ?? '' }),
    ...columnsOf('subscription', {
      SubscriptionStartDate: (subscription) => usDate(subscription.startDate),
      SubscriptionEndDate: ({ endDate }) => (endDate === null ? '' : usLastDate(endDate)),
      ReferenceID: (subscription) => subscription.referenceId ?? '',
    }),
    ...columnsOf('product', { ProductQualifiers: ({ isAddOn, isTrial }) => qualifiers(isAddOn, isTrial) }),
    ...columnsOf('line', { PromotionID: ({ discount }) => discount?.promotionId ?? '' }),
  ],
}

/** A JSON list of what is special about the product, or nothing. */
function qualifiers(isAddOn: boolean, isTrial: boolean): string {
  const names = [...(isAddOn ? ['Add-on'] : []), ...(isTrial ? ['Trial'] : [])]
  return names.length === 0 ? '' : JSON.stringify(names)
}
