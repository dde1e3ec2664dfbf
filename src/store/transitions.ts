import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** Licenses that moved to another offer. */
export interface Transition {
  readonly partnerId: string
  readonly operationId: string
  readonly customerId: string
  readonly fromSubscriptionId: string
  /** The same subscription where all licenses moved. */
  readonly toSubscriptionId: string
  /** As the API prints what was bought. */
  readonly fromItem: string
  readonly toItem: string
  readonly quantity: number
  readonly term: string
  readonly billingCycle: string
  readonly transitionType: string
  readonly happenedAt: Instant
}

export async function insertTransition(session: Session, transition: Transition): Promise<void> {
  await session.query(
    `insert into transition (partner_id, operation_id, customer_id, from_subscription_id, to_subscription_id, from_item,
       to_item, quantity, term, billing_cycle, transition_type, happened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      transition.partnerId,
      transition.operationId,
      transition.customerId,
      transition.fromSubscriptionId,
      transition.toSubscriptionId,
      transition.fromItem,
      transition.toItem,
      transition.quantity,
      transition.term,
      transition.billingCycle,
      transition.transitionType,
      instantParameter(transition.happenedAt),
    ],
  )
}

/** What moved away from a subscription, oldest first. */
export async function listTransitions(
  session: Session,
  key: { readonly partnerId: string; readonly subscriptionId: string },
  operationId?: string,
): Promise<Transition[]> {
  const { rows } = await session.query<Transition>(
    `select partner_id as "partnerId", operation_id as "operationId", customer_id as "customerId",
       from_subscription_id as "fromSubscriptionId", to_subscription_id as "toSubscriptionId", from_item as "fromItem",
       to_item as "toItem", quantity, term, billing_cycle as "billingCycle", transition_type as "transitionType",
       happened_at as "happenedAt"
     from transition
     where partner_id = $1 and from_subscription_id = $2 and ($3::uuid is null or operation_id = $3)
     order by happened_at, operation_id`,
    [key.partnerId, key.subscriptionId, operationId ?? null],
  )
  return rows
}
