import { z } from 'zod'
import { PRICE_LIST_FORMATS } from '../../app/price-list-formats.js'
import { CHANGE_FLAGS, PRICE_LIST_STATES } from '../../core/catalog/price-list-version.js'
import { SEGMENTS } from '../../core/catalog/segment.js'
import { attributesSchema, collectionOf, currency, guid, linkSchema, maybe, month, wireEnum } from './wire.js'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const wireMonth = z.string().regex(/^\d{4}-\d{2}$/)

/** Country of two letters; empty for the lists of every country. */
const marketQuery = z
  .string()
  .regex(/^([A-Za-z]{2})?$/, 'must be a country code of two letters, or empty for every country')
  .transform((value) => value.toUpperCase())

const whole = (minimum: number, maximum: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum))
    .default(fallback)

const MAXIMUM_PAGE = 2_000
const pageQuery = { size: whole(1, MAXIMUM_PAGE, 500), offset: whole(0, 100_000_000, 0) }

export const priceListParams = z.object({ priceListId: guid })
export const pageOfList = z.object(pageQuery)

export const priceListsQuery = z.object({
  ...pageQuery,
  month: maybe(month),
  market: marketQuery.optional(),
  currency: maybe(currency),
  segment: maybe(wireEnum(SEGMENTS)),
  status: maybe(wireEnum(['draft', 'published', 'superseded', 'discarded'])),
})

export const importQuery = z.object({
  format: wireEnum(PRICE_LIST_FORMATS),
  month,
  market: marketQuery.default(''),
  currency: currency,
  segment: wireEnum(SEGMENTS).default('commercial'),
  pricePer: maybe(wireEnum(['month', 'term'])),
  dryRun: maybe(wireEnum(['true', 'false'])),
})

const LONGEST_SEARCH = 100

const wished = {
  change: maybe(wireEnum(CHANGE_FLAGS)),
  /** Any part of a title, an id or the name of a publisher. */
  search: z.string().max(LONGEST_SEARCH).optional(),
}
export const rowsQuery = z.object({ ...pageQuery, ...wished })

/** Where the list of affected subscriptions goes on: `partner id,subscription id` of the last one seen. */
export const affectedQuery = z.object({ size: whole(1, MAXIMUM_PAGE, 500) })

export const exportQuery = z.object({ format: wireEnum(PRICE_LIST_FORMATS).default('new-commerce') })
export const rowsFileQuery = exportQuery.extend(wished)

/** A file of a price list as it is sent. */
export const priceListFile = z.string().min(1, 'must be a CSV file with a header')

export const priceListSchema = z.object({
  id: z.string(),
  month: wireMonth,
  market: z.string(),
  currency: z.string(),
  segment: z.enum(SEGMENTS),
  state: z.enum(PRICE_LIST_STATES),
  lineCount: z.number().int(),
  importedDate: z.string(),
  importedBy: z.string(),
  decidedDate: z.string().optional(),
  decidedBy: z.string().optional(),
  links: z.object({ self: linkSchema, rows: linkSchema }),
  attributes: attributesSchema,
})
export const priceListsSchema = collectionOf(priceListSchema)

export const changesSchema = z.object({
  ADD: z.number().int(),
  CHG: z.number().int(),
  DEL: z.number().int(),
  UNC: z.number().int(),
})

export const importedSchema = z.object({
  priceList: priceListSchema.optional(),
  unchanged: z.boolean(),
  rowCount: z.number().int(),
  lineCount: z.number().int(),
  changes: changesSchema,
  problemCount: z.number().int(),
  problems: z.array(z.object({ line: z.number().int(), key: z.string(), code: z.string(), reason: z.string() })),
  attributes: attributesSchema,
})

const priceSchema = z.object({
  unitPrice: z.number(),
  erpPrice: z.number().optional(),
  validFrom: day,
  validTo: day.optional(),
})

export const rowSchema = z.object({
  productId: z.string(),
  skuId: z.string(),
  offerId: z.string().optional(),
  title: z.string(),
  termDuration: z.string(),
  billingCycle: z.string(),
  pricePer: z.string(),
  /** Whether licenses are charged, or only what is used of meters that have prices of their own. */
  billingType: z.enum(['license', 'usage']),
  change: z.enum(CHANGE_FLAGS),
  before: priceSchema.optional(),
  price: priceSchema.optional(),
  changePercent: z.number().optional(),
})
export const rowsSchema = collectionOf(rowSchema)

export const diffSchema = z.object({
  priceList: priceListSchema,
  changes: changesSchema,
  items: z.array(rowSchema),
  totalCount: z.number().int(),
  links: collectionOf(rowSchema).shape.links,
  attributes: attributesSchema,
})

export const effectSchema = z.object({
  priceList: priceListSchema,
  currency: z.string(),
  subscriptions: z.number().int(),
  customers: z.number().int(),
  partners: z.number().int(),
  withoutPrice: z.number().int(),
  paidPerCycle: z.number(),
  listedPerCycle: z.number(),
  renewedPerCycle: z.number(),
  difference: z.number(),
  months: z.array(z.object({ month: wireMonth, subscriptions: z.number().int(), difference: z.number() })),
  attributes: attributesSchema,
})

export const affectedSchema = collectionOf(
  z.object({
    partnerId: z.string(),
    partnerName: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    subscriptionId: z.string(),
    friendlyName: z.string(),
    productId: z.string(),
    skuId: z.string(),
    title: z.string(),
    termDuration: z.string(),
    billingCycle: z.string(),
    renewalDate: day,
    quantity: z.number().int(),
    currency: z.string(),
    paidPrice: z.number(),
    listedPrice: z.number(),
    newPrice: z.number().optional(),
    paidPerCycle: z.number(),
    listedPerCycle: z.number(),
    newPerCycle: z.number().optional(),
    difference: z.number().optional(),
  }),
)
