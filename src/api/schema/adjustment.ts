import { z } from 'zod'
import { ADJUSTMENT_REASON_CODES } from '../../core/invoicing/adjustment.js'
import { TAX_CLASSES, type TaxClass } from '../../core/invoicing/tax-class.js'
import { pageSize } from './customer-user.js'
import { attributesSchema, collectionOf, currency, day, guid, maybe, text, wireEnum } from './wire.js'

/** Most adjustments or requests for credit on a page; also how many where no size is given. */
export const MOST_ADJUSTMENTS = 500
const LARGEST_OFFSET = 1_000_000
const LONGEST_DESCRIPTION = 200
export const LONGEST_NOTE = 1_000

/** An amount in major units, as a number or as its exact text; what it is in minor units depends on the currency. */
const numeral = z.union([z.number(), z.string().max(30)]).transform(String)
const signedAmount = numeral.pipe(
  z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'must be an amount such as -50.00, which credits the partner'),
)
export const amount = numeral.pipe(
  z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be an amount such as 1250.50, zero or above'),
)

export const pageQuery = {
  size: pageSize(MOST_ADJUSTMENTS),
  offset: maybe(
    z
      .string()
      .regex(/^\d{1,7}$/, 'must be a whole number')
      .transform(Number)
      .pipe(z.number().max(LARGEST_OFFSET, `must be at most ${LARGEST_OFFSET}`)),
  ),
}

export const partnerParams = z.object({ partnerId: guid })
export const adjustmentParams = z.object({ partnerId: guid, adjustmentId: guid })
export const currencyParams = z.object({ currency })

export const adjustmentsQuery = z.object({
  state: maybe(wireEnum(['proposed', 'approved', 'rejected', 'withdrawn', 'invoiced'])),
  ...pageQuery,
})

export const adjustmentBody = z.object({
  currency,
  amount: signedAmount,
  reasonCode: wireEnum(ADJUSTMENT_REASON_CODES),
  description: text(LONGEST_DESCRIPTION),
  internalNote: maybe(text(LONGEST_NOTE)),
  taxClass: maybe(wireEnum(Object.keys(TAX_CLASSES) as [TaxClass, ...TaxClass[]])),
  invoiceType: maybe(wireEnum(['recurring', 'one_time'])),
  notBefore: maybe(day),
  customerId: maybe(guid),
  subscriptionId: maybe(guid),
  relatedInvoiceId: maybe(text(40).transform((value) => value.toUpperCase())),
})

export const decisionBody = z.object({ state: wireEnum(['approved', 'rejected']), note: maybe(text(LONGEST_NOTE)) })
export const withdrawalBody = z.object({ note: maybe(text(LONGEST_NOTE)) })
export const limitBody = z.object({ amount })

export const adjustmentSchema = z.object({
  id: z.string(),
  partnerId: z.string(),
  state: z.enum(['proposed', 'approved', 'rejected', 'withdrawn', 'invoiced']),
  amount: z.number().meta({ description: 'Before tax; negative credits the partner.' }),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  reasonCode: z.enum(ADJUSTMENT_REASON_CODES),
  description: z.string(),
  internalNote: z.string(),
  taxClass: z.string(),
  invoiceType: z.enum(['recurring', 'one_time']).optional(),
  notBefore: z.string(),
  customerId: z.string().optional(),
  subscriptionId: z.string().optional(),
  relatedInvoiceId: z.string().optional(),
  proposedDate: z.string(),
  proposedBy: z.string(),
  decidedDate: z.string().optional(),
  decidedBy: z.string().optional(),
  decisionNote: z.string(),
  invoiceId: z.string().optional().meta({ description: 'The invoice it is on.' }),
  attributes: attributesSchema,
})

export const adjustmentsSchema = collectionOf(adjustmentSchema)

export const adjustmentReasonsSchema = collectionOf(
  z.object({
    reasonCode: z.enum(ADJUSTMENT_REASON_CODES),
    description: z.string(),
    gives: z.enum(['credit', 'charge', 'either']),
    attributes: attributesSchema,
  }),
)

export const adjustmentLimitSchema = z.object({
  currencyCode: z.string(),
  amount: z.number().meta({ description: 'The largest adjustment that needs no approval.' }),
  setDate: z.string(),
  setBy: z.string(),
  attributes: attributesSchema,
})

export const adjustmentLimitsSchema = collectionOf(adjustmentLimitSchema)

/** What a partner sees of an adjustment. */
export const invoiceAdjustmentsSchema = collectionOf(
  z.object({
    id: z.string().optional().meta({ description: 'Not on what amends an invoice.' }),
    lineNumber: z.number().int().optional().meta({ description: 'On the document; none while it waits.' }),
    description: z.string(),
    reasonCode: z.enum(ADJUSTMENT_REASON_CODES).optional(),
    amount: z.number().meta({ description: 'Before tax; negative credits the partner.' }),
    taxAmount: z.number().optional(),
    currencyCode: z.string(),
    notBefore: z.string().optional(),
    attributes: attributesSchema,
  }),
)
