import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { checkBooks, readAccount } from '../../src/app/account-statement.js'
import { setCreditLimit } from '../../src/app/credit-limit.js'
import { mayBuyWhileOwing, remindPartner } from '../../src/app/dunning.js'
import { openBooks } from '../../src/app/open-books.js'
import { recordPayment } from '../../src/app/record-payment.js'
import { systemContext } from '../../src/app/system-context.js'
import { dayOfInstant, parseInstant } from '../../src/core/calendar/instant.js'
import type { Currency } from '../../src/core/money/currency.js'
import type { Database } from '../../src/store/database.js'
import { migrate } from '../../src/store/migrate.js'
import { describeEachDatabase } from '../support/databases.js'
import { openOn, owe } from '../support/money.js'
import { countingIds, dayOfText, id } from './provider.js'

const MIGRATIONS = join(import.meta.dirname, '../../src/store/migrations')
const [ALDER, BIRCH, NEW] = [1, 2, 3].map((number) => id('partner', number)) as [string, string, string]

describeEachDatabase('books of a ledger with invoices from before the journal', (open) => {
  const at = { now: parseInstant('2026-06-10T09:00:00Z')!, newId: countingIds() }
  let database: Database
  beforeAll(async () => {
    const before = mkdtempSync(join(tmpdir(), 'prorata-migrations-'))
    for (const file of readdirSync(MIGRATIONS).filter((name) => name < '0010')) {
      copyFileSync(join(MIGRATIONS, file), join(before, file))
    }
    database = await open({ maxSessions: 1 })
    await migrate(database, { migrationsDirectory: before })
    rmSync(before, { recursive: true })
    const partner = (partnerId: string) =>
      `('${partnerId}', 'X', '1', 'US', 'EUR', 15, '2025-01-01', '2025-01-01', '2026-05-31', '2026-05-31')`
    const invoice = (partnerId: string, on: string, number: string, total: number) =>
      `('${partnerId}', '${on}', 1, 'EUR', '${number}', '2026-01-01', '2026-01-02', '${on}'::date + 60, ${total}, 1,
        '2026-05-16T01:00:00Z', '${partnerId}')`
    await database.execute(`
      insert into partner (partner_id, name, mpn_id, country, currency, billing_day, opened_on, ledger_start,
        charged_through, invoiced_through) values ${[ALDER, BIRCH, NEW].map(partner).join()};
      insert into invoice (partner_id, invoice_date, invoice_type, currency, number, period_start, period_end, due_date, total,
        charge_count, issued_at, billing_run_id) values ${[
          invoice(ALDER, '2026-01-15', 'D000000001', 2_000),
          invoice(ALDER, '2026-02-15', 'D000000002', -300),
          invoice(ALDER, '2026-03-15', 'D000000003', 1_000),
          invoice(BIRCH, '2026-03-15', 'D000000004', 700),
        ].join()}`)
    await migrate(database)
  }, 120_000)
  const inOne = <T>(partnerId: string, work: (context: ReturnType<typeof systemContext>) => Promise<T>) =>
    database.transaction((session) => work(systemContext(session, partnerId, at)))
  const remind = (partnerId: string) => inOne(partnerId, (context) => remindPartner(context, partnerId))
  const reminders = async () => {
    const { rows } = await database.query<{ text: string }>(
      `select concat_ws(' ', kind, document, amount) as text from reminder order by text`,
    )
    return rows.map(({ text }) => text)
  }
  const account = (partnerId: string) => readAccount({ session: database, now: at.now }, partnerId)
  const openUp = async (day: string | undefined, partnerId?: string) => {
    const given = { ...systemContext(database, ALDER, at), database }
    const opened = await openBooks(given, day === undefined ? undefined : dayOfText(day), partnerId)
    return opened.ok ? opened.value : opened.refusal.code
  }
  const unopened = async () => (await checkBooks(database, undefined)).unopened

  it('remind nobody of them, and keep nobody from buying', async () => {
    expect(await unopened()).toBe(2)
    for (const partnerId of [ALDER, BIRCH, NEW]) await remind(partnerId)
    expect(await reminders()).toEqual([])
    expect((await mayBuyWhileOwing({ session: database, now: at.now }, ALDER)).ok).toBe(true)
    await inOne(ALDER, (context) => setCreditLimit(context, ALDER, 100n))
    expect((await account(ALDER)).credit).toMatchObject({ unpaid: 0n, available: 100n })
  })

  it('count what is issued from then on', async () => {
    await owe(database, { number: 'D000000005', total: 50n, partnerId: ALDER, issuedOn: '2026-04-01' })
    await database.query(`update journal_entry set recorded_at = '2026-06-01' where source_id = 'D000000005'`)
    expect((await account(ALDER)).standing).toMatchObject({ pastDue: true, overdue: new Map([['EUR', 50n]]) })
  })

  it('are opened by saying through which day they are settled', async () => {
    expect(await openUp('2026-06-11')).toBe('malformed')
    expect(await openUp('2026-02-28', ALDER)).toEqual({ partners: 1, documents: 2 })
    expect([await openOn(database, 'D000000001'), await openOn(database, 'D000000002')]).toEqual([0n, 0n])
    expect(await openOn(database, 'D000000003')).toBe(1_000n)
    expect((await account(ALDER)).balances).toMatchObject([{ balance: 1_050n, unallocated: 0n }])
    expect((await account(ALDER)).standing.overdue.get('EUR')).toBe(1_050n)
    expect(await unopened()).toBe(1)
    await remind(ALDER)
    expect(await reminders()).toContain('overdue D000000003 1000')
    expect((await checkBooks(database, undefined)).faults).toEqual([])
  })

  it('stay as they are when it is said again; a later day settles what was left', async () => {
    const count = async () => (await database.query('select from payment')).rows.length
    const payments = await count()
    expect(await openUp('2026-02-28', ALDER)).toEqual({ partners: 0, documents: 0 })
    expect(await count()).toBe(payments)
    expect(await openUp('2026-03-31', ALDER)).toEqual({ partners: 0, documents: 1 })
    expect(await openOn(database, 'D000000005')).toBe(50n)
    const paid = { method: 'other', currency: 'EUR' as Currency, amount: 50n, payer: '', reference: '' } as const
    await inOne(ALDER, (context) =>
      recordPayment(context, ALDER, { ...paid, receivedOn: dayOfInstant(at.now), allocations: 'oldest' }),
    )
    expect((await account(ALDER)).standing.pastDue).toBe(false)
  })

  it('are opened with nothing settled, where that is so', async () => {
    expect(await openUp(undefined)).toEqual({ partners: 1, documents: 0 })
    expect((await account(BIRCH)).standing.overdue.get('EUR')).toBe(700n)
    expect(await unopened()).toBe(0)
    expect((await checkBooks(database, undefined)).faults).toEqual([])
  })
})
