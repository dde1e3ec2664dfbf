import { zipSync } from 'fflate'
import { type Day, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import { parseBillingCycle } from '../core/catalog/billing-cycle.js'
import { findPrice } from '../core/catalog/price-list.js'
import { changeFlagOf, firstOfMonth, firstOfNextMonth } from '../core/catalog/price-list-version.js'
import type { Segment } from '../core/catalog/segment.js'
import { parseCurrency } from '../core/money/currency.js'
import { isSoldBy } from '../core/ordering/eligibility.js'
import { listAvailabilitiesIn } from '../store/prices.js'
import type { Account } from './accounts.js'
import { currentCatalog, type SkuForSale } from './current-catalog.js'
import { sheetCsv } from './price-list-export.js'
import type { SheetLine } from './price-list-formats.js'
import { type PricedAvailability, withPrices } from './price-list-resolve.js'
import { consumptionSheet } from './usage/consumption-sheet.js'
import type { Session } from './use-case.js'

/** The kinds of price sheets, and which SKUs each holds. */
const VIEWS: Readonly<Record<PriceSheetView, (sku: SkuForSale) => boolean>> = {
  // Of its meters, not of what is paid for the plan: consumptionSheet.
  azure_consumption: () => false,
  azure_reservations: (sku) => sku.productType.startsWith('AzureReservations'),
  software: (sku) => kindOf(sku) === 'software' && sku.withdrawnOn === null,
  marketplace: (sku) => kindOf(sku) === 'marketplace' && sku.withdrawnOn === null,
  updatedlicensebased: (sku) => kindOf(sku) === 'license' && sku.withdrawnOn === null,
  // Nothing is sold for an extended term.
  licensebasedest: () => false,
  // What is sold no longer, and still renewed.
  licensebasedeos: (sku) => kindOf(sku) === 'license' && sku.withdrawnOn !== null,
}

export const PRICE_SHEET_VIEWS = [
  'azure_consumption',
  'azure_reservations',
  'software',
  'marketplace',
  'updatedlicensebased',
  'licensebasedest',
  'licensebasedeos',
] as const
export type PriceSheetView = (typeof PRICE_SHEET_VIEWS)[number]

function kindOf({ profile, productType }: SkuForSale): 'azure' | 'software' | 'marketplace' | 'license' {
  if (productType.startsWith('Azure') || !profile.hasFee) return 'azure'
  if (productType === 'SaaS' || profile.id === 'saas' || profile.id === 'metered-saas') return 'marketplace'
  return productType.startsWith('Software') || profile.id === 'one-time-recurring' ? 'software' : 'license'
}

export const TIMELINES = ['current', 'history', 'future'] as const

export interface PriceSheetQuery {
  /** ISO 3166-1 alpha-2. */
  readonly market: string
  readonly view: PriceSheetView
  readonly timeline: (typeof TIMELINES)[number]
  /** First day of the month wanted, for history; the month before this one where it is left out. */
  readonly month: Day | undefined
}

export interface PriceSheet {
  readonly csv: string
  /** The day whose prices it has. */
  readonly day: Day
}

/**
 * What a partner's sales in a market cost, as CSV: in force on its day (`current`), at the end of a month that has passed
 * (`history`), or what the first of the next month changes (`future`: what stays the same is left out, what ends has an
 * end). `undefined` where there is nothing to show.
 */
export async function priceSheet(
  session: Session,
  account: Pick<Account, 'partnerId' | 'country' | 'currency'>,
  query: PriceSheetQuery,
  today: Day,
): Promise<PriceSheet | undefined> {
  const day = dayOfSheet(query, today)
  if (day === undefined) return undefined
  if (query.view === 'azure_consumption') {
    const changedAfter = query.timeline === 'future' ? today : undefined
    const csv = await consumptionSheet(session, account, { market: query.market, day, changedAfter })
    return csv === undefined ? undefined : { csv, day }
  }
  const { skus } = await currentCatalog(session)
  const seller = { partnerId: account.partnerId, partnerCountry: account.country }
  const lines: SheetLine[] = []
  const priced = await withPrices(session, await listAvailabilitiesIn(session, query.market, account.currency))
  for (const entry of priced) {
    const sku = skus.get(`${entry.availability.productId}:${entry.availability.skuId}`)
    if (sku === undefined || !VIEWS[query.view](sku)) continue
    // Its view says whether what is withdrawn belongs here.
    if (!isSoldBy({ ...sku, withdrawnOn: null }, seller, query.market, day)) continue
    const line = query.timeline === 'future' ? changeOf(entry, sku, today, day) : priceOf(entry, sku, day)
    if (line !== undefined) lines.push({ ...line, market: query.market })
  }
  return lines.length === 0 ? undefined : { csv: sheetCsv(lines, 'new-commerce'), day }
}

function dayOfSheet({ timeline, month }: PriceSheetQuery, today: Day): Day | undefined {
  switch (timeline) {
    case 'current':
      return today
    case 'future':
      return firstOfNextMonth(today)
    case 'history': {
      const thisMonth = firstOfMonth(today)
      const wanted = month ?? firstOfMonth((thisMonth - 1) as Day)
      return wanted < thisMonth ? ((firstOfNextMonth(wanted) - 1) as Day) : undefined
    }
  }
}

function priceOf({ availability, rows }: PricedAvailability, sku: SkuForSale, day: Day): SheetLine | undefined {
  const price = findPrice(rows, day)
  return price === undefined ? undefined : lineOf({ availability, rows }, sku, price, 'UNC')
}

function changeOf(entry: PricedAvailability, sku: SkuForSale, today: Day, day: Day): SheetLine | undefined {
  const before = findPrice(entry.rows, today)
  const after = findPrice(entry.rows, day)
  const flag = changeFlagOf(before, after)
  if (flag === undefined || flag === 'UNC') return undefined
  return lineOf(entry, sku, after ?? before!, flag)
}

function lineOf(
  { availability }: PricedAvailability,
  sku: SkuForSale,
  price: SheetLine['price'],
  flag: SheetLine['flag'],
): SheetLine {
  return {
    ...{ sku, price, flag, term: availability.term, market: availability.market },
    billingCycle: parseBillingCycle(availability.billingCycle)!,
    currency: parseCurrency(availability.currency)!,
    segment: availability.segment as Segment,
  }
}

/** One file in a ZIP archive. The same file on the same day gives the same bytes. */
export function zipOf(name: string, text: string, day: Day): Uint8Array {
  return zipSync({ [name]: [Buffer.from(text), { mtime: new Date(day * MILLISECONDS_PER_DAY), level: 6 }] })
}
