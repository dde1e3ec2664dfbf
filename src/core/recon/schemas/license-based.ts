import { amountText, billingFrequency, unitPriceText, usEnd, usStart } from '../cell-text.js'
import { discountOf, subtotalOf, totalOf } from '../recon-line.js'
import { columnsOf, plainColumnsOf, type ReconSchema } from '../schema.js'

/**
 * The file of the recurring invoice: 28 columns. `SubscriptionId` and `SyndicationPartnerSubscriptionNumber` are two
 * numbers of one thing in the published layout; here a subscription has one id, which stands in both. `OfferId` is the
 * availability, `DurableOfferId` the SKU as the price list names it. A subscription's end is the instant it ends,
 * 0:00 of the day after its last.
 */
export const licenseBasedSchema: ReconSchema = {
  kind: 'license-based',
  columns: [
    ...columnsOf('partner', { PartnerId: (partner) => partner.partnerId }),
    ...columnsOf('customer', {
      CustomerId: (customer) => customer.customerId,
      CustomerName: (customer) => customer.name,
    }),
    ...columnsOf('partner', { MpnId: (partner) => partner.mpnId }),
    ...columnsOf('customer', { ResellerMpnId: (customer) => customer.resellerMpnId ?? '' }),
    ...columnsOf('subscription', {
      OrderId: (subscription) => subscription.orderId,
      SubscriptionId: (subscription) => subscription.subscriptionId,
      SyndicationPartnerSubscriptionNumber: (subscription) => subscription.subscriptionId,
    }),
    ...columnsOf('availability', {
      OfferId: (availability) => availability.id,
      DurableOfferId: (availability) => `${availability.productId}:${availability.skuId}`,
      OfferName: (availability) => availability.title,
    }),
    ...columnsOf('subscription', {
      SubscriptionStartDate: (subscription) => usStart(subscription.startDate),
      SubscriptionEndDate: ({ endDate }) => (endDate === null ? '' : usStart(endDate)),
    }),
    ...plainColumnsOf('line', {
      ChargeStartDate: ({ charge }) => usStart(charge.chargeStart),
      ChargeEndDate: ({ charge }) => usEnd(charge.chargeEnd),
    }),
    ...columnsOf('line', { ChargeType: ({ charge }) => charge.type }),
    ...plainColumnsOf('line', {
      UnitPrice: unitPriceText,
      Quantity: ({ charge }) => String(charge.quantity),
      Amount: (line) => amountText(line.listed.amount, line),
      TotalOtherDiscount: (line) => amountText(discountOf(line), line),
      Subtotal: (line) => amountText(subtotalOf(line), line),
      Tax: (line) => amountText(line.tax, line),
      TotalForCustomer: (line) => amountText(totalOf(line), line),
    }),
    ...columnsOf('availability', { Currency: (availability) => availability.currency }),
    ...columnsOf('customer', { DomainName: (customer) => customer.domainName }),
    ...columnsOf('line', {
      SubscriptionName: ({ subscription, availability }) => subscription.friendlyName ?? availability.title,
    }),
    ...columnsOf('availability', {
      SubscriptionDescription: (availability) => availability.title,
      BillingCycleType: billingFrequency,
    }),
  ],
}
