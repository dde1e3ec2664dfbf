import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { rateUsageOf, rollUpAndRate } from '../../src/app/usage/rate-open-usage.js'
import { rateUsageNow, rateWaitingUsage } from '../../src/app/usage/rating-rounds.js'
import { addDecimals, type Decimal, formatDecimal } from '../../src/core/money/decimal.js'
import type { Database } from '../../src/store/database.js'
import { listRatedUsage } from '../../src/store/rated-usage.js'
import { listNotedRefusals } from '../../src/store/usage-refusals.js'
import { describeEachLedger } from '../support/databases.js'
import { trimmed } from '../support/rating.js'
import { METERS, type MeteredPartner, seedMeteredLedger } from '../support/usage.js'
import { asOwner, countingIds, dayOfText, empty, NOW, openLedger } from './provider.js'

const newId = countingIds()
const RESOURCE = '018f0030-0000-4000-8000-000000000001'

interface Event {
  readonly on: string
  readonly quantity: string
  readonly meterId?: string
  readonly subscriptionId?: string
  readonly resourceId?: string
}

let eventCount = 0
/** One batch, as it is stored once its events were accepted. */
async function append(database: Database, { partnerId, plan }: MeteredPartner, events: readonly Event[]) {
  await database.transaction(async (session) => {
    await session.query('insert into usage_account (partner_id) values ($1) on conflict do nothing', [partnerId])
    await session.query(
      `insert into usage_resource select $1, $2, 'ent-1', 'One', 'group', '/one', 'westeurope', '{}', '{}'
       on conflict do nothing`,
      [partnerId, RESOURCE],
    )
    const { rows } = await session.query<{ batch: bigint }>(
      `insert into usage_batch (partner_id, batch_number, source, received_at, actor, accepted, duplicates, refused)
       values ($1, nextval('usage_batch_number'), 'http', '2026-03-01', 'test', $2, 0, 0)
       returning batch_number as batch`,
      [partnerId, events.length],
    )
    for (const { on, quantity, meterId = METERS.COMPUTE, subscriptionId = plan, resourceId = RESOURCE } of events) {
      eventCount += 1
      const eventId = `018f0031-0000-4000-8000-${eventCount.toString(16).padStart(12, '0')}`
      await session.query(
        `insert into usage_event (partner_id, event_id, subscription_id, meter_id, resource_id, quantity, occurred_at,
           batch_number) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [partnerId, eventId, subscriptionId, meterId, resourceId, quantity, `${on}T10:00:00Z`, rows[0]!.batch],
      )
    }
  })
}

/** Undoes what adding up and rating did, so that the same events can be added up in another way. */
function forgetUsage(database: Database, events = true) {
  return asOwner(
    database,
    `delete from rated_usage; delete from usage_refusal; delete from usage_day; delete from usage_charge;
     delete from usage_close; delete from earned_credit_gap; update usage_account set rated_with = null;
     update usage_batch set rolled_up = false;
     ${events ? 'delete from usage_event; delete from usage_batch; delete from usage_resource; delete from usage_account' : ''}`,
  )
}

const rate = (database: Database, { partnerId }: MeteredPartner, portion?: number) =>
  database.transaction((session) => rollUpAndRate(session, partnerId, NOW, portion === undefined ? {} : { portion }))

/** Lines as short texts: invoice, quantity, credit, tier, cost and amount. */
async function linesOf(database: Database, { partnerId }: MeteredPartner) {
  const lines = await listRatedUsage(database, partnerId)
  return lines.map(({ invoiceDate, line }) => {
    const on = new Date(invoiceDate * 86_400_000).toISOString().slice(0, 10)
    return `${on} ${trimmed(line.consumed)} -${line.earnedCredit}% t${line.tier} ${line.cost} ${line.amount}`
  })
}

/** Pretends that invoices up to these days were issued: as closing does, the lines become charges. */
function close(database: Database, { partnerId }: MeteredPartner, through: string, type: 1 | 2) {
  return asOwner(
    database,
    `insert into usage_charge select partner_id, invoice_date, subscription_id,
       1000000000 + row_number() over (order by invoice_date, subscription_id, meter_id, line_number), meter_id, line_number, amount, rating
     from rated_usage where partner_id = '${partnerId}' and invoice_type = ${type} and invoice_date <= '${through}';
     delete from rated_usage where partner_id = '${partnerId}' and invoice_type = ${type} and invoice_date <= '${through}';
     insert into usage_close values ('${partnerId}', ${type}, '${through}', now())
     on conflict (partner_id, invoice_type) do update set closed_through = excluded.closed_through`,
  )
}

describeEachLedger('rating usage', (open) => {
  let database: Database
  let alder: MeteredPartner
  let birch: MeteredPartner
  beforeEach(async () => {
    if (database === undefined) {
      database = await openLedger(open)
      await empty(database)
      const seeded = await seedMeteredLedger(database)
      alder = seeded.alder
      birch = seeded.birch
    }
    await forgetUsage(database)
  })

  it('gives one line for each price, in the currency that is billed', async () => {
    await append(database, alder, [
      { on: '2026-03-01', quantity: '24' },
      { on: '2026-03-20', quantity: '10.5' },
      { on: '2026-03-02', quantity: '3', meterId: METERS.STORAGE },
      { on: '2026-03-02', quantity: '4', meterId: METERS.NETWORK },
    ])
    const round = await rate(database, alder)
    expect(round).toMatchObject({ batches: 1, events: 4n, units: 3, lines: 4, refused: 0 })
    expect(await linesOf(database, alder)).toEqual([
      '2026-04-08 24 -15% t0 195 195', // 24 x 0.096 x 0.85 = 1.9584
      '2026-04-08 10.5 -15% t0 80 80', // 10.5 x 0.09 x 0.85 = 0.80325
      '2026-04-08 3 -15% t0 5 4', // 3 x 0.0208 x 0.85 = 0.05304 USD x 0.935 = 0.04675
      '2026-04-08 4 -0% t0 20 20',
    ])
  })

  it('takes the exchange rate of the month and the currency of each partner', async () => {
    const storage = { on: '2026-02-28', quantity: '2000', meterId: METERS.STORAGE }
    await append(database, alder, [storage, { ...storage, on: '2026-03-01' }])
    await append(database, birch, [{ ...storage, subscriptionId: birch.plan }])
    await rate(database, alder)
    await rate(database, birch)
    // (1000 x 0.0208 + 1000 x 0.02) x 0.85 = 34.68 USD; x 0.92 = 31.9056; x 0.935 = 32.4258
    expect(await linesOf(database, alder)).toEqual([
      '2026-03-08 2000 -15% t0 3468 3190',
      '2026-04-08 2000 -15% t0 3468 3242',
    ])
    expect(await linesOf(database, birch)).toEqual(['2026-03-08 2000 -15% t0 3468 3468'])
  })

  it('counts overage by billing period on the recurring invoice, a line for each tier', async () => {
    const messages = { meterId: METERS.MESSAGES, subscriptionId: alder.usage }
    await append(database, alder, [
      { on: '2026-02-16', quantity: '10000', ...messages },
      { on: '2026-03-15', quantity: '600', ...messages },
      { on: '2026-03-16', quantity: '101', ...messages },
    ])
    await rate(database, alder)
    expect(await linesOf(database, alder)).toEqual([
      '2026-03-15 10100 -0% t1 2000 2000', // 10,000 x 0.002
      '2026-03-15 500 -0% t2 75 75', // 500 x 0.0015
      '2026-04-15 101 -0% t1 0 0', // 1 x 0.002
    ])
  })

  it('puts late usage on the next invoice, and all invoices together cost what the period costs', async () => {
    const storage = (on: string, quantity: string) => ({ on, quantity, meterId: METERS.STORAGE })
    await append(database, alder, [storage('2026-03-10', '900'), storage('2026-03-20', '50.5')])
    await rate(database, alder)
    await close(database, alder, '2026-04-08', 2)
    await append(database, alder, [storage('2026-03-15', '100'), storage('2026-04-02', '5')])
    await rate(database, alder)
    const late = await linesOf(database, alder)
    // March as a whole: (1000 x 0.0208 + 50.5 x 0.02) x 0.85 = 18.5385, of which 950.5 x 0.0208 x 0.85 = 16.80 is invoiced.
    expect(late).toEqual(['2026-05-08 100 -15% t0 173 162', '2026-05-08 5 -15% t0 8 7'])
    await append(database, alder, [storage('2026-03-20', '-50.5')])
    await rate(database, alder)
    const { rows } = await database.query<{ sum: string }>(
      `select sum(amount)::text as sum from (select amount from usage_charge where rating->>'start' = '2026-03-01'
         union all select amount from rated_usage where rating->>'start' = '2026-03-01') all_of_march`,
    )
    expect(rows[0]!.sum).toBe('1653') // floor(1000 x 0.0208 x 0.85 = 17.68 USD x 0.935 = 16.5308)
  })

  it('takes corrections and cancellations, down to less than nothing', async () => {
    await append(database, alder, [{ on: '2026-03-01', quantity: '10' }])
    await append(database, alder, [{ on: '2026-03-01', quantity: '-10' }])
    await rate(database, alder)
    expect(await linesOf(database, alder)).toEqual([])
    await append(database, alder, [{ on: '2026-03-02', quantity: '-1' }])
    await rate(database, alder)
    expect(await linesOf(database, alder)).toEqual(['2026-04-08 -1 -15% t0 -9 -9']) // -0.0816, down
  })

  it('earns no credit on days without access, from when that is known', async () => {
    await append(database, alder, [
      { on: '2026-03-01', quantity: '24' },
      { on: '2026-03-02', quantity: '24' },
    ])
    await rate(database, alder)
    await asOwner(
      database,
      `insert into earned_credit_gap values ('${alder.partnerId}', '${newId()}', '${alder.plan}', 'ent-1', '2026-03-02',
         '2026-03-03', 'Access removed', now(), 'test')`,
    )
    await database.transaction((session) => rateUsageOf(session, alder.partnerId, {}, NOW))
    expect(await linesOf(database, alder)).toEqual(['2026-04-08 24 -15% t0 195 195', '2026-04-08 24 -0% t0 230 230'])
  })

  it('notes what has no rate and rates it once there is one', async () => {
    const meterId = '018f0020-0000-4000-8000-0000000000aa'
    await asOwner(
      database,
      `insert into meter select '${meterId}', product_id, sku_id, 'New', category, subcategory, region, unit, unit_type,
         service_name, service_type, metered_region, resource_sku, 'USD', shared from meter where meter_id = '${METERS.COMPUTE}'`,
    )
    await append(database, alder, [{ on: '2026-06-01', quantity: '2', meterId }])
    expect(await rate(database, alder)).toMatchObject({ refused: 1, lines: 0 })
    const refused = () => listNotedRefusals(database, { partnerId: alder.partnerId, limit: 10 })
    expect(await refused()).toMatchObject([{ code: 'exchange-rate-missing', meterId }])
    await asOwner(
      database,
      `insert into exchange_rate values ('2026-06-01', 'USD', 'EUR', 0.9, '2026-05-28', now(), 'test')`,
    )
    await rate(database, alder)
    expect(await refused()).toMatchObject([{ code: 'usage-rate-missing' }])
    await asOwner(
      database,
      `insert into usage_rate values ('${meterId}', 'EUR', '2026-01-01', 0, '[{"from": "0", "unitPrice": "0.5"}]', false)`,
    )
    await rate(database, alder)
    expect(await refused()).toEqual([])
    expect(await linesOf(database, alder)).toEqual(['2026-07-08 2 -0% t0 100 100'])
    await asOwner(database, `update meter set product_id = 'FLAT' where meter_id = '${meterId}'`)
    await database.transaction((session) => rateUsageOf(session, alder.partnerId, {}, NOW))
    expect(await refused()).toMatchObject([{ code: 'usage-not-metered' }])
    await forgetUsage(database)
    await asOwner(
      database,
      `delete from usage_rate where meter_id = '${meterId}'; delete from meter where meter_id = '${meterId}';
       delete from exchange_rate where month = '2026-06-01'`,
    )
  })

  it('keeps saying since when something could not be rated, whatever else of the meter could be', async () => {
    await append(database, alder, [
      { on: '2026-05-03', quantity: '2', meterId: METERS.STORAGE },
      { on: '2026-06-03', quantity: '2', meterId: METERS.STORAGE },
    ])
    await rate(database, alder)
    const since = async () => {
      const refused = await listNotedRefusals(database, { partnerId: alder.partnerId, limit: 10 })
      return refused.map((one) => one.since)
    }
    expect(await since()).toEqual([NOW])
    const later = (NOW + 86_400_000) as typeof NOW
    await database.transaction((session) => rateUsageOf(session, alder.partnerId, {}, later))
    expect(await since()).toEqual([NOW])
  })

  it('goes on with other partners where it fails for one', async () => {
    await append(database, alder, [{ on: '2026-03-01', quantity: '1' }])
    await append(database, birch, [{ on: '2026-03-01', quantity: '10' }])
    await asOwner(database, `alter table usage_day add constraint broken check (partner_id <> '${alder.partnerId}')`)
    try {
      await expect(rateWaitingUsage({ database, clock: () => NOW, newId })).rejects.toThrow(/broken/)
    } finally {
      await asOwner(database, 'alter table usage_day drop constraint broken')
    }
    expect(await linesOf(database, birch)).toHaveLength(1)
    expect(await linesOf(database, alder)).toHaveLength(0)
  })

  it('changes nothing when it is done again, by two workers at once, or a portion at a time', async () => {
    const events = Array.from({ length: 30 }, (_, index) => ({
      on: `2026-03-${String((index % 28) + 1).padStart(2, '0')}`,
      quantity: `${index}.25`,
    }))
    await append(database, alder, events)
    await rate(database, alder)
    const whole = await linesOf(database, alder)
    await forgetUsage(database)
    for (let from = 0; from < 30; from += 5) await append(database, alder, events.slice(from, from + 5).reverse())
    const context = { database, clock: () => NOW, newId }
    await rate(database, alder, 5)
    await Promise.all([rateWaitingUsage(context), rateWaitingUsage(context)])
    expect(await linesOf(database, alder)).toEqual(whole)
    const done = await rateUsageNow(context, { partnerId: alder.partnerId, everything: true })
    expect(done).toMatchObject({ ok: true, value: { partners: 1, events: 0n, units: 1 } })
    expect(await linesOf(database, alder)).toEqual(whole)
    await append(database, alder, [{ on: '2026-03-05', quantity: '1' }])
    await expect(
      database.transaction(async (session) => {
        await rollUpAndRate(session, alder.partnerId, NOW)
        throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    expect(await linesOf(database, alder)).toEqual(whole)
    await append(database, alder, [{ on: '2026-03-05', quantity: '-1' }])
    await rate(database, alder)
    expect(await linesOf(database, alder)).toEqual(whole)
  })

  it('never depends on the order of arrival nor on how events were batched', async () => {
    const meters = [METERS.COMPUTE, METERS.STORAGE, METERS.NETWORK]
    const event = fc.record({
      on: fc.integer({ min: 1, max: 31 }).map((day) => `2026-03-${String(day).padStart(2, '0')}`),
      quantity: fc.integer({ min: -50_000, max: 200_000 }).map((units) => `${units / 100}`),
      meterId: fc.constantFrom(...meters),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat({ max: 11 }), { maxLength: 12 }),
        async (events, cuts) => {
          await forgetUsage(database)
          await append(database, alder, events)
          await rate(database, alder)
          const whole = await linesOf(database, alder)
          await forgetUsage(database)
          const bounds = [...new Set([0, ...cuts, events.length])].sort((left, right) => left - right)
          const batches = bounds.map((from, index) => events.slice(from, bounds[index + 1] ?? events.length))
          for (const [index, batch] of batches
            .filter(({ length }) => length > 0)
            .reverse()
            .entries()) {
            await append(database, alder, [...batch].reverse())
            if (index % 2 === 0) await rate(database, alder)
          }
          await rate(database, alder)
          expect(await linesOf(database, alder)).toEqual(whole)
        },
      ),
      { numRuns: 8 },
    )
  })

  it('makes the days of a line add up to it', async () => {
    await append(database, alder, [
      { on: '2026-03-01', quantity: '1.5' },
      { on: '2026-03-15', quantity: '2.25' },
      { on: '2026-03-16', quantity: '4' },
    ])
    await rate(database, alder)
    const lines = await listRatedUsage(database, alder.partnerId, { invoiceDate: dayOfText('2026-04-08') })
    const total = lines.map(({ line }) => line.consumed).reduce((left: Decimal, right) => addDecimals(left, right))
    const { rows } = await database.query<{ sum: string }>(
      'select trim_scale(sum(quantity))::text as sum from usage_day where partner_id = $1',
      [alder.partnerId],
    )
    expect(formatDecimal(total)).toBe(rows[0]!.sum)
  })
})
