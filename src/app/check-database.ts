import type { Database } from '../store/database.js'
import { countOne } from '../store/probe.js'

/** Whether the database answers. */
export async function checkDatabase(database: Database): Promise<boolean> {
  try {
    return await countOne(database)
  } catch {
    return false
  }
}
