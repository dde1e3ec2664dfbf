import type { BaseCatalog } from '../core/catalog/availability.js'
import type { Subscription } from '../core/subscription/subscription.js'
import { STATE_ROW, type StateRow, stateOfRow } from './charging-states.js'
import type { Session } from './database.js'
import { STATUSES } from './numbers.js'

/** A subscription that goes on by itself at the end of its term, and whose it is. */
export interface RenewingSubscription {
  readonly partnerId: string
  readonly partnerName: string
  readonly isSandbox: boolean
  readonly customerId: string
  readonly customerName: string
  readonly subscriptionId: string
  readonly friendlyName: string
  /** The stored snapshot. */
  readonly state: Subscription
}

type Row = StateRow & Omit<RenewingSubscription, 'state'>

/**
 * Active subscriptions that renew by themselves and have one of these availabilities, or a change scheduled that may lead
 * to one; in order of partner and subscription, after a given one. The page is cut before anything is joined, so that it
 * costs the same whatever the planner knows of the tables.
 */
export async function listRenewing(
  session: Session,
  availabilityIds: readonly string[],
  after: Pick<RenewingSubscription, 'partnerId' | 'subscriptionId'>,
  limit: number,
  catalog: BaseCatalog,
): Promise<RenewingSubscription[]> {
  const { rows } = await session.query<Row>(
    `with t as materialized (
       select * from charging_state t
       where (t.partner_id, t.subscription_id) > ($2::uuid, $3::uuid) and t.status = $4 and t.auto_renew
         and (t.availability_id = any($1::uuid[]) or t.detail->'scheduled' <> 'null'::jsonb)
       order by t.partner_id, t.subscription_id limit $5
     )
     select s.partner_id as "partnerId", p.name as "partnerName", p.is_sandbox as "isSandbox",
       s.customer_id as "customerId", c.name as "customerName", s.subscription_id as "subscriptionId",
       s.friendly_name as "friendlyName", ${STATE_ROW}
     from t
     join subscription s on s.partner_id = t.partner_id and s.subscription_id = t.subscription_id
     join customer c on c.partner_id = s.partner_id and c.customer_id = s.customer_id
     join partner p on p.partner_id = t.partner_id
     order by t.partner_id, t.subscription_id`,
    [availabilityIds, after.partnerId, after.subscriptionId, STATUSES.numberOf('active'), limit],
  )
  return rows.map((row) => ({
    partnerId: row.partnerId,
    partnerName: row.partnerName,
    isSandbox: row.isSandbox,
    customerId: row.customerId,
    customerName: row.customerName,
    subscriptionId: row.subscriptionId,
    friendlyName: row.friendlyName,
    state: stateOfRow(row, catalog),
  }))
}
