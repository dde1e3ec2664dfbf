import { accept, type Outcome } from '../core/refusal.js'
import { type CustomerUser, listCustomerUsers, type UserPage } from '../store/customer-users.js'
import { loadCustomer } from './load-customer.js'
import type { UseCase } from './use-case.js'

/** Users of a customer, and the key of the last one where more follow. */
export async function listUsers(
  context: UseCase,
  customerId: string,
  page: UserPage,
): Promise<Outcome<{ readonly users: readonly CustomerUser[]; readonly last: readonly string[] | undefined }>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const found = await listCustomerUsers(context.session, customer.value, { ...page, limit: page.limit + 1 })
  const users = found.slice(0, page.limit)
  const last = found.length > page.limit ? users.at(-1) : undefined
  return accept({ users, last: last === undefined ? undefined : [last.sortKey, last.userId] })
}
