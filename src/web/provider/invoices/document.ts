import type { z } from 'zod'
import type { amendedSchema, amendmentSchema } from '../../../api/schema/amendment.js'
import type { invoiceSchema } from '../../../api/schema/invoice.js'
import { addDecimals, decimalOf, formatPlainDecimal, parseDecimal } from '../../../core/money/decimal.js'

export type Invoice = z.output<typeof invoiceSchema>
export type Amendment = z.output<typeof amendmentSchema>
export type Amended = z.output<typeof amendedSchema>

/** Whether all of an invoice was taken back at once: nothing of it can be amended any more. */
export function isVoid({ amendments = [] }: Pick<Invoice, 'amendments'>): boolean {
  return amendments.some(({ documentType }) => documentType === 'void_note')
}

/**
 * What is open on an invoice: its total, less what was paid of it and what notes took back; texts, since amounts are exact.
 * `undefined` for what amends an invoice, which is settled with that, and where more was given back than was open.
 */
export function openOf(document: Pick<Invoice, 'amendsOf' | 'totalCharges' | 'paidAmount' | 'amendments'>) {
  const { amendsOf, totalCharges, paidAmount, amendments = [] } = document
  if (amendsOf !== undefined && totalCharges < 0) return undefined
  const takenBack = amendments.map((note) => note.totalCharges).filter((total) => total < 0)
  const amounts = [totalCharges, paidAmount, ...takenBack].map((amount) => parseDecimal(String(amount)))
  const open = amounts.reduce(
    (sum, amount) => (sum === undefined || amount === undefined ? undefined : addDecimals(sum, amount)),
    decimalOf(0n),
  )
  return open === undefined || open.coefficient < 0n ? undefined : formatPlainDecimal(open)
}
