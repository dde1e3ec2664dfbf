import { formatPlainDecimal } from '../../money/decimal.js'
import { amountText, billingFrequency, usEnd, usStart } from '../cell-text.js'
import { type ReconLine, subtotalOf, totalOf, type UsageDetail } from '../recon-line.js'
import { columnsOf, plainColumnsOf, type ReconSchema } from '../schema.js'
import { effectiveRateText, listPriceText } from '../usage-text.js'

const EMPTY = () => ''

/** The usage a row is about: lines without any stand in other files. */
function usageOf({ usage }: ReconLine): UsageDetail {
  return usage!
}

/**
 * The usage of the recurring invoice: 42 columns, one row for each meter, price and tier. There are no billable accounts
 * besides partners and customers, so their columns are empty, and so is what describes instances. `UsageDate` is the day
 * the subscription was ordered.
 */
export const usageBasedSchema: ReconSchema = {
  kind: 'usage-based',
  columns: [
    ...columnsOf('partner', { PartnerId: (partner) => partner.partnerId, PartnerName: (partner) => partner.name }),
    ...columnsOf('nothing', { PartnerBillableAccountId: EMPTY }),
    ...columnsOf('customer', { CustomerCompanyName: (customer) => customer.name }),
    ...columnsOf('partner', { MpnId: (partner) => partner.mpnId }),
    ...columnsOf('customer', { ResellerMpnId: (customer) => customer.resellerMpnId ?? '' }),
    ...columnsOf('invoice', { InvoiceNumber: (invoice) => invoice.number }),
    ...plainColumnsOf('line', {
      ChargeStartDate: ({ charge }) => usStart(charge.chargeStart),
      ChargeEndDate: ({ charge }) => usEnd(charge.chargeEnd),
    }),
    ...columnsOf('subscription', { SubscriptionId: (subscription) => subscription.subscriptionId }),
    ...columnsOf('line', {
      SubscriptionName: ({ subscription, availability }) => subscription.friendlyName ?? availability.title,
    }),
    ...columnsOf('availability', { SubscriptionDescription: (availability) => availability.title }),
    ...columnsOf('subscription', { OrderID: (subscription) => subscription.orderId }),
    ...columnsOf('line', {
      ServiceName: (line) => usageOf(line).meter.serviceName,
      ServiceType: (line) => usageOf(line).meter.serviceType,
      ResourceGuid: (line) => usageOf(line).meter.meterId,
      ResourceName: (line) => usageOf(line).meter.name,
      Region: (line) => usageOf(line).meter.region,
      Sku: (line) => usageOf(line).meter.resourceSku,
    }),
    ...plainColumnsOf('line', {
      DetailLineItemId: (line) => String(usageOf(line).rated.tier),
      ConsumedQuantity: (line) => formatPlainDecimal(usageOf(line).rated.consumed),
      IncludedQuantity: (line) => formatPlainDecimal(usageOf(line).rated.included),
      OverageQuantity: (line) => formatPlainDecimal(usageOf(line).rated.quantity),
      ListPrice: (line) => listPriceText(usageOf(line)),
      PretaxCharges: (line) => amountText(subtotalOf(line), line),
      TaxAmount: (line) => amountText(line.tax, line),
      PostTaxTotal: (line) => amountText(totalOf(line), line),
    }),
    ...columnsOf('availability', { Currency: (availability) => availability.currency }),
    ...plainColumnsOf('line', {
      PretaxEffectiveRate: (line) => effectiveRateText(line, usageOf(line), false),
      PostTaxEffectiveRate: (line) => effectiveRateText(line, usageOf(line), true),
    }),
    ...columnsOf('line', { ChargeType: ({ charge }) => charge.type }),
    ...columnsOf('customer', {
      CustomerId: (customer) => customer.customerId,
      DomainName: (customer) => customer.domainName,
    }),
    ...columnsOf('availability', { BillingCycleType: billingFrequency }),
    ...columnsOf('line', { Unit: (line) => usageOf(line).meter.unit }),
    ...columnsOf('nothing', { CustomerBillableAccount: EMPTY }),
    ...columnsOf('subscription', { UsageDate: (subscription) => usStart(subscription.orderDate) }),
    ...columnsOf('line', {
      MeteredRegion: (line) => usageOf(line).meter.meteredRegion,
      MeteredService: (line) => usageOf(line).meter.serviceName,
      MeteredServiceType: (line) => usageOf(line).meter.serviceType,
    }),
    ...columnsOf('nothing', { Project: EMPTY, ServiceInfo: EMPTY }),
  ],
}
