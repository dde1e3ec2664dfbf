import PgBoss from 'pg-boss'
import type { Database, Session } from '../app/use-case.js'
import type { DeliveryKey } from '../app/webhook-dispatch.js'

/** A delivery that is due, as the queue hands it out. */
export interface DeliveryJob {
  readonly id: string
  readonly data: DeliveryKey
}

/** The queue of deliveries, kept by pg-boss in the same database: what is queued commits with what it is about. */
export interface DeliveryQueue {
  enqueue(session: Session, deliveries: readonly DeliveryKey[]): Promise<void>
  /** Takes jobs that are due, at most `limit`. */
  take(limit: number): Promise<readonly DeliveryJob[]>
  /** The job is done and will not come back. */
  finish(job: DeliveryJob): Promise<void>
  /** The job comes back later: each time after about twice as long. */
  postpone(job: DeliveryJob): Promise<void>
  stop(): Promise<void>
}

export interface QueueOptions {
  /** Wait after the first failed attempt; 30 seconds. Doubled each time, and up to doubled again at random. */
  readonly retryDelaySeconds?: number
  /** After so long a job whose worker died is given to another; must be more than an attempt takes. */
  readonly expireSeconds?: number
  readonly maintenanceSeconds?: number
  readonly onError: (error: unknown) => void
}

const QUEUE = 'webhook-delivery'
const RETRY_DELAY_SECONDS = 30
const EXPIRE_SECONDS = 60
const MAINTENANCE_SECONDS = 15
/** Never reached: the delivery's own log decides when it is parked; jobs of killed workers count here, too. */
const RETRY_LIMIT = 100

/**
 * Opens the queue. Its tables belong to the schema's migrations, because the program may not create any; another version
 * of them is refused here.
 */
export async function openQueue(database: Database, options: QueueOptions): Promise<DeliveryQueue> {
  const boss = new PgBoss({
    db: connectionTo(database),
    migrate: false,
    schedule: false,
    supervise: true,
    maintenanceIntervalSeconds: options.maintenanceSeconds ?? MAINTENANCE_SECONDS,
    archiveCompletedAfterSeconds: 3_600,
    deleteAfterHours: 24,
  })
  boss.on('error', options.onError)
  await boss.start()
  return {
    enqueue: async (session, deliveries) => {
      const retryDelay = options.retryDelaySeconds ?? RETRY_DELAY_SECONDS
      const jobs = deliveries.map((data) => ({
        name: QUEUE,
        data,
        retryLimit: RETRY_LIMIT,
        retryDelay,
        retryBackoff: retryDelay > 0,
        expireInSeconds: options.expireSeconds ?? EXPIRE_SECONDS,
      }))
      await boss.insert(jobs, { db: connectionTo(session) })
    },
    take: async (limit) => (await boss.fetch<DeliveryKey>(QUEUE, { batchSize: limit })) ?? [],
    finish: (job) => boss.complete(QUEUE, job.id),
    postpone: (job) => boss.fail(QUEUE, job.id),
    stop: () => boss.stop({ graceful: false, close: false }),
  }
}

/** A database or a session as pg-boss wants one. */
function connectionTo(session: Session): PgBoss.Db {
  return {
    executeSql: async (text, values) => {
      // Its maintenance comes as scripts with a transaction of their own.
      if (/^\s*begin\b/i.test(text)) {
        await session.execute(text)
        return { rows: [] }
      }
      return session.query(text, (values ?? []).map(parameterOf))
    },
  }
}

type Value = string | number | bigint | boolean | null | readonly Value[]

/** Drivers write objects as JSON and know dates and `undefined`; ours leaves that to the caller. */
function parameterOf(value: unknown): Value {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.map(parameterOf)
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : (value as Value)
}
