import type { Session } from './database.js'

/** Whether a statement is answered. */
export async function countOne(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ one: number }>('select 1 as one')
  return rows[0]?.one === 1
}
