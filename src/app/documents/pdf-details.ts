import { lastDayOf } from '../../core/calendar/period.js'
import type { DocumentDetail, DocumentLine, InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import type { Currency } from '../../core/money/currency.js'
import { decimalOf } from '../../core/money/decimal.js'
import { labelText, taxText } from './labels.js'
import type { DocumentLanguage } from './language.js'
import { writeAmount, writeDay, writeDecimal, writePercent, writePrice } from './language.js'
import { type Cell, type Column, writeBand, writeRow, writeTableHead } from './pdf-table.js'
import { ACCENT, drawRule, MUTED, nextPage, PAGE, type Sheet, writeText } from './sheet.js'
import type { Style } from './typesetter.js'

const HEADING: Style = { size: 12, bold: true, color: ACCENT }
const BODY: Style = { size: 7.5 }
const STRONG: Style = { size: 7.5, bold: true }
const SMALL: Style = { size: 6.5, color: MUTED }
const CUSTOMER: Style = { size: 8.5, bold: true }
/** What a heading keeps with it: the head of a subscription and a row. */
const GROUP_HEIGHT = 48

/** The second page: what is charged of each product, with its tax. */
export function writeProductLines(sheet: Sheet, document: InvoiceDocument): void {
  const { language } = sheet
  const columns = productColumns(sheet)
  writeHeading(sheet, labelText(language, 'byProduct'), document.currency)
  const before = sheet.onPage
  repeatHead(sheet, columns)
  for (const line of document.lines) writeRow(sheet, columns, productCells(sheet, document, line))
  sheet.onPage = before
  sheet.y += 16
}

/** Sums of a customer, for the line that closes its rows. */
interface CustomerSums {
  readonly id: string
  readonly name: string
  amount: bigint
  tax: bigint
}

/**
 * Every stretch of charges, grouped by customer and subscription. Rows come one by one and are written at once.
 *
 * @param afterPage waits until there is room for more
 */
export async function writeDetails(
  sheet: Sheet,
  document: InvoiceDocument,
  details: AsyncIterable<DocumentDetail>,
  afterPage: () => Promise<void>,
): Promise<void> {
  const { language } = sheet
  const columns = detailColumns(sheet, document)
  if (sheet.y > PAGE.bottom - 120) nextPage(sheet)
  writeHeading(sheet, labelText(language, 'details'), document.currency)
  const before = sheet.onPage
  let customer: CustomerSums | undefined
  let subscription = ''
  repeatHead(sheet, columns, () =>
    customer === undefined ? '' : labelText(language, 'continued', { customer: customer.name }),
  )
  let pages = sheet.pages
  for await (const detail of details) {
    if (customer?.id !== detail.customerId) {
      if (customer !== undefined) writeCustomerTotal(sheet, document, columns, customer)
      customer = undefined
      subscription = ''
      writeBand(sheet, detail.customerName, CUSTOMER, GROUP_HEIGHT)
      customer = { id: detail.customerId, name: detail.customerName, amount: 0n, tax: 0n }
    }
    if (subscription !== detail.subscriptionId) {
      subscription = detail.subscriptionId
      writeSubscription(sheet, columns, detail)
    }
    writeRow(sheet, columns, detailCells(sheet, document, detail))
    customer.amount += detail.amount
    customer.tax += detail.tax
    if (sheet.pages === pages) continue
    pages = sheet.pages
    await afterPage()
  }
  if (customer === undefined) writeRow(sheet, columns, [[{ text: labelText(language, 'noDetails'), style: BODY }]])
  else writeCustomerTotal(sheet, document, columns, customer)
  sheet.onPage = before
}

/** Writes the head of a table now, and on every page until `onPage` is set back. */
function repeatHead(sheet: Sheet, columns: readonly Column[], continued: () => string = () => ''): void {
  const before = sheet.onPage
  writeTableHead(sheet, columns)
  sheet.onPage = () => {
    before()
    writeTableHead(sheet, columns)
    const text = continued()
    if (text !== '')
      sheet.y = writeText(sheet, text, { x: PAGE.left, width: PAGE.right - PAGE.left }, sheet.y, SMALL) + 2
  }
}

function writeHeading(sheet: Sheet, title: string, currency: string): void {
  const note = labelText(sheet.language, 'amountsIn', { currency })
  writeText(sheet, note, { x: PAGE.right - 160, width: 160, align: 'right' }, sheet.y + 4, { ...SMALL, size: 7.5 })
  sheet.y = writeText(sheet, title, { x: PAGE.left, width: 340 }, sheet.y, HEADING) + 4
}

function writeSubscription(sheet: Sheet, columns: readonly Column[], detail: DocumentDetail): void {
  const name = `${labelText(sheet.language, 'subscription')}: ${detail.subscriptionName || detail.productName}`
  const wide: readonly Column[] = [{ title: '', width: columns.reduce((sum, { width }) => sum + width, 0) }]
  if (sheet.y > PAGE.bottom - GROUP_HEIGHT) nextPage(sheet)
  writeRow(sheet, wide, [
    [
      { text: name, style: STRONG },
      { text: detail.subscriptionId, style: SMALL },
    ],
  ])
}

function writeCustomerTotal(
  sheet: Sheet,
  { currency }: InvoiceDocument,
  columns: readonly Column[],
  sums: CustomerSums,
): void {
  const { language } = sheet
  const cell = (text: string): Cell => [{ text, style: STRONG }]
  const amounts = [sums.amount, sums.tax, sums.amount + sums.tax].map((sum) =>
    cell(writeAmount(sum, currency, language)),
  )
  const first = columns.slice(0, columns.length - 3).reduce((sum, { width }) => sum + width, 0)
  const joined: readonly Column[] = [{ title: '', width: first }, ...columns.slice(-3)]
  drawRule(sheet, sheet.y)
  sheet.y += 3
  writeRow(sheet, joined, [cell(labelText(language, 'customerTotal', { customer: sums.name })), ...amounts])
  sheet.y += 8
}

function productColumns({ language }: Sheet): Column[] {
  return [
    { title: labelText(language, 'line'), width: 28 },
    { title: labelText(language, 'product'), width: 263.28 },
    { title: labelText(language, 'taxRate'), width: 56, align: 'right' },
    { title: labelText(language, 'amount'), width: 60, align: 'right' },
    { title: labelText(language, 'tax'), width: 50, align: 'right' },
    { title: labelText(language, 'totalOfRow'), width: 58, align: 'right' },
  ]
}

function productCells({ language }: Sheet, { currency, taxes }: InvoiceDocument, line: DocumentLine): Cell[] {
  const amount = (value: bigint): Cell => [{ text: writeAmount(value, currency, language), style: BODY }]
  const ids = [line.productId, line.skuId].filter((id) => id !== '').join(' / ')
  const untaxed = taxes.find(({ category }) => category === line.taxCategory)?.name ?? line.taxCategory
  const rate = line.taxCategory === 'S' ? writePercent(line.taxRate, language) : taxText(language, untaxed)
  return [
    [{ text: String(line.lineNumber), style: BODY }],
    [
      { text: line.description || ids, style: STRONG },
      { text: [line.publisherName, ids].filter((part) => part !== '').join(' · '), style: SMALL },
    ],
    [{ text: rate, style: BODY }],
    amount(line.amount),
    amount(line.tax),
    amount(line.amount + line.tax),
  ]
}

function detailColumns({ language }: Sheet, { invoiceType }: InvoiceDocument): Column[] {
  return [
    { title: labelText(language, 'product'), width: 153.28 },
    { title: labelText(language, invoiceType === 'one-time' ? 'date' : 'period'), width: 58 },
    { title: labelText(language, 'quantity'), width: 50, align: 'right' },
    { title: labelText(language, 'unitPrice'), width: 56, align: 'right' },
    { title: labelText(language, 'discount'), width: 48, align: 'right' },
    { title: labelText(language, 'amount'), width: 52, align: 'right' },
    { title: labelText(language, 'tax'), width: 44, align: 'right' },
    { title: labelText(language, 'totalOfRow'), width: 54, align: 'right' },
  ]
}

/** The publisher stands under each product. */
function detailCells({ language }: Sheet, { currency }: InvoiceDocument, detail: DocumentDetail): Cell[] {
  const amount = (value: bigint): Cell => [{ text: writeAmount(value, currency, language), style: BODY }]
  const { start } = detail.period
  const notes = [
    detail.publisherName,
    ...usageNotes(detail, language),
    [detail.chargeType, detail.discountReason].filter((part) => part !== '').join(' · '),
  ]
  const days =
    detail.period.end - start > 1
      ? `${writeDay(start, language)} – ${writeDay(lastDayOf(detail.period), language)}`
      : writeDay(start, language)
  return [
    [
      { text: detail.productName, style: BODY },
      ...notes.filter((note) => note !== '').map((text) => ({ text, style: SMALL })),
    ],
    [{ text: days, style: { ...BODY, size: 7 } }],
    quantityCell(detail, language),
    priceCell(detail, currency, language),
    amount(detail.discount),
    amount(detail.amount),
    amount(detail.tax),
    amount(detail.amount + detail.tax),
  ]
}

/** What was measured, and what its price is without. */
function usageNotes({ usage }: DocumentDetail, language: DocumentLanguage): string[] {
  if (usage === undefined) return []
  const { meter, included, earnedCredit } = usage
  const credit = writePercent(decimalOf(BigInt(earnedCredit)), language)
  return [
    meter,
    included.coefficient === 0n ? '' : labelText(language, 'included', { quantity: writeDecimal(included, language) }),
    earnedCredit === 0 ? '' : labelText(language, 'earnedCredit', { credit }),
  ]
}

function quantityCell({ quantity, usage }: DocumentDetail, language: DocumentLanguage): Cell {
  const cell = [{ text: writeDecimal(quantity, language), style: BODY }]
  return usage === undefined ? cell : [...cell, { text: `x ${usage.unit}`, style: SMALL }]
}

/** The currency stands under a price that is not in that of the document. */
function priceCell({ unitPrice, usage }: DocumentDetail, currency: Currency, language: DocumentLanguage): Cell {
  const { pricingCurrency = currency } = usage ?? {}
  const cell = [{ text: writePrice(unitPrice, pricingCurrency, language), style: BODY }]
  return pricingCurrency === currency ? cell : [...cell, { text: pricingCurrency, style: SMALL }]
}
