import {
  addMember,
  type DirectoryRole,
  listDirectoryRoles,
  listMembers,
  listUserRoles,
  type RoleMember,
  removeMember,
} from '../../app/customer-roles.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import { collection, foundPage, readSeekPosition } from '../paging.js'
import {
  customerParams,
  directoryRoles,
  listMembersQuery,
  MOST_USERS,
  memberBody,
  memberParams,
  roleParams,
  userMember,
  userMembers,
  userParams,
} from '../schema/customer-user.js'

const GROUP = 'Users, roles and licenses'
const ROLES = '/v1/customers/:customerId/directoryroles'
const MEMBERS = `${ROLES}/:roleId/usermembers`

export const CUSTOMER_ROLE_ENDPOINTS = [
  endpoint({
    id: 'user-roles',
    method: 'GET',
    path: '/v1/customers/:customerId/users/:userId/directoryroles',
    group: GROUP,
    summary: 'Directory roles of a user.',
    capability: 'customer-user.read',
    userOnly: true,
    params: userParams,
    response: directoryRoles,
    handle: async (call) => {
      const roles = await listUserRoles(call, call.params.customerId, call.params.userId)
      return roles.ok ? accept(collection(roles.value.map(presentRole), call.request.uri)) : roles
    },
  }),
  endpoint({
    id: 'customer-roles',
    method: 'GET',
    path: ROLES,
    group: GROUP,
    summary: 'Directory roles users of a customer can have.',
    capability: 'customer-user.read',
    userOnly: true,
    params: customerParams,
    response: directoryRoles,
    handle: async (call) => {
      const roles = await listDirectoryRoles(call, call.params.customerId)
      return roles.ok ? accept(collection(roles.value.map(presentRole), call.request.uri)) : roles
    },
  }),
  endpoint({
    id: 'role-members',
    method: 'GET',
    path: MEMBERS,
    group: GROUP,
    summary: 'Users that have a directory role.',
    capability: 'customer-user.read',
    userOnly: true,
    params: roleParams,
    query: listMembersQuery,
    response: userMembers,
    handle: async (call) => {
      const { params, query, request } = call
      const position = readSeekPosition(request, 'guid')
      if (!position.ok) return position
      const limit = query.size ?? MOST_USERS
      const page = { after: position.value.after?.[0], limit: limit + 1 }
      const found = await listMembers(call, params.customerId, params.roleId, page)
      if (!found.ok) return found
      const present = (member: (typeof found.value)[number]) => presentMember(member, params.roleId)
      return accept(foundPage(found.value, limit, request, ({ userId }) => [userId], present))
    },
  }),
  endpoint({
    id: 'add-role-member',
    method: 'POST',
    path: MEMBERS,
    group: GROUP,
    summary: 'Gives a user a directory role.',
    capability: 'customer-user.manage',
    userOnly: true,
    params: roleParams,
    body: memberBody,
    response: userMember,
    status: 201,
    handle: async (call) => {
      const { params, body } = call
      const added = await addMember(call, params.customerId, params.roleId, body.id)
      return added.ok ? accept(presentMember(added.value, params.roleId)) : added
    },
  }),
  endpoint({
    id: 'remove-role-member',
    method: 'DELETE',
    path: `${MEMBERS}/:userId`,
    group: GROUP,
    summary: 'Takes a directory role from a user.',
    capability: 'customer-user.manage',
    userOnly: true,
    params: memberParams,
    response: null,
    status: 204,
    handle: ({ params, ...call }) => removeMember(call, params.customerId, params.roleId, params.userId),
  }),
]

function presentRole({ id, name }: DirectoryRole) {
  return { name, id, attributes: attributes('DirectoryRole') }
}

function presentMember({ userId, displayName, userPrincipalName }: RoleMember, roleId: string) {
  return { id: userId, displayName, userPrincipalName, roleId, attributes: attributes('UserMember') }
}
