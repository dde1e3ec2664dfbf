import { type Day, formatDay } from '../core/calendar/day.js'
import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import type { ProductTypeId } from '../core/catalog/product-type.js'
import type { SkuCategory } from '../core/catalog/sku-category.js'
import { jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** What of a SKU charging and documents rest on: it never changes. */
export interface SkuBasics {
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
  readonly isAddOn: boolean
  /** Whether it is a trial of its own, converted to one of `conversionTargets`. */
  readonly isTrial: boolean
  /** Its legacy offer, in small letters; `null` for products that have none. */
  readonly offerId: string | null
}

/** What says how and to whom a SKU is sold; staff of the provider may change it. Other SKUs are named as `product:sku`. */
export interface SkuRules {
  readonly description: string
  readonly productType: ProductTypeId
  readonly category: SkuCategory
  readonly minimumQuantity: number
  readonly maximumQuantity: number
  readonly limitKind: 'none' | 'lifetime' | 'concurrent'
  readonly limitCount: number | null
  readonly transactable: boolean
  readonly channelExcluded: boolean
  readonly attestationRequired: boolean
  /** Countries (ISO 3166-1 alpha-2) where it is sold; `null` for all. */
  readonly countries: readonly string[] | null
  readonly exclusivePartners: readonly string[] | null
  readonly addOnBases: readonly string[]
  readonly prerequisites: readonly string[]
  readonly conversionTargets: readonly string[]
  readonly upgradeTargets: readonly string[]
  /** First day on which it cannot be bought any more. */
  readonly withdrawnOn: Day | null
  readonly needsActivation: boolean
}

/** A SKU as it is stored. */
export interface Sku extends SkuBasics, SkuRules {}

/** What names a SKU. */
export type SkuKey = Pick<Sku, 'productId' | 'skuId'>

/** A SKU's key as one text. */
export function skuKeyOf({ productId, skuId }: SkuKey): string {
  return `${productId}/${skuId}`
}

/** Column and type of every field. */
const COLUMNS: Readonly<Record<keyof Sku, readonly [column: string, type: string]>> = {
  productId: ['product_id', 'text'],
  skuId: ['sku_id', 'text'],
  productTitle: ['product_title', 'text'],
  skuTitle: ['sku_title', 'text'],
  publisherId: ['publisher_id', 'text'],
  publisherName: ['publisher_name', 'text'],
  unitType: ['unit_type', 'text'],
  profileId: ['profile_id', 'text'],
  flat: ['flat', 'boolean'],
  trialTerm: ['trial_term', 'text'],
  minimumQuantity: ['minimum_quantity', 'integer'],
  maximumQuantity: ['maximum_quantity', 'integer'],
  isAddOn: ['is_add_on', 'boolean'],
  isTrial: ['is_trial', 'boolean'],
  offerId: ['offer_id', 'uuid'],
  description: ['description', 'text'],
  productType: ['product_type', 'text'],
  category: ['category', 'text'],
  limitKind: ['limit_kind', 'text'],
  limitCount: ['limit_count', 'integer'],
  transactable: ['transactable', 'boolean'],
  channelExcluded: ['channel_excluded', 'boolean'],
  attestationRequired: ['attestation_required', 'boolean'],
  countries: ['countries', 'text[]'],
  exclusivePartners: ['exclusive_partners', 'uuid[]'],
  addOnBases: ['add_on_bases', 'text[]'],
  prerequisites: ['prerequisites', 'text[]'],
  conversionTargets: ['conversion_targets', 'text[]'],
  upgradeTargets: ['upgrade_targets', 'text[]'],
  withdrawnOn: ['withdrawn_on', 'date'],
  needsActivation: ['needs_activation', 'boolean'],
}
const NAMES = Object.values(COLUMNS).map(([column]) => column)
const SELECT = Object.entries(COLUMNS)
  .map(([field, [column]]) => `s.${column} as "${field}"`)
  .join(', ')
const RECORD = Object.values(COLUMNS)
  .map(([column, type]) => `${column} ${type}`)
  .join(', ')

/** Every SKU, in order of product and SKU. */
export async function listSkus(session: Session): Promise<Sku[]> {
  const { rows } = await session.query<Sku>(
    `select ${SELECT} from sku s order by s.product_id collate "C", s.sku_id collate "C"`,
  )
  return rows
}

/** Those of these SKUs that exist, by key. */
export async function findSkus(session: Session, keys: readonly SkuKey[]): Promise<ReadonlyMap<string, Sku>> {
  const { rows } = await session.query<Sku>(
    `select ${SELECT}
     from (select distinct * from unnest($1::text[], $2::text[])) as k (product_id, sku_id)
     join sku s on s.product_id = k.product_id and s.sku_id = k.sku_id`,
    [keys.map((key) => key.productId), keys.map((key) => key.skuId)],
  )
  return new Map(rows.map((row) => [skuKeyOf(row), row]))
}

/** Which SKUs have these legacy offers: the key of each by the offer's id. */
export async function findOfferOwners(
  session: Session,
  offerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.query<SkuKey & { offerId: string }>(
    `select product_id as "productId", sku_id as "skuId", offer_id as "offerId" from sku
     where offer_id = any($1::uuid[])`,
    [offerIds],
  )
  return new Map(rows.map((row) => [row.offerId, skuKeyOf(row)]))
}

export async function insertSkus(session: Session, skus: readonly Sku[]): Promise<void> {
  await session.query(
    `insert into sku (${NAMES.join(', ')}) select ${NAMES.join(', ')} from jsonb_to_recordset($1::jsonb) as r (${RECORD})`,
    [jsonParameter(skus.map(recordOf))],
  )
}

/** Replaces what is stored of a SKU. */
export async function updateSku(session: Session, sku: Sku): Promise<void> {
  await session.query(
    `update sku s set (${NAMES.join(', ')}) =
       (select ${NAMES.map((name) => `r.${name}`).join(', ')} from jsonb_to_recordset($1::jsonb) as r (${RECORD}))
     where s.product_id = $2 and s.sku_id = $3`,
    [jsonParameter([recordOf(sku)]), sku.productId, sku.skuId],
  )
}

function recordOf(sku: Sku): Record<string, unknown> {
  const withdrawnOn = sku.withdrawnOn === null ? null : formatDay(sku.withdrawnOn)
  const values: Record<string, unknown> = { ...sku, withdrawnOn }
  return Object.fromEntries(Object.entries(COLUMNS).map(([field, [column]]) => [column, values[field]]))
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
