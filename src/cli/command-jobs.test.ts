import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { load, openLedger, PROVIDER } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { runDueDays } from '../app/daily-jobs.js'
import { JobNotes } from '../app/job-notes.js'
import { newId } from '../app/new-id.js'
import { formatDay, type Instant } from '../core/calendar/day.js'
import { lastJobDay } from '../core/calendar/job-day.js'
import { jobsCommand } from './command-jobs.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

describeEachLedger('prorata jobs', (open) => {
  let output = ''
  const clock = () => Date.now() as Instant
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    opened.database = await openLedger(open)
    await load(opened.database, { partners: PROVIDER.partners! })
  })
  afterEach(() => {
    process.exitCode = undefined
  })
  afterAll(() => vi.restoreAllMocks())

  const run = async (...words: string[]) => {
    output = ''
    process.exitCode = undefined
    await jobsCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }

  it('says that nobody works on them', async () => {
    const text = await run()
    expect(text).toMatch(/^Nobody works on the jobs: start prorata work\.\n/)
    expect(text).toMatch(/^days +overdue +1 +0 +0 /m)
    expect(text).not.toContain('Begun')
    expect(process.exitCode).toBe(1)
  })

  it('shows what was done, and why something fails', async () => {
    const database = opened.database!
    const notes = new JobNotes({ database, clock })
    await notes.during('days', async () => (await runDueDays({ database, clock, newId })).length > 0)
    const day = formatDay(lastJobDay(clock()))
    const text = await run()
    expect(text).toMatch(/^Somebody works on the jobs\. They were last looked after at \S+Z\.\n/)
    expect(text).toMatch(/^days +idle +0 +0 +0 /m)
    expect(text).toMatch(new RegExp(`^${day} .* 0 +0$`, 'm'))
    expect(process.exitCode).toBeUndefined()
    expect(await run('--days', '0')).not.toContain('Begun')
    await expect(notes.during('usage', () => Promise.reject(new Error('no meter\nat all')))).rejects.toThrow('no meter')
    expect(await run()).toMatch(/^usage +failing .* no meter at all$/m)
    const { isAttended, jobs, days } = JSON.parse(await run('--json'))
    expect([isAttended, process.exitCode, days[0].day]).toEqual([true, 1, day])
    expect(jobs.find(({ kind }: { kind: string }) => kind === 'usage')).toMatchObject({
      ...{ state: 'failing', waiting: 0, problem: { what: 'no meter\nat all', partnerId: null } },
    })
  })
})
