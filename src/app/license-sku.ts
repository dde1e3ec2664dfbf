import { createHash } from 'node:crypto'
import type { SkuForSale, StoredCatalog } from './current-catalog.js'

/** A SKU as licenses name it. */
export interface LicenseSku {
  /** GUID made from `product:sku`, so that it is the same everywhere and for ever. */
  readonly id: string
  /** `product:sku`. */
  readonly sku: string
  readonly productId: string
  readonly skuId: string
  readonly name: string
  /** `PRODUCT_SKU`. */
  readonly partNumber: string
  /** `group1`: services of the provider itself; `group2`: those of other publishers. */
  readonly group: 'group1' | 'group2'
  /** Countries where it may be used; `null` for all. */
  readonly countries: readonly string[] | null
  /** What can be switched off for a user. The catalogue knows no parts of a SKU, so there is one: the whole. */
  readonly plans: readonly ServicePlan[]
}

export interface ServicePlan {
  readonly id: string
  readonly displayName: string
  readonly serviceName: string
}

const kept = new WeakMap<StoredCatalog, ReadonlyMap<string, LicenseSku>>()

/** Every SKU that is licensed by user, by `product:sku`: those whose price does not depend on seats have no licenses. */
export function licenseSkusOf(catalog: StoredCatalog): ReadonlyMap<string, LicenseSku> {
  const known = kept.get(catalog)
  if (known !== undefined) return known
  const licensed = [...catalog.skus.values()].filter((sku) => !sku.flat)
  const skus = new Map(licensed.map((sku) => [sku.sku, licenseSkuOf(sku)]))
  kept.set(catalog, skus)
  return skus
}

/** The SKU with an id of licenses. */
export function findLicenseSku(catalog: StoredCatalog, id: string): LicenseSku | undefined {
  for (const sku of licenseSkusOf(catalog).values()) if (sku.id === id) return sku
  return undefined
}

function licenseSkuOf({ sku, productId, skuId, skuTitle, isOfProvider, countries }: SkuForSale): LicenseSku {
  const partNumber = `${productId}_${skuId}`
  return {
    ...{ id: idOf(`sku ${sku}`), sku, productId, skuId, name: skuTitle, partNumber, countries },
    group: isOfProvider ? 'group1' : 'group2',
    plans: [{ id: idOf(`plan ${sku}`), displayName: skuTitle, serviceName: partNumber }],
  }
}

/** Namespace of these ids; any fixed GUID would do. */
const NAMESPACE = Buffer.from('5f0f6c0a5d0b4c7e9b7d2f1c8a4e6b30', 'hex')

/** A UUID of version 5 (RFC 9562): the same name gives the same id. */
function idOf(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
