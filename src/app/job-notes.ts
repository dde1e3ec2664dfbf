import type { Instant } from '../core/calendar/day.js'
import { type JobKind, noteLoop } from '../store/jobs.js'
import type { Database } from './use-case.js'

/** While nothing changes, how a loop goes is noted so often. */
const QUIET_MILLISECONDS = 60_000
/** Errors of the database may be long. */
const MOST_LETTERS = 300

interface Noted {
  readonly at: Instant
  readonly wasWell: boolean
}

/** Notes in the database how the loops of a process go, so that others see whether somebody works on the jobs. */
export class JobNotes {
  readonly #database: Database
  readonly #clock: () => Instant
  readonly #noted = new Map<JobKind, Noted>()
  readonly #worked = new Map<JobKind, Instant>()

  constructor({ database, clock }: { readonly database: Database; readonly clock: () => Instant }) {
    this.#database = database
    this.#clock = clock
  }

  /** Does one pass of a kind of work and notes how it went; an error is noted and thrown on. */
  async during(kind: JobKind, pass: () => Promise<boolean>): Promise<boolean> {
    try {
      const worked = await pass()
      await this.#wentWell(kind, worked)
      return worked
    } catch (error) {
      // Where the note fails, too, the database is away, which the error says.
      await this.#failed(kind, error).catch(() => undefined)
      throw error
    }
  }

  async #wentWell(kind: JobKind, worked: boolean): Promise<void> {
    const now = this.#clock()
    if (worked) this.#worked.set(kind, now)
    const noted = this.#noted.get(kind)
    if (noted?.wasWell === true && now - noted.at < QUIET_MILLISECONDS) return
    const workedAt = this.#worked.get(kind) ?? null
    await noteLoop(this.#database, { kind, lookedAt: now, workedAt, failedAt: null, problem: '' })
    this.#noted.set(kind, { at: now, wasWell: true })
  }

  async #failed(kind: JobKind, error: unknown): Promise<void> {
    const now = this.#clock()
    this.#noted.set(kind, { at: now, wasWell: false })
    const said = error instanceof Error && error.message !== '' ? error.message : String(error)
    const problem = said.slice(0, MOST_LETTERS)
    await noteLoop(this.#database, { kind, lookedAt: null, workedAt: null, failedAt: now, problem })
  }
}
