import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  deleteRoleMember,
  insertRoleMember,
  listRoleMembers,
  listRolesOf,
  type RoleMember,
} from '../store/customer-roles.js'
import { recordChange } from './audit.js'
import { type CustomerUser, loadActiveUser } from './customer-users.js'
import { DIRECTORY_ROLES, type DirectoryRole, findDirectoryRole } from './directory-roles.js'
import { type CustomerRef, loadCustomer } from './load-customer.js'
import type { UseCase } from './use-case.js'

export type { DirectoryRole, RoleMember }

/** Roles the users of a customer can have. */
export async function listDirectoryRoles(
  context: UseCase,
  customerId: string,
): Promise<Outcome<readonly DirectoryRole[]>> {
  const customer = await loadCustomer(context, customerId)
  return customer.ok ? accept(DIRECTORY_ROLES) : customer
}

/** Roles a user has. */
export async function listUserRoles(
  context: UseCase,
  customerId: string,
  userId: string,
): Promise<Outcome<readonly DirectoryRole[]>> {
  const found = await loadActiveUser(context, customerId, userId)
  if (!found.ok) return found
  const held = await listRolesOf(context.session, found.value.user)
  return accept(DIRECTORY_ROLES.filter((role) => held.includes(role.id)))
}

/** Users that have a role, in order of their ids. */
export async function listMembers(
  context: UseCase,
  customerId: string,
  roleId: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<Outcome<RoleMember[]>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  if (findDirectoryRole(roleId) === undefined) return refuse('directory-role-not-found', { role: roleId })
  return accept(await listRoleMembers(context.session, customer.value, roleId, page))
}

/** Gives a user a role. */
export async function addMember(
  context: UseCase,
  customerId: string,
  roleId: string,
  userId: string,
): Promise<Outcome<RoleMember>> {
  const found = await loadMember(context, customerId, roleId, userId)
  if (!found.ok) return found
  const { customer, user, role } = found.value
  if (!(await insertRoleMember(context.session, user, roleId))) {
    return refuse('role-member-known', { user: userId, role: role.name })
  }
  await record(context, customer, user, role, 'add_user_member')
  return accept(user)
}

/** Takes a role from a user. */
export async function removeMember(
  context: UseCase,
  customerId: string,
  roleId: string,
  userId: string,
): Promise<Outcome<undefined>> {
  const found = await loadMember(context, customerId, roleId, userId)
  if (!found.ok) return found
  const { customer, user, role } = found.value
  if (!(await deleteRoleMember(context.session, user, roleId))) {
    return refuse('role-member-unknown', { user: userId, role: role.name })
  }
  await record(context, customer, user, role, 'remove_user_member')
  return accept(undefined)
}

async function loadMember(context: UseCase, customerId: string, roleId: string, userId: string) {
  const found = await loadActiveUser(context, customerId, userId, 'lock')
  if (!found.ok) return found
  const role = findDirectoryRole(roleId)
  return role === undefined ? refuse('directory-role-not-found', { role: roleId }) : accept({ ...found.value, role })
}

function record(
  context: UseCase,
  customer: CustomerRef,
  user: CustomerUser,
  role: DirectoryRole,
  operationType: 'add_user_member' | 'remove_user_member',
): Promise<void> {
  const member = { roleId: role.id, role: role.name, userId: user.userId, userPrincipalName: user.userPrincipalName }
  const added = operationType === 'add_user_member'
  return recordChange(context, {
    partnerId: customer.partnerId,
    customer,
    resourceType: 'customer_directory_role',
    operationType,
    before: added ? null : member,
    after: added ? member : null,
    data: { userId: user.userId, roleId: role.id, roleName: role.name },
  })
}
