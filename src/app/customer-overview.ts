import { formatInstant } from '../core/calendar/instant.js'
import { type ListedForOperator, listCustomersForOperator } from '../store/customer-lists.js'
import { listRecordsOf } from '../store/customer-profiles.js'
import type { Session } from './use-case.js'

/** Which customers an operator wants to see. */
export interface OverviewFilter {
  readonly partnerId: string | undefined
  /** Beginning of the name, in any case. */
  readonly name: string | undefined
  readonly limit: number
}

/** Customers of one partner or of all, by name, and whether there are more. For who operates the program. */
export async function listAllCustomers(
  session: Session,
  filter: OverviewFilter,
): Promise<{ readonly customers: readonly ListedForOperator[]; readonly more: boolean }> {
  const found = await listCustomersForOperator(session, { ...filter, limit: filter.limit + 1 })
  return { customers: found.slice(0, filter.limit), more: found.length > filter.limit }
}

/** Everything known of a customer, once for every partner that has it. */
export async function findCustomerOverviews(session: Session, customerId: string): Promise<object[]> {
  const records = await listRecordsOf(session, customerId)
  return records.map(({ createdAt, directSignedAt, ...others }) => ({
    ...others,
    createdAt: createdAt === null ? null : formatInstant(createdAt),
    directSignedAt: directSignedAt === null ? null : formatInstant(directSignedAt),
  }))
}
