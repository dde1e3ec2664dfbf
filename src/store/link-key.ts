import type { Session } from './database.js'

/** The secret that signs links, made with `fresh` where there is none yet; every program gets the same one. */
export async function loadLinkKey(session: Session, fresh: () => string): Promise<string> {
  const known = await session.query<{ secret: string }>('select secret from link_key')
  if (known.rows[0] !== undefined) return known.rows[0].secret
  await session.query('insert into link_key (secret) values ($1) on conflict (only_row) do nothing', [fresh()])
  const { rows } = await session.query<{ secret: string }>('select secret from link_key')
  return rows[0]!.secret
}
