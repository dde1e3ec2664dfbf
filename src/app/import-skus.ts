import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import { COMMERCE_PROFILES } from '../core/catalog/profiles.js'
import { MAXIMUM_QUANTITY } from '../core/scenario/parse-scenario.js'
import type { Session } from '../store/database.js'
import { findSkus, insertSkus, loadAddedProfiles, type Sku, skuKeyOf } from '../store/skus.js'
import { optional, rowParser, term, text, truth, whole } from './import-fields.js'
import { differenceBetween, type KeyedKind, type Verdict } from './import-keyed.js'

const row = rowParser({
  product_id: text(60),
  sku_id: text(60),
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
})

export const SKUS: KeyedKind<Sku> = {
  kind: 'skus',
  columns: row.columns,
  parse: (cells) => {
    const read = row.parse(cells)
    if (!read.ok) return read
    const { value } = read
    if (value.maximum_quantity < value.minimum_quantity) {
      return { ok: false, reason: 'maximum_quantity: is below minimum_quantity' }
    }
    return {
      ok: true,
      value: {
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
      },
    }
  },
  keyOf: (cells) => `${cells[0]}/${cells[1]}`,
  open: async (session, values) => {
    const profiles = await loadAllProfiles(session)
    const known = new Map(await findSkus(session, values))
    const judge = (value: Sku): Verdict => {
      if (!profiles.has(value.profileId)) {
        const list = [...profiles.keys()].slice(0, 20).join(', ')
        return { code: 'unknown-profile', reason: `there is no commerce profile ${value.profileId}, only ${list}` }
      }
      const key = skuKeyOf(value)
      const stored = known.get(key)
      if (stored === undefined) {
        known.set(key, value)
        return 'new'
      }
      const difference = differenceBetween(value, stored)
      if (difference === undefined) return 'unchanged'
      return { code: 'already-exists', reason: `the SKU exists already and differs in ${difference}` }
    }
    return { judge, insert: insertSkus }
  },
}

/** Built-in commerce profiles and those an operator added, by id. */
export async function loadAllProfiles(session: Session): Promise<ReadonlyMap<string, CommerceProfile>> {
  return new Map([...Object.entries(COMMERCE_PROFILES), ...(await loadAddedProfiles(session))])
}
