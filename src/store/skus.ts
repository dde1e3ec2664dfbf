import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import { jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** A SKU as it is sold. */
export interface Sku {
  readonly productId: string
  readonly skuId: string
  readonly productTitle: string
  readonly skuTitle: string
  readonly publisherId: string
  readonly publisherName: string
  readonly unitType: string
  readonly profileId: string
  /** Whether its price is for the subscription, whatever its quantity. */
  readonly flat: boolean
  /** Length of a free first stretch, such as `P1M`. */
  readonly trialTerm: string | null
  readonly minimumQuantity: number
  readonly maximumQuantity: number
  readonly isAddOn: boolean
}

/** What names a SKU. */
export type SkuKey = Pick<Sku, 'productId' | 'skuId'>

/** A SKU's key as one text. */
export function skuKeyOf({ productId, skuId }: SkuKey): string {
  return `${productId}/${skuId}`
}

/** Those of these SKUs that exist, by key. */
export async function findSkus(session: Session, keys: readonly SkuKey[]): Promise<ReadonlyMap<string, Sku>> {
  const { rows } = await session.query<Sku>(
    `select s.product_id as "productId", s.sku_id as "skuId", s.product_title as "productTitle",
       s.sku_title as "skuTitle", s.publisher_id as "publisherId", s.publisher_name as "publisherName",
       s.unit_type as "unitType", s.profile_id as "profileId", s.flat, s.trial_term as "trialTerm",
       s.minimum_quantity as "minimumQuantity", s.maximum_quantity as "maximumQuantity", s.is_add_on as "isAddOn"
     from (select distinct * from unnest($1::text[], $2::text[])) as k (product_id, sku_id)
     join sku s on s.product_id = k.product_id and s.sku_id = k.sku_id`,
    [keys.map((key) => key.productId), keys.map((key) => key.skuId)],
  )
  return new Map(rows.map((row) => [skuKeyOf(row), row]))
}

export async function insertSkus(session: Session, skus: readonly Sku[]): Promise<void> {
  await session.query(
    `insert into sku (product_id, sku_id, product_title, sku_title, publisher_id, publisher_name, unit_type, profile_id,
       flat, trial_term, minimum_quantity, maximum_quantity, is_add_on)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::boolean[], $10::text[], $11::int[], $12::int[], $13::boolean[])`,
    [
      skus.map((sku) => sku.productId),
      skus.map((sku) => sku.skuId),
      skus.map((sku) => sku.productTitle),
      skus.map((sku) => sku.skuTitle),
      skus.map((sku) => sku.publisherId),
      skus.map((sku) => sku.publisherName),
      skus.map((sku) => sku.unitType),
      skus.map((sku) => sku.profileId),
      skus.map((sku) => sku.flat),
      skus.map((sku) => sku.trialTerm),
      skus.map((sku) => sku.minimumQuantity),
      skus.map((sku) => sku.maximumQuantity),
      skus.map((sku) => sku.isAddOn),
    ],
  )
}

/** The commerce profiles an operator added, by id. */
export async function loadAddedProfiles(session: Session): Promise<ReadonlyMap<string, CommerceProfile>> {
  const { rows } = await session.query<{ id: string; definition: CommerceProfile }>(
    'select profile_id as id, definition from commerce_profile',
  )
  return new Map(rows.map((row) => [row.id, row.definition]))
}

export async function insertProfile(session: Session, profile: CommerceProfile): Promise<void> {
  await session.query('insert into commerce_profile (profile_id, definition) values ($1, $2)', [
    profile.id,
    jsonParameter(profile),
  ])
}
