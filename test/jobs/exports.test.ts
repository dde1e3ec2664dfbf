import { expect, it } from 'vitest'
import { createExport, loadExport } from '../../src/app/exports.js'
import { newId } from '../../src/app/new-id.js'
import { systemContext } from '../../src/app/system-context.js'
import type { Instant } from '../../src/core/calendar/day.js'
import { startJobs } from '../../src/jobs/main.js'
import { leaseExport } from '../../src/store/exports.js'
import { billTo, id, load, openLedger, PROVIDER } from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'

const PARTNER = id('partner', 1)

describeEachLedger('jobs and exports', (open) => {
  it('make what is queued, and what a killed worker left once its lease has ended', async () => {
    const database = await openLedger(open)
    await load(database, PROVIDER)
    await billTo(database, '2026-02-15', '2026-03-05')
    const now = Date.now() as Instant
    const wish = {
      invoices: undefined,
      from: undefined,
      to: 30_000 as never,
      format: 'csv',
      dates: 'iso',
      locale: 'en',
    } as const
    const ask = () =>
      database.transaction(async (session) => {
        const view = await createExport(systemContext(session, PARTNER, { now, newId }), wish, now)
        if (!view.ok) throw new Error(view.refusal.message)
        return view.value.job
      })
    const jobs = [await ask(), await ask()] as const
    // As if its worker had been killed.
    await leaseExport(database, jobs[1], now, (now + 500) as Instant)
    const errors: unknown[] = []
    const running = await startJobs(database, {
      publicUrl: 'https://api.example.net',
      pollMilliseconds: 20,
      onError: (error) => errors.push(error),
    })
    try {
      for (const job of jobs) {
        const state = async () => {
          const view = await loadExport(database, job)
          return view.ok ? view.value.job.state : view.refusal.message
        }
        await expect.poll(state, { timeout: 30_000 }).toBe('succeeded')
      }
    } finally {
      await running.stop()
    }
    expect(errors).toEqual([])
    const [first, second] = await Promise.all(jobs.map((job) => loadExport(database, job)))
    if (!first!.ok || !second!.ok) throw new Error('an export is gone')
    const hashes = (of: typeof first) => (of?.ok === true ? of.value.parts.map(({ sha256 }) => sha256) : [])
    expect(hashes(first)).toHaveLength(first!.value.job.documents.length)
    expect(hashes(second)).toEqual(hashes(first))
  }, 60_000)
})
