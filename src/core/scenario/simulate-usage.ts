import { type Day, formatDay } from '../calendar/day.js'
import { compareDecimals, formatPlainDecimal, parseDecimal } from '../money/decimal.js'
import { formatAmount } from '../money/format-amount.js'
import { effectiveUnitPriceOf } from '../rating/effective-price.js'
import { explainUsage, explainUsageSteps, type UsageStep } from '../rating/explain-usage.js'
import { rateUsage } from '../rating/rate-usage.js'
import type { RatedLine } from '../rating/rated-line.js'
import { unbilledOf } from '../rating/unbilled.js'
import { accept, type Outcome } from '../refusal.js'
import { meteredDays, type UsageScenario } from './usage-scenario.js'

/** A line of usage as JSON says it: days are inclusive, decimals are texts. */
export interface PresentedUsageLine {
  readonly start: string
  readonly end: string
  readonly tier: number
  readonly earnedCredit: number
  readonly unitPrice: string
  readonly consumed: string
  readonly included: string
  readonly quantity: string
  /** In the pricing currency, before it is exchanged. */
  readonly cost: string
  readonly exchangeRate: string
  readonly amount: string
  readonly effectiveUnitPrice: string
  readonly explanation: string
  /** The same calculation as a list; the last result is the amount. */
  readonly steps: readonly UsageStep[]
}

export interface PresentedUsage {
  readonly bills: readonly { readonly lines: readonly PresentedUsageLine[] }[]
}

/** Rates the usage of a scenario invoice by invoice, by the code that bills for real. Refused where a day has no rate. */
export function simulateUsage(scenario: UsageScenario): Outcome<PresentedUsage> {
  const bills: { lines: readonly PresentedUsageLine[] }[] = []
  const billed: RatedLine[] = []
  for (let count = 1; count <= scenario.bills.length; count += 1) {
    const reported = scenario.bills.slice(0, count).flatMap(({ usage }) => usage)
    const rated = rateUsage(meteredDays(reported, scenario.terms.rates), scenario.terms)
    if (!rated.ok) return rated
    const lines = unbilledOf(rated.value, billed)
    billed.push(...lines)
    bills.push({ lines: lines.map((line) => present(line, scenario)) })
  }
  return accept({ bills })
}

function present(line: RatedLine, { terms, unit }: UsageScenario): PresentedUsageLine {
  const { rating, pricingCurrency, billingCurrency } = terms
  const words = { unit: unit === '' ? 'unit' : unit, rating, billingCurrency }
  return {
    start: formatDay(line.start),
    end: formatDay((line.end - 1) as Day),
    tier: line.tier,
    earnedCredit: line.earnedCredit,
    unitPrice: formatPlainDecimal(line.unitPrice),
    consumed: formatPlainDecimal(line.consumed),
    included: formatPlainDecimal(line.included),
    quantity: formatPlainDecimal(line.quantity),
    cost: formatAmount(line.cost, pricingCurrency),
    exchangeRate: formatPlainDecimal(line.exchange.rate),
    amount: formatAmount(line.amount, billingCurrency),
    effectiveUnitPrice: formatPlainDecimal(effectiveUnitPriceOf(line)),
    explanation: explainUsage(line, words),
    steps: explainUsageSteps(line, words),
  }
}

/** Every difference from what a usage scenario expects, in sentences; nothing where all is as expected. */
export function compareUsage(scenario: UsageScenario, { bills }: PresentedUsage): string[] {
  return scenario.bills.flatMap(({ expect }, bill) => {
    if (expect === null) return []
    const { lines } = bills[bill]!
    const name = `invoice ${bill + 1}`
    if (expect.length !== lines.length) return [`${name}: expected ${expect.length} lines, found ${lines.length}`]
    return expect.flatMap((fields, index) =>
      Object.entries(fields).flatMap(([field, expected]) => {
        const found = lines[index]![field as keyof PresentedUsageLine]
        const where = `${name}, line ${index + 1}, ${field}`
        return isSame(String(expected), String(found)) ? [] : [`${where}: expected ${expected}, found ${found}`]
      }),
    )
  })
}

/** Numbers are the same however many zeros they end in. */
function isSame(expected: string, found: string): boolean {
  if (expected === found) return true
  const [left, right] = [parseDecimal(expected), parseDecimal(found)]
  return left !== undefined && right !== undefined && compareDecimals(left, right) === 0
}
