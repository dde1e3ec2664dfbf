import { type Day, formatDay } from '../core/calendar/day.js'
import { formatTerm, parseTerm, type Term } from '../core/calendar/term.js'
import { BILLING_CYCLES, type BillingCycle } from '../core/catalog/billing-cycle.js'
import { OPEN_END, parseValidFrom, parseValidTo } from '../core/catalog/price-list-dates.js'
import type { ChangeFlag, ListedChange, ListedPrice } from '../core/catalog/price-list-version.js'
import { SEGMENTS, type Segment } from '../core/catalog/segment.js'
import { type Currency, minorDigitsOf } from '../core/money/currency.js'
import { formatUnitPrice } from '../core/money/unit-price.js'
import type { SkuForSale } from './current-catalog.js'
import { country, currency, type Field, optional, type ParsedRow, price, rowParser, text } from './import-fields.js'
import type { Columns } from './import-rows.js'

/** The published forms of price list files. */
export const PRICE_LIST_FORMATS = ['new-commerce', 'license-based'] as const
export type PriceListFormat = (typeof PRICE_LIST_FORMATS)[number]

/** What a line of a file says, before the catalogue is asked whether there is such a thing. */
export interface FileLine {
  /** `product:sku`, or the id of a legacy offer. */
  readonly item: string
  readonly term: string
  /** `undefined` for every billing cycle the term has. */
  readonly billingCycle: BillingCycle | undefined
  /** What the line says of the place, where its form has a column for it. */
  readonly market: string | undefined
  readonly currency: string | undefined
  readonly segment: Segment | undefined
  readonly validFrom: Day | undefined
  readonly change: ListedChange
}

/** A line to be written. */
export interface SheetLine {
  readonly sku: SkuForSale
  readonly term: string
  readonly billingCycle: BillingCycle
  readonly market: string
  readonly currency: Currency
  readonly segment: Segment
  readonly flag: ChangeFlag
  /** Of what is sold no longer, its last price, with the end it has. */
  readonly price: ListedPrice
}

export interface FormatRules {
  readonly columns: Columns
  /** @param month first day of the version: what ends by then is sold no longer */
  parse(cells: readonly string[], month: Day): ParsedRow<FileLine>
  /** What people call the line, in reports. */
  keyOf(cells: readonly string[]): string
  record(line: SheetLine): readonly string[]
}

/** A cell as it was before it was made harmless for spreadsheets. */
function plain<T>(field: Field<T>): Field<T> {
  return { ...field, parse: (cell) => field.parse(/^'[=@+\-\t\r]/.test(cell) ? cell.slice(1) : cell) }
}

/** A column that says what the catalogue says already; it is written, and not read. */
const ignored = optional<string, string>(
  { parse: (cell) => cell, expected: 'a text', empty: undefined, mayBeMissing: true },
  '',
)

function words<T extends string>(known: Readonly<Record<string, T>>): Field<T> {
  const squeezed = (cell: string) => cell.toLowerCase().replaceAll(/[\s_-]/g, '')
  const byWord = new Map(Object.entries(known).map(([word, value]) => [squeezed(word), value]))
  return {
    parse: (cell) => byWord.get(squeezed(cell)),
    expected: `one of ${Object.keys(known).join(', ')}`,
    empty: undefined,
    mayBeMissing: false,
  }
}

const validFrom: Field<Day> = {
  parse: parseValidFrom,
  expected: 'a day such as 2026-04-01, 4/1/2026 (month first) or 2026-04-01T00:00:00Z',
  empty: undefined,
  mayBeMissing: true,
}

/** `null` for an open end, within an object because a field must not be `undefined`. */
const validTo: Field<{ readonly day: Day | null }> = {
  parse: (cell) => {
    const day = parseValidTo(cell)
    return day === undefined ? undefined : { day }
  },
  expected: 'a day such as 2026-04-30, 4/30/2026 (month first), 2026-04-30T23:59:59Z, or one of the year 9999',
  empty: { value: { day: null } },
  mayBeMissing: true,
}

const SEGMENT_WORDS: Readonly<Record<string, Segment>> = {
  Commercial: 'commercial',
  Education: 'education',
  Government: 'government',
  Nonprofit: 'nonprofit',
  Charity: 'nonprofit',
}

function capitalised(segment: Segment): string {
  return segment[0]!.toUpperCase() + segment.slice(1)
}

function startText(day: Day): string {
  return `${formatDay(day)}T00:00:00Z`
}

/** The last second of the last day. */
function endText(end: Day | null): string {
  return end === null ? `${OPEN_END}T00:00:00Z` : `${formatDay((end - 1) as Day)}T23:59:59Z`
}

function pricesOf({ price: { unitPrice, erpPrice }, currency: code }: SheetLine): readonly [string, string] {
  const digits = minorDigitsOf(code)
  return [formatUnitPrice(unitPrice, digits), erpPrice === null ? '' : formatUnitPrice(erpPrice, digits)]
}

const term: Field<string> = {
  parse: (cell) => {
    const parsed = parseTerm(cell.toUpperCase())
    return parsed === undefined ? undefined : formatTerm(parsed)
  },
  expected: 'a length such as P1M, P1Y or P3Y',
  empty: undefined,
  mayBeMissing: false,
}

/** Nothing, 0 or 1: prices that depend on the quantity are not known here. */
const tierMinimum: Field<string> = {
  ...ignored,
  parse: (cell) => (/^[01]$/.test(cell) ? cell : undefined),
  expected: 'empty, 0 or 1: prices in tiers are not supported',
}
const tierMaximum: Field<string> = {
  ...ignored,
  parse: () => undefined,
  expected: 'empty: prices in tiers are not supported',
}

const PLANS = {
  Monthly: 'monthly',
  Annual: 'annual',
  Upfront: 'upfront',
  OneTime: 'one-time',
  None: 'one-time',
} as const
const PLAN_OF: Readonly<Record<BillingCycle, string>> = {
  monthly: 'Monthly',
  annual: 'Annual',
  upfront: 'Upfront',
  'one-time': 'OneTime',
}

const newCommerceRow = rowParser({
  ProductTitle: ignored,
  ProductId: plain(text(60)),
  SkuId: plain(text(60)),
  SkuTitle: ignored,
  Publisher: ignored,
  SkuDescription: ignored,
  UnitOfMeasure: ignored,
  TermDuration: term,
  BillingPlan: words<BillingCycle>(PLANS),
  Market: optional(country, ''),
  Currency: currency,
  UnitPrice: price,
  PricingTierRangeMin: tierMinimum,
  PricingTierRangeMax: tierMaximum,
  EffectiveStartDate: optional(validFrom, null),
  EffectiveEndDate: validTo,
  Tags: ignored,
  'ERP Price': optional(price, null),
  Segment: optional(words(SEGMENT_WORDS), null),
})

const NEW_COMMERCE: FormatRules = {
  columns: newCommerceRow.columns,
  keyOf: (cells) => `${cells[1]}:${cells[2]} ${cells[7]} ${cells[8]}`,
  parse: (cells, month) => {
    const read = newCommerceRow.parse(cells)
    if (!read.ok) return read
    const { value } = read
    const end = value.EffectiveEndDate.day
    const unitPrice = value.UnitPrice
    return {
      ok: true,
      value: {
        item: `${value.ProductId}:${value.SkuId}`,
        term: value.TermDuration,
        billingCycle: value.BillingPlan,
        market: value.Market,
        currency: value.Currency,
        segment: value.Segment ?? undefined,
        validFrom: value.EffectiveStartDate ?? undefined,
        change: end !== null && end <= month ? 'removed' : { unitPrice, erpPrice: value['ERP Price'], validTo: end },
      },
    }
  },
  record: (line) => {
    const { sku } = line
    const [unitPrice, erpPrice] = pricesOf(line)
    return [
      ...[sku.productTitle, sku.productId, sku.skuId, sku.skuTitle, sku.publisherName, sku.description, sku.unitType],
      ...[line.term, PLAN_OF[line.billingCycle], line.market, line.currency, unitPrice, '', ''],
      ...[startText(line.price.validFrom), endText(line.price.validTo), '', erpPrice, capitalised(line.segment)],
    ]
  },
}

const FLAGS = { A: 'ADD', ADD: 'ADD', C: 'CHG', CHG: 'CHG', D: 'DEL', DEL: 'DEL', U: 'UNC', UNC: 'UNC' } as const

/** License agreement type and end customer type say together for whom a price is. */
const AGREEMENTS: Readonly<Record<Segment, readonly [string, string]>> = {
  commercial: ['Corporate', 'Commercial'],
  education: ['Academic', 'Education'],
  government: ['Government', 'Government'],
  nonprofit: ['Corporate', 'Nonprofit'],
}

/** A duration, and the billing cycle where the price is not for all of them: `1 Year(s) monthly`. */
interface PurchaseUnit {
  readonly term: string
  readonly billingCycle: BillingCycle | undefined
}

const purchaseUnit: Field<PurchaseUnit> = {
  parse: (cell) => {
    const match = /^(\d{1,3}) (year|month|day)(?:\(s\)|s)?(?: ([a-z-]+))?$/i.exec(cell)
    if (match === null) return undefined
    const parsed = parseTerm(`P${Number(match[1])}${match[2]![0]!.toUpperCase()}`)
    const billingCycle = BILLING_CYCLES.find((cycle) => cycle === match[3]?.toLowerCase())
    if (parsed === undefined || (match[3] !== undefined && billingCycle === undefined)) return undefined
    return { term: formatTerm(parsed), billingCycle }
  },
  expected: `a length with the billing cycle the price is for, such as 1 Year(s) monthly; one of ${BILLING_CYCLES.join(', ')}`,
  empty: undefined,
  mayBeMissing: false,
}

function unitText({ unit, count }: Term): string {
  if (unit === 'day') return `${count} Day(s)`
  return count % 12 === 0 ? `${count / 12} Year(s)` : `${count} Month(s)`
}

const licenseRow = rowParser({
  'A/C/D/U': words<ChangeFlag>(FLAGS),
  'Valid From Date': optional(validFrom, null),
  'Valid To Date': validTo,
  'Offer Display Name': ignored,
  'Offer ID': plain(text(121)),
  'License Agreement Type': words({ Corporate: 'Corporate', Government: 'Government', Academic: 'Academic' }),
  'Purchase Unit': purchaseUnit,
  'Secondary License Type': ignored,
  'End Customer Type': optional(words(SEGMENT_WORDS), null),
  'List Price': price,
  'ERP Price': optional(price, null),
})

const LICENSE_BASED: FormatRules = {
  columns: licenseRow.columns,
  keyOf: (cells) => `${cells[4]} ${cells[6]}`,
  parse: (cells, month) => {
    const read = licenseRow.parse(cells)
    if (!read.ok) return read
    const { value } = read
    const end = value['Valid To Date'].day
    const agreement = value['License Agreement Type']
    const segment = value['End Customer Type'] ?? SEGMENTS.find((one) => AGREEMENTS[one][0] === agreement)!
    if (AGREEMENTS[segment][0] !== agreement) {
      const reason = `End Customer Type: ${capitalised(segment)} goes with ${AGREEMENTS[segment][0]}, not ${agreement}`
      return { ok: false, reason }
    }
    const gone = value['A/C/D/U'] === 'DEL' || (end !== null && end <= month)
    return {
      ok: true,
      value: {
        item: value['Offer ID'],
        ...value['Purchase Unit'],
        market: undefined,
        currency: undefined,
        segment,
        validFrom: value['Valid From Date'] ?? undefined,
        change: gone ? 'removed' : { unitPrice: value['List Price'], erpPrice: value['ERP Price'], validTo: end },
      },
    }
  },
  record: (line) => {
    const { sku, price: row } = line
    const [agreement, customer] = AGREEMENTS[line.segment]
    const last = row.validTo === null ? OPEN_END : formatDay((row.validTo - 1) as Day)
    const unit = `${unitText(parseTerm(line.term)!)} ${line.billingCycle}`
    const kind = sku.isAddOn ? 'ADD-ON' : sku.isTrial ? 'TRIAL' : 'NON-SPECIFIC'
    return [
      ...[line.flag, formatDay(row.validFrom), last, sku.skuTitle, sku.offerId?.toUpperCase() ?? sku.sku],
      ...[agreement, unit, kind, customer, ...pricesOf(line)],
    ]
  },
}

export const FORMATS: Readonly<Record<PriceListFormat, FormatRules>> = {
  'new-commerce': NEW_COMMERCE,
  'license-based': LICENSE_BASED,
}
