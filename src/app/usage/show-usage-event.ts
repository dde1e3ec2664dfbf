import { accept, type Outcome, refuse } from '../../core/refusal.js'
import {
  findUsageEvent,
  listAmendmentsOf,
  type StoredAmendment,
  type StoredUsageEvent,
} from '../../store/usage-amendments.js'
import type { UseCase } from '../use-case.js'
import { eventKeyOf, uuidOfBytes } from './usage-keys.js'

export type { StoredAmendment, StoredUsageEvent }

const MOST_AMENDMENTS = 1_000

export interface ShownUsageEvent {
  readonly event: StoredUsageEvent
  /** In the order in which they came; the first thousand. */
  readonly amendments: readonly StoredAmendment[]
}

/** An event of a partner by the id it was reported under. */
export async function showUsageEvent(
  { session }: Pick<UseCase, 'session'>,
  partnerId: string,
  eventId: string,
): Promise<Outcome<ShownUsageEvent>> {
  const key = uuidOfBytes(eventKeyOf(eventId))
  const event = await findUsageEvent(session, partnerId, key)
  if (event === undefined) return refuse('usage-event-not-found', { event: eventId.slice(0, 128) })
  return accept({ event, amendments: await listAmendmentsOf(session, partnerId, key, MOST_AMENDMENTS) })
}
