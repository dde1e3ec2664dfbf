import type { Day } from '../core/calendar/day.js'
import type { ListedPrice } from '../core/catalog/price-list-version.js'
import type { Segment } from '../core/catalog/segment.js'
import { parseCurrency } from '../core/money/currency.js'
import { csvRecord, LINE_END } from '../core/recon/csv.js'
import type { PricesOfMonth } from './portal-pricing.js'
import { FORMATS, type PriceListFormat, type SheetLine } from './price-list-formats.js'
import type { ListEntry, StoredPriceList } from './price-list-resolve.js'

/** A version as a file: importing it again gives the same version. */
export function priceListCsv(list: StoredPriceList, entries: readonly ListEntry[], format: PriceListFormat): string {
  return sheetCsv(
    entries.map((entry) => lineOf(list, entry)),
    format,
  )
}

/** What a partner's sales in a market cost in a month, as a file in a published form. */
export function monthPricesCsv({ month, prices }: PricesOfMonth, market: string, format: PriceListFormat): string {
  const lines = prices.map(({ sku, availability, billingCycle, flag, before, after }): SheetLine => {
    const { term, currency, segment } = availability
    const price = lastingPrice(before, after, month)
    const place = { market, currency: parseCurrency(currency)!, segment: segment as Segment }
    return { ...place, sku, term, billingCycle, flag, price }
  })
  return sheetCsv(lines, format)
}

/** The price, or the last one with its end where something is sold no longer. */
function lastingPrice(before: ListedPrice | undefined, after: ListedPrice | undefined, month: Day): ListedPrice {
  return after ?? { ...before!, validTo: month }
}

/** Lines as one CSV file. */
export function sheetCsv(lines: readonly SheetLine[], format: PriceListFormat): string {
  const { columns, record } = FORMATS[format]
  const records = [columns.names, ...lines.map(record)].map((cells) => csvRecord(cells) + LINE_END)
  return records.join('')
}

function lineOf(
  { month, market, currency, segment }: StoredPriceList,
  { sku, term, billingCycle, flag, before, after }: ListEntry,
): SheetLine {
  const price = lastingPrice(before, after, month)
  return { ...{ sku, term, billingCycle, market, segment, flag, price }, currency: parseCurrency(currency)! }
}
