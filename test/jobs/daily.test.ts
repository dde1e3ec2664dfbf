import { beforeAll, beforeEach, expect, it } from 'vitest'
import { runDueDays } from '../../src/app/daily-jobs.js'
import { newId } from '../../src/app/new-id.js'
import { formatDay, type Instant } from '../../src/core/calendar/day.js'
import { instantParameter } from '../../src/store/codecs.js'
import type { Database } from '../../src/store/database.js'
import {
  asOwner,
  billTo,
  chargesOf,
  documentsOf,
  empty,
  expectClean,
  id,
  load,
  openLedger,
  PROVIDER,
} from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'
import { at, toldOf } from '../support/sandbox.js'

describeEachLedger('the daily jobs', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await openLedger(open)
  })
  beforeEach(async () => {
    const tables = ['notice', 'audit_record', 'partner_lifecycle', 'daily_run', 'cart', 'api_request']
    await asOwner(database, tables.map((table) => `delete from ${table}`).join('; '))
    await empty(database)
    await load(database, PROVIDER)
  })

  const run = async (now: string, more: { stopping?: () => boolean; warn?: (what: string) => void } = {}) =>
    (await runDueDays({ database, clock: () => at(now), newId, ...more })).map(formatDay)

  const told = async () => [
    ...(await toldOf(database, id('partner', 1))),
    ...(await toldOf(database, id('partner', 2))),
  ]

  it('run once for each day, at ten past midnight of the next', async () => {
    expect(await run('2026-02-02T00:09:59Z')).toEqual(['2026-01-31'])
    expect(await run('2026-02-02T00:09:59Z')).toEqual([])
    expect(await run('2026-02-02T00:10:00Z')).toEqual(['2026-02-01'])
    expect(await run('2026-02-02T23:00:00Z')).toEqual([])
    await expectClean(database)
  })

  it('issue one-time invoices the day before their date and recurring ones the day after, to the second', async () => {
    const issued = async () => {
      const { rows } = await database.query<{ text: string }>(
        `select concat_ws(' ', i.invoice_date, to_char(i.issued_at at time zone 'UTC', 'MM-DD HH24:MI:SS')) as text
         from invoice i where i.partner_id = $1 and i.invoice_date between '2026-03-01' and '2026-03-31' order by 1`,
        [id('partner', 1)],
      )
      return rows.map((row) => row.text)
    }
    await run('2026-03-06T00:10:00Z')
    expect([await run('2026-03-07T00:09:59Z'), await issued()]).toEqual([[], []])
    const oneTime = '2026-03-08 03-07 00:10:00'
    expect([await run('2026-03-07T00:10:00Z'), await issued()]).toEqual([['2026-03-06'], [oneTime]])
    await run('2026-03-16T00:09:59Z')
    expect(await issued()).toEqual([oneTime])
    await run('2026-03-16T00:10:00Z')
    expect(await issued()).toEqual([oneTime, '2026-03-15 03-16 00:10:00'])
    await expectClean(database)
  })

  it('catch up with days that were missed, in order, and come to the same', async () => {
    for (let day = 1; day <= 28; day += 1) await run(`2026-02-${String(day).padStart(2, '0')}T01:00:00Z`)
    const daily = [await chargesOf(database), await documentsOf(database), await told()]
    // The CRM subscriptions have a term of a month.
    expect(daily[2]).toEqual(['2026-02-20 2 renewed'])
    const tables = ['notice', 'audit_record', 'partner_lifecycle', 'daily_run']
    await asOwner(database, tables.map((table) => `delete from ${table}`).join('; '))
    await empty(database)
    await load(database, PROVIDER)
    await run('2026-02-01T01:00:00Z')
    const days = await run('2026-02-28T01:00:00Z')
    expect([days.length, days[0], days.at(-1)]).toEqual([27, '2026-02-01', '2026-02-27'])
    expect([await chargesOf(database), await documentsOf(database), await told()]).toEqual(daily)
    await expectClean(database)
  })

  it('do nothing twice where several workers run them at once', async () => {
    await run('2026-02-01T01:00:00Z')
    await Promise.all(['a', 'b', 'c'].map(() => run('2026-03-25T01:00:00Z')))
    const all = await told()
    expect(all).toEqual(['2026-02-20 2 renewed', '2026-03-20 2 renewed', '2026-03-03 6 renewed'])
    await expectClean(database)
  })

  it('bill and keep house where a partner cannot be taxed, and warn of it', async () => {
    await asOwner(
      database,
      `insert into tax_registration (registration_id, kind, country, region, number, since, recorded_at, recorded_by)
         values ('018f000c-0000-7000-8000-000000000001', 'local', 'US', '', 'X', '2026-02-27', now(), 'test')`,
    )
    const warnings: string[] = []
    const warn = (what: string) => warnings.push(what)
    await run('2026-02-21T01:00:00Z', { warn })
    // In a week the registration begins, for a country whose rates are those of its states.
    const missing = 'invoices will be left out: There is no tax rate of US for standard on 2026-02-27; import one.'
    expect(warnings).toEqual([missing])
    expect((await run('2026-03-17T01:00:00Z', { warn })).at(-1)).toBe('2026-03-16')
    expect(warnings.at(-2)).toBe('partners without invoices as of 2026-03-16: 1; see why with: prorata invoices late')
    expect(await told()).toEqual(['2026-02-20 2 renewed', '2026-03-03 6 renewed'])
    await asOwner(database, 'delete from tax_registration')
  })

  it('break off between two accounts, and go on', async () => {
    let asked = 0
    const stopping = () => {
      asked += 1
      return asked === 2
    }
    expect(await run('2026-02-21T01:00:00Z', { stopping })).toEqual([])
    expect(await run('2026-02-21T01:00:00Z')).toEqual(['2026-02-20'])
    expect(await told()).toEqual(['2026-02-20 2 renewed'])
  })

  it('finish a billing run that somebody broke off', async () => {
    const { startOrJoin } = await import('../../src/app/bill.js')
    const { rows } = await database.query<{ day: number }>(`select '2026-01-15'::date as day`)
    await startOrJoin(database, { asOf: rows[0]!.day as never, now: () => at('2026-01-16T00:00:00Z'), newId })
    expect(await run('2026-02-02T01:00:00Z')).toEqual(['2026-02-01'])
    await expectClean(database)
  })

  it('tell of a renewal that somebody changed later on the same day, once', async () => {
    await billTo(database, '2026-02-19')
    await run('2026-02-20T01:00:00Z')
    // The state is written with the renewal in it, before the jobs of the day.
    await billTo(database, '2026-02-20')
    await asOwner(
      database,
      `update charging_state set term_start = '2026-02-20', term_end = '2026-03-20', cycle_start = '2026-02-20',
         cycle_end = '2026-03-20', due_on = '2026-03-20', last_occurrence_at = '2026-02-20T00:00:00Z'
       where subscription_id = '${id('subscription', 2)}'`,
    )
    expect(await run('2026-02-21T01:00:00Z')).toEqual(['2026-02-20'])
    expect(await told()).toEqual(['2026-02-20 2 renewed'])
  })

  it('end carts nobody has ordered in time, and forget answers after a day', async () => {
    const now = at('2026-02-02T01:00:00Z')
    for (const [number, hours] of [
      [1, -1],
      [2, 1],
    ] as const) {
      await database.query(
        `insert into cart (partner_id, cart_id, customer_id, status, lines, created_at, modified_at, modified_by, expires_at)
         values ($1, $2, $3, 'active', '[]', $4, $4, 'test', $4)`,
        [
          id('partner', 1),
          id('subscription', number),
          id('customer', 1),
          instantParameter((now + hours * 3_600_000) as Instant),
        ],
      )
      await database.query(
        `insert into api_request (partner_id, request_id, fingerprint, status, headers, body, answered_at)
         values ($1, $2, 'f', 200, '{}', '', $3)`,
        [id('partner', 1), String(number), instantParameter((now - 86_400_000 + hours * 3_600_000) as Instant)],
      )
    }
    await run('2026-02-02T01:00:00Z')
    const carts = await database.query('select status from cart order by cart_id')
    expect(carts.rows).toEqual([{ status: 'expired' }, { status: 'active' }])
    expect((await database.query('select request_id from api_request')).rows).toEqual([{ request_id: '2' }])
  })
})
