import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../core/calendar/day.js'
import { loadLinkKey } from '../store/link-key.js'
import type { Session } from './use-case.js'

/** What makes a link valid until `expires`, in milliseconds since 1970. */
export interface LinkProof {
  readonly expires: string
  readonly signature: string
}

/**
 * What a link opens, word by word: the kind first, so that a link of one kind never opens another, then all that tells
 * two of the kind apart.
 */
export type LinkWords = readonly [kind: 'agreement' | 'document' | 'export', ...words: string[]]

/** Signs a link for so many milliseconds. */
export async function signLink(
  session: Session,
  words: LinkWords,
  lifetimeMilliseconds: number,
  now: Instant,
): Promise<LinkProof> {
  const expires = String(now + lifetimeMilliseconds)
  return { expires, signature: await signatureOf(session, words, expires) }
}

/** Whether a link was signed here, for exactly this, and has not expired. */
export async function linkHolds(
  session: Session,
  words: LinkWords,
  { expires, signature }: LinkProof,
  now: Instant,
): Promise<boolean> {
  const expected = Buffer.from(await signatureOf(session, words, expires))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given) && Number(expires) > now
}

async function signatureOf(session: Session, words: LinkWords, expires: string): Promise<string> {
  const secret = await loadLinkKey(session, () => randomBytes(32).toString('base64url'))
  return createHmac('sha256', secret)
    .update(JSON.stringify([...words, expires]))
    .digest('base64url')
}
