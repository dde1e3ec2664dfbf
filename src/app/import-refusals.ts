import type { RefusalCode } from '../core/refusal.js'
import type { Fault } from './import-text.js'

/** The kinds of files, in the order in which they rest on each other. */
export const IMPORT_KINDS = [
  'profiles',
  'partners',
  'customers',
  'publishers',
  'skus',
  'prices',
  'subscriptions',
] as const

export type ImportKind = (typeof IMPORT_KINDS)[number]

/** Every way an import says no, besides those of the core and of reading the file. */
export type ImportCode =
  | 'already-exists' // something else has this key
  | 'built-in-profile'
  | 'unknown-profile'
  | 'unknown-partner'
  | 'unknown-customer'
  | 'unknown-sku'
  | 'unknown-member' // a row about a subscription that is not of the family before it
  | 'not-contiguous' // a row of a family that ended before; never skipped
  | 'not-sold' // term and billing cycle are not among those of the profile
  | 'price-overlap'
  | 'family-too-large'
  | 'amount-too-large'

/** A row, or a family of subscriptions, that was not imported. */
export interface ImportRefusal {
  readonly kind: ImportKind
  /** The line of the file that is the reason, from 1. */
  readonly line: number
  /** What the row is about, as far as that is known. */
  readonly key: string
  readonly code: ImportCode | RefusalCode | Fault['code']
  readonly reason: string
}

/** What came of the rows of one file. Every row is in exactly one of the three. */
export interface RowCounts {
  readonly imported: number
  /** Rows that say what is stored already. */
  readonly unchanged: number
  readonly refused: number
}
