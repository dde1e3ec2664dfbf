import { may } from '../core/access/permission.js'
import type { Address } from '../core/ordering/address.js'
import { findCountry } from '../core/ordering/countries.js'
import { judgeAddress } from '../core/ordering/customer.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findPartnerProfile, type ProfileKind, storePartnerProfile } from '../store/partner-profiles.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { noteTaxIdSeen } from './note-tax-id-seen.js'
import { judgeTaxId, noteTaxFacts, type TaxFacts } from './tax-profiles.js'
import type { UseCase } from './use-case.js'

export interface Contact {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly email?: string | undefined
  readonly phoneNumber?: string | undefined
}

export interface PartnerBillingProfile {
  readonly companyName: string
  readonly address: Address
  readonly primaryContact: Contact
  readonly purchaseOrderNumber?: string | undefined
  readonly taxId?: string | undefined
}

export type VettingStatus = 'none' | 'pending' | 'authorized' | 'rejected'

export interface LegalProfile {
  readonly companyName: string
  readonly address: Address
  readonly primaryContact: Contact
  readonly companyApproverAddress: Address
  readonly companyApproverEmail?: string | undefined
  readonly vettingStatus: VettingStatus
  readonly vettingSubStatus: 'none' | 'entry'
}

export interface OrganizationProfile {
  readonly companyName: string
  readonly defaultAddress: Address
  readonly email?: string | undefined
  readonly language: string
  readonly culture: string
}

export interface SupportProfile {
  readonly email?: string | undefined
  readonly telephone?: string | undefined
  readonly website?: string | undefined
}

interface Profiles {
  readonly billing: PartnerBillingProfile
  readonly legal: LegalProfile
  readonly 'legal-finalized': LegalProfile
  readonly organization: OrganizationProfile
  readonly support: SupportProfile
}

/** A profile, and how often it was changed. */
export interface Versioned<T> {
  readonly profile: T
  readonly version: number
}

/** A profile of the partner: what it stored, and what follows from its account where it stored nothing. */
export async function loadProfile<K extends ProfileKind>(
  { session }: Pick<UseCase, 'session'>,
  account: Account,
  kind: K,
  lock: 'read' | 'lock' = 'read',
): Promise<Versioned<Profiles[K]>> {
  const stored = await findPartnerProfile(session, account.partnerId, kind, lock)
  if (stored === undefined) return { profile: DEFAULTS[kind](account), version: 0 }
  return { profile: stored.profile as unknown as Profiles[K], version: stored.version }
}

/** The ETag of a partner's profile: a number, as clients expect. */
export function profileEtag({ version }: Versioned<unknown>): string {
  return String(version)
}

const DEFAULTS: { readonly [K in ProfileKind]: (account: Account) => Profiles[K] } = {
  billing: ({ name, country }) => ({ companyName: name, address: { country }, primaryContact: {} }),
  legal: legalOf,
  'legal-finalized': legalOf,
  organization: ({ name, country }) => {
    const language = findCountry(country)?.languages[0] ?? 'en'
    return { companyName: name, defaultAddress: { country }, language, culture: `${language}-${country}` }
  },
  support: () => ({}),
}

/** Who was onboarded has been vetted. */
function legalOf({ name, country }: Account): LegalProfile {
  const address = { country }
  return {
    companyName: name,
    address,
    primaryContact: {},
    companyApproverAddress: address,
    vettingStatus: 'authorized',
    vettingSubStatus: 'none',
  }
}

/** Replaces the billing profile. Currency, billing day and country were agreed on at onboarding and stay. */
export async function changePartnerBilling(
  context: UseCase,
  account: Account,
  wanted: PartnerBillingProfile & {
    readonly billingCurrency?: string | undefined
    readonly billingDay?: number | undefined
  },
  etag: string | undefined,
): Promise<Outcome<Versioned<PartnerBillingProfile>>> {
  const { billingCurrency = account.currency, billingDay = account.billingDay, ...profile } = wanted
  if (billingCurrency !== account.currency) return fixed('billingCurrency', account.currency)
  if (billingDay !== account.billingDay) return fixed('billingDay', account.billingDay)
  const before = await loadProfile(context, account, 'billing', 'lock')
  const address = judgeChanged(profile.address, before.profile.address)
  if (!address.ok) return address
  if (address.value.country !== account.country) return fixed('address.country', account.country)
  const taxId = judgeTaxId(profile.taxId, account.country)
  if (!taxId.ok) return taxId
  const after = { ...profile, address: address.value, taxId: taxId.value }
  const stored = await store(context, account, 'billing', after, etag)
  if (stored.ok) await noteTaxFacts(context, account, taxFactsOf(before.profile), taxFactsOf(after))
  return stored
}

function taxFactsOf({ address, taxId }: PartnerBillingProfile): TaxFacts {
  return { region: address.state ?? '', taxId: taxId ?? null }
}

/** Whoever was onboarded without an address can send that back; any other must have the form of its country. */
function judgeChanged(wanted: Address, before: Address): Outcome<Address> {
  return textOf(wanted) === textOf(before) ? accept(before) : judgeAddress(wanted)
}

/** An address as text, whatever the order of its fields. */
function textOf(address: Address): string {
  const given = Object.entries(address).filter(([, value]) => value !== undefined && value !== '')
  return JSON.stringify(given.sort())
}

function fixed(field: string, value: string | number) {
  return refuse('profile-field-fixed', { field, value })
}

/** Replaces the legal profile, which has to be vetted again. */
export async function changeLegalProfile(
  context: UseCase,
  account: Account,
  wanted: Omit<LegalProfile, 'vettingStatus' | 'vettingSubStatus'>,
): Promise<Outcome<Versioned<LegalProfile>>> {
  const { profile: before } = await loadProfile(context, account, 'legal', 'lock')
  const address = judgeChanged(wanted.address, before.address)
  if (!address.ok) return address
  const approver = judgeChanged(wanted.companyApproverAddress, before.companyApproverAddress)
  if (!approver.ok) return approver
  const profile: LegalProfile = {
    ...wanted,
    address: address.value,
    companyApproverAddress: approver.value,
    vettingStatus: 'pending',
    vettingSubStatus: 'entry',
  }
  return store(context, account, 'legal', profile, undefined)
}

/** Ends the vetting of a legal profile, with what was found. */
export async function finishVetting(
  context: UseCase,
  account: Account,
  vettingStatus: 'authorized' | 'rejected',
): Promise<Outcome<Versioned<LegalProfile>>> {
  const { profile } = await loadProfile(context, account, 'legal', 'lock')
  const vetted: LegalProfile = { ...profile, vettingStatus, vettingSubStatus: 'none' }
  const finalized = await store(context, account, 'legal-finalized', vetted, undefined)
  return finalized.ok ? store(context, account, 'legal', vetted, undefined) : finalized
}

export async function changeOrganization(
  context: UseCase,
  account: Account,
  wanted: OrganizationProfile,
  etag: string | undefined,
): Promise<Outcome<Versioned<OrganizationProfile>>> {
  const before = await loadProfile(context, account, 'organization', 'lock')
  const address = judgeChanged(wanted.defaultAddress, before.profile.defaultAddress)
  return address.ok
    ? store(context, account, 'organization', { ...wanted, defaultAddress: address.value }, etag)
    : address
}

export function changeSupport(
  context: UseCase,
  account: Account,
  wanted: SupportProfile,
): Promise<Outcome<Versioned<SupportProfile>>> {
  return store(context, account, 'support', wanted, undefined)
}

async function store<K extends ProfileKind>(
  context: UseCase,
  account: Account,
  kind: K,
  profile: Profiles[K],
  etag: string | undefined,
): Promise<Outcome<Versioned<Profiles[K]>>> {
  const before = await loadProfile(context, account, kind, 'lock')
  const key = { partnerId: account.partnerId, kind }
  const current = etag === undefined || etag === profileEtag(before)
  if (!current || !(await storePartnerProfile(context.session, key, profile, before.version, context.now))) {
    return refuse('stale-etag', { what: `${kind} profile` })
  }
  await recordChange(context, {
    partnerId: account.partnerId,
    customer: null,
    resourceType: 'undefined',
    operationType: 'update_company_info',
    before: withoutTaxId(before.profile),
    after: withoutTaxId(profile),
    data: { profile: kind },
  })
  return accept({ profile, version: before.version + 1 })
}

/** More people may read the activity log than may see tax ids. */
function withoutTaxId(profile: object): object {
  if (!('taxId' in profile) || profile.taxId === undefined) return profile
  return { ...profile, taxId: '(hidden)' }
}

/**
 * The tax id of a billing profile for who may see it, which is recorded; `undefined` where there is none or the caller
 * may not.
 */
export async function revealTaxId(
  context: UseCase,
  account: Account,
  { taxId }: PartnerBillingProfile,
): Promise<string | undefined> {
  if (taxId === undefined) return undefined
  if (!may(context.actor.roles, 'tax-id.read', account.accountType === 'indirect-reseller')) return undefined
  await noteTaxIdSeen(context, account, 'billing')
  return taxId
}
