import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** What names a request that may come again. */
export interface RequestKey {
  readonly partnerId: string
  /** The client's `MS-RequestId`. */
  readonly requestId: string
  /** Digest of method, path, caller and body: the same id on another request is another request. */
  readonly fingerprint: string
}

/** An answer as it was given. */
export interface KeptAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The body's JSON; empty for none. */
  readonly body: string
}

/**
 * Claims a request for this transaction, or gives the answer it got before. A second request with the same key waits
 * here until the first has committed or failed.
 */
export async function claimRequest(session: Session, key: RequestKey, now: Instant): Promise<KeptAnswer | 'claimed'> {
  const { rowCount } = await session.query(
    `insert into api_request (partner_id, request_id, fingerprint, status, headers, body, answered_at)
     values ($1, $2, $3, 0, '{}', '', $4) on conflict do nothing`,
    [key.partnerId, key.requestId, key.fingerprint, instantParameter(now)],
  )
  if (rowCount === 1) return 'claimed'
  const { rows } = await session.query<KeptAnswer>(
    'select status, headers, body from api_request where partner_id = $1 and request_id = $2 and fingerprint = $3',
    [key.partnerId, key.requestId, key.fingerprint],
  )
  return rows[0]!
}

/** Keeps the answer of a claimed request. */
export async function keepAnswer(session: Session, key: RequestKey, answer: KeptAnswer): Promise<void> {
  await session.query(
    `update api_request set status = $4, headers = $5, body = $6
     where partner_id = $1 and request_id = $2 and fingerprint = $3`,
    [key.partnerId, key.requestId, key.fingerprint, answer.status, jsonParameter(answer.headers), answer.body],
  )
}

/** Forgets answers given before an instant; gives how many. */
export async function forgetAnswers(session: Session, before: Instant): Promise<number> {
  const { rowCount } = await session.query('delete from api_request where answered_at < $1', [instantParameter(before)])
  return rowCount
}
