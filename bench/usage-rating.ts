// Usage on a PostgreSQL server: adding a million events up by day and resource and rating them; and what rating one more
// day costs where there is one month of history, and where there are twenty-four.
// Usage: DATABASE_URL=... npx tsx bench/usage-rating.ts [EVENTS]
import { bill } from '../src/app/bill.js'
import { newId } from '../src/app/new-id.js'
import { systemContext } from '../src/app/system-context.js'
import { generateUsage, type UsagePlan } from '../src/app/usage/generate-usage.js'
import { ingestUsage } from '../src/app/usage/ingest-usage.js'
import { planUsage } from '../src/app/usage/plan-usage.js'
import { rateUsageOf } from '../src/app/usage/rate-open-usage.js'
import { rollUpUsage } from '../src/app/usage/roll-up-usage.js'
import type { UsageEventWish } from '../src/app/usage/usage-event.js'
import type { Day, Instant } from '../src/core/calendar/day.js'
import { startOfDay } from '../src/core/calendar/instant.js'
import { addMonths } from '../src/core/calendar/months.js'
import type { Database } from '../src/store/database.js'
import { rate } from './support/program.js'
import { acceptedOf, makeUsageLedger, partnerOf, USED_FROM, withNewDatabase } from './support/usage-ledger.js'

const events = Number(process.argv[2] ?? 1_000_000)
/** Events a month of the partner whose history is short or long. */
const HISTORY_EVENTS = 10_000
/** Weekends are quiet: working days have so much more than the average. */
const WEEKENDS = 1.12
const BATCH = 10_000
/** Each measurement so many times; the median counts. */
const TIMES = 7

await withNewDatabase(async (database) => {
  await makeUsageLedger(database, { partners: 3, subscriptions: 200 })
  await measureMonth(database, partnerOf(0))
  const [long, short] = [partnerOf(1), partnerOf(2)]
  const last = addMonths(USED_FROM, 23, 'clamp')
  for (let month = USED_FROM; month <= last; month = addMonths(month, 1, 'clamp')) {
    const next = addMonths(month, 1, 'clamp')
    await report(database, long, month, next, HISTORY_EVENTS)
    if (month === last) await report(database, short, month, next, HISTORY_EVENTS)
    // All months but the last one are invoiced.
    else acceptedOf(await bill(database, { asOf: (next + 6) as Day, now: () => startOfDay(next), newId }))
  }
  await database.execute('vacuum analyze')
  for (const partnerId of [long, short]) await rollUpAndTime(database, partnerId, last)
  const [after24, after1] = [await measureDay(database, long, last), await measureDay(database, short, last)]
  console.log(
    `one day more: ${after1.toFixed(1)} ms after 1 month, ${after24.toFixed(1)} ms after 24 months of ` +
      `${HISTORY_EVENTS} events, ratio ${(after24 / after1).toFixed(2)}`,
  )
})

async function measureMonth(database: Database, partnerId: string): Promise<void> {
  const month = addMonths(USED_FROM, 3, 'clamp')
  const count = await report(database, partnerId, month, addMonths(month, 1, 'clamp'), events)
  await database.execute('vacuum analyze')
  const { rollUp, rating } = await rollUpAndTime(database, partnerId, month)
  const { rows } = await database.query<{ days: bigint; lines: bigint }>(
    'select (select count(*) from usage_day) as days, (select count(*) from rated_usage) as lines',
  )
  console.log(
    `roll-up: ${count} events into ${rows[0]!.days} daily rows in ${rollUp.toFixed(2)} s, ${rate(count, rollUp)}; ` +
      `rating: ${rows[0]!.lines} lines in ${rating.toFixed(2)} s; both ${rate(count, rollUp + rating)}`,
  )
}

/** Seconds of adding up what is new, and of rating it. */
async function rollUpAndTime(database: Database, partnerId: string, month: Day) {
  const at = startOfDay(addMonths(month, 1, 'clamp'))
  return database.transaction(async (session) => {
    const began = performance.now()
    const touched = await rollUpUsage(session, partnerId, at)
    const between = performance.now()
    await rateUsageOf(session, partnerId, { touched }, at)
    return { rollUp: (between - began) / 1_000, rating: (performance.now() - between) / 1_000 }
  })
}

/** Milliseconds of adding up and rating the events of one more day, in the middle of several times. */
async function measureDay(database: Database, partnerId: string, month: Day): Promise<number> {
  const times: number[] = []
  for (let time = 0; time < TIMES; time += 1) {
    const day = (month + 10 + time) as Day
    await report(database, partnerId, day, (day + 1) as Day, 200, 100 + time)
    const { rollUp, rating } = await rollUpAndTime(database, partnerId, month)
    times.push((rollUp + rating) * 1_000)
  }
  return times.sort((left, right) => left - right)[Math.floor(TIMES / 2)]!
}

/** Reports about so many events of a partner, spread over some days, when these are over; gives how many. */
async function report(
  database: Database,
  partnerId: string,
  from: Day,
  until: Day,
  count: number,
  seed = 1,
): Promise<number> {
  const eventsPerDay = Math.ceil((count / (until - from)) * WEEKENDS)
  const wish = { partnerId, subscriptionIds: [], from, until, eventsPerDay, seed }
  const plan: UsagePlan = acceptedOf(await planUsage(database, wish))
  const now = startOfDay(until) as Instant
  let reported = 0
  let batch: UsageEventWish[] = []
  const send = () =>
    database.transaction(async (session) => {
      const context = systemContext(session, partnerId, { now, newId })
      const { accepted } = acceptedOf(await ingestUsage(context, partnerId, batch, { source: 'http' }))
      reported += accepted
      batch = []
    })
  for (const event of generateUsage(plan)) if (batch.push(event) === BATCH) await send()
  if (batch.length > 0) await send()
  return reported
}
