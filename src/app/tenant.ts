import { findAccountByDomain } from '../store/accounts.js'
import type { Session } from '../store/database.js'
import { PLATFORM_ID } from './use-case.js'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Names for whatever account the credentials belong to. */
const ANY = new Set(['common', 'organizations'])

/** Which account a path of the token authority names: an account's id, its domain name, or any. */
export type Tenant = { readonly accountId: string } | 'any'

/** Reads the tenant of a path; `undefined` where there is no such account. Whether an id exists is not told here. */
export async function readTenant(session: Session, text: string): Promise<Tenant | undefined> {
  const name = text.toLowerCase()
  if (ANY.has(name)) return 'any'
  if (UUID.test(name)) return { accountId: name }
  const accountId = await findAccountByDomain(session, name)
  return accountId === undefined ? undefined : { accountId }
}

/** Whether an account is the one meant. */
export function isOf(tenant: Tenant, accountId: string): boolean {
  return tenant === 'any' || tenant.accountId === accountId
}

/** Whether a program may act for users of an account: its own; those of the provider serve everybody. */
export function mayServe(program: { readonly accountId: string }, accountId: string): boolean {
  return program.accountId === accountId || program.accountId === PLATFORM_ID
}
