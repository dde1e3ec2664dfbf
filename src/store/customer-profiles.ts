import type { Instant } from '../core/calendar/day.js'
import type { Address } from '../core/ordering/address.js'
import type { BillingProfile } from '../core/ordering/customer.js'
import type { Qualification } from '../core/ordering/qualification.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { CustomerRef, CustomerScope } from './customer-reading.js'
import type { CustomerKey } from './customers.js'
import type { Session } from './database.js'

/** What a partner noted of a customer's organisation besides its billing data. */
export interface CompanyProfile {
  readonly organizationRegistrationNumber?: string | undefined
  readonly address?: Address | undefined
  readonly email?: string | undefined
}

/** That a customer was found to be something. */
export interface GrantedQualification {
  readonly qualification: Qualification
  readonly grantedAt: string
  readonly educationSegment?: string | undefined
  readonly website?: string | undefined
  readonly validationCode?: string | undefined
}

/** A customer with all its partner knows of it. */
export interface CustomerRecord extends CustomerRef {
  readonly commerceId: string
  /** `null` for one that was imported. */
  readonly createdAt: Instant | null
  /** Whole, or empty for a customer that was imported and never changed. */
  readonly billingProfile: BillingProfile | Readonly<Record<string, never>>
  readonly companyProfile: CompanyProfile
  readonly qualifications: readonly GrantedQualification[]
  readonly customDomains: readonly string[]
  readonly allowDelegatedAccess: boolean
  readonly directSignedAt: Instant | null
  /** Counts the changes of the billing profile. */
  readonly version: number
}

const RECORD = `partner_id as "partnerId", customer_id as "customerId", name, domain_name as "domainName", country,
  reseller_mpn_id as "resellerMpnId", status, segments, coalesce(commerce_id, customer_id) as "commerceId",
  created_at as "createdAt", billing_profile as "billingProfile", company_profile as "companyProfile", qualifications,
  custom_domains as "customDomains", allow_delegated_access as "allowDelegatedAccess",
  direct_signed_at as "directSignedAt", version`

/** A customer within a scope, or `undefined`; locked until the transaction ends where it is to be changed. */
export async function findCustomerRecord(
  session: Session,
  scope: CustomerScope,
  customerId: string,
  lock: 'read' | 'lock',
): Promise<CustomerRecord | undefined> {
  const { rows } = await session.query<CustomerRecord>(
    `select ${RECORD} from customer
     where partner_id = any($1::uuid[]) and customer_id = $2 and ($3::text is null or reseller_mpn_id = $3)
       and status <> 'deleted'
     order by customer.partner_id limit 1 ${lock === 'lock' ? 'for update' : ''}`,
    [scope.partnerIds, customerId, scope.resellerMpnId],
  )
  return rows[0]
}

/** A customer once for every partner that has it, whatever became of it: for who operates the program. */
export async function listRecordsOf(session: Session, customerId: string): Promise<CustomerRecord[]> {
  const { rows } = await session.query<CustomerRecord>(
    `select ${RECORD} from customer where customer_id = $1 order by partner_id limit 100`,
    [customerId],
  )
  return rows
}

/** Inserts a customer as a partner created it. */
export async function insertCustomerRecord(session: Session, customer: CustomerRecord): Promise<void> {
  await session.query(
    `insert into customer (partner_id, customer_id, name, domain_name, country, reseller_mpn_id, segments, commerce_id,
       created_at, billing_profile, company_profile, custom_domains, allow_delegated_access)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      customer.partnerId,
      customer.customerId,
      customer.name,
      customer.domainName,
      customer.country,
      customer.resellerMpnId,
      customer.segments,
      customer.commerceId,
      customer.createdAt === null ? null : instantParameter(customer.createdAt),
      jsonParameter(customer.billingProfile),
      jsonParameter(customer.companyProfile),
      customer.customDomains,
      customer.allowDelegatedAccess,
    ],
  )
}

/** Replaces the billing profile, and with it what billing reads of it. */
export async function updateBillingProfile(
  session: Session,
  { partnerId, customerId }: CustomerKey,
  profile: BillingProfile,
): Promise<void> {
  await session.query(
    `update customer set billing_profile = $3, name = $4, country = $5, version = version + 1
     where partner_id = $1 and customer_id = $2`,
    [partnerId, customerId, jsonParameter(profile), profile.companyName, profile.defaultAddress.country],
  )
}

export async function updateCompanyProfile(
  session: Session,
  { partnerId, customerId }: CustomerKey,
  profile: CompanyProfile,
): Promise<void> {
  await session.query(`update customer set company_profile = $3 where partner_id = $1 and customer_id = $2`, [
    partnerId,
    customerId,
    jsonParameter(profile),
  ])
}

export async function updateQualifications(
  session: Session,
  { partnerId, customerId }: CustomerKey,
  qualifications: readonly GrantedQualification[],
  segments: readonly string[],
): Promise<void> {
  await session.query(
    `update customer set qualifications = $3, segments = $4 where partner_id = $1 and customer_id = $2`,
    [partnerId, customerId, jsonParameter(qualifications), segments],
  )
}

export async function updateCustomerStatus(
  session: Session,
  { partnerId, customerId }: CustomerKey,
  status: 'removed' | 'deleted',
): Promise<void> {
  await session.query(`update customer set status = $3 where partner_id = $1 and customer_id = $2`, [
    partnerId,
    customerId,
    status,
  ])
}

/** Deletes the users of a customer with their roles and licenses, for good. */
export async function deleteUsersOfCustomer(session: Session, { partnerId, customerId }: CustomerKey): Promise<void> {
  await session.query('delete from customer_user where partner_id = $1 and customer_id = $2', [partnerId, customerId])
}

/** Customers a partner created itself, but for those deleted: imported ones are not among them. */
export async function countCreatedCustomers(session: Session, partnerId: string): Promise<number> {
  const { rows } = await session.query<{ count: bigint }>(
    `select count(*) as count from customer
     where partner_id = $1 and status <> 'deleted' and created_at is not null`,
    [partnerId],
  )
  return Number(rows[0]!.count)
}

/** Whether a domain belongs to a customer of any partner, or to a partner. */
export async function isDomainTaken(session: Session, domain: string): Promise<boolean> {
  const { rows } = await session.query<{ taken: boolean }>(
    `select exists (select from customer where lower(domain_name) collate "C" = lower($1) and status <> 'deleted')
       or exists (select from partner where lower(domain_name) = lower($1)) as taken`,
    [domain],
  )
  return rows[0]!.taken
}

/** Makes whoever wants the same thing wait until this transaction ends: for what no key can guard. */
export async function lockWord(session: Session, word: string): Promise<void> {
  await session.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [word])
}
