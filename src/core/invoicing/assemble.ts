import { oneTimeBillingPeriod, recurringBillingPeriod } from '../calendar/billing-calendar.js'
import type { Day } from '../calendar/day.js'
import type { Period } from '../calendar/period.js'
import type { CommerceProfile } from '../catalog/commerce-profile.js'
import type { TaxClass } from './tax-class.js'

export type InvoiceType = CommerceProfile['invoiceType']

/** Charges of one SKU on one invoice, added up. */
export interface ChargeSum {
  readonly partnerId: string
  readonly invoiceDate: Day
  readonly invoiceType: InvoiceType
  readonly currency: string
  readonly productId: string
  readonly skuId: string
  readonly description: string
  readonly taxClass: TaxClass
  readonly chargeCount: bigint
  /** Minor units, before tax. */
  readonly amount: bigint
  /** Minor units: the taxes of these charges. */
  readonly tax: bigint
}

/** An invoice before it has its number. */
export interface InvoiceDraft {
  readonly partnerId: string
  readonly invoiceDate: Day
  readonly invoiceType: InvoiceType
  readonly currency: string
  readonly period: Period
  readonly dueDate: Day
  /** Minor units: the sum of its charges before tax. */
  readonly charged: bigint
  /** Minor units: the sum of its adjustments before tax. */
  readonly adjusted: bigint
  readonly tax: bigint
  /** What is to be paid. */
  readonly total: bigint
  readonly chargeCount: bigint
  readonly lines: readonly InvoiceLine[]
  readonly adjustments: readonly AdjustmentLine[]
}

export interface InvoiceLine {
  /** From 1, in order of product and SKU. */
  readonly lineNumber: number
  readonly productId: string
  readonly skuId: string
  readonly description: string
  readonly taxClass: TaxClass
  readonly chargeCount: bigint
  readonly amount: bigint
  readonly tax: bigint
}

/** A line that is a one-off credit or fee instead of charges. */
export interface AdjustmentLine {
  /** They follow those of charges. */
  readonly lineNumber: number
  readonly adjustmentId: string
  readonly reasonCode: string
  readonly description: string
  readonly taxClass: TaxClass
  /** Minor units before tax; negative credits the partner. */
  readonly amount: bigint
  readonly tax: bigint
}

/**
 * Makes invoices of charge sums: one for each partner, date, type and currency; one line for each SKU. Invoices come in
 * order of partner, date, type and currency, so that numbers given in this order are the same on every run.
 *
 * @param paymentDays of each partner: days from the date of an invoice to the day it must be paid by
 */
export function assembleInvoices(sums: readonly ChargeSum[], paymentDays: ReadonlyMap<string, number>): InvoiceDraft[] {
  const invoices = new Map<string, Map<string, ChargeSum>>()
  for (const sum of sums) {
    const key = `${sum.partnerId}|${String(sum.invoiceDate).padStart(9, '0')}|${sum.invoiceType}|${sum.currency}`
    const lines = invoices.get(key) ?? new Map<string, ChargeSum>()
    invoices.set(key, lines)
    const sku = `${sum.productId}|${sum.skuId}`
    const same = lines.get(sku)
    lines.set(sku, same === undefined ? sum : add(same, sum))
  }
  const keys = [...invoices.keys()].sort()
  return keys.map((key) => {
    const lines = invoices.get(key)!
    return draftOf(
      [...lines.keys()].sort().map((sku) => lines.get(sku)!),
      paymentDays,
    )
  })
}

/** `D000000001`, in a series of `documentSeries`; gap-free in each of them. */
export function invoiceNumber(series: string, sequence: bigint): string {
  return `${series}${String(sequence).padStart(9, '0')}`
}

const SERIES = { recurring: 'D', 'one-time': 'G', credit: 'C' } as const

/**
 * The series of a document: `D` for recurring and `G` for one-time invoices, `C` for what takes them back. Sandboxes have
 * series of their own (`SD`, `SG`, `SC`), so that what they try out leaves no holes in those of the real documents.
 */
export function documentSeries(kind: InvoiceType | 'credit', isSandbox: boolean): string {
  return `${isSandbox ? 'S' : ''}${SERIES[kind]}`
}

function draftOf(sums: readonly ChargeSum[], paymentDays: ReadonlyMap<string, number>): InvoiceDraft {
  const { partnerId, invoiceDate, invoiceType, currency } = sums[0]!
  const days = paymentDays.get(partnerId)
  if (days === undefined) throw new Error(`the payment term of ${partnerId} is not known`)
  const lines = sums.map((sum, index): InvoiceLine => {
    const { productId, skuId, description, taxClass, chargeCount, amount, tax } = sum
    return { lineNumber: index + 1, productId, skuId, description, taxClass, chargeCount, amount, tax }
  })
  const charged = lines.reduce((sum, line) => sum + line.amount, 0n)
  const tax = lines.reduce((sum, line) => sum + line.tax, 0n)
  return {
    partnerId,
    invoiceDate,
    invoiceType,
    currency,
    period: invoiceType === 'recurring' ? recurringBillingPeriod(invoiceDate) : oneTimeBillingPeriod(invoiceDate),
    dueDate: (invoiceDate + days) as Day,
    charged,
    adjusted: 0n,
    tax,
    total: charged + tax,
    chargeCount: lines.reduce((sum, line) => sum + line.chargeCount, 0n),
    lines,
    adjustments: [],
  }
}

function add(left: ChargeSum, right: ChargeSum): ChargeSum {
  return {
    ...left,
    chargeCount: left.chargeCount + right.chargeCount,
    amount: left.amount + right.amount,
    tax: left.tax + right.tax,
  }
}
