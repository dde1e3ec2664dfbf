import type { Day } from '../calendar/day.js'
import type { Availability } from '../catalog/availability.js'
import type { DiscountTitle } from '../catalog/discount.js'
import type { Charge } from '../charging/charge.js'
import type { InvoiceType } from '../invoicing/assemble.js'
import type { Decimal } from '../money/decimal.js'
import type { Prorated } from '../proration/prorate.js'
import type { Meter } from '../rating/meter.js'
import type { RatedLine } from '../rating/rated-line.js'

/**
 * One row of a reconciliation file before it is text: a charge and all that the file says about it. Whoever makes many
 * of them shares the objects: one `ReconPartner`, one `ReconCustomer` and so on for all lines that mean the same one,
 * because the writer keeps the text of an object for as long as it sees that object.
 */
export interface ReconLine {
  readonly partner: ReconPartner
  readonly customer: ReconCustomer
  readonly subscription: ReconSubscription
  readonly availability: Availability
  readonly product: ReconProduct
  readonly charge: Charge
  /** The charge at the list price: what a file says of its price before the discount. */
  readonly listed: Prorated
  readonly invoice: ReconInvoice
  /** Minor units. */
  readonly tax: bigint
  /** The discount in the charge, if there is one: what it is called. */
  readonly discount: DiscountTitle | null
  /** What was measured and how it was rated, where the charge is for usage. */
  readonly usage: UsageDetail | null
}

/** What a charge for usage is made of. */
export interface UsageDetail {
  readonly meter: Meter
  readonly rated: RatedLine
  /** Only of a row of a daily file: the part of the charge that is this day's and this resource's. */
  readonly daily: DailyUsage | null
}

/** What one resource used on one day. */
export interface DailyUsage {
  readonly day: Day
  readonly quantity: Decimal
  /** Minor units of the pricing currency. */
  readonly cost: bigint
  /** `null` where a line was corrected without any usage of its own. */
  readonly resource: UsedResource | null
}

/** Something that was used, as events describe it. */
export interface UsedResource {
  readonly resourceId: string
  readonly entitlementId: string
  readonly entitlementName: string
  readonly resourceGroup: string
  readonly resourceUri: string
  readonly location: string
  /** JSON. */
  readonly tags: string
  readonly additionalInfo: string
}

export interface ReconPartner {
  readonly partnerId: string
  readonly name: string
  readonly mpnId: string
  readonly country: string
  readonly currency: string
}

export interface ReconCustomer {
  readonly customerId: string
  readonly name: string
  readonly domainName: string
  readonly country: string
  /** The reseller of record; `null` where the partner sells directly. */
  readonly resellerMpnId: string | null
}

export interface ReconSubscription {
  readonly subscriptionId: string
  readonly orderId: string
  readonly orderDate: Day
  /** The partner's own name for it; `null` for the offer's name. */
  readonly friendlyName: string | null
  readonly parentSubscriptionId: string | null
  readonly sourceSubscriptionId: string | null
  /** The current term, half-open; no end for what is bought once and for all. */
  readonly startDate: Day
  readonly endDate: Day | null
  /** The same for all subscriptions that came out of one conversion. */
  readonly referenceId: string | null
}

export interface ReconProduct {
  readonly productTitle: string
  readonly skuTitle: string
  readonly publisherName: string
  readonly publisherId: string
  readonly unitType: string
  readonly isAddOn: boolean
  readonly isTrial: boolean
}

export interface ReconInvoice {
  readonly number: string
  readonly date: Day
  readonly type: InvoiceType
  /** Only of a credit note: why. */
  readonly creditReason?: string
}

/** What a file adds up to, in minor units; `subtotal` is what its invoice says before tax. */
export interface ReconSums {
  readonly lineCount: number
  readonly amount: bigint
  readonly discount: bigint
  readonly subtotal: bigint
  readonly tax: bigint
  readonly total: bigint
}

/** What was taken off a line's list price, in minor units; negative for a credit. */
export function discountOf({ charge, listed }: ReconLine): bigint {
  return listed.amount - charge.amount
}

/** What a line costs before tax: its list price less its discount. */
export function subtotalOf({ charge }: ReconLine): bigint {
  return charge.amount
}

/** What a line costs with tax. */
export function totalOf(line: ReconLine): bigint {
  return subtotalOf(line) + line.tax
}

/** Adds a file up. Throws where lines are in different currencies, because such a sum means nothing. */
export function sumOf(lines: Iterable<ReconLine>): ReconSums {
  let currency: string | undefined
  let lineCount = 0
  let [amount, discount, tax] = [0n, 0n, 0n]
  for (const line of lines) {
    currency ??= line.availability.currency
    if (line.availability.currency !== currency) {
      throw new Error(`a file is in one currency, not in ${currency} and ${line.availability.currency}`)
    }
    lineCount += 1
    amount += line.listed.amount
    discount += discountOf(line)
    tax += line.tax
  }
  const subtotal = amount - discount
  return { lineCount, amount, discount, subtotal, tax, total: subtotal + tax }
}
