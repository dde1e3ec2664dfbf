import { parseCurrency } from '../core/money/currency.js'
import { csvRecord, LINE_END } from '../core/recon/csv.js'
import { FORMATS, type PriceListFormat, type SheetLine } from './price-list-formats.js'
import type { ListEntry, StoredPriceList } from './price-list-resolve.js'

/** A version as a file: importing it again gives the same version. */
export function priceListCsv(list: StoredPriceList, entries: readonly ListEntry[], format: PriceListFormat): string {
  return sheetCsv(
    entries.map((entry) => lineOf(list, entry)),
    format,
  )
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
  const price = after ?? { ...before!, validTo: month }
  return { ...{ sku, term, billingCycle, market, segment, flag, price }, currency: parseCurrency(currency)! }
}
