import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** Profiles a partner has of itself. */
export type ProfileKind = 'billing' | 'legal' | 'legal-finalized' | 'organization' | 'support'

/** What a partner changed of a profile, and how often. */
export interface StoredProfile {
  readonly profile: Readonly<Record<string, unknown>>
  readonly version: number
  readonly changedAt: Instant
}

/** A profile of a partner, or `undefined` where it never changed it; locked until the transaction ends where wanted. */
export async function findPartnerProfile(
  session: Session,
  partnerId: string,
  kind: ProfileKind,
  lock: 'read' | 'lock' = 'read',
): Promise<StoredProfile | undefined> {
  const { rows } = await session.query<StoredProfile>(
    `select profile, version, changed_at as "changedAt" from partner_profile
     where partner_id = $1 and kind = $2 ${lock === 'lock' ? 'for update' : ''}`,
    [partnerId, kind],
  )
  return rows[0]
}

/**
 * Stores a profile; gives whether its version was still `expected`, 0 for a profile that was not stored yet, and so
 * whether it was stored.
 */
export async function storePartnerProfile(
  session: Session,
  key: { readonly partnerId: string; readonly kind: ProfileKind },
  profile: object,
  expected: number,
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into partner_profile (partner_id, kind, profile, changed_at) values ($1, $2, $3, $4)
     on conflict (partner_id, kind) do update
       set profile = excluded.profile, version = partner_profile.version + 1, changed_at = excluded.changed_at
       where partner_profile.version = $5`,
    [key.partnerId, key.kind, jsonParameter(profile), instantParameter(now), expected],
  )
  return rowCount === 1
}

/** A partner as others find it by its network id or its tenant. */
export interface PartnerEntry {
  readonly partnerId: string
  readonly name: string
  readonly mpnId: string
  readonly country: string
  readonly region: string
  readonly accountType: string
  readonly agreementSigned: boolean
}

/** Partners with a network id, or with an account id. */
export async function listPartnerEntries(
  session: Session,
  by: { readonly mpnId: string } | { readonly tenantId: string },
): Promise<PartnerEntry[]> {
  const [condition, value] = 'mpnId' in by ? ['mpn_id = $1', by.mpnId] : ['partner_id = $1::uuid', by.tenantId]
  const { rows } = await session.query<PartnerEntry>(
    `select partner_id as "partnerId", name, mpn_id as "mpnId", country, region, account_type as "accountType",
       agreement_signed as "agreementSigned"
     from partner where ${condition} order by opened_on, partner_id limit 100`,
    [value],
  )
  return rows
}

/** Notes whether a partner has signed the partner agreement. */
export async function setAgreementSigned(session: Session, partnerId: string, isSigned: boolean): Promise<void> {
  await session.query('update partner set agreement_signed = $2 where partner_id = $1', [partnerId, isSigned])
}
