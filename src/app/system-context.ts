import type { Instant } from '../core/calendar/day.js'
import { PLATFORM_ID, type Session, SYSTEM, type UseCase } from './use-case.js'

/** The context of what the system does by itself for a partner, in a transaction. */
export function systemContext(
  session: Session,
  partnerId: string,
  { now, newId }: { readonly now: Instant; readonly newId: () => string },
): UseCase {
  return {
    session,
    now,
    newId,
    actor: { kind: 'system', id: PLATFORM_ID, name: SYSTEM, applicationId: null, roles: [] },
    scope: { accountId: partnerId, partnerIds: [partnerId], resellerMpnId: null },
    correlationId: newId(),
  }
}
