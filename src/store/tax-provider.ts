import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** What the provider says of itself on documents. */
export interface ProviderProfile {
  readonly name: string
  readonly address: {
    readonly lines: readonly string[]
    readonly city: string
    readonly postalCode: string
    readonly region: string
    readonly country: string
  }
  /** Number in the company register, or another tax number such as a US FEIN; empty for none. */
  readonly registrationNumber: string
  readonly email: string
  readonly phone: string
  readonly supportUrl: string
  /** Languages documents may be in, the usual one first. */
  readonly languages: readonly string[]
  readonly payment: {
    readonly accountName: string
    readonly iban: string
    readonly bic: string
    readonly instructions: string
  }
  /** Address in the Peppol network; `null` for none. */
  readonly electronicAddress: { readonly scheme: string; readonly value: string } | null
}

export interface StoredProviderProfile {
  readonly profile: ProviderProfile
  readonly version: number
  readonly changedAt: Instant
}

/** The profile of the provider, or `undefined` where nobody wrote it yet; locked until the transaction ends where wanted. */
export async function findProviderProfile(
  session: Session,
  lock: 'read' | 'lock' = 'read',
): Promise<StoredProviderProfile | undefined> {
  const { rows } = await session.query<StoredProviderProfile>(
    `select profile, version, changed_at as "changedAt" from provider_profile ${lock === 'lock' ? 'for update' : ''}`,
  )
  return rows[0]
}

/** Stores a version of the profile; `false` where somebody else stored it meanwhile. */
export async function storeProviderProfile(session: Session, { profile, version, changedAt }: StoredProviderProfile) {
  const { rowCount } = await session.query(
    `insert into provider_profile (profile, version, changed_at) values ($1, $2, $3)
     on conflict (only_one) do update
       set profile = excluded.profile, version = excluded.version, changed_at = excluded.changed_at
       where provider_profile.version = excluded.version - 1`,
    [jsonParameter(profile), version, instantParameter(changedAt)],
  )
  return rowCount === 1
}
