import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type CustomerRef, findCustomerInScope } from '../store/customer-reading.js'
import type { UseCase } from './use-case.js'

export type { CustomerRef }

/** The customer a request is about, within its scope; the refusal is the same whether it is missing or another's. */
export async function loadCustomer(
  { session, scope }: Pick<UseCase, 'session' | 'scope'>,
  customerId: string,
): Promise<Outcome<CustomerRef>> {
  const customer = await findCustomerInScope(session, scope, customerId)
  return customer === undefined ? refuse('customer-not-found', { customer: customerId }) : accept(customer)
}
