import type { Instant } from '../core/calendar/day.js'
import { digest } from './random-secret.js'

/** How long a check is relied on at most. */
const KEPT_MILLISECONDS = 60_000
const MOST_KEPT = 10_000

/**
 * Tokens whose signature and claims were right a short while ago: checking a signature costs more than all else an
 * authority does for a request. Tokens are known by their digest, so that memory holds none of them, and one that was
 * changed anywhere is another. What may change meanwhile (withdrawals, keys) is not kept here.
 */
export class VerifiedTokens<Facts extends { readonly expiresAt: Instant }> {
  readonly #kept = new Map<string, { readonly facts: Facts; readonly from: Instant; readonly until: number }>()

  /** What a token says, where that was checked within the last minute and it has not expired. */
  find(token: string, now: Instant): Facts | undefined {
    const key = digest(token)
    const known = this.#kept.get(key)
    if (known === undefined) return undefined
    if (now >= known.from && now < known.until) return known.facts
    this.#kept.delete(key)
    return undefined
  }

  /** Keeps what a token says that was checked now; the one kept longest goes where there are too many. */
  keep(token: string, facts: Facts, now: Instant): void {
    const key = digest(token)
    this.#kept.delete(key)
    if (this.#kept.size >= MOST_KEPT) {
      const [oldest] = this.#kept.keys()
      this.#kept.delete(oldest!)
    }
    this.#kept.set(key, { facts, from: now, until: Math.min(now + KEPT_MILLISECONDS, facts.expiresAt) })
  }
}
