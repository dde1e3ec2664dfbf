import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import { PRODUCT_TYPE_IDS, usualProductType } from '../core/catalog/product-type.js'
import { COMMERCE_PROFILES } from '../core/catalog/profiles.js'
import { SKU_CATEGORIES } from '../core/catalog/sku-category.js'
import { MAXIMUM_QUANTITY } from '../core/scenario/parse-scenario.js'
import type { Session } from '../store/database.js'
import { findOfferOwners, findSkus, insertSkus, loadAddedProfiles, type Sku, skuKeyOf } from '../store/skus.js'
import {
  country,
  day,
  idPart,
  listOf,
  oneOf,
  optional,
  rowParser,
  term,
  text,
  truth,
  uuid,
  type ValuesOf,
  whole,
} from './import-fields.js'
import { differenceBetween, type KeyedKind, type Verdict } from './import-keyed.js'

const MOST_NAMED = 100
const skus = optional(listOf(text(121), MOST_NAMED), [] as readonly string[])

const SCHEMA = {
  product_id: idPart(60),
  sku_id: idPart(60),
  product_title: text(200),
  sku_title: text(200),
  publisher_id: text(60),
  publisher_name: text(200),
  unit_type: text(60),
  profile: text(60),
  flat: optional(truth, false),
  trial: optional(term, null),
  minimum_quantity: optional(whole(1, MAXIMUM_QUANTITY), 1),
  maximum_quantity: optional(whole(1, MAXIMUM_QUANTITY), MAXIMUM_QUANTITY),
  is_add_on: optional(truth, false),
  description: optional(text(1_000), ''),
  product_type: optional(oneOf(PRODUCT_TYPE_IDS), null),
  category: optional(oneOf(SKU_CATEGORIES), null),
  offer_id: optional(uuid, null),
  is_trial: optional(truth, false),
  limit: optional(oneOf(['none', 'lifetime', 'concurrent'] as const), 'none' as const),
  limit_count: optional(whole(1, 1_000_000), null),
  transactable: optional(truth, true),
  channel_excluded: optional(truth, false),
  attestation_required: optional(truth, false),
  countries: optional(listOf(country, 300), null),
  exclusive_partners: optional(listOf(uuid, 1_000), null),
  add_on_bases: skus,
  prerequisites: skus,
  conversion_targets: skus,
  upgrade_targets: skus,
  withdrawn_on: optional(day, null),
  needs_activation: optional(truth, false),
}
const row = rowParser(SCHEMA)

export const SKUS: KeyedKind<Sku> = {
  kind: 'skus',
  columns: row.columns,
  parse: (cells) => {
    const read = row.parse(cells)
    if (!read.ok) return read
    const value = skuOf(read.value)
    const reason = contradictionOf(value)
    return reason === undefined ? { ok: true, value } : { ok: false, reason }
  },
  keyOf: (cells) => `${cells[0]}/${cells[1]}`,
  open: async (session, values) => ({ judge: await judgeOf(session, values), insert: insertSkus }),
}

async function judgeOf(session: Session, values: readonly Sku[]): Promise<(value: Sku) => Verdict> {
  const profiles = await loadAllProfiles(session)
  const known = new Map(await findSkus(session, values))
  const offerIds = values.flatMap(({ offerId }) => (offerId === null ? [] : [offerId]))
  const owners = new Map(await findOfferOwners(session, offerIds))
  return (value) => {
    if (!profiles.has(value.profileId)) {
      const list = [...profiles.keys()].slice(0, 20).join(', ')
      return { code: 'unknown-profile', reason: `there is no commerce profile ${value.profileId}, only ${list}` }
    }
    const key = skuKeyOf(value)
    const stored = known.get(key)
    if (stored !== undefined) {
      const difference = differenceBetween(value, stored)
      if (difference === undefined) return 'unchanged'
      return { code: 'already-exists', reason: `the SKU exists already and differs in ${difference}` }
    }
    const owner = value.offerId === null ? undefined : owners.get(value.offerId)
    if (owner !== undefined) return { code: 'already-exists', reason: `the offer_id is that of the SKU ${owner}` }
    known.set(key, value)
    if (value.offerId !== null) owners.set(value.offerId, key)
    return 'new'
  }
}

function skuOf(value: ValuesOf<typeof SCHEMA>): Sku {
  return {
    productId: value.product_id,
    skuId: value.sku_id,
    productTitle: value.product_title,
    skuTitle: value.sku_title,
    publisherId: value.publisher_id,
    publisherName: value.publisher_name,
    unitType: value.unit_type,
    profileId: value.profile,
    flat: value.flat,
    trialTerm: value.trial,
    minimumQuantity: value.minimum_quantity,
    maximumQuantity: value.maximum_quantity,
    isAddOn: value.is_add_on,
    isTrial: value.is_trial,
    offerId: value.offer_id,
    description: value.description,
    productType: value.product_type ?? usualProductType(value.profile),
    category: value.category ?? (value.is_trial ? 'Trial' : 'Enterprise'),
    limitKind: value.limit,
    limitCount: value.limit === 'none' ? value.limit_count : (value.limit_count ?? 1),
    transactable: value.transactable,
    channelExcluded: value.channel_excluded,
    attestationRequired: value.attestation_required,
    countries: value.countries,
    exclusivePartners: value.exclusive_partners,
    addOnBases: value.add_on_bases,
    prerequisites: value.prerequisites,
    conversionTargets: value.conversion_targets,
    upgradeTargets: value.upgrade_targets,
    withdrawnOn: value.withdrawn_on,
    needsActivation: value.needs_activation,
  }
}

/** What of a SKU contradicts itself, named as files name it; `undefined` where nothing does. */
export function contradictionOf(sku: Sku): string | undefined {
  if (sku.maximumQuantity < sku.minimumQuantity) return 'maximum_quantity: is below minimum_quantity'
  if (sku.limitKind === 'none' && sku.limitCount !== null) return 'limit_count: there is no limit to count'
  if (sku.limitKind !== 'none' && sku.limitCount === null) return 'limit_count: is missing'
  if (!sku.isAddOn && sku.addOnBases.length > 0) return 'add_on_bases: only an add-on has bases'
  const self = `${sku.productId}:${sku.skuId}`
  const lists = [sku.addOnBases, sku.prerequisites, sku.conversionTargets, sku.upgradeTargets]
  if (lists.some((list) => list.includes(self))) return `${self}: a SKU cannot rest on itself or lead to itself`
  return undefined
}

/** Built-in commerce profiles and those an operator added, by id. */
export async function loadAllProfiles(session: Session): Promise<ReadonlyMap<string, CommerceProfile>> {
  return new Map([...Object.entries(COMMERCE_PROFILES), ...(await loadAddedProfiles(session))])
}
