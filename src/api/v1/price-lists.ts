import { findPriceLists, findPublishedPriceLists, loadPublishedPriceList } from '../../app/find-price-lists.js'
import { isFound } from '../../app/portal-pricing.js'
import { effectCsv, PriceListEffect, type RenewalEffect } from '../../app/price-list-effect.js'
import { priceListCsv } from '../../app/price-list-export.js'
import { importPriceList } from '../../app/price-list-import.js'
import { discardPriceList, publishPriceList } from '../../app/price-list-publish.js'
import {
  countByFlag,
  type ListEntry,
  loadPriceList,
  resolvePriceList,
  type StoredPriceList,
} from '../../app/price-list-resolve.js'
import type { UseCase } from '../../app/use-case.js'
import type { Instant } from '../../core/calendar/day.js'
import { dayOfInstant } from '../../core/calendar/instant.js'
import { formatListMonth } from '../../core/catalog/price-list-dates.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { csvHeaders } from '../attachment.js'
import { bytesOf } from '../body-bytes.js'
import { type Endpoint, endpoint, type RequestFacts } from '../endpoint.js'
import { attributes } from '../links.js'
import { foundPage, offsetPage, readSeekPosition } from '../paging.js'
import * as schema from '../schema/price-list.js'
import { amountNumber, presentAffected, presentPriceList, presentRow } from './present-price-list.js'

const GROUP = 'Price lists'
const PLATFORM = '/platform/price-lists'
const PARTNERS = '/pricelists'

/** Largest file of an import through the API, in bytes; larger ones go through the command line. */
const FILE_LIMIT = 16 * 1_048_576
/** Problems of a file an error tells; a dry run tells up to a thousand. */
const PROBLEMS_TOLD = 100

interface PageQuery {
  readonly size: number
  readonly offset: number
}

function pageOf<T, U>(all: readonly T[], { size, offset }: PageQuery, { uri }: RequestFacts, present: (item: T) => U) {
  const items = all.slice(offset, offset + size).map(present)
  return offsetPage(items, { uri, offset, size, totalCount: all.length })
}

const list = endpoint({
  id: 'platform-list-price-lists',
  method: 'GET',
  path: '/v1/platform/price-lists',
  group: GROUP,
  summary: 'Versions of price lists, newest month first',
  capability: 'platform.catalog.read',
  query: schema.priceListsQuery,
  response: schema.priceListsSchema,
  handle: async (call) => {
    const { size, offset, status, ...filter } = call.query
    const today = dayOfInstant(call.systemNow)
    const wanted = { ...filter, statuses: status === undefined ? undefined : [status] }
    const found = await findPriceLists(call.session, wanted, today, { size, offset })
    const items = found.lists.map((one) => presentPriceList(one, today, PLATFORM))
    return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: found.totalCount }))
  },
})

const importList = endpoint({
  id: 'platform-import-price-list',
  method: 'POST',
  path: '/v1/platform/price-lists',
  group: GROUP,
  summary: 'Import a CSV file as the draft of a month; all or nothing, with a report line by line',
  capability: 'platform.price-list.edit',
  takesLong: true,
  query: schema.importQuery,
  body: schema.priceListFile,
  bodyType: 'text/csv',
  bodyLimit: FILE_LIMIT,
  response: schema.importedSchema,
  status: 201,
  otherStatuses: { 200: 'Nothing was written: a dry run, or the version is there already.' },
  handle: async (call) => {
    const { dryRun, ...wanted } = call.query
    const isDry = dryRun === 'true'
    const imported = await importPriceList(call, bytesOf(call.body), { ...wanted, dryRun: isDry })
    if (!imported.ok) return imported
    const { list: draft, problems, ...report } = imported.value
    const [first] = problems
    if (first !== undefined && !isDry) {
      const data = { problems: report.problemCount, first: `line ${first.line}, ${first.reason} (${first.code})` }
      const refused = refuse('price-list-lines-refused', data)
      return { ok: false, refusal: { ...refused.refusal, details: problems.slice(0, PROBLEMS_TOLD) } }
    }
    if (draft === undefined || report.unchanged) call.reply.status = 200
    const today = dayOfInstant(call.now)
    const priceList = draft === undefined ? {} : { priceList: presentPriceList(draft, today, PLATFORM) }
    return accept({ ...priceList, ...report, problems, attributes: attributes('PriceListImport') })
  },
})

const get = endpoint({
  id: 'platform-get-price-list',
  method: 'GET',
  path: '/v1/platform/price-lists/:priceListId',
  group: GROUP,
  summary: 'One version of a price list',
  capability: 'platform.catalog.read',
  params: schema.priceListParams,
  response: schema.priceListSchema,
  handle: async (call) => {
    const today = dayOfInstant(call.systemNow)
    const found = await loadPriceList(call.session, call.params.priceListId, today)
    return found.ok ? accept(presentPriceList(found.value, today, PLATFORM)) : found
  },
})

/** A version with all its entries. */
async function opened(call: UseCase & { readonly systemNow: Instant; readonly params: { priceListId: string } }) {
  const found = await loadPriceList(call.session, call.params.priceListId, dayOfInstant(call.systemNow))
  if (!found.ok) return found
  const entries = await resolvePriceList(call.session, found.value)
  return entries.ok ? accept({ list: found.value, entries: entries.value }) : entries
}

interface RowFilter {
  readonly change?: string | undefined
  readonly search?: string | undefined
}

function chosen(entries: readonly ListEntry[], { change, search }: RowFilter): readonly ListEntry[] {
  return entries.filter(({ sku, flag }) => (change === undefined || flag === change) && isFound(sku, search))
}

const rows = endpoint({
  id: 'platform-list-price-list-rows',
  method: 'GET',
  path: '/v1/platform/price-lists/:priceListId/rows',
  group: GROUP,
  summary: 'Every price of a version, with its change against the version before',
  capability: 'platform.catalog.read',
  params: schema.priceListParams,
  query: schema.rowsQuery,
  response: schema.rowsSchema,
  handle: async (call) => {
    const version = await opened(call)
    if (!version.ok) return version
    return accept(pageOf(chosen(version.value.entries, call.query), call.query, call.request, presentRow))
  },
})

const diff = endpoint({
  id: 'platform-diff-price-list',
  method: 'GET',
  path: '/v1/platform/price-lists/:priceListId/diff',
  group: GROUP,
  summary: 'What a version changes against the one before: added, changed and removed prices',
  capability: 'platform.catalog.read',
  params: schema.priceListParams,
  query: schema.pageOfList,
  response: schema.diffSchema,
  handle: async (call) => {
    const version = await opened(call)
    if (!version.ok) return version
    const { list: version_, entries } = version.value
    const changed = entries.filter(({ flag }) => flag !== 'UNC')
    return accept({
      ...pageOf(changed, call.query, call.request, presentRow),
      priceList: presentPriceList(version_, dayOfInstant(call.systemNow), PLATFORM),
      changes: countByFlag(entries),
      attributes: attributes('PriceListDiff'),
    })
  },
})

async function openEffect(
  call: UseCase & { readonly systemNow: Instant; readonly params: { priceListId: string } },
): Promise<Outcome<PriceListEffect>> {
  const found = await loadPriceList(call.session, call.params.priceListId, dayOfInstant(call.systemNow))
  return found.ok ? PriceListEffect.open(call.session, found.value) : found
}

const effect = endpoint({
  id: 'platform-get-price-list-effect',
  method: 'GET',
  path: '/v1/platform/price-lists/:priceListId/effect',
  group: GROUP,
  summary: 'What a version changes for subscriptions that renew from its month on, in sums',
  capability: 'platform.catalog.read',
  params: schema.priceListParams,
  response: schema.effectSchema,
  handle: async (call) => {
    const open = await openEffect(call)
    if (!open.ok) return open
    const { currency } = open.value.list
    const { paid, listed, renewed, months, ...counts } = await open.value.summary()
    return accept({
      priceList: presentPriceList(open.value.list, dayOfInstant(call.systemNow), PLATFORM),
      currency,
      ...counts,
      paidPerCycle: amountNumber(paid, currency),
      listedPerCycle: amountNumber(listed, currency),
      renewedPerCycle: amountNumber(renewed, currency),
      difference: amountNumber(renewed - paid, currency),
      months: months.map(({ month, subscriptions, difference }) => ({
        month: formatListMonth(month),
        subscriptions,
        difference: amountNumber(difference, currency),
      })),
      attributes: attributes('PriceListEffect'),
    })
  },
})

const affected = endpoint({
  id: 'platform-list-price-list-effect',
  method: 'GET',
  path: '/v1/platform/price-lists/:priceListId/effect/subscriptions',
  group: GROUP,
  summary: 'Each subscription a version changes the renewal of, with what it pays now and what it will pay',
  capability: 'platform.catalog.read',
  params: schema.priceListParams,
  query: schema.affectedQuery,
  response: schema.affectedSchema,
  handle: async (call) => {
    const position = readSeekPosition(call.request)
    if (!position.ok) return position
    const open = await openEffect(call)
    if (!open.ok) return open
    const [partnerId, subscriptionId] = position.value.after ?? []
    const after = partnerId === undefined || subscriptionId === undefined ? undefined : { partnerId, subscriptionId }
    const found: RenewalEffect[] = []
    for await (const one of open.value.renewals(after)) {
      if (found.push(one) > call.query.size) break
    }
    const keyOf = (last: RenewalEffect) => [last.partnerId, last.subscriptionId]
    return accept(foundPage(found, call.query.size, call.request, keyOf, presentAffected))
  },
})

const effectFile = endpoint({
  id: 'platform-download-price-list-effect',
  method: 'GET',
  path: '/v1/platform/price-lists/:priceListId/effect/csv',
  group: GROUP,
  summary: 'Each subscription a version changes the renewal of, as CSV',
  capability: 'platform.catalog.read',
  params: schema.priceListParams,
  response: 'binary',
  handle: async (call) => {
    const open = await openEffect(call)
    if (!open.ok) return open
    const pieces: Buffer[] = []
    for await (const line of effectCsv(open.value.renewals())) pieces.push(Buffer.from(line))
    Object.assign(call.reply.headers, csvHeaders(`effect-${call.params.priceListId}.csv`))
    return accept(Buffer.concat(pieces))
  },
})

const download = endpoint({
  id: 'platform-download-price-list',
  method: 'GET',
  path: '/v1/platform/price-lists/:priceListId/csv',
  group: GROUP,
  summary: 'A version as a CSV file; importing it again gives the same version',
  capability: 'platform.catalog.read',
  params: schema.priceListParams,
  query: schema.exportQuery,
  response: 'binary',
  handle: async (call) => {
    const version = await opened(call)
    if (!version.ok) return version
    const { list: version_, entries } = version.value
    Object.assign(call.reply.headers, csvHeaders(fileName(version_)))
    return accept(Buffer.from(priceListCsv(version_, entries, call.query.format)))
  },
})

function fileName({ month, currency }: StoredPriceList): string {
  return `price-list-${formatListMonth(month)}-${currency}.csv`
}

const publish = endpoint({
  id: 'platform-publish-price-list',
  method: 'POST',
  path: '/v1/platform/price-lists/:priceListId/publish',
  group: GROUP,
  summary: 'Approve a draft: its prices hold from the first of its month on. Not by whoever imported it',
  capability: 'platform.price-list.approve',
  takesLong: true,
  params: schema.priceListParams,
  response: schema.priceListSchema,
  handle: async (call) => {
    const published = await publishPriceList(call, call.params.priceListId, { fourEyes: true })
    return published.ok ? accept(presentPriceList(published.value, dayOfInstant(call.now), PLATFORM)) : published
  },
})

const discard = endpoint({
  id: 'platform-discard-price-list',
  method: 'POST',
  path: '/v1/platform/price-lists/:priceListId/discard',
  group: GROUP,
  summary: 'Discard a draft',
  capability: 'platform.price-list.edit',
  params: schema.priceListParams,
  response: schema.priceListSchema,
  handle: async (call) => {
    const discarded = await discardPriceList(call, call.params.priceListId)
    return discarded.ok ? accept(presentPriceList(discarded.value, dayOfInstant(call.now), PLATFORM)) : discarded
  },
})

const listPublished = endpoint({
  id: 'list-price-lists',
  method: 'GET',
  path: '/v1/pricelists',
  group: GROUP,
  summary: 'Published price lists: current, history, and the preview of the next month',
  capability: 'price.read',
  query: schema.priceListsQuery,
  response: schema.priceListsSchema,
  handle: async (call) => {
    const { size, offset, status: _, ...filter } = call.query
    const today = dayOfInstant(call.now)
    const found = await findPublishedPriceLists(call.session, filter, today, { size, offset })
    const items = found.lists.map((one) => presentPriceList(one, today, PARTNERS))
    return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: found.totalCount }))
  },
})

const publishedRows = endpoint({
  id: 'list-price-list-rows',
  method: 'GET',
  path: '/v1/pricelists/:priceListId/rows',
  group: GROUP,
  summary: 'The prices of a published price list, with their change against the month before',
  capability: 'price.read',
  params: schema.priceListParams,
  query: schema.rowsQuery,
  response: schema.rowsSchema,
  handle: async (call) => {
    const found = await loadPublishedPriceList(call.session, call.params.priceListId, dayOfInstant(call.now))
    if (!found.ok) return found
    const entries = await resolvePriceList(call.session, found.value)
    if (!entries.ok) return entries
    return accept(pageOf(chosen(entries.value, call.query), call.query, call.request, presentRow))
  },
})

const publishedFile = endpoint({
  id: 'download-price-list',
  method: 'GET',
  path: '/v1/pricelists/:priceListId/csv',
  group: GROUP,
  summary: 'A published price list as a CSV file with the published columns',
  capability: 'price.read',
  params: schema.priceListParams,
  query: schema.rowsFileQuery,
  response: 'binary',
  handle: async (call) => {
    const found = await loadPublishedPriceList(call.session, call.params.priceListId, dayOfInstant(call.now))
    if (!found.ok) return found
    const entries = await resolvePriceList(call.session, found.value)
    if (!entries.ok) return entries
    Object.assign(call.reply.headers, csvHeaders(fileName(found.value)))
    return accept(Buffer.from(priceListCsv(found.value, chosen(entries.value, call.query), call.query.format)))
  },
})

const getPublished = endpoint({
  id: 'get-price-list',
  method: 'GET',
  path: '/v1/pricelists/:priceListId',
  group: GROUP,
  summary: 'One published price list',
  capability: 'price.read',
  params: schema.priceListParams,
  response: schema.priceListSchema,
  handle: async (call) => {
    const today = dayOfInstant(call.now)
    const found = await loadPublishedPriceList(call.session, call.params.priceListId, today)
    return found.ok ? accept(presentPriceList(found.value, today, PARTNERS)) : found
  },
})

export const PRICE_LIST_ENDPOINTS: readonly Endpoint[] = [
  ...[list, importList, get, rows, diff, effect, affected, effectFile, download, publish, discard],
  ...[listPublished, getPublished, publishedRows, publishedFile],
]
