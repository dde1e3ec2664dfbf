import { z } from 'zod'
import { type Day, type Instant, parseDay } from '../../core/calendar/day.js'
import { formatInstant, parseInstant } from '../../core/calendar/instant.js'
import { parseListMonth } from '../../core/catalog/price-list-dates.js'
import { type Currency, parseCurrency } from '../../core/money/currency.js'

/** What many schemas of the wire are made of. */

const UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i

/** An id: a GUID in any case, in braces or not, read in lower case. */
export const guid = z
  .string()
  .regex(UUID, 'must be a GUID')
  .transform((text) => text.toLowerCase().replace(/[{}]/g, ''))

/** Text of a request: trimmed, 1 to `longest` characters, no control characters. */
export function text(longest: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(longest, `must have at most ${longest} characters`)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
}

/** A field of a request that clients leave out, send as null or send empty. */
export function maybe<T extends z.ZodType>(schema: T) {
  return z
    .union([z.literal(''), schema])
    .nullish()
    .transform((value) => (value === '' || value === null ? undefined : value)) as unknown as z.ZodType<
    z.output<T> | undefined
  >
}

/** A word of a closed list in a request: any casing, with or without underscores; old clients send its position. */
export function wireEnum<const Words extends readonly [string, ...string[]]>(words: Words) {
  const known = new Map(words.map((word) => [squeezed(word), word]))
  return z
    .preprocess((value) => {
      if (typeof value === 'number') return words[value] ?? value
      return typeof value === 'string' ? (known.get(squeezed(value)) ?? value) : value
    }, z.enum(words))
    .meta({ type: 'string', enum: [...words] })
}

function squeezed(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '')
}

/** An instant of a request: ISO 8601 with offset. */
export const instant = z.string().transform((value, context): Instant => {
  const parsed = parseInstant(withPlus(value))
  if (parsed !== undefined) return parsed
  context.addIssue({
    code: 'custom',
    message: 'must be an ISO 8601 instant with an offset, such as 2026-07-29T08:00:00Z',
  })
  return z.NEVER
})

/** A day in a request: `YYYY-MM-DD`. */
export const day = z.string().transform((value, context): Day => {
  const parsed = parseDay(value)
  if (parsed !== undefined) return parsed
  context.addIssue({ code: 'custom', message: 'must be a day such as 2026-03-01' })
  return z.NEVER
})

/** The first day of a month of a request: `2026-04` or `202604`. */
export const month = z.string().transform((value, context): Day => {
  const parsed = parseListMonth(value)
  if (parsed !== undefined) return parsed
  context.addIssue({ code: 'custom', message: 'must be a month such as 2026-04' })
  return z.NEVER
})

/** A currency in a request, in any casing. */
export const currency = z.string().transform((value, context): Currency => {
  const parsed = parseCurrency(value.toUpperCase())
  if (parsed !== undefined) return parsed
  context.addIssue({ code: 'custom', message: 'must be an ISO 4217 code such as EUR' })
  return z.NEVER
})

/** A whole number of a query. */
export function wholeNumber(least: number, most: number) {
  return z.coerce.number().int().min(least).max(most)
}

/** An offset whose plus sign came as the blank it means in a query. */
export function withPlus(text: string): string {
  return text.replace(/ (?=\d{2}:?\d{2}$)/, '+')
}

/** An instant as answers print it. */
export function wireInstant(value: Instant): string {
  return formatInstant(value)
}

export const linkSchema = z.object({
  uri: z.string(),
  method: z.string(),
  headers: z.array(z.object({ key: z.string(), value: z.string() })),
})

export const selfLinks = z.object({ self: linkSchema })

export const attributesSchema = z.object({ objectType: z.string(), etag: z.string().optional() })

/** The contract's envelope of a list. */
export function collectionOf<T extends z.ZodType>(item: T) {
  return z.object({
    totalCount: z.number().int(),
    items: z.array(item),
    links: z.object({ self: linkSchema, next: linkSchema.optional(), previous: linkSchema.optional() }).optional(),
    continuationToken: z.string().optional(),
    attributes: attributesSchema,
  })
}

/** What the contract writes where there is no date. */
export const NO_DATE = '0001-01-01T00:00:00'
