import type { Operation } from '../core/access/operation.js'
import type { Role } from '../core/access/role.js'
import { fitSide, mayEquip } from '../core/access/role-rules.js'
import { type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type ApplicationSecret,
  deleteSecret,
  deleteServicePrincipal,
  findServicePrincipal,
  findServicePrincipalOf,
  insertSecret,
  insertServicePrincipal,
  listSecrets,
  listServicePrincipalsOf,
  type ServicePrincipal,
  updateServicePrincipal,
} from '../store/applications.js'
import { putCutoff, revokeFamiliesOf } from '../store/grants.js'
import { recordChange } from './audit.js'
import { HINT_LENGTH } from './client-authentication.js'
import { closingCutoff } from './closing-cutoff.js'
import { hashPassword } from './password-hash.js'
import { randomSecret } from './random-secret.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'
import type { Administration } from './users.js'
import { removeWebhooksOf } from './webhooks.js'

/** A program with what is known of its secrets. */
export interface RegisteredProgram extends ServicePrincipal {
  readonly secrets: readonly ApplicationSecret[]
}

export interface NewProgram {
  readonly name: string
  readonly roles: readonly Role[]
  readonly isPublic: boolean
  readonly redirectUris: readonly string[]
}

const MOST_SECRETS = 5

/** Registers a program of an account. */
export async function registerProgram(
  context: Administration,
  accountId: string,
  wanted: NewProgram,
): Promise<Outcome<RegisteredProgram>> {
  const allowed = mayGive(context, accountId, wanted.roles)
  if (!allowed.ok) return allowed
  if (wanted.isPublic && wanted.roles.length > 0) {
    return refuse('malformed', {
      what: 'roles',
      problem: 'a public application keeps no secret, so it has no roles of its own',
    })
  }
  const program: ServicePrincipal = {
    ...wanted,
    applicationId: context.newId(),
    accountId,
    state: 'active',
    createdAt: context.systemNow,
  }
  await insertServicePrincipal(context.session, program)
  await record(context, accountId, 'register_application', null, shown(program))
  return accept({ ...program, secrets: [] })
}

export interface ProgramChange {
  readonly name?: string | undefined
  readonly roles?: readonly Role[] | undefined
  readonly redirectUris?: readonly string[] | undefined
  readonly state?: 'active' | 'disabled' | undefined
}

/** Changes a program. One that is disabled, or has other roles, needs new tokens. */
export async function changeProgram(
  context: Administration,
  accountId: string,
  applicationId: string,
  change: ProgramChange,
): Promise<Outcome<RegisteredProgram>> {
  const { session, systemNow } = context
  const before = await findServicePrincipalOf(session, accountId, applicationId, true)
  if (before === undefined) return noSuchProgram(applicationId)
  const after: ServicePrincipal = {
    ...before,
    name: change.name ?? before.name,
    roles: change.roles ?? before.roles,
    redirectUris: change.redirectUris ?? before.redirectUris,
    state: change.state ?? before.state,
  }
  const allowed = mayGive(context, accountId, [...before.roles, ...after.roles])
  if (!allowed.ok) return allowed
  if (after.isPublic && after.roles.length > 0) {
    return refuse('malformed', {
      what: 'roles',
      problem: 'a public application keeps no secret, so it has no roles of its own',
    })
  }
  await updateServicePrincipal(session, after)
  await putCutoff(session, applicationId, after.state === 'disabled' ? closingCutoff(systemNow) : systemNow)
  if (after.state === 'disabled') await revokeFamiliesOf(session, applicationId, systemNow)
  // The contract has no word for a changed application; it is registered anew, as it is now.
  await record(context, accountId, 'register_application', shown(before), shown(after))
  return loadProgram(context, accountId, applicationId)
}

/** Removes a program with its secrets and webhooks; tokens it was given are refused from now on. */
export async function unregisterProgram(
  context: Administration,
  accountId: string,
  applicationId: string,
): Promise<Outcome<undefined>> {
  const { session } = context
  const before = await findServicePrincipalOf(session, accountId, applicationId, true)
  if (before === undefined) return noSuchProgram(applicationId)
  const allowed = mayGive(context, accountId, before.roles)
  if (!allowed.ok) return allowed
  await deleteServicePrincipal(session, applicationId)
  await removeWebhooksOf(context, applicationId)
  await putCutoff(session, applicationId, closingCutoff(context.systemNow))
  await record(context, accountId, 'unregister_application', shown(before), null)
  return accept(undefined)
}

/** A new secret of a program; it is given once and never shown again. */
export async function addSecret(
  context: Administration,
  accountId: string,
  applicationId: string,
  wanted: { readonly description: string; readonly days: number },
): Promise<Outcome<{ readonly secret: ApplicationSecret; readonly value: string }>> {
  const { session, systemNow } = context
  const program = await findServicePrincipalOf(session, accountId, applicationId, true)
  if (program === undefined) return noSuchProgram(applicationId)
  const allowed = mayGive(context, accountId, program.roles)
  if (!allowed.ok) return allowed
  if (program.isPublic)
    return refuse('malformed', { what: 'application', problem: 'a public application has no secrets' })
  const known = await listSecrets(session, [applicationId])
  if (known.length >= MOST_SECRETS) return refuse('too-many-secrets', { limit: MOST_SECRETS })
  const value = randomSecret()
  const secret: ApplicationSecret = {
    secretId: context.newId(),
    hint: value.slice(0, HINT_LENGTH),
    description: wanted.description,
    createdAt: systemNow,
    expiresAt: (systemNow + wanted.days * MILLISECONDS_PER_DAY) as Instant,
  }
  await insertSecret(session, applicationId, secret, await hashPassword(value))
  const { secretId, description } = secret
  await record(context, accountId, 'add_application_credential', null, { applicationId, secretId, description })
  return accept({ secret, value })
}

/** Removes a secret. Tokens of the program are withdrawn, since whoever knew the secret may have some. */
export async function removeSecret(
  context: Administration,
  accountId: string,
  applicationId: string,
  secretId: string,
): Promise<Outcome<undefined>> {
  const { session } = context
  const program = await findServicePrincipalOf(session, accountId, applicationId, true)
  if (program === undefined) return noSuchProgram(applicationId)
  const allowed = mayGive(context, accountId, program.roles)
  if (!allowed.ok) return allowed
  if (!(await deleteSecret(session, applicationId, secretId))) {
    return refuse('not-found', { what: 'secret', id: secretId })
  }
  await putCutoff(session, applicationId, context.systemNow)
  await record(context, accountId, 'remove_application_credential', { applicationId, secretId }, null)
  return accept(undefined)
}

export async function loadProgram(
  { session }: Pick<UseCase, 'session'>,
  accountId: string,
  applicationId: string,
): Promise<Outcome<RegisteredProgram>> {
  const program = await findServicePrincipalOf(session, accountId, applicationId)
  if (program === undefined) return noSuchProgram(applicationId)
  return accept({ ...program, secrets: await listSecrets(session, [applicationId]) })
}

/** A program of any account: for who has the database. */
export async function loadAnyProgram(
  { session }: Pick<UseCase, 'session'>,
  applicationId: string,
): Promise<Outcome<RegisteredProgram>> {
  const program = await findServicePrincipal(session, applicationId)
  if (program === undefined) return noSuchProgram(applicationId)
  return accept({ ...program, secrets: await listSecrets(session, [applicationId]) })
}

/** Programs of an account by id, after one of them. */
export async function listPrograms(
  { session }: Pick<UseCase, 'session'>,
  accountId: string,
  after: string,
  limit: number,
): Promise<readonly RegisteredProgram[]> {
  const programs = await listServicePrincipalsOf(session, accountId, after, limit)
  const secrets = await listSecrets(
    session,
    programs.map(({ applicationId }) => applicationId),
  )
  return programs.map((program) => ({
    ...program,
    secrets: secrets.filter(({ applicationId }) => applicationId === program.applicationId),
  }))
}

function noSuchProgram(applicationId: string) {
  return refuse('not-found', { what: 'service principal', id: applicationId })
}

function mayGive({ actor }: UseCase, accountId: string, roles: readonly Role[]): Outcome<undefined> {
  const fits = fitSide(roles, accountId === PLATFORM_ID)
  if (!fits.ok || actor.kind === 'system') return fits
  return mayEquip(actor.roles, roles)
}

function record(
  context: UseCase,
  partnerId: string,
  operationType: Operation,
  before: object | null,
  after: object | null,
): Promise<void> {
  const resourceType = operationType.endsWith('credential') ? 'application_credential' : 'application'
  return recordChange(context, { partnerId, customer: null, resourceType, operationType, before, after })
}

function shown({ applicationId, name, roles, state, isPublic, redirectUris }: ServicePrincipal) {
  return { applicationId, name, roles, state, isPublic, redirectUris }
}
