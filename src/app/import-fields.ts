import { type Day, type Instant, parseDay } from '../core/calendar/day.js'
import { parseInstant, startOfDay } from '../core/calendar/instant.js'
import { formatTerm, parseTerm } from '../core/calendar/term.js'
import { parseCurrency } from '../core/money/currency.js'
import { parseDecimal } from '../core/money/decimal.js'
import { unitPriceOf } from '../core/money/unit-price.js'
import type { Columns } from './import-rows.js'

/** What a column holds. */
export interface Field<T> {
  /** `undefined` for what cannot be read; never called for an empty cell. */
  readonly parse: (text: string) => T | undefined
  /** Completes "must be ...". */
  readonly expected: string
  /** What an empty cell stands for; `undefined` where it must not be empty. */
  readonly empty: { readonly value: T } | undefined
  /** Whether a file may lack the column. */
  readonly mayBeMissing: boolean
}

/** The columns of a kind of file, in order. */
export type Schema = Readonly<Record<string, Field<unknown>>>

export type ValuesOf<S extends Schema> = { readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never }

export type ParsedRow<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

/** Prepares a schema for reading rows by the hundred thousand. */
export function rowParser<S extends Schema>(
  schema: S,
): { readonly columns: Columns; parse(cells: readonly string[]): ParsedRow<ValuesOf<S>> } {
  const names = Object.keys(schema)
  const fields = Object.values(schema)
  const required = names.filter((_, index) => !fields[index]!.mayBeMissing)
  return {
    columns: { names, required },
    parse: (cells) => {
      const values: Record<string, unknown> = {}
      let problems: string[] | undefined
      for (let index = 0; index < fields.length; index += 1) {
        const field = fields[index]!
        const cell = cells[index]!
        const value = cell === '' ? field.empty?.value : field.parse(cell)
        if (value === undefined) {
          problems ??= []
          const what = cell === '' ? 'is missing; it must be' : `${shown(cell)} is not`
          problems.push(`${names[index]}: ${what} ${field.expected}`)
        }
        values[names[index]!] = value
      }
      return problems === undefined
        ? { ok: true, value: values as ValuesOf<S> }
        : { ok: false, reason: problems.slice(0, 5).join('; ') }
    },
  }
}

/** An empty cell means `null`; the column itself must be there. */
export function nullable<T>(field: Field<T>): Field<T | null> {
  return { ...field, empty: { value: null } }
}

/** The column may be missing, and an empty cell means `value`. */
export function optional<T, E>(field: Field<T>, value: E): Field<T | E> {
  return { ...field, empty: { value }, mayBeMissing: true }
}

function field<T>(expected: string, parse: (text: string) => T | undefined): Field<T> {
  return { parse, expected, empty: undefined, mayBeMissing: false }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const UUID_IN_CAPITALS = /^[0-9A-F-]{36}$/i

export const uuid = field('a UUID such as 018f2f60-5c1e-7000-8000-000000000001', (text) => {
  if (UUID.test(text)) return text
  const lower = UUID_IN_CAPITALS.test(text) ? text.toLowerCase() : ''
  return UUID.test(lower) ? lower : undefined
})

const LINE_OF_TEXT = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/

/** A name or an id: one line, no blanks at its ends, no control characters. */
export function text(maximum: number): Field<string> {
  return field(`one line of at most ${maximum} characters without blanks at its ends`, (value) => {
    if (value.length > maximum) return undefined
    if (PLAIN.test(value)) return value
    return LINE_OF_TEXT.test(value) && value.trim() === value ? value : undefined
  })
}

/** An id that others are made of, as `product:sku`. */
export function idPart(maximum: number): Field<string> {
  return field(`one line of at most ${maximum} characters without blanks at its ends and without colons`, (value) =>
    value.includes(':') ? undefined : text(maximum).parse(value),
  )
}

export function whole(minimum: number, maximum: number): Field<number> {
  return field(`a whole number from ${minimum} to ${maximum}`, (value) => {
    if (!/^\d{1,9}$/.test(value)) return undefined
    const number = Number(value)
    return number >= minimum && number <= maximum ? number : undefined
  })
}

export function oneOf<T extends string>(words: readonly T[]): Field<T> {
  return field(`one of ${words.join(', ')}`, (value) => words.find((word) => word === value))
}

/** Several of one kind with semicolons between them, each once, at most `most`. An empty cell needs `optional`. */
export function listOf<T extends string>(item: Field<T>, most: number): Field<readonly T[]> {
  return field(`at most ${most} different ones with semicolons between them, each ${item.expected}`, (value) => {
    const items = value.split(';', most + 1).map((part) => item.parse(part.trim()))
    if (items.length > most || items.includes(undefined) || new Set(items).size < items.length) return undefined
    return items as T[]
  })
}

export const truth = field<boolean>('true or false', (value) =>
  value === 'true' ? true : value === 'false' ? false : undefined,
)

export const country = field('a country code of two capital letters', (value) =>
  /^[A-Z]{2}$/.test(value) ? value : undefined,
)

/** A web address over TLS, in which `{subscription}` may stand for an id. */
export const setupUrl = field('an address that begins with https://', (value) =>
  value.length <= 500 && URL.canParse(value) && new URL(value).protocol === 'https:' ? value : undefined,
)

export const currency = field('an ISO 4217 code such as USD', parseCurrency)

export const day = field<Day>('a day as YYYY-MM-DD', parseDay)

/** A day from 1900-01-02 on: the day before must be one too. */
export const dayAfterFirst = field<Day>('a day as YYYY-MM-DD from 1900-01-02 on', (value) =>
  value === '1900-01-01' ? undefined : parseDay(value),
)

export const dayOrInstant = field<Instant>(
  'a day as YYYY-MM-DD or an instant with its offset such as 2026-03-01T09:30:00+01:00',
  (value) => {
    if (value.length > 10) return parseInstant(value)
    const parsed = parseDay(value)
    return parsed === undefined ? undefined : startOfDay(parsed)
  },
)

/** A length in its shortest form: `P12M` becomes `P1Y`. */
export const term = field('a length such as P1M, P1Y or P3Y', (value) => {
  const parsed = parseTerm(value)
  return parsed === undefined ? undefined : formatTerm(parsed)
})

/** Above this no charge of ten years and ten million licenses would fit into 64 bits. */
const MAXIMUM_PRICE = 10_000_000n * 100_000_000n

/** A price in 10^-8 major units. */
export const price = field('a price from 0 to 10000000 with at most 8 decimals', (value) => {
  const decimal = parseDecimal(value)
  const parsed = decimal === undefined ? undefined : unitPriceOf(decimal)
  return parsed !== undefined && parsed >= 0n && parsed <= MAXIMUM_PRICE ? parsed : undefined
})

function shown(cell: string): string {
  return JSON.stringify(cell.length > 60 ? `${cell.slice(0, 57)}...` : cell)
}
