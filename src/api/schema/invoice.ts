import { z } from 'zod'
import { EXPORT_FORMATS } from '../../app/exports.js'
import { DOCUMENT_FORMATS, DOCUMENT_LANGUAGES } from '../../app/invoice-files.js'
import { parseCurrency } from '../../core/money/currency.js'
import { DATE_STYLES, FILE_LOCALES } from '../../core/recon/cell-forms.js'
import { RECON_FILE_KINDS } from '../../core/recon/schema.js'
import { pageSize, seekQuery } from './customer-user.js'
import { attributesSchema, collectionOf, guid, linkSchema, maybe, selfLinks, text, wireEnum } from './wire.js'

const LONGEST_NUMBER = 40
const LARGEST_OFFSET = 10_000_000
/** Most invoices, and most lines, of a page. */
export const MOST_INVOICES = 2_000
export const MOST_LINES = 2_000

export const BILLING_PROVIDERS = ['none', 'office', 'azure', 'one_time', 'marketplace', 'all'] as const
export const LINE_ITEM_TYPES = ['none', 'usage_line_items', 'billing_line_items'] as const
export type BillingProvider = (typeof BILLING_PROVIDERS)[number]
export type LineItemType = (typeof LINE_ITEM_TYPES)[number]

// Requests ------------------------------------------------------------------------------------------------------------

const offset = maybe(
  z
    .string()
    .regex(/^\d{1,8}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().max(LARGEST_OFFSET, `must be at most ${LARGEST_OFFSET}`)),
)

const currencyCode = maybe(
  z.string().transform((code, context) => {
    const currency = parseCurrency(code.trim().toUpperCase())
    if (currency !== undefined) return currency
    context.addIssue({ code: 'custom', message: 'must be a currency of ISO 4217, such as EUR' })
    return z.NEVER
  }),
)

/** Restricts rated usage; lists of anything else stay as they are. */
const hasPartnerEarnedCredit = maybe(z.string().regex(/^(true|false)$/i, 'must be true or false'))

export const invoiceParams = z.object({ invoiceId: text(LONGEST_NUMBER) })

export const receiptParams = z.object({ invoiceId: text(LONGEST_NUMBER), receiptId: text(20) })
/** Largest body that holds a receipt of 2 MiB as base64. */
export const receiptBodyLimit = 3_000_000
/** A PDF as base64. */
export const receiptBody = z.object({
  content: z
    .string()
    .min(1, 'must not be empty')
    .max(receiptBodyLimit)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64'),
})
export const receiptSchema = z.object({ id: z.string(), attributes: attributesSchema })

/** Longest invoice whose document is made while one waits. */
export const MOST_DETAILS = 50_000

/** What makes a link valid without a token. */
export const linkQuery = {
  account: maybe(guid),
  expires: maybe(z.string().regex(/^\d{1,15}$/, 'must be milliseconds since 1970')),
  signature: maybe(z.string().max(100)),
}

export const statementQuery = z.object({
  format: maybe(wireEnum(DOCUMENT_FORMATS)),
  language: maybe(wireEnum(DOCUMENT_LANGUAGES)),
  ...linkQuery,
})

export const invoiceFileParams = z.object({ invoiceId: text(LONGEST_NUMBER), format: wireEnum(EXPORT_FORMATS) })

export const invoiceFileQuery = z.object({
  kind: maybe(wireEnum(RECON_FILE_KINDS)),
  dates: maybe(wireEnum(DATE_STYLES)),
  locale: maybe(wireEnum(FILE_LOCALES)),
})

export const listInvoicesQuery = z.object({
  size: pageSize(MOST_INVOICES),
  offset,
  filter: maybe(z.string().max(2_000)),
})

const linesQuery = {
  currencyCode,
  period: maybe(wireEnum(['current', 'previous'])),
  size: pageSize(MOST_LINES),
  offset,
  hasPartnerEarnedCredit,
  ...seekQuery,
}

export const invoiceLinesParams = z.object({
  invoiceId: text(LONGEST_NUMBER),
  billingProvider: wireEnum(BILLING_PROVIDERS),
  invoiceLineItemType: wireEnum(LINE_ITEM_TYPES),
})

export const invoiceLinesQuery = z.object(linesQuery)

export const reconLinesQuery = z.object({
  provider: wireEnum(BILLING_PROVIDERS),
  invoiceLineItemType: maybe(wireEnum(LINE_ITEM_TYPES)),
  ...linesQuery,
})

export const estimateLinksQuery = z.object({ currencyCode })

export const serviceCostsParams = z.object({ customerId: guid, billingPeriod: wireEnum(['MostRecent']) })

export const lateInvoicesQuery = z.object({ size: pageSize(MOST_INVOICES), offset })

// Invoices ------------------------------------------------------------------------------------------------------------

const invoiceDetail = z.object({
  invoiceLineItemType: z.enum(LINE_ITEM_TYPES),
  billingProvider: z.enum(BILLING_PROVIDERS),
  links: selfLinks,
  attributes: attributesSchema,
})

const document = {
  id: z.string(),
  invoiceDate: z.string(),
  billingPeriodStartDate: z.string(),
  billingPeriodEndDate: z.string(),
  totalCharges: z.number().meta({ description: 'With tax and adjustments.' }),
  totalAdjustments: z.number().optional().meta({ description: 'The part of it that is adjustments, before tax.' }),
  paidAmount: z.number().meta({ description: 'Negative where payments were received.' }),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  pdfDownloadLink: z.string(),
  taxReceipts: z.array(z.object({ id: z.string(), taxReceiptPdfDownloadLink: z.string() })),
  invoiceDetails: z.array(invoiceDetail),
  documentType: z.enum(['invoice', 'void_note', 'adjustment_note']),
  amendsOf: z.string().optional().meta({ description: 'Number of the document it amends.' }),
  invoiceType: z.enum(['Recurring', 'OneTime']),
  links: selfLinks,
  attributes: attributesSchema,
}

export const invoiceSchema = z.object({
  ...document,
  amendments: z.array(z.object(document)).optional().meta({ description: 'What amends it, in order.' }),
})

export const invoicesSchema = collectionOf(invoiceSchema)

const balance = {
  balanceAmount: z.number(),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  accountingDate: z.string(),
  firstInvoiceCreationDate: z.string(),
  lastPaymentDate: z.string(),
  lastPaymentAmount: z.number(),
  latestInvoiceDate: z.string(),
  attributes: attributesSchema,
}

export const invoiceSummarySchema = z.object({
  ...balance,
  details: z.array(z.object({ invoiceType: z.enum(['Recurring', 'OneTime']), summary: z.object(balance) })),
  links: selfLinks,
})

export const invoiceSummariesSchema = collectionOf(invoiceSummarySchema)

export const estimateLinksSchema = collectionOf(
  z.object({
    type: z.enum(['non_consumption', 'daily_rated_usage']),
    title: z.string(),
    description: z.string(),
    period: z.enum(['Current', 'Previous']),
    link: linkSchema,
  }),
)

// Costs of a customer -------------------------------------------------------------------------------------------------

const costs = {
  billingStartDate: z.string(),
  billingEndDate: z.string(),
  pretaxTotal: z.number(),
  tax: z.number(),
  afterTaxTotal: z.number(),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  customerId: z.string(),
  links: z.object({ serviceCostLineItems: linkSchema, self: linkSchema }),
  attributes: attributesSchema,
}

export const serviceCostsSchema = z.object({
  ...costs,
  details: z.array(z.object({ invoiceType: z.enum(['Recurring', 'OneTime']), summary: z.object(costs) })),
})

export const serviceCostLinesSchema = collectionOf(
  z.object({
    startDate: z.string(),
    endDate: z.string(),
    subscriptionFriendlyName: z.string(),
    subscriptionId: z.string(),
    orderId: z.string(),
    offerId: z.string(),
    offerName: z.string(),
    resellerMPNId: z.string(),
    chargeType: z.string(),
    quantity: z.number(),
    unitPrice: z.number(),
    pretaxTotal: z.number(),
    tax: z.number(),
    afterTaxTotal: z.number(),
    currencyCode: z.string(),
    currencySymbol: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    invoiceNumber: z.string(),
    invoiceType: z.enum(['Recurring', 'OneTime']),
    productId: z.string(),
    skuId: z.string(),
    availabilityId: z.string(),
    productName: z.string(),
    skuName: z.string(),
    publisherName: z.string(),
    publisherId: z.string(),
    termAndBillingCycle: z.string(),
    discountDetails: z.string(),
    attributes: attributesSchema,
  }),
)

// For the provider ----------------------------------------------------------------------------------------------------

export const lateInvoicesSchema = collectionOf(
  z.object({
    problem: z.enum(['held_back', 'not_issued', 'issued_late', 'incomplete']),
    partnerId: z.string(),
    partnerName: z.string().optional(),
    invoiceType: z.enum(['Recurring', 'OneTime']).optional(),
    invoiceDate: z.string().optional(),
    dueAt: z.string().optional(),
    dates: z.number().int().optional().meta({ description: 'How many invoice dates have passed without a run.' }),
    invoiceId: z.string().optional(),
    issuedAt: z.string().optional(),
    subscriptionId: z.string().optional(),
    since: z.string().optional(),
    reason: z.string(),
  }),
)
