import type { Instant } from '../calendar/day.js'
import type { BillingCycle } from '../catalog/billing-cycle.js'
import type { Currency } from '../money/currency.js'

/** What brought an order about: somebody bought. */
export type OrderTransactionType = 'UserPurchase'

/** What a line of an order did: it founded a subscription, or converted another one into it. */
export type LineTransactionType = 'New' | 'Convert'

/** The first charge of what was ordered, as it was agreed. */
export interface OrderPrice {
  /** Of a whole charge cycle per license, in 10^-8 major units. */
  readonly listPrice: bigint
  /** The same after its discount; without one, the list price. */
  readonly discountedPrice: bigint
  /** The part of that which was charged with the order, per license, in 10^-8 major units. */
  readonly unitPrice: bigint
  /** What was charged with the order, in minor units. */
  readonly amount: bigint
}

/** One thing that was ordered, and the subscription it founded. */
export interface OrderLine {
  /** From 0. */
  readonly number: number
  readonly availabilityId: string
  readonly subscriptionId: string
  /** The base subscription of an add-on. */
  readonly parentSubscriptionId: string | null
  readonly quantity: number
  readonly friendlyName: string
  readonly transactionType: LineTransactionType
  /** Network id of the reseller. */
  readonly partnerOnRecord: string | null
  /** Whether the terms of an offer that asks for it were accepted; `null` where nobody said. */
  readonly attested: boolean | null
  /** What the client sent along for provisioning. */
  readonly provisioning: Readonly<Record<string, string>>
  /** `null` for orders that were imported and for what has not been charged yet. */
  readonly price: OrderPrice | null
  readonly cancelledAt: Instant | null
}

/** Whether its subscription exists, waits for its activation, or was given up before it began. */
export type LineState = 'founded' | 'waiting' | 'given-up'

/** A line as it is stored, with what became of it. */
export interface StoredOrderLine extends OrderLine {
  readonly state: LineState
}

/** An order of a customer. */
export interface Order<Line extends OrderLine = OrderLine> {
  readonly partnerId: string
  readonly customerId: string
  readonly orderId: string
  readonly billingCycle: BillingCycle
  readonly currency: Currency
  readonly transactionType: OrderTransactionType
  readonly createdAt: Instant
  /** The cart it comes from. */
  readonly cartId: string | null
  /** Whether the provider attested that the reseller on record brought the sale; `null` where nobody said. */
  readonly attested: boolean | null
  readonly lines: readonly Line[]
}

/** An order as it is stored. */
export interface StoredOrder extends Order<StoredOrderLine> {
  /** Counts its changes, from 1; 0 for an order that is known from imported subscriptions only. */
  readonly version: number
}

export type OrderStatus = 'completed' | 'pending' | 'cancelled'

/** Cancelled where every line is; pending while a line waits for its activation. */
export function orderStatusOf({ lines }: Pick<StoredOrder, 'lines'>): OrderStatus {
  const open = lines.filter(isOpenLine)
  if (lines.length > 0 && open.length === 0) return 'cancelled'
  return open.some((line) => line.state === 'waiting') ? 'pending' : 'completed'
}

/** Whether a line was neither cancelled nor given up. */
export function isOpenLine({ cancelledAt, state }: StoredOrderLine): boolean {
  return cancelledAt === null && state !== 'given-up'
}
