import {
  type CustomerRow,
  type CustomerSearch,
  countCustomerRows,
  findCustomerRows,
} from '../store/portal-customers.js'
import type { UseCase } from './use-case.js'

export type { CustomerRow, CustomerSearch }

/** A page of the customers in scope as the portal lists them, and how many there are. */
export async function searchCustomers(
  { session, scope }: Pick<UseCase, 'session' | 'scope'>,
  search: CustomerSearch,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly customers: readonly CustomerRow[]; readonly total: number }> {
  const customers = await findCustomerRows(session, scope, search, page)
  const isWhole = page.offset === 0 && customers.length < page.limit
  return { customers, total: isWhole ? customers.length : await countCustomerRows(session, scope, search) }
}
