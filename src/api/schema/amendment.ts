import { z } from 'zod'
import { AMENDMENT_ACTIONS, AMENDMENT_REASON_CODES } from '../../core/invoicing/amendment.js'
import { parseDecimal } from '../../core/money/decimal.js'
import { pageSize } from './customer-user.js'
import { attributesSchema, collectionOf, guid, linkSchema, maybe, text, wireEnum } from './wire.js'

/** Most amendments of a page. */
export const MOST_AMENDMENTS = 500
const MOST_CREDITS = 1_000
const LONGEST_NOTE = 500

const documentNumber = text(40).transform((value) => value.toUpperCase())

/** An amount in major units, as a number or as its exact text. */
const amount = z
  .union([z.number(), z.string().max(30)])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be an amount above zero such as 1250.50'))

const percentage = z
  .union([z.number(), z.string().max(30)])
  .transform(String)
  .pipe(z.string().regex(/^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)$/, 'must be a percentage up to 100, such as 12.5'))
  .transform((value) => parseDecimal(value)!)

const country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters')
  .transform((value) => value.toUpperCase())

// Requests ------------------------------------------------------------------------------------------------------------

export const amendedParams = z.object({ invoiceId: documentNumber })
export const amendmentParams = z.object({ creditNoteId: documentNumber })
export const marketParams = z.object({ country })

const credit = z.object({
  lineNumber: maybe(z.number().int().min(1).max(1_000_000)),
  subscriptionId: maybe(guid),
  chargeNumber: maybe(z.number().int().min(1).max(2_000_000_000)),
  amount: maybe(amount),
  percentage: maybe(percentage),
})

const why = {
  reason: wireEnum(AMENDMENT_REASON_CODES),
  note: z.string().trim().max(LONGEST_NOTE, `must have at most ${LONGEST_NOTE} characters`).default(''),
}

const credits = z
  .array(credit)
  .max(MOST_CREDITS, `must name at most ${MOST_CREDITS} charges or lines`)
  .default([])
  .meta({ description: 'What is credited: a charge, or a line of the invoice; nothing credits all that is left.' })

export type WireCredit = z.output<typeof credit>

export const amendBody = z.object(why)
export const creditBody = z.object({ ...why, credits })
export const previewBody = z.object({ action: wireEnum(AMENDMENT_ACTIONS), ...why, credits })
export const marketBody = z.object({ rebill: z.boolean() })

export const amendmentsQuery = z.object({
  partnerId: maybe(guid),
  size: pageSize(MOST_AMENDMENTS),
  offset: maybe(
    z
      .string()
      .regex(/^\d{1,8}$/, 'must be a whole number')
      .transform(Number),
  ),
})

// Answers -------------------------------------------------------------------------------------------------------------

const documentType = z.enum(['credit_note', 'void_note', 'adjustment_note'])

const summary = {
  id: z.string().optional().meta({ description: 'Its number; missing in a preview.' }),
  documentType,
  amendsOf: z.string(),
  partnerId: z.string(),
  invoiceType: z.enum(['Recurring', 'OneTime']),
  issueDate: z.string(),
  dueDate: z.string().optional(),
  reason: z.string(),
  note: z.string(),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  charges: z.number().meta({ description: 'Before tax; below zero for what is taken back.' }),
  adjustments: z.number(),
  tax: z.number(),
  totalCharges: z.number(),
  chargeCount: z.number().int(),
  attributes: attributesSchema,
}

const line = z.object({
  lineNumber: z.number().int(),
  kind: z.enum(['charges', 'adjustment']),
  productId: z.string(),
  skuId: z.string(),
  description: z.string(),
  taxClass: z.string(),
  amount: z.number(),
  tax: z.number(),
})

const tax = z.object({
  name: z.string(),
  taxClass: z.string(),
  rate: z.number(),
  taxable: z.number(),
  tax: z.number(),
  why: z.string(),
})

const links = z.object({ self: linkSchema, invoice: linkSchema })

export const amendmentSchema = z.object({ ...summary, lines: z.array(line), taxes: z.array(tax), links })
export const amendmentsSchema = collectionOf(z.object({ ...summary, links }))

/** What was issued together, or would be. */
export const amendedSchema = z.object({
  invoiceId: z.string(),
  amendments: z.array(z.object({ ...summary, lines: z.array(line), taxes: z.array(tax), links: links.optional() })),
  attributes: attributesSchema,
})

export const reasonsSchema = collectionOf(
  z.object({
    reason: z.string(),
    description: z.string(),
    actions: z.array(z.enum(AMENDMENT_ACTIONS)),
    attributes: attributesSchema,
  }),
)

export const marketSchema = z.object({
  country: z.string(),
  rebill: z.boolean(),
  changedDate: z.string(),
  changedBy: z.string(),
  attributes: attributesSchema,
})
export const marketsSchema = collectionOf(marketSchema)
