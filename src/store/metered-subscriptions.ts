import type { Session } from './database.js'

/** A subscription whose SKU has meters, and what of them says how they are used. */
export interface MeteredSubscription {
  readonly subscriptionId: string
  readonly meters: readonly {
    readonly meterId: string
    readonly name: string
    readonly category: string
    readonly unit: string
  }[]
}

/** The metered subscriptions of a partner in order of id, up to a limit; with `subscriptionIds` those of them. */
export async function listMeteredSubscriptions(
  session: Session,
  partnerId: string,
  subscriptionIds: readonly string[] | null,
  limit: number,
): Promise<MeteredSubscription[]> {
  const { rows } = await session.query<MeteredSubscription>(
    `select s.subscription_id as "subscriptionId", jsonb_agg(jsonb_build_object('meterId', m.meter_id, 'name', m.name,
       'category', m.category, 'unit', m.unit) order by m.meter_id) as meters
     from charging_state s
     join availability a on a.availability_id = s.availability_id
     join meter m on m.product_id = a.product_id and m.sku_id = a.sku_id
     where s.partner_id = $1 and ($2::uuid[] is null or s.subscription_id = any($2))
     group by s.subscription_id order by s.subscription_id limit $3`,
    [partnerId, subscriptionIds, limit],
  )
  return rows
}
