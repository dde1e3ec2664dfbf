import type { Instant } from '../core/calendar/day.js'
import { claimNotices, markDispatched, type Notice } from '../store/notices.js'
import {
  claimUnqueued,
  type DeliveryKey,
  insertDeliveries,
  listPartnersToDispatch,
  markQueued,
} from '../store/webhook-deliveries.js'
import { listWebhooks } from '../store/webhooks.js'
import type { Database, Session } from './use-case.js'

export type { DeliveryKey }

export interface DispatchContext {
  readonly database: Database
  readonly clock: () => Instant
  readonly newId: () => string
  /** Puts deliveries into the job queue, in the given transaction. */
  readonly enqueue: (session: Session, deliveries: readonly DeliveryKey[]) => Promise<void>
}

/** Partners of one pass, and rows of one transaction. */
const MOST_PARTNERS = 200
const MOST_ROWS = 500

/**
 * Turns notices into deliveries, one for each webhook that subscribes to them and whose program is not disabled, and puts
 * deliveries into the queue. Every notice becomes its deliveries once, whoever dispatches: each step is one transaction over rows claimed in it, so a
 * worker that is killed leaves them to the next one.
 * @returns how many rows were handled; 0 when there is nothing left that others do not hold
 */
export async function dispatchNotices(context: DispatchContext): Promise<number> {
  const partners = await listPartnersToDispatch(context.database, MOST_PARTNERS)
  let handled = 0
  for (const partnerId of partners) {
    handled += await context.database.transaction((session) => dispatchPartner(session, context, partnerId))
  }
  return handled
}

async function dispatchPartner(session: Session, context: DispatchContext, partnerId: string): Promise<number> {
  const now = context.clock()
  const notices = await claimNotices(session, partnerId, MOST_ROWS)
  if (notices.length > 0) {
    const webhooks = await listWebhooks(session, partnerId)
    const deliveries = notices.flatMap((notice) =>
      webhooks
        .filter(({ isSilent, webhookEvents }) => !isSilent && webhookEvents.includes(notice.eventName))
        .map((webhook) => deliveryOf(notice, webhook, context.newId(), now)),
    )
    await insertDeliveries(session, deliveries)
    const ids = notices.map((notice) => notice.noticeId)
    await markDispatched(session, partnerId, ids, now)
  }
  const unqueued = await claimUnqueued(session, partnerId, MOST_ROWS)
  if (unqueued.length > 0) {
    await context.enqueue(session, unqueued)
    const ids = unqueued.map((delivery) => delivery.deliveryId)
    await markQueued(session, partnerId, ids, now)
  }
  return notices.length + unqueued.length
}

function deliveryOf(
  notice: Notice,
  webhook: { readonly registrationId: string; readonly webhookUrl: string },
  deliveryId: string,
  now: Instant,
) {
  const { partnerId, noticeId, eventName, resourceUri, resourceName, auditRecordId, occurredAt } = notice
  const event = { resourceUri, resourceName, auditRecordId, occurredAt }
  const { registrationId, webhookUrl: url } = webhook
  return { partnerId, deliveryId, registrationId, eventId: noticeId, eventName, url, event, createdAt: now }
}
