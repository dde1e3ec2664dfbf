import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type CustomerRecord, findCustomerRecord } from '../store/customer-profiles.js'
import { type CustomerRef, findCustomerInScope, findCustomersInScope } from '../store/customer-reading.js'
import { lockPartnerOfCustomer, type PartnerBilling } from '../store/partner-billing.js'
import type { UseCase } from './use-case.js'

export type { CustomerRecord, CustomerRef }

type Reader = Pick<UseCase, 'session' | 'scope'>

/**
 * The customer a request is about, within its scope; the refusal is the same whether it is missing or another's. One
 * whose relationship has ended is refused as well: nothing more is done for it.
 */
export async function loadCustomer({ session, scope }: Reader, customerId: string): Promise<Outcome<CustomerRef>> {
  return standing(await findCustomerInScope(session, scope, customerId), customerId)
}

/** Likewise several at once, by id: one that cannot be had refuses them all. */
export async function loadCustomers(
  { session, scope }: Reader,
  customerIds: readonly string[],
): Promise<Outcome<ReadonlyMap<string, CustomerRef>>> {
  const found = await findCustomersInScope(session, scope, customerIds)
  for (const customerId of customerIds) {
    const customer = standing(found.get(customerId), customerId)
    if (!customer.ok) return customer
  }
  return accept(found)
}

/** A customer and its partner, whose ledger is locked until the transaction ends. */
export interface LockedCustomer {
  readonly customer: CustomerRef
  readonly partner: PartnerBilling
}

/**
 * Like `loadCustomer`, with the ledger of its partner locked first: nobody ends the relationship, and nobody buys for it,
 * before the transaction ends.
 */
export async function lockCustomer(context: Reader, customerId: string): Promise<Outcome<LockedCustomer>> {
  const { session, scope } = context
  const partner = await lockPartnerOfCustomer(session, scope, customerId)
  if (partner === undefined) return refuse('customer-not-found', { customer: customerId })
  const customer = await loadCustomer({ session, scope: { ...scope, partnerIds: [partner.partnerId] } }, customerId)
  return customer.ok ? accept({ customer: customer.value, partner }) : customer
}

/** Like `loadCustomer`, with its profiles; locked until the transaction ends where it is to be changed. */
export async function loadCustomerRecord(
  { session, scope }: Reader,
  customerId: string,
  lock: 'read' | 'lock' = 'read',
): Promise<Outcome<CustomerRecord>> {
  return standing(await findCustomerRecord(session, scope, customerId, lock), customerId)
}

function standing<T extends CustomerRef>(customer: T | undefined, customerId: string): Outcome<T> {
  if (customer === undefined) return refuse('customer-not-found', { customer: customerId })
  if (customer.status === 'active') return accept(customer)
  return refuse('relationship-ended', { partner: customer.partnerId, customer: customerId })
}
