import { findCountry } from '../core/ordering/countries.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { listPartnerEntries, type PartnerEntry } from '../store/partner-profiles.js'
import type { Account } from './accounts.js'
import type { UseCase } from './use-case.js'

export type { PartnerEntry }

/** The partner with a network id. */
export async function findPartnerByMpnId(
  { session }: Pick<UseCase, 'session'>,
  mpnId: string,
): Promise<Outcome<Pick<PartnerEntry, 'mpnId' | 'name'>>> {
  const [entry] = await listPartnerEntries(session, { mpnId })
  return entry === undefined ? refuse('network-profile-not-found', { mpnId }) : accept(entry)
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Whether an indirect reseller, named by exactly one of its ids, has signed the partner agreement. The contract gives a
 * refusal for every way it has not.
 */
export async function checkResellerAgreement(
  { session }: Pick<UseCase, 'session'>,
  account: Account,
  { mpnId, tenantId }: { readonly mpnId?: string | undefined; readonly tenantId?: string | undefined },
): Promise<Outcome<true>> {
  if (mpnId !== undefined && tenantId !== undefined) return malformed('Give either mpnId or tenantId, not both')
  if (mpnId !== undefined) {
    if (!/^\d{1,20}$/.test(mpnId)) return malformed('mpnId must be a number')
    return judgeByMpnId(account, mpnId, await listPartnerEntries(session, { mpnId }))
  }
  if (tenantId === undefined) return refuse('compliance-query-empty')
  if (!GUID.test(tenantId)) return malformed('tenantId must be a GUID')
  const [entry] = await listPartnerEntries(session, { tenantId })
  if (entry === undefined) return refuse('compliance-tenant-unknown', { tenantId })
  return entry.agreementSigned ? accept(true) : refuse('compliance-tenant-unsigned', { tenantId })
}

function malformed(problem: string) {
  return refuse('compliance-query-malformed', { problem })
}

function judgeByMpnId(account: Account, mpnId: string, entries: readonly PartnerEntry[]): Outcome<true> {
  if (entries.length === 0) return refuse('compliance-network-id-unknown', { mpnId })
  const resellers = entries.filter((entry) => entry.accountType === 'indirect-reseller')
  const [first] = resellers
  if (first === undefined) return refuse('compliance-no-reseller', { mpnId })
  const own = regionOf(account)
  const near = resellers.filter((entry) => regionOf(entry) === own)
  if (near.length === 0) return refuse('compliance-network-id-elsewhere', { mpnId, region: regionOf(first), own })
  return near.some((entry) => entry.agreementSigned)
    ? accept(true)
    : refuse('compliance-network-id-unsigned', { mpnId })
}

function regionOf({ region, country }: Pick<PartnerEntry, 'region' | 'country'>): string {
  return region === '' ? (findCountry(country)?.region ?? '(none)') : region
}
