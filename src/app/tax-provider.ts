import { findCountry } from '../core/ordering/countries.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  findProviderProfile,
  type ProviderProfile,
  type StoredProviderProfile,
  storeProviderProfile,
} from '../store/tax-provider.js'
import { recordChange } from './audit.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

export type { ProviderProfile, StoredProviderProfile }

/** What documents say of the provider; `undefined` where nobody wrote it yet. */
export function loadProviderProfile({ session }: Pick<UseCase, 'session'>): Promise<StoredProviderProfile | undefined> {
  return findProviderProfile(session)
}

/** Replaces what documents say of the provider; with an ETag only if nobody changed it since. Issued ones stay. */
export async function changeProviderProfile(
  context: UseCase,
  profile: ProviderProfile,
  etag: string | undefined,
): Promise<Outcome<StoredProviderProfile>> {
  const before = await findProviderProfile(context.session, 'lock')
  const known = before?.version ?? 0
  const country = findCountry(profile.address.country)
  if (country === undefined) {
    return refuse('malformed', { what: 'address.country', problem: `${profile.address.country} is not known` })
  }
  const address = { ...profile.address, country: country.code }
  const after = { profile: { ...profile, address }, version: known + 1, changedAt: context.now }
  if ((etag !== undefined && etag !== String(known)) || !(await storeProviderProfile(context.session, after))) {
    return refuse('stale-etag', { what: 'provider profile' })
  }
  await recordChange(context, {
    ...{ partnerId: PLATFORM_ID, customer: null },
    ...{ resourceType: 'provider_profile', operationType: 'update_provider_profile' },
    before: before?.profile ?? null,
    after: after.profile,
  })
  return accept(after)
}
