import type { InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import { labelText } from './labels.js'
import { writeDay, writeDecimal } from './language.js'
import { writeRow } from './pdf-table.js'
import { ACCENT, nextPage, PAGE, type Sheet, writeText } from './sheet.js'
import type { Style } from './typesetter.js'

const HEADING: Style = { size: 12, bold: true, color: ACCENT }
const BODY: Style = { size: 8.5 }
const STRONG: Style = { size: 8.5, bold: true }

/** The last page: where publishers are, and the rates that prices in other currencies were turned by. */
export function writeLastPage(sheet: Sheet, { publishers, exchangeRates }: InvoiceDocument): void {
  if (publishers.length === 0 && exchangeRates.length === 0) return
  const { language } = sheet
  nextPage(sheet)
  const heading = (text: string) => {
    sheet.y = writeText(sheet, text, { x: PAGE.left, width: 400 }, sheet.y, HEADING) + 6
  }
  const columns = [
    { title: '', width: 180 },
    { title: '', width: PAGE.right - PAGE.left - 180 },
  ]
  if (publishers.length > 0) heading(labelText(language, 'publishers'))
  for (const { name, address } of publishers) {
    writeRow(sheet, columns, [[{ text: name, style: STRONG }], [{ text: address, style: BODY }]])
  }
  if (exchangeRates.length === 0) return
  if (publishers.length > 0) sheet.y += 16
  heading(labelText(language, 'exchangeRates'))
  for (const { from, to, rate, on } of exchangeRates) {
    const values = { from, to, rate: writeDecimal(rate, language), date: writeDay(on, language) }
    writeRow(sheet, [{ title: '', width: 400 }], [[{ text: labelText(language, 'exchangeRate', values), style: BODY }]])
  }
}
