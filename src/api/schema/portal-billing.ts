import { z } from 'zod'
import { CHARGE_GROUPS } from '../../app/portal-billing.js'
import { CHARGE_TYPES, type ChargeType } from '../../core/catalog/charge-type.js'
import { type Currency, parseCurrency } from '../../core/money/currency.js'
import { RECON_FILE_KINDS } from '../../core/recon/schema.js'
import { pageSize, seekQuery } from './customer-user.js'
import { attributesSchema, collectionOf, day, guid, maybe, text, wireEnum } from './wire.js'

export const MOST_BILLS = 500
export const MOST_BILL_LINES = 1_000
export const MOST_CHARGE_GROUPS = 500
const LONGEST_NUMBER = 40

const offset = maybe(
  z
    .string()
    .regex(/^\d{1,8}$/, 'must be a whole number')
    .transform(Number),
)
const chargeType = z.enum(Object.keys(CHARGE_TYPES) as [ChargeType, ...ChargeType[]])

export const portalInvoiceParams = z.object({ invoiceId: text(LONGEST_NUMBER) })
export const portalInvoicesQuery = z.object({ from: maybe(day), to: maybe(day), size: pageSize(MOST_BILLS), offset })

const filter = { customerId: maybe(guid), subscriptionId: maybe(guid), chargeType: maybe(chargeType) }
const currency = z.string().transform((code, context): Currency => {
  const parsed = parseCurrency(code.toUpperCase())
  if (parsed !== undefined) return parsed
  context.addIssue({ code: 'custom', message: 'must be a currency of ISO 4217, such as EUR' })
  return z.NEVER
})

/** Of the invoice to come: which one. */
const coming = {
  invoiceType: maybe(wireEnum(['recurring', 'one_time'])),
  currency: maybe(currency),
  period: maybe(wireEnum(['current', 'previous'])),
}

export const portalGroupsQuery = z.object({
  by: wireEnum(CHARGE_GROUPS),
  ...filter,
  size: pageSize(MOST_CHARGE_GROUPS),
  offset,
})
export const portalLinesQuery = z.object({ ...filter, ...coming, size: pageSize(MOST_BILL_LINES), ...seekQuery })
export const portalExplanationQuery = z.object({
  subscriptionId: guid,
  chargeNumber: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, 'must be the number of a charge')
    .transform(Number),
  ...coming,
})

const wireDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

const amendment = z.object({
  id: z.string(),
  documentType: z.enum(['invoice', 'credit_note', 'void_note', 'replacement']),
  issuedDate: wireDay,
  totalAmount: z.number(),
})

const bill = {
  ...amendment.shape,
  invoiceType: z.enum(['recurring', 'one_time']),
  currencyCode: z.string(),
  dueDate: wireDay,
  periodStartDate: wireDay,
  periodEndDate: wireDay.meta({ description: 'Its last day.' }),
  paidAmount: z.number(),
  creditedAmount: z.number().meta({ description: 'What credit notes and write-offs took away.' }),
  openAmount: z.number(),
  overdue: z.boolean(),
  amendsOf: z.string().optional(),
  amendments: z.array(amendment),
}

/** A document as lists show it. */
export const portalBillSchema = z.object(bill)
export const portalBillsSchema = collectionOf(portalBillSchema)

/** A document as its page shows it. */
export const portalInvoiceSchema = z.object({
  ...bill,
  chargedAmount: z.number().meta({ description: 'Before tax, without adjustments.' }),
  adjustedAmount: z.number(),
  taxAmount: z.number(),
  lineCount: z.number().int(),
  reason: z.string().optional(),
  note: z.string(),
  products: z.array(
    z.object({
      lineNumber: z.number().int(),
      kind: z.enum(['charges', 'adjustment']),
      description: z.string(),
      chargeCount: z.number().int(),
      amount: z.number(),
      tax: z.number(),
    }),
  ),
  taxes: z.array(
    z.object({
      name: z.string(),
      rate: z.number().meta({ description: 'Percent.' }),
      taxableAmount: z.number(),
      amount: z.number(),
      reason: z.string().meta({ description: 'Why there is none; empty where there is.' }),
    }),
  ),
  payments: z.array(
    z.object({
      paymentId: z.string(),
      method: z.string(),
      receivedDate: wireDay,
      reference: z.string(),
      amount: z.number(),
    }),
  ),
  taxReceipts: z.array(z.string()),
  fileKinds: z.array(z.enum(RECON_FILE_KINDS)),
  attributes: attributesSchema,
})

export const portalReceivablesSchema = collectionOf(
  z.object({
    invoiceId: z.string(),
    invoiceType: z.enum(['recurring', 'one_time']),
    currencyCode: z.string(),
    issuedDate: wireDay,
    dueDate: wireDay,
    overdue: z.boolean(),
    totalAmount: z.number(),
    paidAmount: z.number(),
    openAmount: z.number(),
  }),
)

export const portalGroupsSchema = collectionOf(
  z.object({
    key: z.string(),
    name: z.string().meta({ description: 'Of a subscription without a name of its own, that of its offer.' }),
    customerName: z.string(),
    lineCount: z.number().int(),
    amount: z.number().meta({ description: 'Before tax.' }),
    currencyCode: z.string(),
  }),
)

const line = {
  subscriptionId: z.string(),
  chargeNumber: z.number().int(),
  customerId: z.string(),
  customerName: z.string(),
  subscriptionName: z.string(),
  offer: z.string(),
  orderId: z.string(),
  chargeType: z.string(),
  startDate: wireDay,
  endDate: wireDay.meta({ description: 'The last day.' }),
  quantity: z.number(),
  meter: z.string().optional().meta({ description: 'Of usage.' }),
  unit: z.string().optional(),
  unitPrice: z.number(),
  discount: z.number(),
  subtotal: z.number(),
  tax: z.number(),
  total: z.number(),
  currencyCode: z.string(),
}

export const portalLineSchema = z.object(line)
export const portalLinesSchema = collectionOf(portalLineSchema).extend({
  lineCount: z.number().int().optional().meta({ description: 'On the first page: how many lines there are in all.' }),
})

export const portalExplanationSchema = z.object({
  line: portalLineSchema,
  sentence: z.string(),
  steps: z.array(z.object({ label: z.string(), expression: z.string(), result: z.string() })),
  cycle: z
    .object({ cycleStart: wireDay, cycleEnd: wireDay, chargeStart: wireDay, chargeEnd: wireDay })
    .optional()
    .meta({ description: 'Half-open: both ends are the first day after.' }),
  billedAmount: z.number().optional().meta({ description: 'On a note: what was charged before.' }),
  attributes: attributesSchema,
})
