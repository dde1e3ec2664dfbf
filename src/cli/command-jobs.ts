import { Command } from 'commander'
import type { DailyRun, JobStanding, JobsStanding } from '../app/jobs.js'
import { formatDay, type Instant } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import { ExitCode } from './exit-codes.js'
import { printJson, table } from './output.js'
import { wholeOption } from './parse-options.js'
import { addDatabaseOptions, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly days: number
  readonly json?: boolean
}

const MOST_DAYS = 366

/** `prorata jobs`: what the background work is doing, and whether it is well. */
export function jobsCommand(): Command {
  const command = new Command('jobs')
    .description('show what the jobs are doing: what waits, what failed, and whether anything is overdue')
    .option('--days <n>', 'so many of the last days of the daily jobs', wholeOption(0, MOST_DAYS), 7)
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
The exit code is 1 where something is overdue or failing. Failed are those of the last seven days. What goes wrong is tried
again by itself until it is given up; prorata mail resend sends a mail again, prorata exports create begins an export anew.`,
    )
  return addDatabaseOptions(command).action((options: Options) => runJobs(options))
}

async function runJobs({ days, json, ...options }: Options): Promise<void> {
  const { readJobs, readJobDays } = await import('../app/jobs.js')
  const now = Date.now() as Instant
  const [standing, runs] = await withDatabase(options, async (database) => [
    await readJobs(database, now),
    await readJobDays(database, days),
  ])
  if (standing.jobs.some(({ state }) => state === 'overdue' || state === 'failing'))
    process.exitCode = ExitCode.differences
  if (json === true) return printJson(shown(standing, runs))
  const { isAttended, lookedAt, jobs } = standing
  const last = lookedAt === null ? '' : ` They were last looked after at ${formatInstant(lookedAt)}.`
  console.log((isAttended ? 'Somebody works on the jobs.' : 'Nobody works on the jobs: start prorata work.') + last)
  const header = ['Work', 'State', 'Wait', 'Under way', 'Failed', 'Oldest', 'Last success', 'Next', 'Last problem']
  console.log(`\n${table(header, jobs.map(rowOf), [2, 3, 4])}`)
  const dayHeader = ['Day', 'Begun', 'Done', 'Charges', 'Invoices']
  if (runs.length > 0) console.log(`\n${table(dayHeader, runs.map(dayRow), [3, 4])}`)
}

const written = (at: Instant | null) => (at === null ? '' : formatInstant(at))

function rowOf({ kind, state, waiting, working, failed, oldestAt, doneAt, nextAt, problem }: JobStanding): string[] {
  const counts = [waiting, working, failed].map(String)
  const said = problem === null ? '' : `${formatInstant(problem.at)} ${problem.what}`
  return [kind, state, ...counts, written(oldestAt), written(doneAt), written(nextAt), said]
}

function dayRow({ day, startedAt, finishedAt, charges, invoices }: DailyRun): string[] {
  return [formatDay(day), formatInstant(startedAt), written(finishedAt), String(charges), String(invoices)]
}

function shown({ isAttended, lookedAt, jobs }: JobsStanding, runs: readonly DailyRun[]) {
  const instant = (at: Instant | null) => (at === null ? null : formatInstant(at))
  return {
    isAttended,
    lookedAt: instant(lookedAt),
    jobs: jobs.map(({ oldestAt, doneAt, nextAt, lookedAt: seen, problem, ...job }) => ({
      ...job,
      ...{ oldestAt: instant(oldestAt), doneAt: instant(doneAt), nextAt: instant(nextAt), lookedAt: instant(seen) },
      problem: problem === null ? null : { ...problem, at: formatInstant(problem.at) },
    })),
    days: runs.map(({ day, startedAt, finishedAt, ...run }) => ({
      ...{ day: formatDay(day), startedAt: formatInstant(startedAt), finishedAt: instant(finishedAt), ...run },
    })),
  }
}
