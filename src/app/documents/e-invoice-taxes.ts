import type { DocumentLine, DocumentTax, InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import type { TaxCategory } from '../../core/invoicing/tax-category.js'
import { type Currency, minorDigitsOf } from '../../core/money/currency.js'
import { type Decimal, decimalOf, formatPlainDecimal } from '../../core/money/decimal.js'
import { REASONS } from './e-invoice-codes.js'

/** What an e-invoice says about one category and rate (BG-23). */
export interface EInvoiceTax {
  readonly category: TaxCategory
  readonly rate: Decimal
  readonly taxable: bigint
  readonly tax: bigint
  /** Empty where the category needs none. */
  readonly reason: string
  readonly reasonCode: string
}

/** Digits after the point that EN 16931 lets an amount have. */
const MOST_DIGITS = 2
const ZERO = decimalOf(0n)

/** Whether amounts of the currency can be written without losing digits. */
export function fitsTwoDigits(currency: Currency): boolean {
  return minorDigitsOf(currency) <= MOST_DIGITS
}

/** The lines with the category as EN 16931 wants it: a rate of zero is category Z, and only S has another rate. */
export function taxedLinesOf({ lines }: InvoiceDocument): DocumentLine[] {
  return lines.map((line) => {
    if (line.taxCategory !== 'S') return { ...line, taxRate: ZERO }
    return line.taxRate.coefficient === 0n ? { ...line, taxCategory: 'Z' } : line
  })
}

/**
 * Sums of the lines by category and rate, in order of appearance. They come from the lines and not from the document's
 * own list, since two taxes on the same lines (as in Canada) are one rate here, and two reasons for an exemption are one
 * category.
 */
export function breakdownOf(document: InvoiceDocument, sign: bigint): EInvoiceTax[] {
  const groups = new Map<string, DocumentLine[]>()
  for (const line of taxedLinesOf(document)) {
    const key = `${line.taxCategory} ${formatPlainDecimal(line.taxRate)}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [line])
    else group.push(line)
  }
  return [...groups.values()].map((lines): EInvoiceTax => {
    const { taxCategory: category, taxRate: rate } = lines[0]!
    return {
      category,
      rate,
      taxable: sign * lines.reduce((sum, line) => sum + line.amount, 0n),
      tax: sign * lines.reduce((sum, line) => sum + line.tax, 0n),
      ...reasonOf(category, document.taxes),
    }
  })
}

function reasonOf(category: TaxCategory, taxes: readonly DocumentTax[]): Pick<EInvoiceTax, 'reason' | 'reasonCode'> {
  const standard = REASONS[category]
  if (standard === undefined) return { reason: '', reasonCode: '' }
  const own = taxes.filter((tax) => tax.category === category)
  const texts = new Set(own.map((tax) => tax.exemptionReason.trim()).filter((text) => text !== ''))
  const codes = new Set(own.map((tax) => tax.exemptionCode).filter((code) => code !== ''))
  // Two reasons are one text, and then neither code tells the whole.
  return {
    reason: [...texts].join('; ') || standard.text,
    reasonCode: codes.size > 1 ? '' : ([...codes][0] ?? standard.code),
  }
}
