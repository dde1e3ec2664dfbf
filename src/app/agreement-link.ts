import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../core/calendar/day.js'
import { loadLinkKey } from '../store/link-key.js'
import type { Session } from './use-case.js'

/** How long a link opens its document. */
const LIFETIME_MILLISECONDS = 300_000

/** The text of an agreement a link leads to. */
export interface DocumentPlace {
  readonly templateId: string
  readonly country: string
  readonly language: string
}

/** What makes a link valid until `expires`, in milliseconds since 1970. */
export interface LinkProof {
  readonly expires: string
  readonly signature: string
}

/** Signs a link to a document for five minutes. */
export async function signLink(session: Session, place: DocumentPlace, now: Instant): Promise<LinkProof> {
  const expires = String(now + LIFETIME_MILLISECONDS)
  return { expires, signature: await signatureOf(session, place, expires) }
}

/** Whether a link was signed here, for this document, and has not expired. */
export async function linkHolds(
  session: Session,
  place: DocumentPlace,
  proof: LinkProof,
  now: Instant,
): Promise<boolean> {
  const [expected, given] = [await signatureOf(session, place, proof.expires), proof.signature].map((text) =>
    Buffer.from(text),
  ) as [Buffer, Buffer]
  return expected.length === given.length && timingSafeEqual(expected, given) && Number(proof.expires) > now
}

async function signatureOf(session: Session, place: DocumentPlace, expires: string): Promise<string> {
  const secret = await loadLinkKey(session, () => randomBytes(32).toString('base64url'))
  const text = JSON.stringify([place.templateId, place.country, place.language, expires])
  return createHmac('sha256', secret).update(text).digest('base64url')
}
