import type { z } from 'zod'
import type { accountSchema, paymentSchema, paymentsSchema } from '../../api/schema/payments.js'
import type {
  portalBillSchema,
  portalBillsSchema,
  portalExplanationSchema,
  portalGroupsSchema,
  portalInvoiceSchema,
  portalLineSchema,
  portalLinesSchema,
  portalReceivablesSchema,
} from '../../api/schema/portal-billing.js'

/** What the API says about billing, as pages read it. */
export type Account = z.output<typeof accountSchema>
export type Payment = z.output<typeof paymentSchema>
export type Payments = z.output<typeof paymentsSchema>
export type Bill = z.output<typeof portalBillSchema>
export type Bills = z.output<typeof portalBillsSchema>
export type BillInFull = z.output<typeof portalInvoiceSchema>
export type BillLine = z.output<typeof portalLineSchema>
export type BillLines = z.output<typeof portalLinesSchema>
export type BillExplanation = z.output<typeof portalExplanationSchema>
export type LineGroups = z.output<typeof portalGroupsSchema>
export type OpenBills = z.output<typeof portalReceivablesSchema>
export type OpenBill = OpenBills['items'][number]
