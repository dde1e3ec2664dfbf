import {
  amountText,
  billingFrequency,
  effectiveUnitPriceText,
  termAndBillingCycle,
  unitPriceText,
  usDate,
  usLastDate,
} from '../cell-text.js'
import { subtotalOf, totalOf } from '../recon-line.js'
import { columnsOf, plainColumnsOf, type ReconSchema } from '../schema.js'

const EMPTY = () => ''

/**
 * The file of the one-time invoice: 46 columns. Charges are priced in the currency they are billed in, so the exchange
 * rate is 1 as of the invoice date. Columns that only metered usage and reservations fill are empty.
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
      UnitPrice: unitPriceText,
      Quantity: ({ charge }) => String(charge.quantity),
      Subtotal: (line) => amountText(subtotalOf(line), line),
      TaxTotal: (line) => amountText(line.tax, line),
      Total: (line) => amountText(totalOf(line), line),
    }),
    ...columnsOf('availability', { Currency: (availability) => availability.currency }),
    ...columnsOf('line', { PriceAdjustmentDescription: ({ discount }) => discount?.description ?? '' }),
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
    ...columnsOf('availability', { TermAndBillingCycle: termAndBillingCycle }),
    ...plainColumnsOf('line', { EffectiveUnitPrice: effectiveUnitPriceText }),
    ...columnsOf('product', { UnitType: (product) => product.unitType }),
    ...columnsOf('nothing', { AlternateId: EMPTY }),
    ...plainColumnsOf('line', { BillableQuantity: ({ charge }) => String(charge.quantity) }),
    ...columnsOf('availability', {
      BillingFrequency: billingFrequency,
      PricingCurrency: (availability) => availability.currency,
    }),
    ...columnsOf('nothing', { PCToBCExchangeRate: () => '1' }),
    ...columnsOf('invoice', { PCToBCExchangeRateDate: (invoice) => usDate(invoice.date) }),
    ...columnsOf('nothing', { MeterDescription: EMPTY, ReservationOrderId: EMPTY }),
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
