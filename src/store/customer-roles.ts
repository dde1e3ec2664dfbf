import type { CustomerKey, CustomerUser } from './customer-users.js'
import type { Session } from './database.js'

/** Gives a user a role; `false` where it has it already. */
export async function insertRoleMember(session: Session, user: CustomerUser, roleId: string): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into customer_role_member (partner_id, customer_id, role_id, user_id) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [user.partnerId, user.customerId, roleId, user.userId],
  )
  return rowCount === 1
}

/** Takes a role from a user; `false` where it has it not. */
export async function deleteRoleMember(session: Session, user: CustomerUser, roleId: string): Promise<boolean> {
  const { rowCount } = await session.query(
    'delete from customer_role_member where partner_id = $1 and customer_id = $2 and role_id = $3 and user_id = $4',
    [user.partnerId, user.customerId, roleId, user.userId],
  )
  return rowCount === 1
}

/** Takes every role from a user; gives their ids. */
export async function deleteRolesOf(session: Session, user: CustomerUser): Promise<string[]> {
  const { rows } = await session.query<{ roleId: string }>(
    'delete from customer_role_member where partner_id = $1 and user_id = $2 returning role_id as "roleId"',
    [user.partnerId, user.userId],
  )
  return rows.map((row) => row.roleId)
}

/** Ids of the roles of a user. */
export async function listRolesOf(session: Session, user: CustomerUser): Promise<string[]> {
  const { rows } = await session.query<{ roleId: string }>(
    `select role_id as "roleId" from customer_role_member where partner_id = $1 and user_id = $2 order by role_id`,
    [user.partnerId, user.userId],
  )
  return rows.map((row) => row.roleId)
}

export interface RoleMember {
  readonly userId: string
  readonly displayName: string
  readonly userPrincipalName: string
}

/** Members of a role of a customer, in order of their ids. */
export async function listRoleMembers(
  session: Session,
  key: CustomerKey,
  roleId: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<RoleMember[]> {
  const { rows } = await session.query<RoleMember>(
    `select u.user_id as "userId", u.display_name as "displayName", u.user_principal_name as "userPrincipalName"
     from customer_role_member m join customer_user u on u.partner_id = m.partner_id and u.user_id = m.user_id
     where m.partner_id = $1 and m.customer_id = $2 and m.role_id = $3 and ($4::uuid is null or m.user_id > $4)
     order by m.user_id limit $5`,
    [key.partnerId, key.customerId, roleId, page.after ?? null, page.limit],
  )
  return rows
}
