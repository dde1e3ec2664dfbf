import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** Marks a database as that of a demo, where nothing is in it yet. Says whether it is marked, now or since before. */
export async function markDemo(session: Session, now: Instant): Promise<boolean> {
  await session.query(
    `insert into demo (marked_at) select $1::timestamptz
     where not exists (select from partner) and not exists (select from sku)
       and not exists (select from account_user) and not exists (select from service_principal)
     on conflict do nothing`,
    [instantParameter(now)],
  )
  return (await findDemo(session)) !== undefined
}

/** The mark of a demo with its sign-ins, `null` before there are any; `undefined` in every other database. */
export async function findDemo<T>(session: Session): Promise<{ readonly access: T | null } | undefined> {
  const { rows } = await session.query<{ readonly access: T | null }>('select access from demo')
  return rows[0]
}

/** Keeps the sign-ins of a demo; `false` where the database is none. */
export async function keepDemoAccess(session: Session, access: object): Promise<boolean> {
  const { rowCount } = await session.query('update demo set access = $1', [jsonParameter(access)])
  return rowCount === 1
}
