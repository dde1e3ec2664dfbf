import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import { DatabaseError, type Session } from './database.js'

/** What names a customer of a partner. */
export interface CustomerKey {
  readonly partnerId: string
  readonly customerId: string
}

/** A person of a customer, as far as it may be shown. */
export interface CustomerUser extends CustomerKey {
  readonly userId: string
  readonly userPrincipalName: string
  readonly firstName: string
  readonly lastName: string
  readonly displayName: string
  /** ISO 3166-1 alpha-2; `null` while nobody has said it. */
  readonly usageLocation: string | null
  readonly phoneNumber: string | null
  /** Id of the person in the customer's own directory. */
  readonly immutableId: string | null
  readonly forceChangePassword: boolean
  readonly createdAt: Instant
  /** `null` while it is active. */
  readonly deletedAt: Instant | null
}

/** A user as it is written, with the hash of its password. */
export type NewCustomerUser = Omit<CustomerUser, 'deletedAt'> & { readonly passwordHash: string }

const COLUMNS = `partner_id as "partnerId", customer_id as "customerId", user_id as "userId",
    user_principal_name as "userPrincipalName", first_name as "firstName", last_name as "lastName",
    display_name as "displayName", usage_location as "usageLocation", phone_number as "phoneNumber",
    immutable_id as "immutableId", force_change_password as "forceChangePassword", created_at as "createdAt",
    deleted_at as "deletedAt"`
const SELECT = `select ${COLUMNS} from customer_user`

/** Domains in which a customer's users may have their names, in lower case. */
export async function findCustomerDomains(session: Session, key: CustomerKey): Promise<readonly string[]> {
  const { rows } = await session.query<{ domains: string[] }>(
    `select array(select lower(d) from unnest(domain_name || custom_domains) as d) as domains
     from customer where partner_id = $1 and customer_id = $2`,
    [key.partnerId, key.customerId],
  )
  return rows[0]?.domains ?? []
}

/** Writes a new user; `false` where an active user of the partner has its name already. */
export function insertCustomerUser(session: Session, user: NewCustomerUser): Promise<boolean> {
  return whetherNameIsFree(session, async () => {
    await session.query(
      `insert into customer_user (partner_id, user_id, customer_id, user_principal_name, first_name, last_name,
         display_name, usage_location, phone_number, immutable_id, password_hash, force_change_password, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[user.partnerId, user.userId, user.customerId, user.userPrincipalName, user.firstName, user.lastName],
        ...[user.displayName, user.usageLocation, user.phoneNumber, user.immutableId, user.passwordHash],
        ...[user.forceChangePassword, instantParameter(user.createdAt)],
      ],
    )
  })
}

/** Writes all of a user but its password and its creation; `false` where an active user has its name already. */
export function updateCustomerUser(session: Session, user: CustomerUser): Promise<boolean> {
  return whetherNameIsFree(session, async () => {
    await session.query(
      `update customer_user set user_principal_name = $3, first_name = $4, last_name = $5, display_name = $6,
         usage_location = $7, phone_number = $8, immutable_id = $9, force_change_password = $10, deleted_at = $11
       where partner_id = $1 and user_id = $2`,
      [
        ...[user.partnerId, user.userId, user.userPrincipalName, user.firstName, user.lastName, user.displayName],
        ...[user.usageLocation, user.phoneNumber, user.immutableId, user.forceChangePassword],
        user.deletedAt === null ? null : instantParameter(user.deletedAt),
      ],
    )
  })
}

const UNIQUE_VIOLATION = '23505'

/** Two requests may want one name at once: the index decides, and a savepoint keeps the transaction alive. */
async function whetherNameIsFree(session: Session, write: () => Promise<void>): Promise<boolean> {
  await session.execute('savepoint customer_user_name')
  try {
    await write()
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === UNIQUE_VIOLATION)) throw error
    await session.execute('rollback to savepoint customer_user_name')
    return false
  }
  await session.execute('release savepoint customer_user_name')
  return true
}

export async function setCustomerUserPassword(
  session: Session,
  user: CustomerUser,
  passwordHash: string,
): Promise<void> {
  await session.query('update customer_user set password_hash = $3 where partner_id = $1 and user_id = $2', [
    user.partnerId,
    user.userId,
    passwordHash,
  ])
}

/** One user of a customer, deleted or not; locked for a change where wanted. */
export async function findCustomerUser(
  session: Session,
  key: CustomerKey,
  userId: string,
  lock: 'lock' | 'read' = 'read',
): Promise<CustomerUser | undefined> {
  const { rows } = await session.query<CustomerUser>(
    `${SELECT} where partner_id = $1 and customer_id = $2 and user_id = $3 ${lock === 'lock' ? 'for update' : ''}`,
    [key.partnerId, key.customerId, userId],
  )
  return rows[0]
}

/** By what users can be sorted. */
export const USER_ORDERS = {
  displayName: 'lower(display_name) collate "C"',
  userPrincipalName: 'lower(user_principal_name) collate "C"',
} as const

export interface UserPage {
  readonly deleted: boolean
  readonly sortBy: keyof typeof USER_ORDERS
  readonly descending: boolean
  /** Sort key and id of the last user seen. */
  readonly after: readonly [key: string, userId: string] | undefined
  readonly limit: number
}

export type ListedUser = CustomerUser & { readonly sortKey: string }

/** Users of a customer, those that are active or those that are deleted. */
export async function listCustomerUsers(session: Session, key: CustomerKey, page: UserPage): Promise<ListedUser[]> {
  const order = USER_ORDERS[page.sortBy]
  const [direction, beyond] = page.descending ? ['desc', '<'] : ['asc', '>']
  const { rows } = await session.query<ListedUser>(
    `select ${COLUMNS}, ${order} as "sortKey" from customer_user
     where partner_id = $1 and customer_id = $2 and (deleted_at is not null) = $3
       and ($4::text is null or (${order}, user_id) ${beyond} ($4, $5::uuid))
     order by ${order} ${direction}, user_id ${direction} limit $6`,
    [key.partnerId, key.customerId, page.deleted, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  )
  return rows
}

/** Users deleted before an instant, oldest first. */
export async function listUsersDeletedBefore(
  session: Session,
  partnerIds: readonly string[],
  before: Instant,
  limit: number,
): Promise<CustomerUser[]> {
  const { rows } = await session.query<CustomerUser>(
    `${SELECT} where partner_id = any($1::uuid[]) and deleted_at < $2 order by partner_id, deleted_at, user_id limit $3`,
    [partnerIds, instantParameter(before), limit],
  )
  return rows
}

/** Forgets users for good; `false` for one that is gone already. */
export async function removeCustomerUser(session: Session, user: CustomerUser): Promise<boolean> {
  const { rowCount } = await session.query('delete from customer_user where partner_id = $1 and user_id = $2', [
    user.partnerId,
    user.userId,
  ])
  return rowCount === 1
}
