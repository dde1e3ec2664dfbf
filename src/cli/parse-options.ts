import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'
import { type Day, type Instant, parseDay } from '../core/calendar/day.js'
import { parseInstant } from '../core/calendar/instant.js'
import type { Database } from './session.js'

/** Parsers for commander's options: they give the value, or say what it must be. */
export function dayOption(text: string): Day {
  const day = parseDay(text)
  if (day === undefined) throw new InvalidArgumentError('It must be a day as YYYY-MM-DD, from 1900 to 2200.')
  return day
}

export function instantOption(text: string): Instant {
  const instant = parseInstant(text)
  if (instant === undefined) throw new InvalidArgumentError('It must be an instant such as 2026-03-01T00:00:00Z.')
  return instant
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function idOption(text: string): string {
  const id = text.toLowerCase()
  if (!UUID.test(id)) throw new InvalidArgumentError('It must be an id such as 018f0001-0000-7000-8000-000000000001.')
  return id
}

/** A SKU as `product:sku`. */
export function skuOption(text: string): { readonly productId: string; readonly skuId: string } {
  const [productId, skuId, ...more] = text.split(':')
  if (!productId || !skuId || more.length > 0)
    throw new InvalidArgumentError('It must be product:sku, such as MAIL:0001.')
  return { productId, skuId }
}

/** A whole number from `minimum` to `maximum`. */
export function wholeOption(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= minimum && value <= maximum)) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`)
    }
    return value
  }
}

/** Most worker processes of one command. */
export const MAXIMUM_WORKERS = 32

/** Worker processes for a database: one embedded, which lets in no second; else as asked, or one for each core. */
export function workerCount(database: Database, asked: number | undefined): number {
  if (database.kind === 'embedded') return 1
  return asked ?? Math.min(availableParallelism(), MAXIMUM_WORKERS)
}

/** One of several equal parts of a piece of work, from 0. */
export interface Part {
  readonly index: number
  readonly of: number
}

export function partOption(text: string): Part {
  const [index, of] = /^\d{1,3}\/\d{1,3}$/.test(text) ? text.split('/').map(Number) : []
  if (index === undefined || of === undefined || index >= of) {
    throw new InvalidArgumentError('It must be k/n with k from 0 to n - 1, such as 0/2.')
  }
  return { index, of }
}
