import {
  addSecret,
  changeProgram,
  listPrograms,
  loadProgram,
  registerProgram,
  removeSecret,
  unregisterProgram,
} from '../../app/service-principals.js'
import { PLATFORM_ID } from '../../app/use-case.js'
import { addUser, changeUser, listUsers, loadUser, removeUser, resetUser } from '../../app/users.js'
import type { Capability } from '../../core/access/permission.js'
import { accept } from '../../core/refusal.js'
import { type Call, type Endpoint, endpoint } from '../endpoint.js'
import { readSeekPosition, seekPage } from '../paging.js'
import {
  admittedSchema,
  listQuery,
  MOST_LISTED,
  programBody,
  programChange,
  programParams,
  programSchema,
  resetBody,
  secretBody,
  secretParams,
  secretSchema,
  userBody,
  userChange,
  userParams,
  userSchema,
} from '../schema/identity.js'
import { collectionOf } from '../schema/wire.js'
import { presentAdmitted, presentProgram, presentSecret, presentUser, withoutEntrance } from './present-identity.js'

/** Whose users: a partner's own, or those of the provider. The operations are the same. */
interface House {
  readonly prefix: '/v1/account' | '/v1/platform'
  /** Before the ids of its operations. */
  readonly name: 'account' | 'platform'
  readonly group: string
  readonly isProvider: boolean
  readonly read: Capability
  readonly manage: Capability
}

const PARTNER: House = {
  prefix: '/v1/account',
  name: 'account',
  group: 'Users of the partner',
  isProvider: false,
  read: 'partner-user.read',
  manage: 'partner-user.manage',
}

const PROVIDER: House = {
  prefix: '/v1/platform',
  name: 'platform',
  group: 'Users of the provider',
  isProvider: true,
  read: 'platform.user.manage',
  manage: 'platform.user.manage',
}

/** The account whose users are meant: of the provider's house always its own, for whomever its staff acts. */
function accountOf({ isProvider }: House, call: Pick<Call<unknown, unknown, unknown>, 'account'>): string {
  return isProvider ? PLATFORM_ID : call.account!.partnerId
}

const LEAST_ID = '00000000-0000-0000-0000-000000000000'

function userEndpoints(house: House): readonly Endpoint[] {
  const { prefix, name, group } = house
  const path = `${prefix}/users`
  const uriOf = (userId: string) => `${path}/${userId}`.replace('/v1', '')
  const manage = { group, capability: house.manage, userOnly: true } as const
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
        const shown = found.slice(0, size)
        const last = found.length > size ? [shown.at(-1)!.signInName] : undefined
        const items = shown.map((user) => presentUser(user, uriOf(user.userId)))
        return accept(seekPage(items, call.request, last))
      },
    }),
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

function programEndpoints(house: House): readonly Endpoint[] {
  const { prefix, name, group } = house
  const path = `${prefix}/service-principals`
  const uriOf = (applicationId: string) => `${path}/${applicationId}`.replace('/v1', '')
  const manage = { group, capability: house.manage, userOnly: true } as const
  return [
    endpoint({
      id: `${name}-list-service-principals`,
      method: 'GET',
      path,
      group,
      summary: 'Programs that may sign in for the account, without their secrets.',
      capability: house.read,
      query: listQuery,
      response: collectionOf(programSchema),
      handle: async (call) => {
        const position = readSeekPosition(call.request, 'guid')
        if (!position.ok) return position
        const size = call.query.size ?? MOST_LISTED
        const found = await listPrograms(call, accountOf(house, call), position.value.after?.[0] ?? LEAST_ID, size + 1)
        const shown = found.slice(0, size)
        const last = found.length > size ? [shown.at(-1)!.applicationId] : undefined
        const items = shown.map((program) => presentProgram(program, uriOf(program.applicationId)))
        return accept(seekPage(items, call.request, last))
      },
    }),
    endpoint({
      id: `${name}-create-service-principal`,
      method: 'POST',
      path,
      ...manage,
      summary: 'Register a program; it signs in once it has a secret.',
      body: programBody,
      response: programSchema,
      status: 201,
      handle: async (call) => {
        const added = await registerProgram(call, accountOf(house, call), call.body)
        return added.ok ? accept(presentProgram(added.value, uriOf(added.value.applicationId))) : added
      },
    }),
    endpoint({
      id: `${name}-get-service-principal`,
      method: 'GET',
      path: `${path}/:applicationId`,
      group,
      summary: 'One program.',
      capability: house.read,
      params: programParams,
      response: programSchema,
      handle: async (call) => {
        const program = await loadProgram(call, accountOf(house, call), call.params.applicationId)
        return program.ok ? accept(presentProgram(program.value, uriOf(program.value.applicationId))) : program
      },
    }),
    endpoint({
      id: `${name}-update-service-principal`,
      method: 'PATCH',
      path: `${path}/:applicationId`,
      ...manage,
      summary: 'Change name, roles, addresses to go back to, or state; its tokens are withdrawn.',
      params: programParams,
      body: programChange,
      response: programSchema,
      handle: async (call) => {
        const changed = await changeProgram(call, accountOf(house, call), call.params.applicationId, call.body)
        return changed.ok ? accept(presentProgram(changed.value, uriOf(changed.value.applicationId))) : changed
      },
    }),
    endpoint({
      id: `${name}-delete-service-principal`,
      method: 'DELETE',
      path: `${path}/:applicationId`,
      ...manage,
      summary: 'Remove a program with its secrets.',
      params: programParams,
      response: null,
      status: 204,
      handle: (call) => unregisterProgram(call, accountOf(house, call), call.params.applicationId),
    }),
    endpoint({
      id: `${name}-create-secret`,
      method: 'POST',
      path: `${path}/:applicationId/secrets`,
      ...manage,
      summary: 'Give a program a further secret; the answer shows it once.',
      params: programParams,
      body: secretBody,
      response: secretSchema,
      status: 201,
      redact: ({ value: _, ...secret }: { value?: string }) => secret,
      handle: async (call) => {
        const added = await addSecret(call, accountOf(house, call), call.params.applicationId, call.body)
        return added.ok ? accept({ ...presentSecret(added.value.secret), value: added.value.value }) : added
      },
    }),
    endpoint({
      id: `${name}-delete-secret`,
      method: 'DELETE',
      path: `${path}/:applicationId/secrets/:secretId`,
      ...manage,
      summary: 'Remove a secret; tokens of the program are withdrawn.',
      params: secretParams,
      response: null,
      status: 204,
      handle: (call) => removeSecret(call, accountOf(house, call), call.params.applicationId, call.params.secretId),
    }),
  ]
}

export const USER_ENDPOINTS = [PARTNER, PROVIDER].flatMap((house) => [
  ...userEndpoints(house),
  ...programEndpoints(house),
])
