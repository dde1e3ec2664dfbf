import { type Day, formatDay } from '../calendar/day.js'
import { type Decimal, decimalOf, formatPlainDecimal } from '../money/decimal.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import { fractionOfRate, taxOnTotal } from './distribute-tax.js'
import type { TaxCategory } from './tax-category.js'
import { TAX_CLASSES, type TaxClass } from './tax-class.js'
import { placeName, type TaxPlace, taxPlaceOf } from './tax-territory.js'
import {
  decideTreatment,
  type FreeOfTax,
  fill,
  TAX_TREATMENTS,
  type TaxedBuyer,
  type TaxRegistration,
  type TaxTreatment,
} from './tax-treatment.js'

/** A rate from a day on, until a later row of the same component or its own end. */
export interface TaxRate extends TaxPlace {
  readonly taxClass: TaxClass
  /** Such as `VAT`, `GST/HST`; several components of a place and class are charged side by side. */
  readonly component: string
  /** Order of the component on documents, from 1. */
  readonly position: number
  /** Percent. */
  readonly rate: Decimal
  readonly validFrom: Day
  /** First day on which it no longer holds; `undefined` for an open end. */
  readonly validTo: Day | undefined
}

/** Frees a buyer from tax it would be charged. Empty lists and texts leave open what they do not narrow. */
export interface TaxExemption {
  readonly country: string
  readonly region: string
  readonly taxClasses: readonly TaxClass[]
  readonly components: readonly string[]
  readonly validFrom: Day
  /** First day on which it no longer holds; `undefined` for an open end. */
  readonly validTo: Day | undefined
  /** Number of the certificate. */
  readonly certificate: string
  /** As the document is to say it. */
  readonly reason: string
}

/** What an engine is asked. Everything is as of `day`, the date of the invoice. */
export interface TaxQuestion {
  readonly day: Day
  readonly registrations: readonly TaxRegistration[]
  readonly buyer: TaxedBuyer
  readonly exemptions: readonly TaxExemption[]
  readonly rates: readonly TaxRate[]
  /** What is taxed, each by itself. */
  readonly nets: readonly TaxedNet[]
}

export interface TaxedNet {
  readonly taxClass: TaxClass
  /** Minor units before tax; may be negative. */
  readonly amount: bigint
}

/** One tax on one net amount. */
export interface TaxComponent {
  readonly category: TaxCategory
  readonly name: string
  /** Percent; zero where no tax is charged. */
  readonly rate: Decimal
  /** Minor units. */
  readonly taxable: bigint
  readonly tax: bigint
  /** Why there is no tax, as the law wants it said; empty where there is. */
  readonly exemptionReason: string
  /** Code of the VATEX list; empty where there is none. */
  readonly exemptionCode: string
  /** For people who ask why. */
  readonly why: string
}

export interface TaxAssessment {
  readonly treatment: TaxTreatment
  readonly why: string
  /** One entry for each net asked about, in the same order, with at least one component. */
  readonly nets: readonly (TaxedNet & { readonly components: readonly TaxComponent[] })[]
}

/**
 * Says what tax an invoice bears. `undefined` where the seller is not registered for any tax on that day; refused where
 * a rate is missing.
 */
export type TaxEngine = (question: TaxQuestion) => Outcome<TaxAssessment | undefined>

/** The engine that works on the rates of the provider. */
export const assessTax: TaxEngine = (question) => {
  const { day, registrations, buyer } = question
  const decision = decideTreatment(registrations, buyer, day)
  if (decision === undefined) return accept(undefined)
  const { treatment, place, why } = decision
  const { free } = TAX_TREATMENTS[treatment]
  const nets: (TaxedNet & { readonly components: readonly TaxComponent[] })[] = []
  for (const net of question.nets) {
    const components = free === undefined ? chargedOn(net, place, question) : accept([freeOf(net, free, why)])
    if (!components.ok) return components
    nets.push({ ...net, components: components.value })
  }
  return accept({ treatment, why, nets })
}

const NO_RATE = decimalOf(0n)

/** Sentences of a component; `{name}` is the tax, `{taxed}` the place. */
export const TAX_COMPONENT_WHY = {
  rated: '{name} of {taxed} for {taxClass} is {rate} % since {since}.',
  instead: '{taxed} has no rate of its own for {taxClass}: {name} at the standard rate is {rate} % since {since}.',
  zero: 'What is sold is {taxClass}: {what}.',
  exempt: 'What is sold is {taxClass}: {what}.',
  certificate: 'Certificate {certificate} exempts the buyer from {name} of {taxed} since {since}.',
} as const

function freeOf({ amount }: TaxedNet, { category, name, reason, code }: FreeOfTax, why: string): TaxComponent {
  const texts = { exemptionReason: reason, exemptionCode: code, why }
  return { category, name, rate: NO_RATE, taxable: amount, tax: 0n, ...texts }
}

function chargedOn(net: TaxedNet, place: TaxPlace, question: TaxQuestion): Outcome<TaxComponent[]> {
  const { kind, otherwise, what } = TAX_CLASSES[net.taxClass]
  const own = ratesOf(question, place, net.taxClass)
  const rates = own.length > 0 || otherwise === undefined ? own : ratesOf(question, place, otherwise)
  if (rates.length === 0) {
    return refuse('tax-rate-missing', { place: placeName(place), taxClass: net.taxClass, day: formatDay(question.day) })
  }
  const components = rates.map((row): TaxComponent => {
    const { component: name, rate, validFrom } = row
    const common = { name, taxable: net.amount, exemptionReason: '', exemptionCode: '' }
    const words = { name, taxed: placeName(place), taxClass: net.taxClass, what, rate: formatPlainDecimal(rate) }
    const since = formatDay(validFrom)
    if (kind !== 'rated') {
      const why = fill(TAX_COMPONENT_WHY[kind], words)
      const reason = kind === 'exempt' ? { exemptionReason: 'Exempt supply' } : {}
      return { ...common, ...reason, category: kind === 'zero' ? 'Z' : 'E', rate: NO_RATE, tax: 0n, why }
    }
    const exemption = question.exemptions.find((given) => exempts(given, row, net.taxClass, place, question.day))
    if (exemption !== undefined) {
      const { certificate, reason: exemptionReason } = exemption
      const why = fill(TAX_COMPONENT_WHY.certificate, { ...words, certificate, since: formatDay(exemption.validFrom) })
      return { ...common, category: 'E', rate: NO_RATE, tax: 0n, exemptionReason, why }
    }
    const why = fill(own.length > 0 ? TAX_COMPONENT_WHY.rated : TAX_COMPONENT_WHY.instead, { ...words, since })
    const category = rate.coefficient === 0n ? 'Z' : 'S'
    return { ...common, category, rate, tax: taxOnTotal(net.amount, fractionOfRate(rate)), why }
  })
  return accept(components)
}

/** The rates of a class on the day, one for each component: those of the region, or of the country where it has none. */
function ratesOf({ rates, day }: TaxQuestion, place: TaxPlace, taxClass: TaxClass): TaxRate[] {
  for (const region of new Set([place.region, ''])) {
    const latest = new Map<string, TaxRate>()
    for (const row of rates) {
      if (row.country !== place.country || row.region !== region || row.taxClass !== taxClass) continue
      if (row.validFrom > day) continue
      const known = latest.get(row.component)
      if (known === undefined || known.validFrom < row.validFrom) latest.set(row.component, row)
    }
    const found = [...latest.values()].filter(({ validTo }) => validTo === undefined || day < validTo)
    if (found.length > 0) {
      return found.sort((a, b) => a.position - b.position || (a.component < b.component ? -1 : 1))
    }
  }
  return []
}

function exempts(given: TaxExemption, row: TaxRate, taxClass: TaxClass, place: TaxPlace, day: Day): boolean {
  const { country, region } = taxPlaceOf(given)
  return (
    country === place.country &&
    (region === '' || region === place.region) &&
    (given.taxClasses.length === 0 || given.taxClasses.includes(taxClass)) &&
    (given.components.length === 0 || given.components.includes(row.component)) &&
    given.validFrom <= day &&
    (given.validTo === undefined || day < given.validTo)
  )
}
