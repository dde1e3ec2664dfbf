import type { Session } from './database.js'
import type { SkuKey } from './skus.js'

/**
 * Gives users of a customer another SKU's license instead of theirs: those who got theirs last, at most `count` of them.
 * Who holds both keeps the other one.
 */
export async function transferLicenses(
  session: Session,
  key: { readonly partnerId: string; readonly customerId: string },
  from: SkuKey,
  to: SkuKey,
  count: number,
): Promise<void> {
  if (count <= 0) return
  await session.query(
    `with moved as (
       delete from license_assignment a
       using (
         select user_id from license_assignment
         where partner_id = $1 and customer_id = $2 and product_id = $3 and sku_id = $4
         order by assigned_at desc, user_id desc limit $7
       ) chosen
       where a.partner_id = $1 and a.user_id = chosen.user_id and a.product_id = $3 and a.sku_id = $4
       returning a.user_id, a.assigned_at
     )
     insert into license_assignment (partner_id, customer_id, user_id, product_id, sku_id, assigned_at)
     select $1, $2, user_id, $5, $6, assigned_at from moved
     on conflict (partner_id, user_id, product_id, sku_id) do nothing`,
    [key.partnerId, key.customerId, from.productId, from.skuId, to.productId, to.skuId, count],
  )
}
