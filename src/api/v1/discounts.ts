import type { z } from 'zod'
import { currentCatalog, type StoredCatalog } from '../../app/current-catalog.js'
import {
  type DiscountWish,
  endDiscount,
  findDiscount,
  findDiscounts,
  giveDiscount,
  type StoredDiscount,
  valueText,
} from '../../app/discounts.js'
import { discountValueOf, importDiscounts } from '../../app/import-discounts.js'
import { formatDay } from '../../core/calendar/day.js'
import { formatTerm } from '../../core/calendar/term.js'
import { accept } from '../../core/refusal.js'
import { bytesOf } from '../body-bytes.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { offsetPage } from '../paging.js'
import * as schema from '../schema/discount.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Discounts, for the provider'
const ROOT = '/platform/discounts'

export const DISCOUNT_ENDPOINTS = [
  endpoint({
    id: 'platform-list-discounts',
    method: 'GET',
    path: `/v1${ROOT}`,
    group: GROUP,
    summary: 'Discounts, promotions and partner prices, also those that have ended.',
    capability: 'platform.catalog.read',
    query: schema.discountsQuery,
    response: schema.discountsSchema,
    handle: async (call) => {
      const { offset = 0, size = schema.USUAL_DISCOUNTS, ...filter } = call.query
      const found = await findDiscounts(call, filter)
      const catalog = await currentCatalog(call.session)
      const items = found.slice(offset, offset + size).map((one) => presentDiscount(one, catalog))
      return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: found.length }))
    },
  }),
  endpoint({
    id: 'platform-get-discount',
    method: 'GET',
    path: `/v1${ROOT}/:discountId`,
    group: GROUP,
    summary: 'Get a discount.',
    capability: 'platform.catalog.read',
    params: schema.discountParams,
    response: schema.discountSchema,
    handle: async (call) => {
      const found = await findDiscount(call, call.params.discountId)
      return found.ok ? accept(presentDiscount(found.value, await currentCatalog(call.session))) : found
    },
  }),
  endpoint({
    id: 'platform-give-discount',
    method: 'POST',
    path: `/v1${ROOT}`,
    group: GROUP,
    summary: 'Gives a discount on terms that start from a day on; one that is given already is not given twice.',
    capability: 'platform.discount.edit',
    body: schema.discountBody,
    response: schema.discountSchema,
    status: 201,
    handle: async (call) => {
      const wish = wishOf(call.body)
      const done = await giveDiscount(call, wish)
      return done.ok ? accept(presentDiscount(done.value, await currentCatalog(call.session))) : done
    },
  }),
  endpoint({
    id: 'platform-import-discounts',
    method: 'POST',
    path: `/v1${ROOT}/import`,
    group: GROUP,
    summary: 'Gives the discounts of a CSV file; all or nothing. What is given already stays as it is.',
    capability: 'platform.discount.edit',
    takesLong: true,
    body: schema.discountsFile,
    bodyType: 'text/csv',
    bodyLimit: schema.DISCOUNTS_LIMIT,
    response: schema.discountsImportedSchema,
    handle: async (call) => {
      const done = await importDiscounts(call, bytesOf(call.body))
      if (!done.ok) return done
      const { imported, unchanged } = done.value
      return accept({ imported, unchanged, attributes: attributes('DiscountImport') })
    },
  }),
  endpoint({
    id: 'platform-end-discount',
    method: 'PATCH',
    path: `/v1${ROOT}/:discountId`,
    group: GROUP,
    summary: 'Sets the first day on which no term may start with a discount any more; terms that have it keep it.',
    capability: 'platform.discount.edit',
    params: schema.discountParams,
    body: schema.discountEndBody,
    response: schema.discountSchema,
    handle: async (call) => {
      const done = await endDiscount(call, call.params.discountId, call.body.validUntil)
      return done.ok ? accept(presentDiscount(done.value, await currentCatalog(call.session))) : done
    },
  }),
]

function wishOf({ kind, value: number, ...body }: z.output<typeof schema.discountBody>): DiscountWish {
  const { partnerId = null, productId = null, skuId = null, currency = null, validUntil = null, ...rest } = body
  const { termDuration: term = null, billingCycle = null, market = '', segment = 'commercial', ...given } = rest
  const place = { term, billingCycle: billingCycle?.replaceAll('_', '-') ?? null, market, segment }
  // The schema has looked at it.
  const value = discountValueOf(kind, number)!
  return { ...given, ...place, value, partnerId, productId, skuId, currency, validUntil }
}

function presentDiscount(discount: StoredDiscount, catalog: StoredCatalog) {
  const { partnerId, productId, skuId, availabilityId, currency, value, validUntil, ...rest } = discount
  const { id, promotionId, description, validFrom, renewals, recordedAt, recordedBy } = rest
  const availability = availabilityId === null ? undefined : catalog.availabilities.get(availabilityId)
  return {
    id,
    partnerId: partnerId ?? undefined,
    productId: productId ?? undefined,
    skuId: skuId ?? undefined,
    availabilityId: availabilityId ?? undefined,
    termDuration: availability === undefined ? undefined : formatTerm(availability.term),
    billingCycle: availability?.billingCycle.replaceAll('-', '_'),
    currency: currency ?? availability?.currency,
    kind: value.kind,
    value: Number(valueText(value)),
    promotionId,
    description,
    validFrom: formatDay(validFrom),
    validUntil: validUntil === null ? undefined : formatDay(validUntil),
    renewals,
    recordedDate: wireInstant(recordedAt),
    recordedBy,
    links: selfLink(`${ROOT}/${id}`),
    attributes: attributes('Discount'),
  }
}
