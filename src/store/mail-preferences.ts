import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'
import type { MailLanguage } from './mail.js'
import type { User } from './users.js'

/** What a user set about its mails. */
export interface MailPreference {
  /** `null` for the language of the account. */
  readonly language: MailLanguage | null
  /** Kinds of mails it does not want. */
  readonly switchedOff: readonly string[]
}

const COLUMNS = 'language, switched_off as "switchedOff"'

/** What a user of an account set, or `undefined`; locked until the transaction ends where wanted. */
export async function findMailPreference(
  session: Session,
  partnerId: string,
  userId: string,
  lock: 'read' | 'lock' = 'read',
): Promise<MailPreference | undefined> {
  const { rows } = await session.query<MailPreference>(
    `select ${COLUMNS} from mail_preference where partner_id = $1 and user_id = $2
     ${lock === 'lock' ? 'for update' : ''}`,
    [partnerId, userId],
  )
  return rows[0]
}

export async function storeMailPreference(
  session: Session,
  { partnerId, userId }: { readonly partnerId: string; readonly userId: string },
  { language, switchedOff }: MailPreference,
  now: Instant,
): Promise<void> {
  await session.query(
    `insert into mail_preference (partner_id, user_id, language, switched_off, changed_at) values ($1, $2, $3, $4, $5)
     on conflict (partner_id, user_id) do update
       set language = excluded.language, switched_off = excluded.switched_off, changed_at = excluded.changed_at`,
    [partnerId, userId, language, switchedOff, instantParameter(now)],
  )
}

/** Somebody of an account who can be written to, with what it set. */
export interface MailUser extends Pick<User, 'userId' | 'signInName' | 'fullName' | 'roles'>, MailPreference {}

/** The active users of an account that have one of the roles or one of the names, in order of their names. */
export async function listMailUsers(
  session: Session,
  partnerId: string,
  wanted: { readonly roles: readonly string[]; readonly names: readonly string[] },
  limit: number,
): Promise<MailUser[]> {
  const { rows } = await session.query<MailUser>(
    `select u.user_id as "userId", u.sign_in_name as "signInName", u.full_name as "fullName", u.roles, p.language,
       coalesce(p.switched_off, '{}') as "switchedOff"
     from account_user u left join mail_preference p on p.partner_id = $1 and p.user_id = u.user_id
     where u.account_id = $1 and u.state = 'active' and (u.roles && $2::text[] or u.sign_in_name = any($3::text[]))
     order by u.sign_in_name limit $4`,
    [partnerId, wanted.roles, wanted.names, limit],
  )
  return rows
}
