import type { DeliveryJob, DeliveryQueue } from './queue.js'

export interface WorkerOptions {
  readonly queue: DeliveryQueue
  /** Makes one attempt at a delivery. */
  readonly attempt: (job: DeliveryJob) => Promise<'done' | 'retry'>
  /** Attempts at a time. */
  readonly concurrency: number
  readonly onError: (error: unknown) => void
}

/** Makes attempts at deliveries side by side, so that a receiver that never answers holds up nobody else for long. */
export class DeliveryWorker {
  readonly #options: WorkerOptions
  readonly #running = new Set<Promise<void>>()

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  /** Starts as many due deliveries as there is room for; `false` when there was nothing to start. */
  async fill(): Promise<boolean> {
    const { queue, concurrency } = this.#options
    const room = concurrency - this.#running.size
    if (room <= 0) return false
    const jobs = await queue.take(room)
    for (const job of jobs) {
      const run = this.#run(job).finally(() => this.#running.delete(run))
      this.#running.add(run)
    }
    return jobs.length > 0
  }

  get running(): number {
    return this.#running.size
  }

  /** Waits until every attempt under way has ended. */
  async drain(): Promise<void> {
    await Promise.all(this.#running)
  }

  async #run(job: DeliveryJob): Promise<void> {
    const { queue, attempt, onError } = this.#options
    try {
      const outcome = await attempt(job)
      await (outcome === 'done' ? queue.finish(job) : queue.postpone(job))
    } catch (error) {
      // The job stays taken and comes back when it expires.
      onError(error)
    }
  }
}
