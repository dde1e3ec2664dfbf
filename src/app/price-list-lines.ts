import type { Day } from '../core/calendar/day.js'
import { formatDay } from '../core/calendar/day.js'
import { formatTerm, parseTerm } from '../core/calendar/term.js'
import { BILLING_CYCLES, type BillingCycle } from '../core/catalog/billing-cycle.js'
import { findPrice } from '../core/catalog/price-list.js'
import type { PriceListLine } from '../store/price-lists.js'
import type { SkuForSale, StoredCatalog } from './current-catalog.js'
import { notSold } from './import-prices.js'
import { readRows } from './import-rows.js'
import type { Fault } from './import-text.js'
import { type FileLine, FORMATS, type PriceListFormat } from './price-list-formats.js'
import { lineKeyOf, type PricedAvailability, type PriceListKey } from './price-list-resolve.js'

/** Why a line of a price list is refused. */
export interface LineProblem {
  readonly line: number
  /** What the line is about, as far as that is known. */
  readonly key: string
  readonly code: LineProblemCode
  readonly reason: string
}

export type LineProblemCode =
  | Fault['code']
  | 'malformed'
  | 'other-list' // its market, currency or segment is not that of the version
  | 'starts-later' // it does not hold from the first of the month on
  | 'unknown-sku'
  | 'not-sold' // term and billing cycle are not among those of the profile
  | 'price-per' // prices of the availability are for another length
  | 'not-listed' // it is to be removed, and has no price
  | 'repeated-line'
  | 'too-many-lines'
  | 'empty'

const MAXIMUM_LINES = 200_000
/** Problems that are told; the count has them all. */
const MAXIMUM_PROBLEMS = 1_000

/** What a file came to. */
export interface ReadLines {
  readonly lines: readonly PriceListLine[]
  /** Rows of the file. */
  readonly rowCount: number
  readonly problems: readonly LineProblem[]
  readonly problemCount: number
}

/** What lines are read against. */
export interface LineContext {
  readonly key: PriceListKey
  readonly format: PriceListFormat
  /** What the prices of new availabilities are for; left out, a month, and the whole term where it is paid once. */
  readonly pricePer: 'month' | 'term' | undefined
  readonly catalog: StoredCatalog
  readonly place: ReadonlyMap<string, PricedAvailability>
}

/** Reads a file of a version line by line; every line that is refused is told. */
export async function readLines(source: AsyncIterable<Uint8Array>, context: LineContext): Promise<ReadLines> {
  const reader = new LineReader(context)
  for await (const rows of readRows(source, FORMATS[context.format].columns)) {
    for (const { line, cells, fault } of rows) {
      if (cells === undefined) reader.refuse(line, '', fault!)
      else reader.add(line, cells)
      if (reader.isFull) return reader.result()
    }
  }
  return reader.result()
}

type Problem = Pick<LineProblem, 'code' | 'reason'>

class LineReader {
  readonly #context: LineContext
  readonly #lines = new Map<string, PriceListLine>()
  readonly #problems: LineProblem[] = []
  #problemCount = 0
  #rowCount = 0

  constructor(context: LineContext) {
    this.#context = context
  }

  get isFull(): boolean {
    return this.#rowCount > MAXIMUM_LINES
  }

  add(line: number, cells: readonly string[]): void {
    const { format, key } = this.#context
    this.#rowCount += 1
    const label = FORMATS[format].keyOf(cells)
    if (this.isFull) {
      const reason = `a price list has at most ${MAXIMUM_LINES} lines`
      this.refuse(line, label, { code: 'too-many-lines', reason })
      return
    }
    const read = FORMATS[format].parse(cells, key.month)
    const problem = read.ok ? this.#judge(read.value) : { code: 'malformed' as const, reason: read.reason }
    if (problem !== undefined) this.refuse(line, label, problem)
  }

  refuse(line: number, key: string, { code, reason }: Problem): void {
    this.#problemCount += 1
    if (this.#problems.length < MAXIMUM_PROBLEMS) this.#problems.push({ line, key, code, reason })
  }

  result(): ReadLines {
    if (this.#rowCount === 0 && this.#problemCount === 0) {
      this.refuse(1, '', { code: 'empty', reason: 'the file has a header and no lines' })
    }
    return {
      lines: [...this.#lines.values()],
      rowCount: this.#rowCount,
      problems: this.#problems,
      problemCount: this.#problemCount,
    }
  }

  #judge(given: FileLine): Problem | undefined {
    const { key, catalog } = this.#context
    const elsewhere = otherPlace(given, key)
    if (elsewhere !== undefined) return { code: 'other-list', reason: elsewhere }
    if (given.validFrom !== undefined && given.validFrom > key.month && given.change !== 'removed') {
      const reason = `it holds from ${formatDay(given.validFrom)} on; a version holds from the first of its month`
      return { code: 'starts-later', reason }
    }
    const sku = catalog.skus.get(catalog.offers.get(given.item.toLowerCase()) ?? given.item)
    if (sku === undefined) return { code: 'unknown-sku', reason: `there is no SKU or offer ${given.item}` }
    const cycles = given.billingCycle === undefined ? this.#cyclesOf(sku, given) : [given.billingCycle]
    if (cycles.length === 0) {
      return {
        code: 'not-sold',
        reason: `${given.term} has no billing cycle of ${sku.title}; name one it is sold with`,
      }
    }
    for (const billingCycle of cycles) {
      const problem = this.#take(given, sku, billingCycle)
      if (problem !== undefined) return problem
    }
    return undefined
  }

  /** Billing cycles of a term: those its profile has, or those it has prices for. */
  #cyclesOf(sku: SkuForSale, { term, change }: FileLine): readonly BillingCycle[] {
    const { productId, skuId, profile } = sku
    const listed = BILLING_CYCLES.filter((billingCycle) => this.#listed({ productId, skuId, term, billingCycle }))
    if (change === 'removed' || profile.sales === null) return listed
    return profile.sales.find((sale) => sale.term === term)?.billingCycles ?? []
  }

  #listed(line: Parameters<typeof lineKeyOf>[0]): boolean {
    const { key, place } = this.#context
    const rows = place.get(lineKeyOf(line))?.rows ?? []
    return [key.month - 1, key.month].some((day) => findPrice(rows, day as Day) !== undefined)
  }

  #take(given: FileLine, sku: SkuForSale, billingCycle: BillingCycle): Problem | undefined {
    const { productId, skuId, profile } = sku
    const { term, change } = given
    const unsold = notSold({ term, billingCycle }, profile)
    if (unsold !== undefined) return { code: 'not-sold', reason: unsold.reason }
    const named = { productId, skuId, term, billingCycle }
    if (change === 'removed' && !this.#listed(named)) {
      return { code: 'not-listed', reason: `${sku.title} ${term} ${billingCycle} has no price that could end` }
    }
    const key = lineKeyOf(named)
    if (this.#lines.has(key)) {
      return { code: 'repeated-line', reason: `an earlier line says what ${sku.title} ${term} ${billingCycle} costs` }
    }
    const known = this.#context.place.get(key)?.availability.pricePer
    const wanted = this.#pricePer(term, billingCycle)
    if (known !== undefined && this.#context.pricePer !== undefined && known !== wanted) {
      return { code: 'price-per', reason: `the prices of this availability are per ${known}, not per ${wanted}` }
    }
    this.#lines.set(key, { ...named, pricePer: known ?? wanted, change })
    return undefined
  }

  #pricePer(term: string, billingCycle: BillingCycle): string {
    const parsed = parseTerm(term)!
    const perTerm = parsed.unit === 'day' || billingCycle === 'one-time' || this.#context.pricePer === 'term'
    return perTerm ? formatTerm(parsed) : 'P1M'
  }
}

/** What a line says of its place that is not so, or `undefined`. */
function otherPlace(given: FileLine, key: PriceListKey): string | undefined {
  for (const name of ['market', 'currency', 'segment'] as const) {
    const said = given[name]
    if (said !== undefined && said !== key[name]) {
      return `its ${name} is ${said || 'empty'}, that of the list ${key[name] || 'empty, for every country'}`
    }
  }
  return undefined
}
