import { advanceWaitingSandboxes } from '../app/advance-sandbox.js'
import { finishBillingRun } from '../app/billing-runs.js'
import { type JobContext, runDueDays } from '../app/daily-jobs.js'
import { DocumentStorer } from '../app/document-files.js'
import { workOnWaitingExports } from '../app/exports-work.js'
import { JobNotes } from '../app/job-notes.js'
import type { JobKind } from '../app/jobs.js'
import type { MailSettings } from '../app/mail/mail-settings.js'
import { newId } from '../app/new-id.js'
import { rateWaitingUsage } from '../app/usage/rating-rounds.js'
import type { Database } from '../app/use-case.js'
import { attemptDelivery } from '../app/webhook-deliver.js'
import { dispatchNotices } from '../app/webhook-dispatch.js'
import type { RequestRules } from '../app/webhook-request.js'
import type { Instant } from '../core/calendar/day.js'
import { formatDay } from '../core/calendar/day.js'
import { DeliveryWorker } from './delivery-worker.js'
import { type Loop, type LoopHealth, repeat } from './loop.js'
import { type MailPost, openMailPost } from './mail-post.js'
import { openQueue } from './queue.js'

export interface JobsOptions {
  /** Scheme, host and port of the API as receivers of webhooks reach it, without a slash at its end. */
  readonly publicUrl: string
  /** Where webhooks may lead, and how long an attempt may take. */
  readonly webhooks?: RequestRules
  /** What keys and secrets are sealed with in the database, where there is such a key. */
  readonly sealingKey?: Uint8Array | undefined
  readonly clock?: () => Instant
  readonly newId?: () => string
  /** Attempts at deliveries at a time; 8. */
  readonly concurrency?: number
  /** How often to look for something to deliver; a second. */
  readonly pollMilliseconds?: number
  /** How often to look for a day whose jobs are due; a minute. */
  readonly dayMilliseconds?: number
  /** How mails are sent; without it they are written and wait. */
  readonly mail?: MailSettings
  /** How often to look for something to tell by mail; five seconds. */
  readonly mailMilliseconds?: number
  /** How often to add up and rate usage that was reported; a minute. */
  readonly usageMilliseconds?: number
  /** Attempts after which a delivery is parked; 10. */
  readonly mostAttempts?: number
  /** Wait after the first failed attempt; 30 seconds, doubled each time. */
  readonly retryDelaySeconds?: number
  /** After so long the delivery of a killed worker is given to another; 60. */
  readonly expireSeconds?: number
  readonly maintenanceSeconds?: number
  /** Told what goes wrong; the jobs go on. */
  readonly onError: (error: unknown) => void
  /** Told in a sentence what somebody should look at. */
  readonly onWarning?: (what: string) => void
  /** Told what was done, in a sentence. */
  readonly onDone?: (what: string) => void
}

/** Jobs while they run. */
export interface RunningJobs {
  /** Whether everything goes well: `false` while something has failed three times in a row. */
  health(): { readonly healthy: boolean; readonly loops: readonly LoopHealth[]; readonly deliveries: number }
  /** Takes on nothing new, ends what is under way, and gives the rest back. */
  stop(): Promise<void>
}

const CONCURRENCY = 8
const POLL_MILLISECONDS = 1_000
const DAY_MILLISECONDS = 60_000
const MAIL_MILLISECONDS = 5_000
/** How often to add up and rate events that came in. */
const USAGE_MILLISECONDS = 60_000
/** How often to look for documents that could be written before somebody asks for them. */
const DOCUMENT_MILLISECONDS = 30_000
const FAILURES_THAT_COUNT = 3

/**
 * Starts what runs beside the API: deliveries of webhooks, the daily jobs, and the ways of sandbox clocks. Any number of
 * processes may do so on one database; what one leaves when it is killed, another goes on with.
 */
export async function startJobs(database: Database, options: JobsOptions): Promise<RunningJobs> {
  const { onError } = options
  let stopping = false
  const context: JobContext = {
    database,
    clock: options.clock ?? (() => Date.now() as Instant),
    newId: options.newId ?? newId,
    stopping: () => stopping,
    ...(options.onWarning === undefined ? {} : { warn: options.onWarning }),
  }
  const queue = await openQueue(database, options)
  const { publicUrl, webhooks: rules = {}, sealingKey } = options
  const delivery = { ...context, publicUrl, rules, sealingKey }
  const worker = new DeliveryWorker({
    queue,
    attempt: (job) => attemptDelivery({ ...delivery, ...mostAttemptsOf(options) }, job.data),
    concurrency: options.concurrency ?? CONCURRENCY,
    onError,
  })
  const post = openMailPost(context, options.mail)
  const documents = new DocumentStorer(context)
  const notes = new JobNotes(context)
  const loop = (kind: JobKind, pauseMilliseconds: number, pass: () => Promise<boolean>): Loop =>
    repeat(kind, pauseMilliseconds, () => notes.during(kind, pass), onError)
  const poll = options.pollMilliseconds ?? POLL_MILLISECONDS
  const loops: readonly Loop[] = [
    loop('deliveries', poll, () => deliver(context, queue, worker)),
    loop('sandboxes', poll, () => advanceWaitingSandboxes(context)),
    loop('billing', poll, () => finishBillingRun(context)),
    loop('exports', poll, () => workOnWaitingExports(context)),
    loop('documents', DOCUMENT_MILLISECONDS, () => documents.storeNext(context.stopping!)),
    loop('usage', options.usageMilliseconds ?? USAGE_MILLISECONDS, () => rateWaitingUsage(context)),
    loop('mails', options.mailMilliseconds ?? MAIL_MILLISECONDS, () => tell(post, options)),
    loop('days', options.dayMilliseconds ?? DAY_MILLISECONDS, () => days(context, options)),
  ]
  return {
    health: () => {
      const states = loops.map((loop) => loop.health())
      const healthy = states.every(({ failures }) => failures < FAILURES_THAT_COUNT)
      return { healthy, loops: states, deliveries: worker.running }
    },
    stop: async () => {
      stopping = true
      await Promise.all(loops.map((loop) => loop.stop()))
      await worker.drain()
      post.close()
      await queue.stop()
    },
  }
}

async function deliver(
  context: JobContext,
  queue: Awaited<ReturnType<typeof openQueue>>,
  worker: DeliveryWorker,
): Promise<boolean> {
  const dispatched = await dispatchNotices({ ...context, enqueue: queue.enqueue })
  const started = await worker.fill()
  return dispatched > 0 || started
}

async function days(context: JobContext, { onDone }: JobsOptions): Promise<boolean> {
  for (const day of await runDueDays(context)) onDone?.(`the jobs of ${formatDay(day)} are done`)
  return false
}

async function tell(post: MailPost, { onDone }: JobsOptions): Promise<boolean> {
  const { more, said } = await post.round()
  if (said !== undefined) onDone?.(said)
  return more
}

function mostAttemptsOf({ mostAttempts }: JobsOptions) {
  return mostAttempts === undefined ? {} : { mostAttempts }
}
