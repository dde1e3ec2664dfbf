import type { Operation } from '../core/access/operation.js'
import { type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { insertRoleMember } from '../store/customer-roles.js'
import {
  type CustomerUser,
  findCustomerDomains,
  findCustomerUser,
  insertCustomerUser,
  setCustomerUserPassword,
  updateCustomerUser,
} from '../store/customer-users.js'
import { recordChange } from './audit.js'
import { GLOBAL_ADMINISTRATOR } from './directory-roles.js'
import { type CustomerRef, loadCustomer } from './load-customer.js'
import { hashPassword } from './password-hash.js'
import { passwordProblem, temporaryPassword } from './password-rules.js'
import type { UseCase } from './use-case.js'

export type { CustomerUser }

/** A password somebody is given, and whether they have to choose another at their first sign-in. */
export interface PasswordProfile {
  readonly password: string
  readonly forceChangePassword: boolean
}

/** What can be said of a user. */
export interface UserFields {
  /** Such as `ida@bakkerij.example.net`: in one of the customer's domains. */
  readonly userPrincipalName: string
  readonly firstName: string
  readonly lastName: string
  readonly displayName: string
  readonly usageLocation: string | null
  readonly phoneNumber: string | null
  readonly immutableId: string | null
}

/** Creates a user of a customer. Refused for a name that is taken or outside its domains, and for a weak password. */
export async function createCustomerUser(
  context: UseCase,
  customer: CustomerRef,
  fields: UserFields,
  { password, forceChangePassword }: PasswordProfile,
): Promise<Outcome<CustomerUser>> {
  const named = await checkName(context, customer, fields.userPrincipalName)
  if (!named.ok) return named
  const problem = passwordProblem(password)
  if (problem !== undefined) return refuse('password-too-weak', { problem })
  const user: CustomerUser = {
    partnerId: customer.partnerId,
    customerId: customer.customerId,
    userId: context.newId(),
    ...fields,
    forceChangePassword,
    createdAt: context.now,
    deletedAt: null,
  }
  const passwordHash = await hashPassword(password)
  if (!(await insertCustomerUser(context.session, { ...user, passwordHash }))) return nameTaken(fields)
  await recordUserChange(context, customer, 'create_customer_user', undefined, user)
  return accept(user)
}

/**
 * Creates the first user of a new customer, `admin@` its domain, as its global administrator.
 * @returns what it signs in with; the password is told once and must be changed
 */
export async function createFirstCustomerUser(
  context: UseCase,
  customer: CustomerRef,
  person: { readonly firstName: string; readonly lastName: string },
): Promise<Outcome<{ readonly userName: string; readonly password: string }>> {
  const userName = `admin@${customer.domainName}`
  const password = temporaryPassword()
  const fields: UserFields = {
    ...person,
    userPrincipalName: userName,
    displayName: `${person.firstName} ${person.lastName}`.trim() || userName,
    usageLocation: null,
    phoneNumber: null,
    immutableId: null,
  }
  const created = await createCustomerUser(context, customer, fields, { password, forceChangePassword: true })
  if (!created.ok) return created
  await insertRoleMember(context.session, created.value, GLOBAL_ADMINISTRATOR.id)
  return accept({ userName, password })
}

/** A user of a customer, deleted or not. */
export async function loadCustomerUser(
  context: UseCase,
  customerId: string,
  userId: string,
  lock: 'lock' | 'read' = 'read',
): Promise<Outcome<{ readonly customer: CustomerRef; readonly user: CustomerUser }>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const user = await findCustomerUser(context.session, customer.value, userId, lock)
  return user === undefined
    ? refuse('customer-user-not-found', { user: userId })
    : accept({ customer: customer.value, user })
}

/** A user that is not deleted; locked for a change where wanted. */
export async function loadActiveUser(
  context: UseCase,
  customerId: string,
  userId: string,
  lock: 'lock' | 'read' = 'read',
): Promise<Outcome<{ readonly customer: CustomerRef; readonly user: CustomerUser }>> {
  const found = await loadCustomerUser(context, customerId, userId, lock)
  if (!found.ok || found.value.user.deletedAt === null) return found
  return refuse('customer-user-deleted', { user: userId })
}

/** How long a deleted user can be restored. */
const RESTORABLE_DAYS = 30

/** Users deleted before this instant are gone, even if they are still stored. */
export function restorableFrom(now: Instant): Instant {
  return (now - RESTORABLE_DAYS * MILLISECONDS_PER_DAY) as Instant
}

/** What is to be changed; what is left out stays. */
export interface UserChanges {
  readonly fields: Partial<UserFields>
  readonly password?: PasswordProfile | undefined
  /** Takes back a deletion. */
  readonly restore: boolean
}

/** Changes a user: what is known of it, its password, or that it was deleted. */
export async function updateUser(
  context: UseCase,
  customerId: string,
  userId: string,
  changes: UserChanges,
): Promise<Outcome<CustomerUser>> {
  const found = await loadCustomerUser(context, customerId, userId, 'lock')
  if (!found.ok) return found
  const { customer, user } = found.value
  if (user.deletedAt !== null) {
    if (user.deletedAt < restorableFrom(context.now)) return refuse('customer-user-not-found', { user: userId })
    if (!changes.restore) return refuse('customer-user-deleted', { user: userId })
  }
  const { userPrincipalName } = changes.fields
  if (userPrincipalName !== undefined && userPrincipalName !== user.userPrincipalName) {
    const named = await checkName(context, customer, userPrincipalName)
    if (!named.ok) return named
  }
  const after: CustomerUser = { ...user, ...changes.fields, deletedAt: null }
  if (!same(user, after)) {
    if (!(await updateCustomerUser(context.session, after))) return nameTaken(after)
    await recordUserChange(context, customer, operationOf(user, after), user, after)
  }
  if (changes.password === undefined) return accept(after)
  return givePassword(context, customer, after, changes.password)
}

/** Gives a user another password. */
export async function resetPassword(
  context: UseCase,
  customerId: string,
  userId: string,
  password: PasswordProfile,
): Promise<Outcome<CustomerUser>> {
  const found = await loadActiveUser(context, customerId, userId, 'lock')
  return found.ok ? givePassword(context, found.value.customer, found.value.user, password) : found
}

async function givePassword(
  context: UseCase,
  customer: CustomerRef,
  user: CustomerUser,
  { password, forceChangePassword }: PasswordProfile,
): Promise<Outcome<CustomerUser>> {
  const problem = passwordProblem(password)
  if (problem !== undefined) return refuse('password-too-weak', { problem })
  const after: CustomerUser = { ...user, forceChangePassword }
  await setCustomerUserPassword(context.session, user, await hashPassword(password))
  await updateCustomerUser(context.session, after)
  await recordUserChange(context, customer, 'reset_customer_user_password', user, after)
  return accept(after)
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._'-]{0,62}[A-Za-z0-9_-])?$/

async function checkName(context: UseCase, customer: CustomerRef, name: string): Promise<Outcome<undefined>> {
  const at = name.lastIndexOf('@')
  const [local, domain] = [name.slice(0, Math.max(0, at)), name.slice(at + 1).toLowerCase()]
  const domains = await findCustomerDomains(context.session, customer)
  if (NAME.test(local) && domains.includes(domain)) return accept(undefined)
  return refuse('customer-user-name-invalid', { name, domains: domains.join(', ') })
}

function nameTaken({ userPrincipalName }: Pick<UserFields, 'userPrincipalName'>) {
  return refuse('customer-user-name-taken', { name: userPrincipalName })
}

const COMPARED = [
  ...(['userPrincipalName', 'firstName', 'lastName', 'displayName', 'usageLocation'] as const),
  ...(['phoneNumber', 'immutableId', 'deletedAt'] as const),
]

function same(before: CustomerUser, after: CustomerUser): boolean {
  return COMPARED.every((name) => before[name] === after[name])
}

function operationOf(before: CustomerUser, after: CustomerUser): Operation {
  if (before.deletedAt !== null) return 'restore_customer_user'
  const renamed = before.userPrincipalName !== after.userPrincipalName
  return renamed ? 'update_customer_user_principal_name' : 'update_customer_user'
}

/** Writes down a change of a user. */
export async function recordUserChange(
  context: UseCase,
  customer: Pick<CustomerRef, 'customerId' | 'name'>,
  operationType: Operation,
  before: CustomerUser | undefined,
  after: CustomerUser | undefined,
  data: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { partnerId, userId, userPrincipalName } = (after ?? before)!
  await recordChange(context, {
    partnerId,
    customer,
    resourceType: 'customer_user',
    operationType,
    before: before === undefined ? null : recorded(before),
    after: after === undefined ? null : recorded(after),
    data: { userId, userPrincipalName, ...data },
  })
}

function recorded(user: CustomerUser): object {
  const { userId, userPrincipalName, firstName, lastName, displayName, usageLocation, phoneNumber, deletedAt } = user
  const state = deletedAt === null ? 'active' : 'inactive'
  return {
    ...{ id: userId, userPrincipalName, firstName, lastName, displayName, usageLocation, phoneNumber, state },
    forceChangePassword: user.forceChangePassword,
  }
}
