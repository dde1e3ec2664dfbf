import type { Operation } from '../core/access/operation.js'
import type { ProgramStatus } from '../core/access/program-status.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { findCountry } from '../core/ordering/countries.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type Account,
  type AccountFilter,
  type AccountType,
  findAccount,
  linkReseller,
  listAccounts,
  lockAccountNames,
  lockReseller,
  setAccountType,
  unlinkReseller,
  updateAccount,
} from '../store/accounts.js'
import { insertPartners } from '../store/partners.js'
import { listResellers, type RelatedPartner } from '../store/relationships.js'
import { recordChange } from './audit.js'
import { usualCurrencyOf } from './country-currency.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'
import { type Administration, addUser, type Entrance, type User } from './users.js'

export type { Account, AccountFilter, AccountType, ProgramStatus, RelatedPartner }

/** A partner to be; what is left out follows from the country. */
export interface NewPartner {
  readonly name: string
  readonly mpnId: string
  readonly accountType: AccountType
  readonly country: string
  readonly currency?: Currency | undefined
  readonly billingDay: number
  readonly nationalCloud?: string | undefined
  readonly region?: string | undefined
  readonly domainName: string
  readonly administrator?: { readonly fullName: string; readonly signInName: string } | undefined
}

export interface Onboarded {
  readonly account: Account
  readonly administrator: { readonly user: User; readonly entrance: Entrance } | undefined
}

/** Makes a partner account whose ledger begins today, with a first administrator where one is named. */
export async function onboardPartner(context: Administration, wanted: NewPartner): Promise<Outcome<Onboarded>> {
  const country = findCountry(wanted.country)
  if (country === undefined) return refuse('malformed', { what: 'country', problem: `${wanted.country} is not known` })
  const { session } = context
  const free = await namesAreFree(context, undefined, wanted)
  if (!free.ok) return free
  const partnerId = context.newId()
  const today = dayOfInstant(context.systemNow)
  const partner = {
    partnerId,
    name: wanted.name,
    mpnId: wanted.mpnId,
    country: country.code,
    currency: wanted.currency ?? usualCurrencyOf(country.code),
    billingDay: wanted.billingDay,
    openedOn: today,
    ledgerStart: today,
  }
  await insertPartners(session, [partner])
  await setAccountType(session, partnerId, wanted.accountType)
  await updateAccount(session, {
    partnerId,
    name: wanted.name,
    mpnId: wanted.mpnId,
    programStatus: 'active',
    nationalCloud: wanted.nationalCloud ?? (country.region === 'china' ? 'china' : 'global'),
    region: wanted.region ?? country.region,
    domainName: wanted.domainName.toLowerCase(),
  })
  const account = (await findAccount(session, partnerId))!
  await record(context, 'create_partner', undefined, account)
  if (wanted.administrator === undefined) return accept({ account, administrator: undefined })
  const first = { ...wanted.administrator, roles: ['global-admin'] as const, withPassword: false }
  const administrator = await addUser(context, partnerId, first)
  return administrator.ok ? accept({ account, administrator: administrator.value }) : administrator
}

/** What the provider changes of an account; what is left out stays. */
export interface PartnerChange {
  readonly name?: string | undefined
  readonly mpnId?: string | undefined
  readonly programStatus?: ProgramStatus | undefined
  readonly nationalCloud?: string | undefined
  readonly region?: string | undefined
  readonly domainName?: string | undefined
}

export async function changePartner(
  context: UseCase,
  partnerId: string,
  change: PartnerChange,
): Promise<Outcome<Account>> {
  const loaded = await loadPartner(context, partnerId)
  if (!loaded.ok) return loaded
  const before = loaded.value
  const after: Account = {
    ...before,
    name: change.name ?? before.name,
    mpnId: change.mpnId ?? before.mpnId,
    programStatus: change.programStatus ?? before.programStatus,
    nationalCloud: change.nationalCloud ?? before.nationalCloud,
    region: change.region ?? before.region,
    domainName: change.domainName?.toLowerCase() ?? before.domainName,
  }
  const free = await namesAreFree(context, partnerId, after)
  if (!free.ok) return free
  // Customers say by the network id which reseller brought them: the next who got it would get them, too.
  if (after.mpnId !== before.mpnId && (await lockReseller(context.session, partnerId))) {
    return refuse('mpn-id-in-use', { mpnId: after.mpnId })
  }
  await updateAccount(context.session, after)
  await record(context, 'update_partner', before, after)
  return accept(after)
}

export async function loadPartner({ session }: Pick<UseCase, 'session'>, partnerId: string): Promise<Outcome<Account>> {
  const account = await findAccount(session, partnerId)
  return account === undefined ? refuse('unknown-partner', { partner: partnerId }) : accept(account)
}

/** Partners by id, after one of them. */
export function listPartners(
  { session }: Pick<UseCase, 'session'>,
  filter: AccountFilter,
  after: string,
  limit: number,
): Promise<readonly Account[]> {
  return listAccounts(session, filter, after, limit)
}

/** Indirect resellers that work with a provider, by name. */
export async function listResellersOf(context: UseCase, partnerId: string): Promise<Outcome<RelatedPartner[]>> {
  const provider = await ofType(context, partnerId, 'indirect-provider')
  return provider.ok ? accept(await listResellers(context.session, partnerId, undefined)) : provider
}

/** Lets a reseller work with a provider; doing it twice changes nothing. */
export async function addReseller(context: UseCase, partnerId: string, resellerId: string): Promise<Outcome<Account>> {
  return setLink(context, partnerId, resellerId, 'create_partner_relationship')
}

/** Ends that; what was sold through the reseller stays as it is. */
export async function removeReseller(
  context: UseCase,
  partnerId: string,
  resellerId: string,
): Promise<Outcome<Account>> {
  return setLink(context, partnerId, resellerId, 'remove_partner_relationship')
}

async function setLink(
  context: UseCase,
  partnerId: string,
  resellerId: string,
  operationType: 'create_partner_relationship' | 'remove_partner_relationship',
): Promise<Outcome<Account>> {
  const provider = await ofType(context, partnerId, 'indirect-provider')
  if (!provider.ok) return provider
  const reseller = await ofType(context, resellerId, 'indirect-reseller')
  if (!reseller.ok) return reseller
  const adds = operationType === 'create_partner_relationship'
  await lockReseller(context.session, resellerId)
  const change = adds ? linkReseller : unlinkReseller
  const changed = await change(context.session, { partnerId, resellerId }, context.now)
  if (!changed && !adds) return refuse('not-found', { what: 'link to the reseller', id: resellerId })
  if (!changed) return reseller
  const link = { partnerId, resellerId, resellerName: reseller.value.name, mpnId: reseller.value.mpnId }
  await recordChange(context, {
    partnerId,
    customer: null,
    resourceType: 'partner_relationship',
    operationType,
    before: adds ? null : link,
    after: adds ? link : null,
  })
  return reseller
}

async function ofType(context: UseCase, partnerId: string, accountType: AccountType): Promise<Outcome<Account>> {
  const loaded = await loadPartner(context, partnerId)
  if (!loaded.ok || loaded.value.accountType === accountType) return loaded
  return refuse('partner-type-unfit', { partner: partnerId, expected: accountType })
}

/** Network ids and domain names belong to one partner; they stay free for nobody else until the transaction ends. */
async function namesAreFree(
  { session }: UseCase,
  partnerId: string | undefined,
  { mpnId, domainName }: { readonly mpnId: string; readonly domainName: string },
): Promise<Outcome<undefined>> {
  const holders = await lockAccountNames(session, { mpnId, domainName })
  if (holders.mpnId !== undefined && holders.mpnId !== partnerId) return refuse('mpn-id-taken', { mpnId })
  if (holders.domainName !== undefined && holders.domainName !== partnerId) {
    return refuse('partner-domain-taken', { domain: domainName })
  }
  return accept(undefined)
}

/** In the provider's own log: the account itself did nothing. */
function record(
  context: UseCase,
  operationType: Operation,
  before: Account | undefined,
  after: Account,
): Promise<void> {
  return recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'partner',
    operationType,
    before: before === undefined ? null : shown(before),
    after: shown(after),
    data: { partnerId: after.partnerId },
  })
}

function shown(account: Account) {
  const { partnerId, name, mpnId, country, currency, billingDay, accountType, programStatus } = account
  const { nationalCloud, region, domainName } = account
  const what = { partnerId, name, mpnId, country, currency, billingDay, accountType, programStatus }
  return { ...what, nationalCloud, region, domainName }
}
