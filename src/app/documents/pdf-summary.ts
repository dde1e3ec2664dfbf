import { lastDayOf } from '../../core/calendar/period.js'
import { type DocumentParty, type InvoiceDocument, takesBack } from '../../core/invoicing/invoice-document.js'
import { type Label, labelText, taxText } from './labels.js'
import { writeDay, writeMoney, writePercent } from './language.js'
import {
  ACCENT,
  type Box,
  drawBox,
  drawRule,
  lineHeight,
  MUTED,
  PAGE,
  reserve,
  SHADE,
  type Sheet,
  writeLines,
  writeText,
} from './sheet.js'
import type { Style } from './typesetter.js'

const TITLE: Style = { size: 22, bold: true, color: ACCENT }
const NAME: Style = { size: 12, bold: true }
const STRONG: Style = { size: 9, bold: true }
const BODY: Style = { size: 9 }
const SMALL: Style = { size: 8, color: MUTED }
const HEADING: Style = { size: 8, bold: true, color: ACCENT }
const TOTAL: Style = { size: 11, bold: true, color: '1 1 1' }

const WIDTH = PAGE.right - PAGE.left
const LEFT: Box = { x: PAGE.left, width: 258 }
const RIGHT: Box = { x: PAGE.left + 290, width: WIDTH - 290 }

/** The first page: who owes whom how much, for what kinds of charges, until when and how to pay it. */
export function writeSummary(sheet: Sheet, document: InvoiceDocument): void {
  writeHead(sheet, document)
  writeAmendment(sheet, document)
  writeParties(sheet, document)
  writeTotals(sheet, document)
  writePayment(sheet, document)
}

function writeHead(sheet: Sheet, document: InvoiceDocument): void {
  const { language } = sheet
  const title = labelText(language, document.documentType)
  const top = sheet.y
  let left = writeText(sheet, document.seller.name, LEFT, top + 4, NAME) + 3
  for (const line of partyLines(sheet, document.seller)) left = writeText(sheet, line, LEFT, left, SMALL)
  let right = writeText(sheet, title, RIGHT, top, TITLE) + 4
  for (const [label, value] of headFields(sheet, document)) right = writeField(sheet, label, value, right)
  sheet.y = Math.max(left, right) + 14
}

function headFields(sheet: Sheet, document: InvoiceDocument): readonly (readonly [Label, string])[] {
  const { language } = sheet
  const plainInvoice = document.documentType === 'invoice'
  const credit = takesBack(document.documentType)
  const { start } = document.period
  const fields: readonly (readonly [Label, string])[] = [
    [plainInvoice ? 'number' : 'noteNumber', document.number],
    [plainInvoice ? 'invoiceDate' : 'noteDate', writeDay(document.issuedOn, language)],
    ['billingPeriod', `${writeDay(start, language)} – ${writeDay(lastDayOf(document.period), language)}`],
    ['terms', credit ? '' : labelText(language, 'days', { days: String(document.paymentDays) })],
    ['dueDate', credit ? '' : writeDay(document.dueOn, language)],
    ['customerNumber', document.customerNumber],
    ['purchaseOrder', document.purchaseOrder],
    ['reference', document.buyerReference],
    ['currency', document.currency],
  ]
  return fields.filter(([, value]) => value !== '')
}

function writeField(sheet: Sheet, label: Label, value: string, top: number): number {
  writeText(sheet, labelText(sheet.language, label), { x: RIGHT.x, width: 96 }, top + 0.5, { ...SMALL, size: 8.5 })
  return writeText(sheet, value, { x: RIGHT.x + 100, width: RIGHT.width - 100 }, top, BODY) + 1
}

const AMENDS = {
  invoice: 'replaces',
  'credit-note': 'credits',
  'void-note': 'voids',
  'adjustment-note': 'replaces',
} as const satisfies Record<InvoiceDocument['documentType'], Label>

/** Only on documents that amend another one. */
function writeAmendment(sheet: Sheet, { documentType, amends, reason }: InvoiceDocument): void {
  if (amends === undefined && reason === '') return
  const { language } = sheet
  const lines = []
  if (amends !== undefined) {
    const values = { number: amends.number, date: writeDay(amends.issuedOn, language) }
    lines.push(...sheet.text.linesOf(labelText(language, AMENDS[documentType], values), STRONG, WIDTH - 20))
  }
  const reasons = reason === '' ? [] : sheet.text.linesOf(labelText(language, 'reason', { reason }), BODY, WIDTH - 20)
  const height = (lines.length + reasons.length) * lineHeight(BODY) + 12
  drawBox(sheet, PAGE.left, sheet.y, WIDTH, height, SHADE)
  drawBox(sheet, PAGE.left, sheet.y, 3, height, ACCENT)
  const box = { x: PAGE.left + 12, width: WIDTH - 20 }
  writeLines(sheet, reasons, box, writeLines(sheet, lines, box, sheet.y + 5, STRONG), BODY)
  sheet.y += height + 14
}

function writeParties(sheet: Sheet, { buyer, serviceRecipient }: InvoiceDocument): void {
  const parties: readonly (readonly [Label, DocumentParty | undefined, Box])[] = [
    ['billTo', buyer, LEFT],
    ['serviceRecipient', serviceRecipient ?? buyer, RIGHT],
  ]
  const ends = parties.map(([label, party, box]) => {
    if (party === undefined) return sheet.y
    let y = writeText(sheet, labelText(sheet.language, label).toUpperCase(), box, sheet.y, HEADING) + 2
    y = writeText(sheet, party.name, box, y, STRONG)
    for (const line of partyLines(sheet, party)) y = writeText(sheet, line, box, y, SMALL)
    return y
  })
  sheet.y = Math.max(...ends) + 16
}

function partyLines(
  { language }: Sheet,
  { address, vatId, taxNumber, registrationNumber, email, phone }: DocumentParty,
): string[] {
  const registration = address.country === 'US' ? 'federalNumber' : 'registration'
  const place = [address.postalCode, address.city].filter((part) => part !== '').join(' ')
  return [
    ...address.lines,
    [place, address.region, address.country].filter((part) => part !== '').join(', '),
    vatId === undefined ? '' : `${labelText(language, 'vatId')}: ${vatId}`,
    taxNumber === undefined ? '' : `${labelText(language, 'taxNumber')}: ${taxNumber}`,
    registrationNumber === '' ? '' : `${labelText(language, registration)}: ${registrationNumber}`,
    [email, phone].filter((part) => part !== '').join(' · '),
  ].filter((line) => line !== '')
}

function writeTotals(sheet: Sheet, document: InvoiceDocument): void {
  const { language } = sheet
  const { totals, currency, taxes } = document
  const money = (amount: bigint) => writeMoney(amount, currency, language)
  writeText(sheet, labelText(language, 'summary').toUpperCase(), LEFT, sheet.y, HEADING)
  sheet.y += 14
  const charges: readonly (readonly [Label, bigint])[] = [
    ['licenseCharges', totals.licenseCharges],
    ['usageCharges', totals.usageCharges],
    ['oneTimeCharges', totals.oneTimeCharges],
    ['adjustments', totals.adjustments],
  ]
  for (const [label, amount] of charges) writeTotal(sheet, labelText(language, label), money(amount), BODY)
  writeTotal(sheet, labelText(language, 'subtotal'), money(totals.net), STRONG)
  writeTotal(sheet, labelText(language, 'discounts'), money(totals.discounts), SMALL)
  for (const tax of taxes) {
    const rate = writePercent(tax.rate, language)
    const note = [
      labelText(language, 'taxOn', { rate, amount: money(tax.taxable) }),
      taxText(language, tax.exemptionReason),
    ]
    writeTotal(sheet, taxText(language, tax.name), money(tax.tax), BODY, note.filter((part) => part !== '').join(' · '))
  }
  if (taxes.length === 0) writeTotal(sheet, labelText(language, 'tax'), money(totals.tax), BODY)
  writeTotal(sheet, labelText(language, 'otherCredits'), money(-totals.otherCredits), BODY)
  reserve(sheet, 30)
  drawBox(sheet, PAGE.left, sheet.y + 2, WIDTH, 24, ACCENT)
  const label = labelText(language, takesBack(document.documentType) ? 'totalCredited' : 'total')
  writeLines(sheet, [label], { x: PAGE.left + 8, width: 300 }, sheet.y + 7, TOTAL)
  const box: Box = { x: PAGE.left + 300, width: WIDTH - 308, align: 'right' }
  writeLines(sheet, [money(totals.total - totals.otherCredits)], box, sheet.y + 7, TOTAL)
  sheet.y += 44
}

function writeTotal(sheet: Sheet, label: string, amount: string, style: Style, note = ''): void {
  const labels = sheet.text.linesOf(label, style, 330)
  const notes = sheet.text.linesOf(note, SMALL, 330)
  const height = labels.length * lineHeight(style) + notes.length * lineHeight(SMALL) + 6
  reserve(sheet, height)
  const box = { x: PAGE.left + 8, width: 330 }
  writeLines(sheet, notes, box, writeLines(sheet, labels, box, sheet.y + 2, style), SMALL)
  writeLines(sheet, [amount], { x: PAGE.left + 340, width: WIDTH - 348, align: 'right' }, sheet.y + 2, style)
  sheet.y += height
  drawRule(sheet, sheet.y - 1)
}

function writePayment(sheet: Sheet, document: InvoiceDocument): void {
  const { language } = sheet
  const { payment, number, supportUrl } = document
  const credit = takesBack(document.documentType)
  const accounts: readonly (readonly [Label, string])[] = [
    ['account', payment.accountName],
    ['iban', payment.iban],
    ['bic', payment.bic],
  ]
  const lines = credit
    ? [labelText(language, 'nothingToPay', { number })]
    : [
        labelText(language, 'quote', { number }),
        payment.instructions,
        accounts
          .filter(([, value]) => value !== '')
          .map(([label, value]) => `${labelText(language, label)}: ${value}`)
          .join('   '),
      ].filter((line) => line !== '')
  const box: Box = { x: PAGE.left, width: WIDTH }
  const broken = lines.flatMap((line) => sheet.text.linesOf(line, BODY, WIDTH))
  reserve(sheet, (broken.length + 3) * lineHeight(BODY))
  let y = writeText(sheet, labelText(language, 'payment').toUpperCase(), box, sheet.y, HEADING) + 2
  y = writeLines(sheet, broken, box, y, BODY) + 8
  sheet.y = supportUrl === '' ? y : writeText(sheet, `${labelText(language, 'support')}: ${supportUrl}`, box, y, SMALL)
}
