import { z } from 'zod'
import { EXPORT_FORMATS, EXPORT_STATES, MOST_EXPORTED_INVOICES } from '../../app/exports.js'
import { type Day, parseDay } from '../../core/calendar/day.js'
import { DATE_STYLES, FILE_LOCALES } from '../../core/recon/cell-forms.js'
import { pageSize } from './customer-user.js'
import { linkQuery } from './invoice.js'
import { attributesSchema, collectionOf, guid, linkSchema, maybe, text, wireEnum } from './wire.js'

export const MOST_EXPORTS_OF_A_PAGE = 100

const LONGEST_NUMBER = 40

const day = z.string().transform((value, context): Day => {
  const parsed = parseDay(value)
  if (parsed !== undefined) return parsed
  context.addIssue({ code: 'custom', message: 'must be a day, such as 2026-03-31' })
  return z.NEVER
})

export const createExportRequest = z
  .object({
    invoiceIds: z
      .array(text(LONGEST_NUMBER))
      .min(1, 'must name an invoice')
      .max(MOST_EXPORTED_INVOICES, `must have at most ${MOST_EXPORTED_INVOICES} invoices`)
      .nullish()
      .transform((value) => value ?? undefined),
    fromDate: maybe(day),
    toDate: maybe(day),
    format: maybe(wireEnum(EXPORT_FORMATS)),
    dates: maybe(wireEnum(DATE_STYLES)),
    locale: maybe(wireEnum(FILE_LOCALES)),
  })
  .refine(
    ({ invoiceIds, fromDate, toDate }) =>
      (invoiceIds === undefined) !== (fromDate === undefined && toDate === undefined),
    {
      message: 'must name either invoiceIds, or fromDate and toDate',
    },
  )

export const exportParams = z.object({ exportId: guid })
export const exportPartParams = z.object({
  exportId: guid,
  partNumber: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be the number of a part')
    .transform(Number),
})
export const exportPartQuery = z.object(linkQuery)
export const listExportsQuery = z.object({
  size: pageSize(MOST_EXPORTS_OF_A_PAGE),
  offset: maybe(
    z
      .string()
      .regex(/^\d{1,6}$/, 'must be a whole number')
      .transform(Number),
  ),
})

const sums = {
  currencyCode: z.string(),
  rows: z.number().int(),
  amount: z.number(),
  discount: z.number(),
  subtotal: z.number(),
  tax: z.number(),
  total: z.number(),
}

const manifest = z.object({
  parts: z.array(
    z.object({
      partNumber: z.number().int(),
      invoiceId: z.string(),
      name: z.string(),
      bytes: z.number().int(),
      sha256: z.string(),
      ...sums,
      downloadLink: z.string().meta({ description: 'Opens the part for half an hour, also without a token.' }),
    }),
  ),
  totals: z.array(z.object(sums)),
})

export const exportSchema = z.object({
  id: z.string(),
  status: z.enum(EXPORT_STATES),
  format: z.enum(EXPORT_FORMATS),
  dates: z.enum(DATE_STYLES),
  locale: z.enum(FILE_LOCALES),
  invoiceIds: z.array(z.string()),
  rowsTotal: z.number().int(),
  rowsDone: z.number().int(),
  createdDate: z.string(),
  finishedDate: z.string().optional(),
  expiresDate: z.string(),
  failure: z
    .string()
    .optional()
    .meta({ description: '`sums-disagree`, `invoice-missing`, or `given-up` after several attempts.' }),
  manifest: manifest.optional(),
  links: z.object({ self: linkSchema }),
  attributes: attributesSchema,
})

export const exportsSchema = collectionOf(exportSchema)
