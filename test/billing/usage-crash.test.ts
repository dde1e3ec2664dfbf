// Two months of usage with late, duplicate, negative, amended and cancelled events are reported, rated and billed by a process
// that is killed again and again, wherever it happens to be. The bill is the one without kills.
import { fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateUsage } from '../../src/app/usage/generate-usage.js'
import { planUsage } from '../../src/app/usage/plan-usage.js'
import { isAmendment, type UsageEventWish } from '../../src/app/usage/usage-event.js'
import { usageText } from '../../src/app/usage/usage-text.js'
import { verifyLedger } from '../../src/app/verify-ledger.js'
import { parseDay } from '../../src/core/calendar/day.js'
import { startOfDay } from '../../src/core/calendar/instant.js'
import type { Database } from '../../src/store/database.js'
import { migrate } from '../../src/store/migrate.js'
import { openDatabase } from '../../src/store/open-database.js'
import { dumpLedger } from '../support/dump-ledger.js'
import { ended, killAgainAndAgain, killingPlaces, type Location, ready } from '../support/killing.js'
import { seedMeteredLedger } from '../support/usage.js'
import type { UsageStep } from '../support/usage-billing-child.js'

const server = process.env['TEST_DATABASE_URL']
/** Kills; a nightly run may ask for more. */
const KILLS = Number(process.env['PRORATA_CRASHES'] ?? (server === undefined ? 6 : 12))
/** The same ledger is killed so often, then it is left to be billed. */
const KILLS_OF_A_LEDGER = 3
/** Races of two workers. */
const RACES = 5
const FEBRUARY = startOfDay(parseDay('2026-02-01')!)

/** All but the number of the batch an event came with: it counts attempts, too. */
const USAGE = {
  usage_event: 'partner_id, event_id, subscription_id, meter_id, resource_id, quantity, occurred_at, amends',
  usage_resource: '*',
  usage_day: '*',
  rated_usage: '*',
  usage_charge: '*',
  usage_refusal: '*',
  usage_close: '*',
} as const

describe(`killed usage (${server === undefined ? 'embedded' : 'server'})`, () => {
  const places = killingPlaces(server)
  const folder = mkdtempSync(join(tmpdir(), 'prorata-usage-crash-'))
  const steps = join(folder, 'steps.json')
  let base: Location
  let undisturbed: string
  let duration: number
  let billed: string | undefined

  const start = (place: Location, only: 'report' | 'bill' | 'both' = 'both') =>
    fork(join(import.meta.dirname, '../support/usage-billing-child.ts'), [JSON.stringify(place), steps, only], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })

  beforeAll(async () => {
    base = await places.make()
    const database = await openDatabase(base)
    await migrate(database)
    const { alder, birch } = await seedMeteredLedger(database)
    writeFileSync(steps, JSON.stringify(await stepsOf(database, [alder.partnerId, birch.partnerId])))
    await database.close()
    const place = await places.copyOf(base)
    const child = start(place)
    await ready(child)
    const began = performance.now()
    expect(await ended(child)).toBe(0)
    duration = performance.now() - began
    undisturbed = await dump(place)
  }, 240_000)
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await places.remove()
  })

  it('has usage on invoices, of both months and with late usage, and a ledger that holds', async () => {
    const place = await places.copyOf(base)
    expect(await ended(start(place))).toBe(0)
    const database = await openDatabase(place)
    const { rows } = await database.query<{ invoices: number; late: number }>(
      `select count(distinct invoice_date)::int as invoices,
         count(*) filter (where usage_date < '2026-02-01' and invoice_date = '2026-03-08')::int as late from usage_day`,
    )
    expect(rows[0]!.invoices).toBeGreaterThan(3)
    expect(rows[0]!.late).toBeGreaterThan(0)
    expect((await verifyLedger(database)).differenceCount).toBe(0)
    await database.close()
  }, 120_000)

  it.runIf(server !== undefined)(
    'is the same when workers race to bill it, and some of them are killed',
    async () => {
      for (let race = 0; race < RACES; race += 1) {
        const place = await places.copyOf(base)
        // Reported once, so that only billing is raced for.
        expect(await ended(start(place, 'report'))).toBe(0)
        const workers = [start(place, 'bill'), start(place, 'bill')]
        const ends = workers.map(ended)
        const kill = setTimeout(() => workers[0]!.kill('SIGKILL'), randomInt(0, Math.ceil(duration)))
        expect((await Promise.all(ends))[1]).toBe(0)
        clearTimeout(kill)
        const again = [start(place, 'bill'), start(place, 'bill')]
        expect(await Promise.all(again.map(ended))).toEqual([0, 0])
        const database = await openDatabase(place)
        expect((await verifyLedger(database)).differenceCount).toBe(0)
        await database.close()
        const dumped = await dump(place)
        billed ??= dumped
        expect(dumped).toBe(billed)
      }
    },
    300_000,
  )

  it(`is billed as without ${KILLS} kills at random points and a restart each`, async () => {
    let kills = 0
    while (kills < KILLS) {
      const place = await places.copyOf(base)
      kills += await killAgainAndAgain(() => start(place), duration, Math.min(KILLS_OF_A_LEDGER, KILLS - kills))
      expect(await dump(place)).toBe(undisturbed)
    }
  }, 600_000)
})

/** January as it was reported until it ended, then the rest, with what of January comes late; each is billed. */
async function stepsOf(database: Database, partnerIds: readonly string[]): Promise<UsageStep[]> {
  const reported: { partnerId: string; events: readonly UsageEventWish[]; first: number }[] = []
  for (const partnerId of partnerIds) {
    const plan = await planUsage(database, {
      ...{ partnerId, subscriptionIds: [], from: parseDay('2026-01-12')!, until: parseDay('2026-03-01')! },
      ...{ eventsPerDay: 40, seed: 7 },
      disorder: { late: 60, duplicate: 30, negative: 30, amended: 30, cancelled: 10 },
    })
    if (!plan.ok) throw new Error(plan.refusal.message)
    const events = [...generateUsage(plan.value)]
    const first = events.findIndex((event) => !isAmendment(event) && event.occurredAt >= FEBRUARY)
    reported.push({ partnerId, events, first })
  }
  const part = (of: (one: (typeof reported)[number]) => readonly UsageEventWish[]) =>
    reported.map((one) => ({
      partnerId: one.partnerId,
      lines: [...usageText(of(one), 'ndjson')].join('').trimEnd().split('\n'),
    }))
  return [
    {
      reported: part(({ events, first }) => events.slice(0, first)),
      billedAsOf: '2026-02-06',
      runId: '018f0000-0000-7000-8000-00000000bee1',
    },
    {
      reported: part(({ events, first }) => events.slice(first)),
      billedAsOf: '2026-03-06',
      runId: '018f0000-0000-7000-8000-00000000bee2',
    },
  ]
}

async function dump(place: Location): Promise<string> {
  const database = await openDatabase(place)
  try {
    const parts = [await dumpLedger(database)]
    for (const [table, columns] of Object.entries(USAGE)) {
      const { rows } = await database.query<{ row: string }>(
        `select t::text as row from (select ${columns} from ${table}) t order by t::text collate "C"`,
      )
      parts.push(`${table}: ${rows.length}`, ...rows.map((row) => row.row))
    }
    return parts.join('\n')
  } finally {
    await database.close()
  }
}
