import { z } from 'zod'
import { FIRST_DAY, LAST_DAY } from '../../core/calendar/day.js'
import { CONFIDENCES } from '../../core/invoicing/bank-matching.js'
import { PAYMENT_METHODS } from '../../core/invoicing/posting.js'
import { pageSize, seekQuery } from './customer-user.js'
import {
  attributesSchema,
  collectionOf,
  currency,
  day,
  guid,
  linkSchema,
  maybe,
  selfLinks,
  text,
  wireEnum,
} from './wire.js'

/** Most payments, lines or entries on a page; also how many where no size is given. */
export const MOST_PAYMENTS = 500
/** Bank entries on a page: each is looked up. */
export const MOST_ENTRIES = 100
const MOST_ALLOCATIONS = 200
const LONGEST_TEXT = 500

const wireDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** An amount in major units, as a number or as its exact text; what it is in minor units depends on the currency. */
const amount = z
  .union([z.number(), z.string().max(30)])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be an amount above zero such as 1250.50'))

const documentNumber = text(40).transform((value) => value.toUpperCase())

const allocations = z
  .array(z.object({ invoiceId: documentNumber, amount: maybe(amount) }))
  .max(MOST_ALLOCATIONS, `must name at most ${MOST_ALLOCATIONS} invoices`)

/** Which invoices are paid: named, or those that are due first. */
const wishes = { allocations: allocations.default([]), oldestFirst: z.boolean().default(false) }

export const partnerParams = z.object({ partnerId: guid })
export const paymentParams = z.object({ paymentId: guid })
export const partnerPaymentParams = z.object({ partnerId: guid, paymentId: guid })
export const bankEntryParams = z.object({ bankEntryId: guid })

export const paymentsQuery = z.object({
  unallocated: maybe(wireEnum(['true', 'false'])),
  size: pageSize(MOST_PAYMENTS),
  ...seekQuery,
})

export const paymentBody = z.object({
  method: wireEnum(['bank_transfer', 'check', 'card', 'other', 'withholding_tax']),
  currency,
  amount,
  receivedDate: day,
  payer: text(LONGEST_TEXT).or(z.literal('')).default(''),
  reference: text(LONGEST_TEXT).or(z.literal('')).default(''),
  ...wishes,
})

export const allocationBody = z
  .object(wishes)
  .refine((body) => body.oldestFirst || body.allocations.length > 0, 'name invoices, or set oldestFirst')

export const releaseBody = z.object({
  invoiceId: documentNumber,
  amount: maybe(amount),
  reason: text(LONGEST_TEXT),
})

export const refundBody = z.object({ amount: maybe(amount), refundedDate: day, reason: text(LONGEST_TEXT) })

export const writeOffBody = z.object({
  invoiceId: documentNumber,
  amount: maybe(amount),
  reason: text(LONGEST_TEXT),
  /** Takes an earlier write-off back. */
  takeBack: z.boolean().default(false),
})

export const creditBody = z.object({ invoiceId: documentNumber })

/** `amount` in the partner's currency; null takes the limit away. */
export const creditLimitBody = z.object({ amount: amount.nullable() })

export const paymentTermsBody = z.object({ paymentDays: z.number().int().min(0).max(365) })

export const statementQuery = z.object({
  currency: maybe(currency),
  from: day.default(FIRST_DAY),
  to: day.default(LAST_DAY),
  size: pageSize(MOST_PAYMENTS),
  offset: maybe(
    z
      .string()
      .regex(/^\d{1,7}$/, 'must be a whole number')
      .transform(Number),
  ),
})

export const journalQuery = z.object({ from: day.default(FIRST_DAY), to: day.default(LAST_DAY) })

export const bankFileBody = z.string().min(1, 'must be a file')
export const camtQuery = z.object({ autoExact: maybe(wireEnum(['true', 'false'])) })
export const bankCsvQuery = z.object({ account: text(100), autoExact: maybe(wireEnum(['true', 'false'])) })

export const bankEntriesQuery = z.object({
  state: maybe(wireEnum(['open', 'confirmed', 'ignored'])),
  size: pageSize(MOST_ENTRIES),
  ...seekQuery,
})

export const confirmBody = z.object({ partnerId: guid, ...wishes })
export const ignoreBody = z.object({ reason: text(LONGEST_TEXT) })

const wireMethod = z.enum(PAYMENT_METHODS.map((method) => method.replaceAll('-', '_')) as [string, ...string[]])

export const paymentSchema = z.object({
  id: z.string(),
  method: wireMethod,
  amount: z.number(),
  unallocatedAmount: z.number(),
  refundedAmount: z.number(),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  receivedDate: wireDay,
  payer: z.string(),
  reference: z.string(),
  /** For a credit: the document whose balance it was. */
  invoiceId: z.string().optional(),
  allocations: z.array(z.object({ invoiceId: z.string(), amount: z.number() })),
  recordedDate: z.string(),
  links: selfLinks,
  attributes: attributesSchema,
})
export const paymentsSchema = collectionOf(paymentSchema)

export const receivableSchema = z.object({
  invoiceId: z.string(),
  invoiceType: z.string(),
  totalAmount: z.number(),
  paidAmount: z.number(),
  creditedAmount: z.number(),
  openAmount: z.number(),
  currencyCode: z.string(),
  dueDate: wireDay,
  attributes: attributesSchema,
})

const balance = {
  balanceAmount: z.number(),
  firstInvoiceDate: wireDay.optional(),
  latestInvoiceDate: wireDay.optional(),
  lastPaymentDate: wireDay.optional(),
  lastPaymentAmount: z.number().optional(),
}

const creditSchema = z.object({
  currencyCode: z.string(),
  limitAmount: z.number(),
  unpaidAmount: z.number(),
  unbilledAmount: z.number(),
  overpaidAmount: z.number(),
  availableAmount: z.number(),
})

export const accountSchema = z.object({
  paymentDays: z.number().int(),
  balances: z.array(
    z.object({
      currencyCode: z.string(),
      currencySymbol: z.string(),
      ...balance,
      unallocatedAmount: z.number(),
      details: z.array(z.object({ invoiceType: z.string(), ...balance })),
    }),
  ),
  pastDue: z.boolean(),
  pastDueSince: wireDay.optional(),
  overdue: z.array(z.object({ currencyCode: z.string(), amount: z.number() })),
  /** Missing where there is no limit. */
  creditLimit: creditSchema.optional(),
  links: z.object({ self: linkSchema, statement: linkSchema, payments: linkSchema }),
  attributes: attributesSchema,
})

export const creditLimitSchema = z.object({ creditLimit: creditSchema.optional(), attributes: attributesSchema })
export const paymentTermsSchema = z.object({ paymentDays: z.number().int(), attributes: attributesSchema })

const statementLineSchema = z.object({
  date: wireDay,
  transactionType: z.enum(['invoice', 'credit_note', 'payment', 'refund', 'write_off']),
  transactionId: z.string(),
  invoiceId: z.string().optional(),
  dueDate: wireDay.optional(),
  paymentMethod: wireMethod.optional(),
  reference: z.string(),
  note: z.string(),
  amount: z.number(),
  balance: z.number(),
  currencyCode: z.string(),
})

export const statementSchema = z.object({
  openingBalances: z.array(z.object({ currencyCode: z.string(), balance: z.number() })),
  items: z.array(statementLineSchema),
  links: z.object({ self: linkSchema, next: linkSchema.optional() }),
  attributes: attributesSchema,
})

export const importedStatementsSchema = z.object({
  statements: z.array(
    z.object({
      id: z.string(),
      account: z.string(),
      reference: z.string(),
      importedCount: z.number().int(),
      /** Those of the imported ones that look like entries of other files. */
      possibleDuplicateCount: z.number().int(),
      /** Where the same file was imported before. */
      knownCount: z.number().int(),
      passedOverCount: z.number().int(),
      confirmedCount: z.number().int(),
      /** Exact, and not confirmed; `reason` of the entry says why. */
      refusedCount: z.number().int(),
    }),
  ),
  attributes: attributesSchema,
})

export const bankEntrySchema = z.object({
  id: z.string(),
  statementId: z.string(),
  account: z.string(),
  bookedDate: wireDay,
  amount: z.number(),
  currencyCode: z.string(),
  payer: z.string(),
  payerAccount: z.string(),
  remittance: z.string(),
  structuredReference: z.string(),
  /** An entry of another file that looks the same. */
  possibleDuplicateOf: z.string().optional(),
  state: z.enum(['open', 'confirmed', 'ignored']),
  partnerId: z.string().optional(),
  paymentId: z.string().optional(),
  decidedDate: z.string().optional(),
  decidedBy: z.string().optional(),
  reason: z.string(),
  suggestions: z.array(
    z.object({
      partnerId: z.string(),
      partnerName: z.string(),
      confidence: z.enum(CONFIDENCES),
      reasons: z.array(z.string()),
      allocations: z.array(z.object({ invoiceId: z.string(), amount: z.number() })),
    }),
  ),
  links: selfLinks,
  attributes: attributesSchema,
})
export const bankEntriesSchema = collectionOf(bankEntrySchema)
export const confirmedSchema = z.object({ entry: bankEntrySchema, payment: paymentSchema })
