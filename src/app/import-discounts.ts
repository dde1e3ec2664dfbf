import { BILLING_CYCLES } from '../core/catalog/billing-cycle.js'
import type { DiscountValue } from '../core/catalog/discount.js'
import { SEGMENTS } from '../core/catalog/segment.js'
import { compareDecimals, decimalOf, parseDecimal } from '../core/money/decimal.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type DiscountWish, giveDiscounts } from './discounts.js'
import {
  country,
  currency,
  day,
  idPart,
  oneOf,
  optional,
  price,
  rowParser,
  term,
  text,
  truth,
  uuid,
} from './import-fields.js'
import { readRows } from './import-rows.js'
import type { UseCase } from './use-case.js'

export const DISCOUNT_KINDS = ['percentage', 'amount', 'price'] as const satisfies readonly DiscountValue['kind'][]

/** A line of a file of discounts that cannot be taken, and why. */
export interface DiscountFileProblem {
  readonly line: number
  readonly reason: string
}

export interface DiscountImport {
  readonly imported: number
  /** Lines that say what is known already. */
  readonly unchanged: number
  readonly problems: readonly DiscountFileProblem[]
}

const MOST_LINES = 20_000
const PROBLEMS_TOLD = 100
const MOST_PERCENT = decimalOf(100n)

const FILE = rowParser({
  partner_id: optional(uuid, null),
  product_id: optional(idPart(100), null),
  sku_id: optional(idPart(100), null),
  term: optional(term, null),
  billing_cycle: optional(oneOf(BILLING_CYCLES), null),
  currency: optional(currency, null),
  market: optional(country, ''),
  segment: optional(oneOf(SEGMENTS), 'commercial'),
  kind: oneOf(DISCOUNT_KINDS),
  value: text(30),
  promotion_id: text(40),
  description: text(200),
  valid_from: day,
  valid_until: optional(day, null),
  renewals: truth,
})

/** What a discount of a kind takes off, of its number as text; `undefined` where the number does not fit. */
export function discountValueOf(kind: DiscountValue['kind'], number: string): DiscountValue | undefined {
  if (kind === 'percentage') {
    const percent = parseDecimal(number)
    if (percent === undefined || percent.scale > 4 || percent.coefficient <= 0n) return undefined
    return compareDecimals(percent, MOST_PERCENT) <= 0 ? { kind, percent } : undefined
  }
  const amount = price.parse(number)
  if (amount === undefined) return undefined
  if (kind === 'price') return { kind, price: amount }
  return amount > 0n ? { kind, amount } : undefined
}

/** What the number of a discount must be. */
export const VALUE_EXPECTED =
  'a percentage above 0 and at most 100 with at most 4 decimals, or an amount or price with at most 8'

/** Gives the discounts of a file; all or nothing. What is known already stays as it is. */
export async function importDiscounts(
  context: UseCase,
  source: AsyncIterable<Uint8Array>,
): Promise<Outcome<DiscountImport>> {
  const wishes: DiscountWish[] = []
  const lines: number[] = []
  const problems: DiscountFileProblem[] = []
  for await (const rows of readRows(source, FILE.columns)) {
    for (const { line, cells, fault } of rows) {
      const read = cells === undefined ? { ok: false as const, reason: fault!.reason } : readWish(cells)
      if (read.ok) {
        wishes.push(read.wish)
        lines.push(line)
      } else problems.push({ line, reason: read.reason })
      if (lines.length + problems.length > MOST_LINES) {
        return refuse('malformed', { what: 'the file', problem: `at most ${MOST_LINES} lines` })
      }
    }
  }
  if (lines.length + problems.length === 0) problems.push({ line: 1, reason: 'the file has a header and no lines' })
  if (problems.length > 0) return refusedFile(problems)
  const given = await giveDiscounts(context, wishes)
  if (given.problems.length > 0) {
    return refusedFile(
      given.problems.map(({ index, refusal }) => ({ line: lines[index]!, reason: refusal.message.replace(/\.$/, '') })),
    )
  }
  if (!given.outcome.ok) return given.outcome
  const { added } = given.outcome.value
  return accept({ imported: added, unchanged: wishes.length - added, problems: [] })
}

type ReadWish = { readonly ok: true; readonly wish: DiscountWish } | { readonly ok: false; readonly reason: string }

function readWish(cells: readonly string[]): ReadWish {
  const row = FILE.parse(cells)
  if (!row.ok) return row
  const { kind, value: number, partner_id: partnerId, product_id: productId, sku_id: skuId, ...rest } = row.value
  const value = discountValueOf(kind, number)
  if (value === undefined) return { ok: false, reason: `value: ${number} is not ${VALUE_EXPECTED}` }
  const {
    billing_cycle: billingCycle,
    promotion_id: promotionId,
    valid_from: validFrom,
    valid_until: validUntil,
  } = rest
  const { term: length, currency: code, market, segment, description, renewals } = rest
  const scope = { partnerId, productId, skuId, term: length, billingCycle, currency: code, market, segment }
  return { ok: true, wish: { ...scope, value, promotionId, description, validFrom, validUntil, renewals } }
}

function refusedFile(problems: readonly DiscountFileProblem[]) {
  const { line, reason } = problems[0]!
  const { refusal } = refuse('discounts-refused', { problems: problems.length, first: `line ${line}, ${reason}` })
  return { ok: false as const, refusal: { ...refusal, details: problems.slice(0, PROBLEMS_TOLD) } }
}
