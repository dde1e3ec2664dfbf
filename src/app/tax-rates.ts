import type { Day } from '../core/calendar/day.js'
import { formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { issuedThrough } from '../core/invoicing/invoice-date.js'
import { isTaxClass, TAX_CLASSES, type TaxClass } from '../core/invoicing/tax-class.js'
import { assessTax } from '../core/invoicing/tax-engine.js'
import { compareDecimals, decimalOf, formatDecimal, parseDecimal } from '../core/money/decimal.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findInvoicedThrough } from '../store/partner-billing.js'
import {
  listRegistrations,
  listTaxPlaces,
  listTaxRates,
  lockTaxClassOfSku,
  lockTaxRates,
  type StoredTaxRate,
  setTaxClassOfSku,
  storeTaxRates,
} from '../store/tax-rates.js'
import { recordChange } from './audit.js'
import { country, day, type Field, oneOf, optional, rowParser, text, truth, whole } from './import-fields.js'
import { readRows } from './import-rows.js'
import { PLATFORM_ID, type Session, type UseCase } from './use-case.js'

export type { StoredTaxRate }

/** A line of a file of rates that cannot be taken, and why. */
export interface RateProblem {
  readonly line: number
  readonly reason: string
}

export interface RateImport {
  /** Rates that were added, or corrected before they hold. */
  readonly imported: number
  /** Lines that say what is known already. */
  readonly unchanged: number
  readonly problems: readonly RateProblem[]
}

const MOST_LINES = 20_000
const PROBLEMS_TOLD = 100
const MOST_PERCENT = decimalOf(100n)

const percent: Field<StoredTaxRate['rate']> = {
  expected: 'a percentage from 0 to 100 with at most 4 decimals',
  empty: undefined,
  mayBeMissing: false,
  parse: (value) => {
    const parsed = parseDecimal(value)
    const fits = parsed !== undefined && parsed.scale <= 4 && parsed.coefficient >= 0n
    return fits && compareDecimals(parsed, MOST_PERCENT) <= 0 ? parsed : undefined
  },
}

const FILE = rowParser({
  country,
  region: optional(text(10), ''),
  tax_class: oneOf(Object.keys(TAX_CLASSES) as TaxClass[]),
  component: text(40),
  valid_from: day,
  valid_to: optional(day, null),
  position: optional(whole(1, 20), 1),
  rate: percent,
  sample: optional(truth, false),
})

/** Every rate, or those of a country. */
export function listRates(
  { session }: Pick<UseCase, 'session'>,
  ofCountry?: string,
): Promise<readonly StoredTaxRate[]> {
  return listTaxRates(session, ofCountry)
}

/**
 * Adds the rates of a file; all or nothing. A rate that holds already is never changed: another rate has another first
 * day. One that does not hold yet on any date that invoices may have is replaced.
 */
export async function importRates(
  context: UseCase,
  source: AsyncIterable<Uint8Array>,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Outcome<RateImport>> {
  const { session, now, actor } = context
  await lockTaxRates(session)
  const known = new Map((await listTaxRates(session)).map((rate) => [keyOf(rate), rate]))
  const invoiced = await lastInvoicedDate(session, dayOfInstant(now))
  const fresh = new Map<string, StoredTaxRate>()
  const problems: RateProblem[] = []
  let lines = 0
  let unchanged = 0
  for await (const rows of readRows(source, FILE.columns)) {
    for (const { line, cells, fault } of rows) {
      lines += 1
      const read = cells === undefined ? { ok: false as const, reason: fault!.reason } : readRate(cells)
      if (!read.ok) problems.push({ line, reason: read.reason })
      else {
        const before = known.get(keyOf(read.rate))
        if (fresh.has(keyOf(read.rate))) problems.push({ line, reason: 'the file says this twice' })
        else if (before !== undefined && isSame(before, read.rate)) unchanged += 1
        else if (before !== undefined && before.validFrom <= invoiced) {
          const since = formatDay(before.validFrom)
          problems.push({ line, reason: `the rate holds since ${since}; give another one with its own first day` })
        } else fresh.set(keyOf(read.rate), read.rate)
      }
      if (lines > MOST_LINES) return refuse('malformed', { what: 'the file', problem: `at most ${MOST_LINES} lines` })
    }
  }
  if (lines === 0) problems.push({ line: 1, reason: 'the file has a header and no lines' })
  const outcome: RateImport = { imported: fresh.size, unchanged, problems }
  if (problems.length > 0 && !dryRun) return refusedRates(problems)
  if (dryRun || fresh.size === 0) return accept(outcome)
  await storeTaxRates(session, [...fresh.values()], { recordedAt: now, recordedBy: actor.name })
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'tax_rate',
    operationType: 'import_tax_rates',
    before: null,
    after: { rates: [...fresh.values()].slice(0, PROBLEMS_TOLD).map(rateText), count: fresh.size },
  })
  return accept(outcome)
}

/** The last date that an issued invoice may have. Those of sandboxes are for nobody to pay. */
async function lastInvoicedDate(session: Session, today: Day): Promise<Day> {
  const latest = (await findInvoicedThrough(session)) ?? today
  return issuedThrough(Math.max(latest, today) as Day, 'one-time')
}

type ReadRate = { readonly ok: true; readonly rate: StoredTaxRate } | { readonly ok: false; readonly reason: string }

function readRate(cells: readonly string[]): ReadRate {
  const row = FILE.parse(cells)
  if (!row.ok) return row
  const { tax_class: taxClass, valid_from: validFrom, valid_to: validTo, ...rest } = row.value
  if (TAX_CLASSES[taxClass].kind !== 'rated') return { ok: false, reason: `the class ${taxClass} has no rates` }
  if (validTo !== null && validTo <= validFrom) return { ok: false, reason: 'valid_to must be after valid_from' }
  return { ok: true, rate: { ...rest, taxClass, validFrom, validTo: validTo ?? undefined } }
}

function refusedRates(problems: readonly RateProblem[]) {
  const { line, reason } = problems[0]!
  const { refusal } = refuse('tax-rates-refused', { problems: problems.length, first: `line ${line}, ${reason}` })
  return { ok: false as const, refusal: { ...refusal, details: problems.slice(0, PROBLEMS_TOLD) } }
}

function keyOf({ country: code, region, taxClass, component, validFrom }: StoredTaxRate): string {
  return JSON.stringify([code, region, taxClass, component, validFrom])
}

function isSame(left: StoredTaxRate, right: StoredTaxRate): boolean {
  const same = left.validTo === right.validTo && left.position === right.position && left.sample === right.sample
  return same && compareDecimals(left.rate, right.rate) === 0
}

function rateText({ country: code, region, taxClass, component, rate, validFrom }: StoredTaxRate): string {
  const place = region === '' ? code : `${code}-${region}`
  return `${place} ${taxClass} ${component} ${formatDecimal(rate)} % from ${formatDay(validFrom)}`
}

/**
 * Whether there is a rate for everything the provider may have to charge on a day. To be asked before invoices are issued:
 * a partner whose rate is missing gets none.
 */
export async function checkTaxRates(session: Session, on: Day): Promise<Outcome<undefined>> {
  const registrations = await listRegistrations(session)
  if (registrations.length === 0) return accept(undefined)
  const rates = await listTaxRates(session)
  const { places, taxClasses } = await listTaxPlaces(session)
  const nets = taxClasses.map((taxClass) => ({ taxClass, amount: 0n }))
  for (const place of places) {
    const buyer = { ...place, taxId: undefined, taxIdState: 'unchecked' } as const
    const assessed = assessTax({ day: on, registrations, rates, exemptions: [], buyer, nets })
    if (!assessed.ok) return assessed
  }
  return accept(undefined)
}

/** Puts a SKU into a tax class, for invoices issued from now on. */
export async function classifySku(
  context: UseCase,
  productId: string,
  skuId: string,
  taxClass: string,
): Promise<Outcome<TaxClass>> {
  if (!isTaxClass(taxClass)) {
    return refuse('malformed', { what: 'taxClass', problem: `one of ${Object.keys(TAX_CLASSES).join(', ')}` })
  }
  const before = await lockTaxClassOfSku(context.session, productId, skuId)
  if (before === undefined) return refuse('not-found', { what: 'SKU', id: `${productId}:${skuId}` })
  if (before === taxClass) return accept(taxClass)
  await setTaxClassOfSku(context.session, productId, skuId, taxClass)
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'sku',
    operationType: 'classify_sku',
    before: { productId, skuId, taxClass: before },
    after: { productId, skuId, taxClass },
  })
  return accept(taxClass)
}
