import type { ProgramStatus } from '../core/access/program-status.js'
import type { Day, Instant } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

export type AccountType = 'direct-bill' | 'indirect-provider' | 'indirect-reseller'
export type { ProgramStatus }

/** A partner account, with what its requests depend on. */
export interface Account {
  readonly partnerId: string
  readonly name: string
  readonly mpnId: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly currency: Currency
  readonly billingDay: number
  readonly openedOn: Day
  readonly accountType: AccountType
  readonly programStatus: ProgramStatus
  /** Whether it has signed the partner agreement, without which it sells nothing. */
  readonly agreementSigned: boolean
  readonly nationalCloud: string
  readonly region: string
  readonly domainName: string
  readonly isSandbox: boolean
  /** What a sandbox takes for now; `null` for the system clock. */
  readonly clockAt: Instant | null
  /** For an indirect reseller: the indirect providers it works with. */
  readonly providerIds: readonly string[]
}

const COLUMNS = `p.partner_id as "partnerId", p.name, p.mpn_id as "mpnId", p.country, p.currency,
  p.billing_day as "billingDay", p.opened_on as "openedOn", p.account_type as "accountType",
  p.program_status as "programStatus", p.agreement_signed as "agreementSigned",
  p.national_cloud as "nationalCloud", p.region,
  p.domain_name as "domainName", p.is_sandbox as "isSandbox", p.clock_at as "clockAt",
  array(select l.partner_id from reseller_link l where l.reseller_id = p.partner_id and l.state = 'active')
    as "providerIds"`

/** An account, or `undefined`. */
export async function findAccount(session: Session, accountId: string): Promise<Account | undefined> {
  const { rows } = await session.query<Account>(`select ${COLUMNS} from partner p where p.partner_id = $1`, [accountId])
  return rows[0]
}

/** The account that signs in under a domain name. */
export async function findAccountByDomain(session: Session, domainName: string): Promise<string | undefined> {
  if (domainName === '') return undefined
  const { rows } = await session.query<{ readonly partnerId: string }>(
    'select partner_id as "partnerId" from partner where lower(domain_name) = $1',
    [domainName],
  )
  return rows[0]?.partnerId
}

/** Which accounts the provider wants to see. */
export interface AccountFilter {
  /** Part of a name, or the begin of a network id or domain name. */
  readonly search: string | undefined
  readonly accountType: AccountType | undefined
  readonly programStatus: ProgramStatus | undefined
}

/** Accounts in the order of their ids, from `after` on. */
export async function listAccounts(
  session: Session,
  { search, accountType, programStatus }: AccountFilter,
  after: string,
  limit: number,
): Promise<readonly Account[]> {
  const { rows } = await session.query<Account>(
    `select ${COLUMNS} from partner p
     where p.partner_id > $1 and ($3::text is null or p.account_type = $3) and ($4::text is null or p.program_status = $4)
       and ($5::text is null or strpos(lower(p.name), $5) > 0 or starts_with(p.mpn_id, $5)
         or starts_with(lower(p.domain_name), $5))
     order by p.partner_id limit $2`,
    [after, limit, accountType ?? null, programStatus ?? null, search?.toLowerCase() ?? null],
  )
  return rows
}

/** What the provider may change of an account. */
export type AccountChange = Pick<
  Account,
  'partnerId' | 'name' | 'programStatus' | 'nationalCloud' | 'region' | 'domainName' | 'mpnId'
>

/** Writes the kind of an account that was just inserted as a partner. */
export async function setAccountType(session: Session, partnerId: string, accountType: AccountType): Promise<void> {
  await session.query('update partner set account_type = $2 where partner_id = $1', [partnerId, accountType])
}

export async function updateAccount(session: Session, change: AccountChange): Promise<void> {
  await session.query(
    `update partner set name = $2, program_status = $3, national_cloud = $4, region = $5, domain_name = $6, mpn_id = $7
     where partner_id = $1`,
    [
      change.partnerId,
      change.name,
      change.programStatus,
      change.nationalCloud,
      change.region,
      change.domainName,
      change.mpnId,
    ],
  )
}

const NAMES_LOCK = 7_072_111_727n

/**
 * Which account has a network id or a domain name, until the transaction ends: no other transaction can take one
 * meanwhile. A unique index cannot hold that, since accounts are spread by their id.
 */
export async function lockAccountNames(
  session: Session,
  names: { readonly mpnId: string; readonly domainName: string },
): Promise<{ readonly mpnId: string | undefined; readonly domainName: string | undefined }> {
  await session.query('select pg_advisory_xact_lock($1)', [NAMES_LOCK])
  const { rows } = await session.query<{ readonly partnerId: string }>(
    'select partner_id as "partnerId" from partner where mpn_id = $1',
    [names.mpnId],
  )
  return {
    mpnId: rows[0]?.partnerId,
    domainName: await findAccountByDomain(session, names.domainName.toLowerCase()),
  }
}

/**
 * Locks an account until the transaction ends, against links to it that are made meanwhile; gives whether it is linked to a
 * provider as its reseller, or was.
 */
export async function lockReseller(session: Session, resellerId: string): Promise<boolean> {
  await session.query('select from partner where partner_id = $1 for no key update', [resellerId])
  const { rowCount } = await session.query('select from reseller_link where reseller_id = $1 limit 1', [resellerId])
  return rowCount > 0
}

/** Links a reseller to a provider, again where the link had ended; `false` where they are linked. */
export async function linkReseller(
  session: Session,
  link: { readonly partnerId: string; readonly resellerId: string },
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into reseller_link as l (partner_id, reseller_id, state, linked_at) values ($1, $2, 'active', $3)
     on conflict (partner_id, reseller_id) do update set state = 'active', linked_at = $3, ended_at = null
     where l.state = 'ended'`,
    [link.partnerId, link.resellerId, instantParameter(now)],
  )
  return rowCount === 1
}

/** Ends a link; `false` where there is none. */
export async function unlinkReseller(
  session: Session,
  link: { readonly partnerId: string; readonly resellerId: string },
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await session.query(
    `update reseller_link set state = 'ended', ended_at = $3
     where partner_id = $1 and reseller_id = $2 and state = 'active'`,
    [link.partnerId, link.resellerId, instantParameter(now)],
  )
  return rowCount === 1
}
