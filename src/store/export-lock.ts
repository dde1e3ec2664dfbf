import type { Session } from './database.js'

/** Tells the lock apart from others that are named by a number. */
const EXPORTS = 1_017

/** Lets one request at a time add an export for a partner, until the transaction ends. */
export async function lockExports(session: Session, partnerId: string): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1::int, hashtext($2))', [EXPORTS, partnerId])
}
