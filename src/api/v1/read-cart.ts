import type { z } from 'zod'
import { type BillingCycle, parseBillingCycle } from '../../core/catalog/billing-cycle.js'
import type { CartLine, Participant } from '../../core/ordering/cart.js'
import type { cartBody } from '../schema/cart.js'
import type { createOrderBody, updateOrderBody } from '../schema/order.js'
import type { BILLING_CYCLES } from '../schema/subscription.js'

type WireBillingCycle = (typeof BILLING_CYCLES)[number]

type WireLine = z.output<typeof cartBody>['lineItems'][number]
type WireOrderLine = z.output<typeof createOrderBody>['lineItems'][number]
type ChangedOrderLine = NonNullable<z.output<typeof updateOrderBody>['lineItems']>[number]

/** Billing cycle in our words; `undefined` where the contract's word says nothing. */
export function readBillingCycle(word: WireBillingCycle | undefined): BillingCycle | undefined {
  if (word === 'one_time') return 'one-time'
  if (word === 'triennial' || word === 'biennial') return 'upfront'
  return word === undefined ? undefined : parseBillingCycle(word)
}

/** Lines of a cart; those without an id get the next free ones. */
export function readCartLines(lines: readonly WireLine[]): CartLine[] {
  const taken = new Set(lines.flatMap((line) => [line, ...(line.addonItems ?? [])]).map((line) => line.id))
  let next = 0
  const free = () => {
    while (taken.has(next)) next += 1
    taken.add(next)
    return next
  }
  return lines.map((line) => ({
    ...readLine(line, line.id ?? free()),
    addOns: (line.addonItems ?? []).map((addOn) => ({ ...readLine(addOn, addOn.id ?? free()), addOns: [] })),
  }))
}

function readLine(line: Omit<WireLine, 'addonItems'>, id: number): Omit<CartLine, 'addOns'> {
  return {
    id,
    item: line.catalogItemId ?? '',
    quantity: line.quantity,
    friendlyName: line.friendlyName ?? null,
    currency: line.currencyCode?.toUpperCase() ?? null,
    billingCycle: readBillingCycle(line.billingCycle) ?? null,
    term: line.termDuration?.toUpperCase() ?? null,
    promotionId: line.promotionId ?? null,
    participants: (line.participants ?? []).flatMap((one): Participant[] =>
      one.value === null || one.value === undefined ? [] : [{ key: one.key, value: one.value }],
    ),
    provisioning: withoutNulls(line.provisioningContext),
    attested: line.attestationAccepted ?? null,
    renewsTo: line.renewsTo?.termDuration?.toUpperCase() ?? null,
    customTermEnd: line.customTermEndDate ?? null,
  }
}

/** Lines of an order, as the lines of a cart they could have been. */
export function readOrderLines(
  lines: readonly (WireOrderLine | (ChangedOrderLine & { readonly quantity: number }))[],
  order: { readonly billingCycle?: WireBillingCycle | undefined; readonly currencyCode?: string | undefined },
): CartLine[] {
  return lines.map((line, index) => {
    const { parentSubscriptionId: parent, partnerIdOnRecord: reseller } = line
    return {
      id: line.lineItemNumber ?? index,
      item: line.offerId ?? '(none)',
      quantity: line.quantity,
      friendlyName: line.friendlyName ?? null,
      currency: order.currencyCode?.toUpperCase() ?? null,
      billingCycle: readBillingCycle(order.billingCycle) ?? null,
      term: line.termDuration?.toUpperCase() ?? null,
      promotionId: line.promotionId ?? null,
      participants: reseller === undefined ? [] : [{ key: 'transaction_reseller', value: reseller }],
      provisioning: {
        ...withoutNulls(line.provisioningContext),
        ...(parent === undefined ? {} : { parentSubscriptionId: parent }),
      },
      attested: line.attestationAccepted ?? null,
      renewsTo: line.renewsTo?.termDuration?.toUpperCase() ?? null,
      customTermEnd: line.customTermEndDate ?? null,
      addOns: [],
    }
  })
}

function withoutNulls(map: Readonly<Record<string, string | null | undefined>> | null | undefined) {
  const entries = Object.entries(map ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(entries)
}
