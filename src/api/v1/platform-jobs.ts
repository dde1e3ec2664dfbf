import { type JobKind, type JobStanding, readJobDays, readJobs } from '../../app/jobs.js'
import { formatDay, type Instant } from '../../core/calendar/day.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { link } from '../links.js'
import { collection } from '../paging.js'
import * as schema from '../schema/jobs.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Jobs, for the provider'
const ROOT = '/platform/jobs'

/** Where work is listed one by one; what is not here belongs to partners, and is listed with each of them. */
const DETAILS: Readonly<Partial<Record<JobKind, string>>> = {
  days: `${ROOT}/days`,
  billing: '/platform/billing-runs',
  usage: '/platform/usagerefusals',
  mails: '/platform/mails',
}

export const PLATFORM_JOB_ENDPOINTS = [
  endpoint({
    id: 'platform-list-jobs',
    method: 'GET',
    path: `/v1${ROOT}`,
    group: GROUP,
    summary: 'Each kind of background work: what waits, what is under way, what failed, and whether it is overdue.',
    capability: 'platform.billing.read',
    response: schema.jobsSchema,
    handle: async (call) => {
      const { jobs, isAttended, lookedAt } = await readJobs(call.session, call.systemNow)
      const facts = { isAttended, ...dated('lastLookDate', lookedAt) }
      return accept({ ...collection(jobs.map(present), call.request.uri), ...facts })
    },
  }),
  endpoint({
    id: 'platform-list-job-days',
    method: 'GET',
    path: `/v1${ROOT}/days`,
    group: GROUP,
    summary: 'The days whose jobs have begun, the last one first, with what billing everybody as of each made.',
    capability: 'platform.billing.read',
    query: schema.jobDaysQuery,
    response: schema.jobDaysSchema,
    handle: async (call) => {
      const days = await readJobDays(call.session, call.query.size ?? schema.USUAL_DAYS)
      const items = days.map(({ day, startedAt, finishedAt, charges, invoices }) => ({
        day: formatDay(day),
        startedDate: wireInstant(startedAt),
        ...dated('finishedDate', finishedAt),
        ...{ charges: Number(charges), invoices: Number(invoices) },
        attributes: { objectType: 'JobDay' as const },
      }))
      return accept(collection(items, call.request.uri))
    },
  }),
]

function present({ kind, state, waiting, working, failed, problem, ...at }: JobStanding) {
  const details = DETAILS[kind]
  return {
    ...{ kind, state, waiting, working, failed },
    ...dated('oldestDate', at.oldestAt),
    ...dated('lastSuccessDate', at.doneAt),
    ...dated('nextDate', at.nextAt),
    ...dated('lastLookDate', at.lookedAt),
    ...(problem === null ? {} : { problem: presentProblem(problem) }),
    links: details === undefined ? {} : { details: link(details) },
    attributes: { objectType: 'Job' as const },
  }
}

function presentProblem({ what, at, partnerId }: NonNullable<JobStanding['problem']>) {
  return { what, date: wireInstant(at), ...(partnerId === null ? {} : { partnerId }) }
}

function dated(name: string, at: Instant | null): Readonly<Record<string, string>> {
  return at === null ? {} : { [name]: wireInstant(at) }
}
