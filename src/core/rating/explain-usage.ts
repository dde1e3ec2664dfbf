import type { UsageTerms } from '../catalog/commerce-profile.js'
import { type Currency, minorDigitsOf } from '../money/currency.js'
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatPlainDecimal,
  formatScaled,
  multiplyDecimals,
} from '../money/decimal.js'
import { WHOLE_PERCENTAGE } from './meter.js'
import type { RatedLine } from './rated-line.js'
import { ZERO } from './tiers.js'
import { wholeOf } from './unbilled.js'

/** One calculation on the way to an amount, of the same shape as those of other charges. */
export interface UsageStep {
  readonly label: string
  readonly expression: string
  readonly result: string
}

/** What an explanation says besides the line. */
export interface UsageWords {
  /** What one unit of quantity is: `1 Hour`. */
  readonly unit: string
  readonly rating: UsageTerms['rating']
  readonly billingCurrency: Currency
}

/**
 * How a line of usage was calculated, in one sentence that anybody can follow with a pocket calculator; it ends in the
 * amount. Nothing in it is rounded but where it says so.
 * @example explainUsage(line, words)
 * // '11 x 0.0808 per 1 GB = 0.8888; rounded to 0.89 EUR'
 */
export function explainUsage(line: RatedLine, words: UsageWords): string {
  return calculationOf(line, words)
    .map(({ sentence }) => sentence)
    .join('; ')
}

/** The same calculation as a list; the last result is the amount. */
export function explainUsageSteps(line: RatedLine, words: UsageWords): UsageStep[] {
  return calculationOf(line, words).map(({ label, expression, result }) => ({ label, expression, result }))
}

interface Figure extends UsageStep {
  readonly sentence: string
}

function calculationOf(line: RatedLine, words: UsageWords): Figure[] {
  const whole = wholeOf(line)
  const exact = whole.parts.reduce(
    (sum, part) => addDecimals(sum, multiplyDecimals(part.quantity, part.unitPrice)),
    ZERO,
  )
  const paid = multiplyDecimals(exact, { coefficient: BigInt(WHOLE_PERCENTAGE - line.earnedCredit), scale: 2 })
  return [
    ...includedFigure(whole),
    ...partFigures(whole, words, exact),
    ...creditFigure(line, exact, paid),
    roundingFigure(whole, words, paid),
    ...exchangeFigure(whole, words),
    ...earlierFigure(line, words),
  ]
}

/** What is left of everything used. */
function includedFigure({ consumed, included, quantity }: RatedLine): Figure[] {
  if (included.coefficient === 0n) return []
  const expression = `${formatPlainDecimal(consumed)} used - ${formatPlainDecimal(included)} included`
  return [figure('Quantity that costs', expression, formatPlainDecimal(quantity))]
}

function partFigures({ parts, quantity, unitPrice }: RatedLine, { unit }: UsageWords, exact: Decimal): Figure[] {
  if (parts.length === 0) {
    return [
      figure(
        'Price of the quantity',
        `${formatPlainDecimal(quantity)} x ${formatPlainDecimal(unitPrice)} per ${unit}`,
        '0',
      ),
    ]
  }
  const figures = parts.map((part) => {
    const label = parts.length === 1 && part.tier === 1 ? 'Price of the quantity' : `Price of tier ${part.tier}`
    const expression = `${formatPlainDecimal(part.quantity)} x ${formatPlainDecimal(part.unitPrice)} per ${unit}`
    return figure(label, expression, formatPlainDecimal(multiplyDecimals(part.quantity, part.unitPrice)))
  })
  if (figures.length === 1) return figures
  return [...figures, figure('All tiers', figures.map(({ result }) => result).join(' + '), formatPlainDecimal(exact))]
}

function creditFigure({ earnedCredit }: RatedLine, exact: Decimal, paid: Decimal): Figure[] {
  if (earnedCredit === 0) return []
  const expression = `${formatPlainDecimal(exact)} x ${WHOLE_PERCENTAGE - earnedCredit} %`
  const words = `less ${earnedCredit} % earned credit: ${expression} = ${formatPlainDecimal(paid)}`
  return [{ label: 'Less the earned credit', expression, result: formatPlainDecimal(paid), sentence: words }]
}

const ROUNDED: Readonly<Record<UsageTerms['rating'], string>> = { plan: 'rounded down', overage: 'rounded' }

function roundingFigure({ cost, pricingCurrency }: RatedLine, { rating }: UsageWords, paid: Decimal): Figure {
  const result = money(cost, pricingCurrency)
  const isExact = compareDecimals(paid, { coefficient: cost, scale: minorDigitsOf(pricingCurrency) }) === 0
  const how = isExact ? 'that is' : `${ROUNDED[rating]} to`
  const label = isExact ? 'Cost' : `Cost, ${ROUNDED[rating]}`
  return { label, expression: formatPlainDecimal(paid), result, sentence: `${how} ${result}` }
}

function exchangeFigure({ cost, amount, exchange, pricingCurrency }: RatedLine, words: UsageWords): Figure[] {
  if (pricingCurrency === words.billingCurrency) return []
  const { billingCurrency, rating } = words
  const exact = multiplyDecimals({ coefficient: cost, scale: minorDigitsOf(pricingCurrency) }, exchange.rate)
  const expression = `${money(cost, pricingCurrency)} x ${formatPlainDecimal(exchange.rate)}`
  const result = money(amount, billingCurrency)
  const isExact = compareDecimals(exact, { coefficient: amount, scale: minorDigitsOf(billingCurrency) }) === 0
  if (isExact) return [figure(`In ${billingCurrency}`, expression, result)]
  const sentence = `${expression} = ${formatPlainDecimal(exact)}, ${ROUNDED[rating]} to ${result}`
  return [{ label: `In ${billingCurrency}, ${ROUNDED[rating]}`, expression, result, sentence }]
}

function earlierFigure({ amount, earlier }: RatedLine, { billingCurrency }: UsageWords): Figure[] {
  if (earlier === null) return []
  const whole = money(amount + earlier.amount, billingCurrency)
  const expression = `${whole} - ${money(earlier.amount, billingCurrency)} on earlier invoices`
  return [figure('Less earlier invoices', expression, money(amount, billingCurrency))]
}

function figure(label: string, expression: string, result: string): Figure {
  return { label, expression, result, sentence: `${expression} = ${result}` }
}

function money(minor: bigint, currency: Currency): string {
  return `${formatScaled(minor, minorDigitsOf(currency))} ${currency}`
}
