import { accept, type Outcome } from '../core/refusal.js'
import { findCustomerInScope } from '../store/customer-reading.js'
import { deleteRolesOf } from '../store/customer-roles.js'
import { listUsersDeletedBefore, removeCustomerUser, updateCustomerUser } from '../store/customer-users.js'
import { deleteLicensesOf } from '../store/license-assignments.js'
import { type CustomerUser, loadActiveUser, recordUserChange, restorableFrom } from './customer-users.js'
import type { UseCase } from './use-case.js'

/** Deletes a user: it can be restored for 30 days. Its licenses go back to their pools at once, its roles end. */
export async function deleteCustomerUser(
  context: UseCase,
  customerId: string,
  userId: string,
): Promise<Outcome<CustomerUser>> {
  const found = await loadActiveUser(context, customerId, userId, 'lock')
  if (!found.ok) return found
  const { customer, user } = found.value
  const { session, now } = context
  const licenses = await deleteLicensesOf(session, user)
  const roles = await deleteRolesOf(session, user)
  const after: CustomerUser = { ...user, deletedAt: now }
  await updateCustomerUser(session, after)
  await recordUserChange(context, customer, 'delete_customer_user', user, after, {
    licenses: licenses.map(({ productId, skuId }) => `${productId}:${skuId}`).join(','),
    roles: roles.join(','),
  })
  return accept(after)
}

const MOST_AT_ONCE = 500

/**
 * Forgets the users of the partners in scope that were deleted more than 30 days ago; at most 500 in one call.
 * @returns how many
 */
export async function purgeDeletedCustomerUsers(context: UseCase): Promise<number> {
  const before = restorableFrom(context.now)
  const users = await listUsersDeletedBefore(context.session, context.scope.partnerIds, before, MOST_AT_ONCE)
  let purged = 0
  for (const user of users) {
    if (!(await removeCustomerUser(context.session, user))) continue
    const customer = await findCustomerInScope(context.session, context.scope, user.customerId)
    const named = { customerId: user.customerId, name: customer?.name ?? '' }
    await recordUserChange(context, named, 'delete_customer_user', user, undefined, { purged: 'true' })
    purged += 1
  }
  return purged
}
