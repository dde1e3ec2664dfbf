import type { Term } from '../calendar/term.js'
import { type Availability, cyclePriceOf } from '../catalog/availability.js'
import { cycleMonthsOf } from '../catalog/billing-cycle.js'
import { effectiveUnitPrice, type ScopedDiscount } from '../catalog/discount.js'
import { minorDigitsOf } from '../money/currency.js'
import { formatScaled, powerOfTen } from '../money/decimal.js'
import { absolute, divideRounded } from '../money/rounding.js'
import { formatUnitPrice, PRICE_SCALE } from '../money/unit-price.js'
import { amountsOf } from '../proration/derivation.js'
import { PRORATION_POLICIES } from '../proration/policies.js'
import type { ProrationPolicy, ProrationRate } from '../proration/policy.js'
import { prorate } from '../proration/prorate.js'
import type { Charge } from './charge.js'
import { discountWords } from './explain-discount.js'
import { plural, rangeOf } from './explain-words.js'

/** As much of a discount as an explanation says. */
export type ExplainedDiscount = Pick<ScopedDiscount, 'value' | 'promotionId'>

/** One calculation on the way to an amount, for a page: `Daily price`, `4.00 per month / 31 days`, `0.129`. */
export interface ExplanationStep {
  readonly label: string
  readonly expression: string
  readonly result: string
}

/**
 * How a charge was calculated, in one line that anybody can follow with a pocket calculator; it ends in the amount.
 * @param availability the one the charge's derivation names
 * @param discount the one it names, if it names one
 * @example explainCharge(charge, availability)
 * // '4.00 per month / 31 days = 0.129 a day; x 19 days (13 Jan - 31 Jan) = 2.45; x 1 license = 2.45'
 */
export function explainCharge(charge: Charge, availability: Availability, discount?: ExplainedDiscount): string {
  const calculation = calculationOf(charge, availability, discount)
  const chain = calculation.figures.map((figure, index) => {
    const before = calculation.figures[index - 1]
    const goesOn = before !== undefined && [before.result, before.result + before.unit].includes(figure.from)
    return `${goesOn ? '' : `${figure.from} `}${figure.operation} = ${figure.result}${figure.unit}${figure.cut}`
  })
  const kinds = calculation.kinds.length === 0 ? '' : `${calculation.kinds.join(', ')}: `
  const ends = calculation.ends.map((end) => `, ${end.words} ${end.result}`).join('')
  return kinds + chain.join('; ') + ends
}

/** The same calculation as a list, one entry for each figure; the last result is the amount. */
export function explainSteps(
  charge: Charge,
  availability: Availability,
  discount?: ExplainedDiscount,
): ExplanationStep[] {
  const { figures, ends } = calculationOf(charge, availability, discount)
  return [
    ...figures.map(({ label, from, operation, result, cut }) => ({
      label: `${label}${cut}`,
      expression: `${from} ${operation}`,
      result,
    })),
    ...ends.map(({ label, expression, result }) => ({ label, expression, result })),
  ]
}

interface Calculation {
  /** What the charge is besides a price times a quantity: a credit, a flat fee, a free trial. */
  readonly kinds: readonly string[]
  /** The last one is the amount, before `ends`. */
  readonly figures: readonly Figure[]
  /** What becomes of the last figure. */
  readonly ends: readonly End[]
}

interface Figure {
  readonly label: string
  /** What the operation starts with: a price, or the figure before. */
  readonly from: string
  readonly operation: string
  readonly result: string
  /** What the result is, in a sentence: ` a day`, ` per year`. */
  readonly unit: string
  /** ` (cut)` where digits were dropped instead of rounded. */
  readonly cut: string
}

interface End {
  readonly words: string
  readonly label: string
  readonly expression: string
  readonly result: string
}

function calculationOf(charge: Charge, availability: Availability, discount?: ExplainedDiscount): Calculation {
  const { derivation } = charge
  const { direction, priceFrom, days, cycleDays } = derivation
  const kinds: string[] = []
  if (direction === -1) kinds.push('credit')
  if (priceFrom === null) kinds.push('free trial')
  if (availability.flat) kinds.push('flat fee')
  const context = contextOf(charge, availability)
  const figures = days === cycleDays ? wholeCycle(context) : proratedFigures(context)
  return { kinds, figures: [...priceFigures(context, discount), ...figures], ends: endsOf(context) }
}

interface Context {
  readonly charge: Charge
  readonly availability: Availability
  readonly digits: number
  /** The price of a whole cycle, in 10^-8 major units and in words: `4.00 per month`. */
  readonly price: bigint
  readonly priceInWords: string
  /** `2 licenses`, or nothing for a flat fee. */
  readonly licenses: string | null
  /** `19 days`, `31 days` and the dates of the days charged. */
  readonly days: string
  readonly dates: string
}

function contextOf(charge: Charge, availability: Availability): Context {
  const { price, quantity, days } = charge.derivation
  const digits = minorDigitsOf(availability.currency)
  const cycle = cycleWords(availability)
  return {
    charge,
    availability,
    digits,
    price,
    priceInWords: formatUnitPrice(price, digits) + (cycle === null ? '' : ` per ${cycle}`),
    licenses: availability.flat && quantity === 1 ? null : plural(quantity, availability.flat ? 'fee' : 'license'),
    days: plural(days, 'day'),
    dates: datesOf(charge),
  }
}

/** What a discount makes of the list price; and where that is for another length of time than the cycle, the cycle's. */
function priceFigures({ availability, charge, digits, price }: Context, discount?: ExplainedDiscount): Figure[] {
  const { billingCycle, term, pricePer, prices } = availability
  const row = prices.findLast((candidate) => candidate.validFrom === charge.derivation.priceFrom)
  if (row === undefined) return []
  const unitPrice = discount === undefined ? row.unitPrice : effectiveUnitPrice(row.unitPrice, discount.value)
  const per = billingCycle === 'one-time' ? '' : ` per ${termWords(pricePer)}`
  const reduced = discount === undefined ? [] : [reducedFigure(row.unitPrice, unitPrice, discount, digits, per)]
  if (billingCycle === 'one-time' || term.unit !== pricePer.unit) return reduced
  const length = term.unit === 'day' ? term.count : (cycleMonthsOf(billingCycle, term) ?? term.count)
  const divisor = greatestCommonDivisor(length, pricePer.count)
  const [times, by] = [length / divisor, pricePer.count / divisor]
  if (times === by || cyclePriceOf(availability, unitPrice) !== price) return reduced
  const unit = by === 1 && pricePer.count === 1 ? ` ${plural(times, pricePer.unit)}` : ` ${times}`
  return [
    ...reduced,
    {
      label: 'Price of the whole cycle',
      from: formatUnitPrice(unitPrice, digits) + per,
      operation: [times === 1 ? '' : `x${unit}`, by === 1 ? '' : `/ ${by}`].filter((part) => part !== '').join(' '),
      result: formatUnitPrice(price, digits),
      unit: ` per ${cycleWords(availability)}`,
      cut: '',
    },
  ]
}

function reducedFigure(
  listPrice: bigint,
  unitPrice: bigint,
  discount: ExplainedDiscount,
  digits: number,
  per: string,
): Figure {
  const from = formatUnitPrice(listPrice, digits) + per
  const operation = discountWords(discount, listPrice, digits)
  return { ...figure('Price after discount', from, operation, formatUnitPrice(unitPrice, digits)), unit: per }
}

function wholeCycle({ charge, digits, price, priceInWords, licenses }: Context): Figure[] {
  const { quantity } = charge.derivation
  const minor = powerOfTen(PRICE_SCALE - digits)
  const amount = divideRounded(price * BigInt(quantity), minor, 'half-away-from-zero')
  return [figure('Amount', priceInWords, `x ${licenses ?? '1'}`, formatScaled(amount, digits))]
}

/** The figures of a proration policy, rounded exactly where it rounds. */
function proratedFigures(context: Context): Figure[] {
  const { charge, digits, price, priceInWords, licenses, days } = context
  const { policy: id, quantity, days: count, cycleDays } = charge.derivation
  const policy = PRORATION_POLICIES[id]
  const { unitPrice, amount } = prorate(policy, digits, price, quantity, count, cycleDays)
  const byUnit = policy.amount === 'unit-price' && policy.unitPrice !== 'exact'
  const first = policy.rate === null ? [] : [rateFigure(context, policy.rate)]
  const from = first[0]?.result ?? priceInWords
  const operation = operationOf(context, policy.rate, byUnit)
  const cut = cutOf(policy, context)
  if (!byUnit) return [...first, { ...figure('Amount', from, operation, formatScaled(amount, digits)), cut }]

  const unitText = formatScaled(unitPrice / powerOfTen(PRICE_SCALE - digits), digits)
  if (licenses === null) return [...first, { ...figure('Amount', from, operation, unitText), cut }]
  const unit = policy.rate === null ? ' each' : ''
  return [
    ...first,
    { ...figure(`Price of ${days}`, from, operation, unitText), unit, cut },
    figure('Amount', unitText, `x ${licenses}`, formatScaled(amount, digits)),
  ]
}

/** What is done to the rate (or to the price, without one) to get the price of one license, or of all at once. */
function operationOf(context: Context, rate: ProrationRate | null, byUnit: boolean): string {
  const { charge, priceInWords, licenses, days, dates } = context
  const all = byUnit || licenses === null ? '' : ` x ${licenses}`
  switch (rate?.of) {
    case undefined:
      return `${all} x ${days} ${dates} / ${charge.derivation.cycleDays} days`.trim()
    case 'share':
      return `x ${priceInWords}${all}`
    case 'unit':
      return `x ${days} ${dates}${all}`
    case 'line':
      return `x ${days} ${dates}${byUnit && charge.derivation.quantity > 1 ? ` / ${licenses}` : ''}`
  }
}

function rateFigure(context: Context, rate: ProrationRate): Figure {
  const { charge, digits, price, priceInWords, licenses, days, dates } = context
  const { quantity, days: count, cycleDays } = charge.derivation
  if (rate.of === 'share') {
    const share = divideRounded(BigInt(count) * powerOfTen(rate.digits), BigInt(cycleDays), rate.rounding)
    const result = formatScaled(share, rate.digits)
    return figure('Share of the cycle', `${days} ${dates}`, `/ ${cycleDays} days`, result)
  }
  const scale = digits + rate.digits
  const ofLine = rate.of === 'line' && quantity > 1
  const whole = ofLine ? price * BigInt(quantity) : price
  const daily = divideRounded(whole, BigInt(cycleDays) * powerOfTen(PRICE_SCALE - scale), rate.rounding)
  const operation = `${ofLine ? `x ${licenses} ` : ''}/ ${cycleDays} days`
  const label = ofLine ? `Daily price of ${licenses}` : 'Daily price'
  return { ...figure(label, priceInWords, operation, formatScaled(daily, scale)), unit: ' a day' }
}

/** A credit is bounded by what was charged, and has its sign turned. */
function endsOf({ charge, digits }: Context): End[] {
  const { derivation } = charge
  const { amount } = amountsOf(derivation, digits)
  const unlimited = absolute(amountsOf({ ...derivation, limit: null }, digits).amount)
  const size = derivation.direction === 1 ? amount : -amount
  const ends: End[] = []
  if (size !== unlimited) {
    const limit = formatScaled(size, digits)
    const words = derivation.direction === 1 ? 'but no more was credited than' : 'but no more was charged than'
    ends.push({
      words,
      label: 'Limit',
      expression: `${formatScaled(unlimited, digits)}, ${words} ${limit}`,
      result: limit,
    })
  }
  if (derivation.direction === -1) {
    const result = formatScaled(amount, digits)
    ends.push({ words: 'credited as', label: 'Credit', expression: `-1 x ${formatScaled(size, digits)}`, result })
  }
  return ends
}

function figure(label: string, from: string, operation: string, result: string): Figure {
  return { label, from, operation, result, unit: '', cut: '' }
}

/** ` (cut)` where a policy that truncates has dropped something. */
function cutOf(policy: ProrationPolicy, { charge, digits, price }: Context): string {
  const { amount, unitPrice } = policy
  if (amount !== 'toward-zero' && (amount !== 'unit-price' || unitPrice !== 'toward-zero')) return ''
  const up: ProrationPolicy =
    amount === 'toward-zero' ? { ...policy, amount: 'ceiling' } : { ...policy, unitPrice: 'ceiling' }
  const { quantity, days, cycleDays } = charge.derivation
  const [cut, whole] = [policy, up].map((each) => prorate(each, digits, price, quantity, days, cycleDays).amount)
  return cut === whole ? '' : ' (cut)'
}

/** What a price of one cycle is the price of: `month`, `year`, `3 years`; `null` for what is paid once. */
function cycleWords({ billingCycle, term }: Availability): string | null {
  if (billingCycle === 'one-time') return null
  const months = cycleMonthsOf(billingCycle, term)
  return termWords(months === undefined ? term : { unit: 'month', count: months })
}

function termWords({ unit, count }: Term): string {
  const inYears = unit === 'month' && count % 12 === 0
  const length = inYears ? count / 12 : count
  const word = inYears ? 'year' : unit
  return length === 1 ? word : plural(length, word)
}

/** `(13 Jan - 31 Jan)`; says so where the line prints the whole cycle though only these days are charged. */
function datesOf({ start, end, chargeStart, chargeEnd }: Charge): string {
  const dates = rangeOf(start, end)
  const isPrinted = start === chargeStart && end === chargeEnd
  return isPrinted ? `(${dates})` : `(${dates}; the line shows the whole cycle, ${rangeOf(chargeStart, chargeEnd)})`
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right)
}
