import {
  type CustomerUser,
  createCustomerUser,
  loadCustomerUser,
  type PasswordProfile,
  resetPassword,
  updateUser,
} from '../../app/customer-users.js'
import { deleteCustomerUser } from '../../app/delete-customer-users.js'
import { listUsers } from '../../app/list-customer-users.js'
import { loadCustomer } from '../../app/load-customer.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { readSeekPosition, seekPage } from '../paging.js'
import {
  createUserBody,
  customerParams,
  customerUser,
  customerUsers,
  listUsersQuery,
  MOST_USERS,
  resetPasswordBody,
  updateUserBody,
  userParams,
} from '../schema/customer-user.js'
import { wireInstant } from '../schema/wire.js'
import { readUserFilter } from './user-filter.js'

const GROUP = 'Users, roles and licenses'
const USERS = '/v1/customers/:customerId/users'
const USER = `${USERS}/:userId`

export const CUSTOMER_USER_ENDPOINTS = [
  endpoint({
    id: 'list-users',
    method: 'GET',
    path: USERS,
    group: GROUP,
    summary: 'Users of a customer; with the filter UserState equals Inactive, those that were deleted.',
    capability: 'customer-user.read',
    userOnly: true,
    params: customerParams,
    query: listUsersQuery,
    response: customerUsers,
    handle: async (call) => {
      const { params, query, request } = call
      const filter = readUserFilter(query.filter)
      if (!filter.ok) return filter
      const position = readSeekPosition(request, 'text', 'guid')
      if (!position.ok) return position
      const limit = query.size ?? MOST_USERS
      const found = await listUsers(call, params.customerId, {
        deleted: filter.value === 'inactive',
        sortBy: query.sortField === 'user_principal_name' ? 'userPrincipalName' : 'displayName',
        descending: query.sortDirection === 'descending',
        after: position.value.after as readonly [string, string] | undefined,
        limit,
      })
      if (!found.ok) return found
      const { users, last } = found.value
      return accept(
        seekPage(
          users.map((user) => present(user)),
          request,
          last,
        ),
      )
    },
  }),
  endpoint({
    id: 'create-user',
    method: 'POST',
    path: USERS,
    group: GROUP,
    summary: 'Creates a user of a customer.',
    capability: 'customer-user.manage',
    userOnly: true,
    params: customerParams,
    body: createUserBody,
    response: customerUser,
    handle: async (call) => {
      const customer = await loadCustomer(call, call.params.customerId)
      if (!customer.ok) return customer
      const { passwordProfile, ...fields } = call.body
      const user = { ...fields, phoneNumber: fields.phoneNumber ?? null, immutableId: fields.immutableId ?? null }
      const created = await createCustomerUser(call, customer.value, user, passwordOf(passwordProfile))
      return created.ok ? accept(present(created.value, 'password')) : created
    },
  }),
  endpoint({
    id: 'get-user',
    method: 'GET',
    path: USER,
    group: GROUP,
    summary: 'One user of a customer, also while it is deleted.',
    capability: 'customer-user.read',
    userOnly: true,
    params: userParams,
    response: customerUser,
    handle: async (call) => {
      const found = await loadCustomerUser(call, call.params.customerId, call.params.userId)
      return found.ok ? accept(present(found.value.user)) : found
    },
  }),
  endpoint({
    id: 'update-user',
    method: 'PATCH',
    path: USER,
    group: GROUP,
    summary: 'Changes a user, gives it another password, or restores it (state active) within 30 days of its deletion.',
    capability: 'customer-user.manage',
    userOnly: true,
    params: userParams,
    body: updateUserBody,
    response: customerUser,
    handle: async (call) => {
      const { params, body } = call
      const { passwordProfile, state, ...fields } = body
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      const updated = await updateUser(call, params.customerId, params.userId, {
        fields: given,
        password: passwordProfile === undefined ? undefined : passwordOf(passwordProfile),
        restore: state === 'active',
      })
      if (!updated.ok) return updated
      return accept(present(updated.value, passwordProfile === undefined ? undefined : 'password'))
    },
  }),
  endpoint({
    id: 'reset-password',
    method: 'PATCH',
    path: `${USER}/resetpassword`,
    group: GROUP,
    summary: 'Gives a user another password.',
    capability: 'customer-user.manage',
    userOnly: true,
    params: userParams,
    body: resetPasswordBody,
    response: customerUser,
    handle: async (call) => {
      const { params, body } = call
      const reset = await resetPassword(call, params.customerId, params.userId, passwordOf(body.passwordProfile))
      return reset.ok ? accept(present(reset.value, 'password')) : reset
    },
  }),
  endpoint({
    id: 'delete-user',
    method: 'DELETE',
    path: USER,
    group: GROUP,
    summary: 'Deletes a user: licenses and roles end at once, and it can be restored for 30 days.',
    capability: 'customer-user.manage',
    userOnly: true,
    params: userParams,
    response: null,
    status: 204,
    handle: async (call) => {
      const deleted = await deleteCustomerUser(call, call.params.customerId, call.params.userId)
      return deleted.ok ? accept(undefined) : deleted
    },
  }),
]

function passwordOf(profile: { password: string; forceChangePassword?: boolean | undefined }): PasswordProfile {
  return { password: profile.password, forceChangePassword: profile.forceChangePassword ?? true }
}

/** A user as the API shows it; after a password was set, with its profile, but never with the password. */
function present(user: CustomerUser, shown?: 'password') {
  const { userId, customerId, usageLocation, immutableId, phoneNumber, deletedAt } = user
  return {
    ...(usageLocation === null ? {} : { usageLocation }),
    id: userId,
    userPrincipalName: user.userPrincipalName,
    firstName: user.firstName,
    lastName: user.lastName,
    displayName: user.displayName,
    ...(immutableId === null ? {} : { immutableId }),
    ...(phoneNumber === null ? {} : { phoneNumber }),
    ...(shown === undefined
      ? {}
      : { passwordProfile: { forceChangePassword: user.forceChangePassword, password: '' as const } }),
    userDomainType: 'managed',
    state: deletedAt === null ? 'active' : 'inactive',
    ...(deletedAt === null ? {} : { softDeletionTime: wireInstant(deletedAt) }),
    links: selfLink(`/customers/${customerId}/users/${userId}`),
    attributes: attributes('CustomerUser'),
  }
}
