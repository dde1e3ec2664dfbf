import { createHash } from 'node:crypto'
import type { Instant } from '../core/calendar/day.js'
import { claimRequest, type KeptAnswer, keepAnswer, type RequestKey } from '../store/api-requests.js'
import type { Session } from './use-case.js'

export type { KeptAnswer, RequestKey }

/** Digest of what makes a request the same: the same id on another request is another request. */
export function fingerprintOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

/**
 * Answers a request that may come again: the first time by `work`, whose answer is kept in the same transaction, after
 * that with what was kept. Without a key it is worked on every time.
 */
export async function answerOnce<T>(
  session: Session,
  key: RequestKey | undefined,
  now: Instant,
  work: {
    readonly answer: () => Promise<T>
    readonly keep: (answer: T) => KeptAnswer
    readonly again: (kept: KeptAnswer) => T
  },
): Promise<T> {
  if (key === undefined) return work.answer()
  const known = await claimRequest(session, key, now)
  if (known !== 'claimed') return work.again(known)
  const answer = await work.answer()
  await keepAnswer(session, key, work.keep(answer))
  return answer
}
