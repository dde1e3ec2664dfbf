import type { Database } from '../store/database.js'
import { type ListedQuarantine, listQuarantine } from '../store/quarantine.js'

/** Subscriptions the last billing run could not charge, oldest first. */
export function listQuarantined(
  database: Database,
  options: { readonly partnerId?: string; readonly limit: number },
): Promise<readonly ListedQuarantine[]> {
  return listQuarantine(database, options.partnerId ?? null, options.limit)
}
