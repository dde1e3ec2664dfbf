import {
  addSecret,
  changeProgram,
  listPrograms,
  loadProgram,
  registerProgram,
  removeSecret,
  unregisterProgram,
} from '../../app/service-principals.js'
import { LEAST_ID } from '../../core/access/least-id.js'
import { accept } from '../../core/refusal.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { foundPage, readSeekPosition } from '../paging.js'
import {
  listQuery,
  MOST_LISTED,
  programBody,
  programChange,
  programParams,
  programSchema,
  secretBody,
  secretParams,
  secretSchema,
} from '../schema/identity.js'
import { collectionOf } from '../schema/wire.js'
import { accountOf, HOUSES, type House } from './partner-house.js'
import { presentProgram, presentSecret } from './present-identity.js'

/** Looking at programs. */
function readingPrograms(house: House): readonly Endpoint[] {
  const { prefix, name, group } = house
  const path = `${prefix}/service-principals`
  const uriOf = (applicationId: string) => `${path}/${applicationId}`.replace('/v1', '')
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
        const present = (program: (typeof found)[number]) => presentProgram(program, uriOf(program.applicationId))
        return accept(foundPage(found, size, call.request, ({ applicationId }) => [applicationId], present))
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
  ]
}

/** Registering programs, changing and removing them. */
function managingPrograms(house: House): readonly Endpoint[] {
  const { prefix, name, group } = house
  const path = `${prefix}/service-principals`
  const uriOf = (applicationId: string) => `${path}/${applicationId}`.replace('/v1', '')
  const manage = { group, capability: house.manage, userOnly: true } as const
  return [
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
  ]
}

/** Giving programs secrets and taking them away. */
function managingSecrets(house: House): readonly Endpoint[] {
  const { prefix, name, group } = house
  const path = `${prefix}/service-principals`
  const manage = { group, capability: house.manage, userOnly: true } as const
  return [
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

export const PROGRAM_ENDPOINTS = HOUSES.flatMap((house) => [
  ...readingPrograms(house),
  ...managingPrograms(house),
  ...managingSecrets(house),
])
