import { addUser, changeUser, listUsers, loadUser, removeUser, resetUser } from '../../app/users.js'
import { accept } from '../../core/refusal.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { foundPage, readSeekPosition } from '../paging.js'
import {
  admittedSchema,
  listQuery,
  MOST_LISTED,
  resetBody,
  userBody,
  userChange,
  userParams,
  userSchema,
} from '../schema/identity.js'
import { collectionOf } from '../schema/wire.js'
import { accountOf, HOUSES, type House } from './partner-house.js'
import { presentAdmitted, presentUser, withoutEntrance } from './present-identity.js'

/** Looking at users. */
function readingUsers(house: House): readonly Endpoint[] {
  const { prefix, name, group } = house
  const path = `${prefix}/users`
  const uriOf = (userId: string) => `${path}/${userId}`.replace('/v1', '')
  return [
    endpoint({
      id: `${name}-list-users`,
      method: 'GET',
      path,
      group,
      summary: 'Users who may sign in for the account, by name.',
      capability: house.read,
      query: listQuery,
      response: collectionOf(userSchema),
      handle: async (call) => {
        const position = readSeekPosition(call.request, 'text')
        if (!position.ok) return position
        const size = call.query.size ?? MOST_LISTED
        const found = await listUsers(call, accountOf(house, call), position.value.after?.[0] ?? '', size + 1)
        const present = (user: (typeof found)[number]) => presentUser(user, uriOf(user.userId))
        return accept(foundPage(found, size, call.request, ({ signInName }) => [signInName], present))
      },
    }),
    endpoint({
      id: `${name}-get-user`,
      method: 'GET',
      path: `${path}/:userId`,
      group,
      summary: 'One user.',
      capability: house.read,
      params: userParams,
      response: userSchema,
      handle: async (call) => {
        const user = await loadUser(call, accountOf(house, call), call.params.userId)
        return user.ok ? accept(presentUser(user.value, uriOf(user.value.userId))) : user
      },
    }),
  ]
}

/** Bringing users in, changing and removing them. */
function managingUsers(house: House): readonly Endpoint[] {
  const { prefix, name, group } = house
  const path = `${prefix}/users`
  const uriOf = (userId: string) => `${path}/${userId}`.replace('/v1', '')
  const manage = { group, capability: house.manage, userOnly: true } as const
  return [
    endpoint({
      id: `${name}-create-user`,
      method: 'POST',
      path,
      ...manage,
      summary: 'Add a user; the answer holds, once, the link or temporary password to begin with.',
      body: userBody,
      response: admittedSchema,
      status: 201,
      redact: withoutEntrance,
      handle: async (call) => {
        const { fullName, userPrincipalName, roles, temporaryPassword } = call.body
        const wanted = { fullName, signInName: userPrincipalName, roles, withPassword: temporaryPassword }
        const added = await addUser(call, accountOf(house, call), wanted)
        if (!added.ok) return added
        return accept(presentAdmitted(added.value, uriOf(added.value.user.userId), call.authority.settings.issuer))
      },
    }),
    endpoint({
      id: `${name}-update-user`,
      method: 'PATCH',
      path: `${path}/:userId`,
      ...manage,
      summary: 'Change name, roles or state; who gets other roles or is disabled has to sign in again.',
      params: userParams,
      body: userChange,
      response: userSchema,
      handle: async (call) => {
        const changed = await changeUser(call, accountOf(house, call), call.params.userId, call.body)
        return changed.ok ? accept(presentUser(changed.value, uriOf(changed.value.userId))) : changed
      },
    }),
    endpoint({
      id: `${name}-reset-user`,
      method: 'POST',
      path: `${path}/:userId/reset`,
      ...manage,
      summary: 'Give a user a new way in, and take a lost second factor away; the answer shows it once.',
      params: userParams,
      body: resetBody,
      response: admittedSchema,
      redact: withoutEntrance,
      handle: async (call) => {
        const { temporaryPassword: withPassword, secondFactor } = call.body
        const wanted = { withPassword, secondFactor }
        const reset = await resetUser(call, accountOf(house, call), call.params.userId, wanted)
        if (!reset.ok) return reset
        return accept(presentAdmitted(reset.value, uriOf(reset.value.user.userId), call.authority.settings.issuer))
      },
    }),
    endpoint({
      id: `${name}-delete-user`,
      method: 'DELETE',
      path: `${path}/:userId`,
      ...manage,
      summary: 'Remove a user; the activity log keeps what it did.',
      params: userParams,
      response: null,
      status: 204,
      handle: (call) => removeUser(call, accountOf(house, call), call.params.userId),
    }),
  ]
}

export const USER_ENDPOINTS = HOUSES.flatMap((house) => [...readingUsers(house), ...managingUsers(house)])
