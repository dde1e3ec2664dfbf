import { beforeEach, expect, it } from 'vitest'
import { advanceSandbox, advanceWaitingSandboxes } from '../../src/app/advance-sandbox.js'
import { newId } from '../../src/app/new-id.js'
import type { Instant } from '../../src/core/calendar/day.js'
import type { Database } from '../../src/store/database.js'
import { billTo, chargesOf, documentsOf, expectClean, id, invoicesOf, openLedger } from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'
import { advanceTo, buy, change, clockOf, openSandbox, SANDBOX, toldOf } from '../support/sandbox.js'

const systemClock = () => Date.now() as Instant

describeEachLedger('the clock of a sandbox', (open) => {
  let database: Database
  beforeEach(async () => {
    database ??= await openLedger(open)
    await empty(database)
    await openSandbox(database)
  })

  /** A year of purchases, a suspension and what follows by itself. */
  async function fill(): Promise<void> {
    await buy(database, 1, 'MAIL', '2026-01-01T09:00:00Z')
    await buy(database, 2, 'CRM', '2026-01-01T09:00:00Z')
    await buy(database, 3, 'SUITE', '2026-01-01T09:00:00Z')
    await advanceTo(database, '2026-03-20T12:00:00Z')
    await change(database, { key: id('subscription', 1), command: { type: 'suspend' } }, '2026-03-20T12:00:00Z')
  }

  it('lives a year in one go: trial, renewals, suspension, deprovisioning, invoices', async () => {
    await fill()
    expect(await advanceTo(database, '2027-02-01T00:00:00Z')).toBe('2027-02-01T00:00:00Z')
    expect(await clockOf(database)).toBe('2027-02-01T00:00:00Z')
    expect(await toldOf(database)).toEqual(
      [
        '2026-02-01 2 trial-became-paid',
        ...['03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2026-${month}-01 2 renewed`),
        // 90 days, and the 14 from the opening of the account to its first billing date.
        '2026-07-02 1 deprovisioned',
        '2027-01-01 2 renewed',
        '2027-01-01 3 renewed',
      ].sort(),
    )
    // 20.00 for Mail in January, February and March; the credit of the suspension; 62.50 for Suite and, from February
    // on, 50.00 for CRM, on the 8th of the month after.
    const invoices = await invoicesOf(database)
    expect(invoices.slice(0, 6)).toEqual([
      'SD000000001 1 2026-01-15 USD 2000 (1)',
      'SD000000002 1 2026-02-15 USD 2000 (1)',
      'SD000000003 1 2026-03-15 USD 2000 (1)',
      'SD000000004 1 2026-04-15 USD -775 (1)',
      'SG000000001 1 2026-02-08 USD 6250 (2)',
      'SG000000002 1 2026-03-08 USD 11250 (2)',
    ])
    const { rows } = await database.query(
      `select count(*)::int as invoices, count(n.notice_id)::int as told, bool_and(i.issued_at = n.occurred_at) as same,
         -- Recurring ones the day after their date; one-time ones the day before, to be there when it begins.
         bool_and((i.issued_at at time zone 'UTC')::date =
           i.invoice_date + case i.invoice_type when 1 then 1 else -1 end) as "inTime"
       from invoice i left join notice n on n.resource_uri = '/invoices/' || i.number`,
    )
    expect(rows).toEqual([{ invoices: invoices.length, told: invoices.length, same: true, inTime: true }])
    await expectClean(database)
  })

  it('comes to the same in one go, in steps, and broken off again and again', async () => {
    await fill()
    await advanceTo(database, '2026-09-10T06:00:00Z')
    const whole = [await chargesOf(database), await documentsOf(database), await toldOf(database)]
    await empty(database)
    await openSandbox(database)
    await fill()
    for (const target of ['2026-03-21T00:00:00Z', '2026-04-15T23:00:00Z', '2026-04-16T00:10:00Z']) {
      expect(await advanceTo(database, target)).toBe(target)
    }
    let asked = 0
    const stopping = () => {
      asked += 1
      return asked % 4 === 0
    }
    const target = '2026-09-10T06:00:00Z'
    for (let time = 0; time < 40 && (await clockOf(database)) !== target; time += 1) {
      await advanceTo(database, target, stopping)
    }
    expect(await clockOf(database)).toBe(target)
    expect(asked).toBeGreaterThan(8)
    expect([await chargesOf(database), await documentsOf(database), await toldOf(database)]).toEqual(whole)
    await expectClean(database)
  })

  it('goes forward only, one way at a time, and not too far', async () => {
    await expect(advanceTo(database, '2025-12-31T00:00:00Z')).rejects.toThrow('sandbox-clock-backwards')
    await expect(advanceTo(database, '2037-01-01T00:00:00Z')).rejects.toThrow('sandbox-clock-too-far')
    expect(await advanceTo(database, '2026-01-01T08:00:00Z')).toBe('2026-01-01T08:00:00Z')
    await advanceTo(database, '2026-04-01T00:00:00Z', () => true)
    await expect(advanceTo(database, '2026-05-01T00:00:00Z')).rejects.toThrow('sandbox-advancing')
    expect(await clockOf(database)).toBe('2026-01-01T08:00:00Z')
    // What is unfinished is gone on with by any worker.
    expect(await advanceWaitingSandboxes({ database, clock: systemClock, newId })).toBe(true)
    expect(await clockOf(database)).toBe('2026-04-01T00:00:00Z')
    expect(await advanceWaitingSandboxes({ database, clock: systemClock, newId })).toBe(false)
    expect(await advanceTo(database, '2026-05-01T00:00:00Z')).toBe('2026-05-01T00:00:00Z')
  })

  it('is left alone by ordinary billing, which it leaves alone, too', async () => {
    await buy(database, 1, 'MAIL', '2026-01-01T09:00:00Z')
    await billTo(database, '2026-06-30')
    expect(await invoicesOf(database)).toEqual([])
    const through = async () =>
      (
        await database.query<{ text: string }>('select charged_through::text as text from partner order by partner_id')
      ).rows.map((row) => row.text)
    expect(await through()).toEqual(['2025-12-31', '2026-06-30'])
    await advanceTo(database, '2026-02-20T00:00:00Z')
    expect(await through()).toEqual(['2026-02-18', '2026-06-30'])
  })

  it('helps to finish a billing run that is in its way', async () => {
    await buy(database, 1, 'MAIL', '2026-01-01T09:00:00Z')
    const { startOrJoin } = await import('../../src/app/bill.js')
    const day = (20_500 + 1) as never
    const started = await startOrJoin(database, { asOf: day, now: systemClock, newId })
    expect(started).toMatchObject({ ok: true, value: { status: 'charging' } })
    await advanceTo(database, '2026-02-20T00:00:00Z')
    const { rows } = await database.query(`select count(*)::int as open from billing_run where status <> 'completed'`)
    expect(rows).toEqual([{ open: 0 }])
  })

  it('is made by two workers at once without doing anything twice', async () => {
    await fill()
    await advanceTo(database, '2026-08-01T00:00:00Z', () => true)
    const context = { database, clock: systemClock, newId }
    const makeWay = async () => {
      // Without the lease, as when a worker was only thought to be dead.
      await database.query('update sandbox_advance set leased_until = null')
      await advanceSandbox(context, SANDBOX)
    }
    await Promise.all([makeWay(), makeWay()])
    expect(await clockOf(database)).toBe('2026-08-01T00:00:00Z')
    const told = await toldOf(database)
    expect(new Set(told).size).toBe(told.length)
    await expectClean(database)
  })
})

async function empty(database: Database): Promise<void> {
  const { asOwner, empty: emptyLedger } = await import('../billing/provider.js')
  await asOwner(
    database,
    'delete from sandbox_advance; delete from partner_lifecycle; delete from notice; delete from audit_record',
  )
  await emptyLedger(database)
}
