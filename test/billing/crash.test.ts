import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../src/store/migrate.js'
import { openDatabase } from '../../src/store/open-database.js'
import { dumpLedger } from '../support/dump-ledger.js'
import { ended, killAgainAndAgain, killingPlaces, type Location, type Places, ready } from '../support/killing.js'
import { loadLedger } from '../support/load-ledger.js'

const AS_OF = '2026-02-28'
const RUN = '018f0000-0000-7000-8000-00000000beef'
const SIZE = { partners: 12, subscriptions: 600, changedEvery: 5 }
/** Three approved adjustments of each partner; the last one waits for a later invoice. */
const ADJUSTMENTS = `
  insert into adjustment (partner_id, adjustment_id, currency, amount, tax_class, reason_code, description, internal_note,
    not_before, state, proposed_at, proposed_by, proposer_id, decided_at, decided_by)
  select p.partner_id, md5(p.partner_id || n::text)::uuid, p.currency, -100 * n, 'standard', 'goodwill', 'Adjustment ' || n,
    '', case n when 3 then date '2027-01-01' else date '2026-01-01' end, 'approved', timestamptz '2026-01-01 00:00Z', 'test',
    p.partner_id, timestamptz '2026-01-01 00:00Z', 'test'
  from partner p cross join generate_series(1, 3) as n`

/** The provider pays taxes at home, so that every invoice is taxed. */
const REGISTRATION = `
  insert into tax_registration (registration_id, kind, country, region, number, since, recorded_at, recorded_by)
  values ('018f0000-0000-7000-8000-00000000face', 'home', 'NL', '', 'NL819876549B01', '2018-01-01', '2026-01-01', 'test')`

const server = process.env['TEST_DATABASE_URL']
/** Kills; a nightly run may ask for more. An embedded database takes seconds to come up again after each of them. */
const KILLS = Number(process.env['PRORATA_CRASHES'] ?? (server === undefined ? 12 : 50))
/** The same ledger is killed so often, then its run is left to get through. */
const KILLS_OF_A_LEDGER = 4

// Kills take minutes: with a server at hand they are made there, without one on the embedded database. CI does both.
describeCrashes(server === undefined ? 'embedded' : 'server', killingPlaces(server))

function describeCrashes(kind: string, places: Places): void {
  describe(`a killed billing run (${kind})`, () => {
    let base: Location
    let undisturbed: string
    let duration: number

    beforeAll(async () => {
      base = await places.make()
      const database = await openDatabase(base)
      await migrate(database)
      await loadLedger(database, SIZE)
      await database.query(ADJUSTMENTS)
      await database.query(REGISTRATION)
      await database.close()
      const place = await places.copyOf(base)
      const child = start(place)
      await ready(child)
      const began = performance.now()
      await ended(child)
      duration = performance.now() - began
      undisturbed = await dump(place)
      const states = [...undisturbed.matchAll(/,(approved|invoiced),/g)].map(([, state]) => state)
      expect(states.filter((state) => state === 'invoiced')).toHaveLength(2 * SIZE.partners)
    }, 120_000)
    afterAll(() => places.remove())

    it(`is the undisturbed run after ${KILLS} kills at random points and a restart each`, async () => {
      let kills = 0
      while (kills < KILLS) {
        const place = await places.copyOf(base)
        const most = Math.min(KILLS_OF_A_LEDGER, KILLS - kills)
        kills += await killAgainAndAgain(() => start(place), duration, most)
        expect(await dump(place)).toBe(undisturbed)
      }
    }, 600_000)

    it('taxes, adjusts and books what it issues', () => {
      for (const account of ['revenue', 'tax-payable', 'credits']) expect(undisturbed).toContain(`,${account},`)
    })

    it('changes nothing when it is run again', async () => {
      const place = await places.copyOf(base)
      for (let time = 0; time < 2; time += 1) expect(await ended(start(place))).toBe(0)
      expect(await dump(place)).toBe(undisturbed)
    }, 120_000)

    it.runIf(kind === 'server')(
      'is the same when two workers race for it',
      async () => {
        for (let race = 0; race < 12; race += 1) {
          const place = await places.copyOf(base)
          const codes = await Promise.all([ended(start(place)), ended(start(place)), ended(start(place))])
          expect(codes).toEqual([0, 0, 0])
          expect(await dump(place)).toBe(undisturbed)
        }
      },
      240_000,
    )
  })
}

function start(place: Location): ChildProcess {
  return fork(join(import.meta.dirname, '../support/bill-child.ts'), [JSON.stringify(place), AS_OF, RUN], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

async function dump(place: Location): Promise<string> {
  const database = await openDatabase(place)
  try {
    return await dumpLedger(database)
  } finally {
    await database.close()
  }
}
