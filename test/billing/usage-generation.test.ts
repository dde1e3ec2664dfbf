import { beforeAll, expect, it } from 'vitest'
import { systemContext } from '../../src/app/system-context.js'
import { generateUsage } from '../../src/app/usage/generate-usage.js'
import { ingestUsage } from '../../src/app/usage/ingest-usage.js'
import { planUsage } from '../../src/app/usage/plan-usage.js'
import { startOfDay } from '../../src/core/calendar/instant.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import { type MeteredPartner, seedMeteredLedger } from '../support/usage.js'
import { countingIds, dayOfText, openLedger } from './provider.js'

describeEachLedger('generated usage', (open) => {
  let database: Database
  let alder: MeteredPartner
  let birch: MeteredPartner
  const [from, until] = [dayOfText('2026-02-01'), dayOfText('2026-03-01')]
  const planOf = (subscriptionIds: readonly string[], partnerId = alder.partnerId) =>
    planUsage(database, {
      ...{ partnerId, subscriptionIds, from, until, eventsPerDay: 20, seed: 3 },
      disorder: { late: 50, duplicate: 50, negative: 50, amended: 50, cancelled: 50 },
    })

  beforeAll(async () => {
    database = await openLedger(open)
    const seeded = await seedMeteredLedger(database)
    alder = seeded.alder
    birch = seeded.birch
  })

  it('is for what has meters, and refused for anything else', async () => {
    const all = await planOf([])
    expect(all.ok && all.value.subscriptions.map(({ subscriptionId }) => subscriptionId).sort()).toEqual(
      [alder.plan, alder.usage, alder.saas].sort(),
    )
    const one = await planOf([alder.plan])
    expect(one.ok && one.value.subscriptions.map(({ meters }) => meters.length)).toEqual([3])
    for (const refused of [
      await planOf([alder.flat]),
      await planOf([birch.plan]),
      await planOf([], alder.customerId),
    ]) {
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'nothing-metered' } })
    }
  })

  it('is accepted as it is, but for what comes twice', async () => {
    const plan = await planOf([])
    if (!plan.ok) throw new Error(plan.refusal.message)
    const events = [...generateUsage(plan.value)]
    const now = startOfDay(until)
    const ingested = await database.transaction((session) => {
      const context = systemContext(session, alder.partnerId, { now, newId: countingIds() })
      return ingestUsage(context, alder.partnerId, events, { source: 'http' })
    })
    const unique = new Set(events.map(({ id }) => id)).size
    expect(ingested).toMatchObject({
      value: { accepted: unique, duplicates: events.length - unique, refused: 0 },
    })
  })
})
