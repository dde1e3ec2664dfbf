import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeEachDatabase } from '../../test/support/databases.js'
import { dayOf } from '../core/calendar/day.js'
import { findBookFaults } from './book-rules.js'
import { migrate } from './migrate.js'
import { listReceivables } from './receivables.js'

const PARTNER = '018f0001-0000-7000-8000-000000000001'
const MIGRATIONS = join(import.meta.dirname, 'migrations')

describeEachDatabase('invoices from before there was a journal', (open) => {
  it('are in it after the migration, each once, with their charges as revenue', async () => {
    const before = mkdtempSync(join(tmpdir(), 'prorata-migrations-'))
    for (const file of readdirSync(MIGRATIONS).filter((name) => name < '0010')) {
      copyFileSync(join(MIGRATIONS, file), join(before, file))
    }
    const database = await open({ maxSessions: 1 })
    await migrate(database, { migrationsDirectory: before })
    await database.execute(`
      insert into partner (partner_id, name, mpn_id, country, currency, billing_day, opened_on, ledger_start,
        charged_through, invoiced_through)
      values ('${PARTNER}', 'Alder', '1', 'US', 'USD', 15, '2025-01-01', '2025-01-01', '2026-01-31', '2026-01-31');
      insert into invoice (partner_id, invoice_date, invoice_type, currency, number, period_start, period_end, due_date, total,
        charge_count, issued_at, billing_run_id)
      values ('${PARTNER}', '2026-01-15', 1, 'USD', 'D000000001', '2025-12-16', '2026-01-16', '2026-03-16', 2000, 1,
          '2026-01-16T01:00:00Z', '${PARTNER}'),
        ('${PARTNER}', '2026-01-08', 2, 'EUR', 'G000000001', '2025-12-01', '2026-01-01', '2026-03-09', 0, 2,
          '2026-01-16T01:00:00Z', '${PARTNER}')`)
    await migrate(database)
    expect(await listReceivables(database, PARTNER, 'all')).toEqual([
      expect.objectContaining({ number: 'G000000001', invoiceType: 'one-time', total: 0n, open: 0n, currency: 'EUR' }),
      expect.objectContaining({
        ...{ number: 'D000000001', invoiceType: 'recurring', currency: 'USD', total: 2_000n, open: 2_000n },
        ...{ issuedOn: dayOf(2026, 1, 15), dueOn: dayOf(2026, 3, 16) },
      }),
    ])
    expect(await findBookFaults(database, undefined)).toEqual([])
    await expect(database.query(`update journal_entry set amount = 1`)).resolves.toBeDefined() // the owner may
    expect((await findBookFaults(database, undefined)).length).toBeGreaterThan(0)
    rmSync(before, { recursive: true })
  }, 60_000)
})
