import type { Database } from '../../src/store/database.js'

const TABLES = [
  'charge',
  'charging_state',
  'invoice',
  'invoice_line',
  'invoice_tax',
  'invoice_counter',
  'adjustment',
  'invoice_adjustment',
  'journal_entry',
  'partner',
  'quarantine',
  'billing_run',
] as const

/** Everything a billing run writes, row for row, as text: two ledgers are the same where these are. */
export async function dumpLedger(database: Database): Promise<string> {
  const parts: string[] = []
  for (const table of TABLES) {
    const { rows } = await database.query<{ row: string }>(
      `select t::text as row from ${table} t order by t::text collate "C"`,
    )
    parts.push(`${table}: ${rows.length}`, ...rows.map((row) => row.row))
  }
  return parts.join('\n')
}
