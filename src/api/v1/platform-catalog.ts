import { createHash } from 'node:crypto'
import {
  allPublishers,
  changeSkuRules,
  loadPublisher,
  loadSku,
  type Publisher,
  type Sku,
  type SkuRuleChanges,
  savePublisher,
  searchSkus,
} from '../../app/change-catalog.js'
import { formatDay } from '../../core/calendar/day.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import {
  publisherBody,
  publisherParams,
  publisherSchema,
  publishers,
  skuRulesBody,
  staffSkuParams,
  staffSkuSchema,
  staffSkus,
  staffSkusQuery,
  USUAL_SKUS,
} from '../schema/catalog-staff.js'

const GROUP = 'Catalogue'
const ROOT = '/platform/catalog'
const SKU = `/v1${ROOT}/skus/:productId/:skuId`
const PUBLISHERS = `/v1${ROOT}/publishers`

export const PLATFORM_CATALOG_ENDPOINTS = [
  endpoint({
    id: 'platform-list-skus',
    method: 'GET',
    path: `/v1${ROOT}/skus`,
    group: GROUP,
    summary: 'List SKUs with the rules of their sale',
    capability: 'platform.catalog.read',
    query: staffSkusQuery,
    response: staffSkus,
    handle: async (call) => {
      const { publisher, productId, search, offset = 0, size = USUAL_SKUS } = call.query
      const found = await searchSkus(call, { publisherId: publisher, productId, text: search })
      const items = found.slice(offset, offset + size).map(presentSku)
      return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: found.length }))
    },
  }),
  endpoint({
    id: 'platform-get-sku',
    method: 'GET',
    path: SKU,
    group: GROUP,
    summary: 'Get a SKU with the rules of its sale',
    capability: 'platform.catalog.read',
    params: staffSkuParams,
    response: staffSkuSchema,
    handle: async (call) => {
      const found = await loadSku(call.session, call.params)
      return found.ok ? accept(presentSku(found.value)) : found
    },
  }),
  endpoint({
    id: 'platform-update-sku',
    method: 'PATCH',
    path: SKU,
    group: GROUP,
    summary: 'Change how and to whom a SKU is sold',
    capability: 'platform.catalog.edit',
    params: staffSkuParams,
    body: skuRulesBody,
    response: staffSkuSchema,
    handle: async (call) => {
      const { limit, ...rules } = call.body
      const changes: SkuRuleChanges = limit === undefined ? rules : { ...rules, ...limitOf(limit) }
      const { ifMatch } = call.request
      const isCurrent = (sku: Sku) => ifMatch === undefined || ifMatch === etagOf(sku)
      const done = await changeSkuRules(call, call.params, changes, isCurrent)
      return done.ok ? accept(presentSku(done.value)) : done
    },
  }),
  endpoint({
    id: 'platform-list-publishers',
    method: 'GET',
    path: PUBLISHERS,
    group: GROUP,
    summary: 'List publishers',
    capability: 'platform.catalog.read',
    response: publishers,
    handle: async (call) => accept(collection((await allPublishers(call)).map(presentPublisher), call.request.uri)),
  }),
  endpoint({
    id: 'platform-get-publisher',
    method: 'GET',
    path: `${PUBLISHERS}/:publisherId`,
    group: GROUP,
    summary: 'Get a publisher',
    capability: 'platform.catalog.read',
    params: publisherParams,
    response: publisherSchema,
    handle: async (call) => {
      const found = await loadPublisher(call, call.params.publisherId)
      return found.ok ? accept(presentPublisher(found.value)) : found
    },
  }),
  endpoint({
    id: 'platform-save-publisher',
    method: 'PUT',
    path: `${PUBLISHERS}/:publisherId`,
    group: GROUP,
    summary: 'List a publisher, or replace what is known of it',
    capability: 'platform.catalog.edit',
    params: publisherParams,
    body: publisherBody,
    response: publisherSchema,
    handle: async (call) => {
      const { setupUrl = null, countries, ...given } = call.body
      const publisher = { ...given, setupUrl, countries: countries ?? null, publisherId: call.params.publisherId }
      return accept(presentPublisher(await savePublisher(call, publisher)))
    },
  }),
]

function limitOf(limit: { readonly kind: 'lifetime' | 'concurrent'; readonly count: number } | null): SkuRuleChanges {
  return limit === null ? { limitKind: 'none', limitCount: null } : { limitKind: limit.kind, limitCount: limit.count }
}

function etagOf(sku: Sku): string {
  return createHash('sha256').update(JSON.stringify(sku)).digest('base64url').slice(0, 22)
}

function presentSku(sku: Sku) {
  const { limitKind, limitCount, withdrawnOn, trialTerm, offerId, countries, exclusivePartners, ...rest } = sku
  return {
    ...rest,
    trialTerm: trialTerm ?? undefined,
    offerId: offerId?.toUpperCase(),
    limit: limitCount === null ? undefined : { kind: limitKind, count: limitCount },
    countries: countries ?? undefined,
    exclusivePartners: exclusivePartners ?? undefined,
    withdrawnOn: withdrawnOn === null ? undefined : formatDay(withdrawnOn),
    links: selfLink(`${ROOT}/skus/${encodeURIComponent(sku.productId)}/${encodeURIComponent(sku.skuId)}`),
    attributes: attributes('CatalogSku', etagOf(sku)),
  }
}

function presentPublisher({ setupUrl, countries, ...rest }: Publisher) {
  return {
    ...rest,
    setupUrl: setupUrl ?? undefined,
    countries: countries ?? undefined,
    links: selfLink(`${ROOT}/publishers/${encodeURIComponent(rest.publisherId)}`),
    attributes: attributes('Publisher'),
  }
}
