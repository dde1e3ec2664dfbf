import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histories, PROPERTY_RUNS, play } from '../../../test/support/histories.js'
import type { Availability } from '../catalog/availability.js'
import { formatAmount } from '../money/format-amount.js'
import { absolute, divideRounded } from '../money/rounding.js'
import { PRORATION_POLICIES } from '../proration/policies.js'
import { parseScenario } from '../scenario/parse-scenario.js'
import { simulate } from '../scenario/simulate.js'
import type { Charge } from './charge.js'
import { explainCharge, explainSteps } from './explain.js'

const MONTHLY = { term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00', pricePer: 'P1M' }
const PURCHASE = { on: '2018-01-13', type: 'purchase', quantity: 1 }

/** The sentences for all lines of a scenario, also of later files. */
function sentences(given: Record<string, unknown>): string[] {
  return linesOf(given).map(({ charge, availability }) => explainCharge(charge, availability))
}

function linesOf(given: Record<string, unknown>): { charge: Charge; availability: Availability }[] {
  const defaults = { title: 'A test', profile: 'license', currency: 'USD', billingDay: 15, offer: MONTHLY }
  const parsed = parseScenario({ ...defaults, until: '2018-02-15', ...given })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { files, later, refusals } = simulate(parsed.scenario)
  expect(refusals).toEqual([])
  return [...files, ...later].flatMap((file) => file.lines)
}

describe('explainCharge', () => {
  it('explains whole cycles, their reversal, and stretches by the day', () => {
    const changed = { on: '2018-02-01', type: 'changeQuantity', quantity: 2 }
    expect(sentences({ events: [PURCHASE, changed] })).toEqual([
      '4.00 per month x 1 license = 4.00',
      'credit: 4.00 per month x 1 license = 4.00, credited as -4.00',
      '4.00 per month / 31 days = 0.129 a day; x 19 days (13 Jan - 31 Jan) = 2.45; x 1 license = 2.45',
      '4.00 per month / 31 days = 0.129 a day; x 12 days (1 Feb - 12 Feb) = 1.55; x 2 licenses = 3.10',
      '4.00 per month x 2 licenses = 8.00',
    ])
  })

  it('explains prorated credits', () => {
    expect(sentences({ events: [PURCHASE, { on: '2018-03-01', type: 'suspend' }], until: '2018-03-15' }).at(-1)).toBe(
      'credit: 4.00 per month / 28 days = 0.143 a day; x 12 days (1 Mar - 12 Mar) = 1.72; x 1 license = 1.72, credited as -1.72',
    )
  })

  it('starts from the list price, and names the years where there are two', () => {
    const changed = { on: '2018-02-01', type: 'changeQuantity', quantity: 2 }
    const offer = { ...MONTHLY, billingCycle: 'annual' }
    expect(sentences({ offer, events: [PURCHASE, changed] })).toEqual([
      '4.00 per month x 12 months = 48.00 per year; x 1 license = 48.00',
      'credit: 4.00 per month x 12 months = 48.00 per year; x 1 license = 48.00, credited as -48.00',
      '4.00 per month x 12 months = 48.00 per year; / 365 days = 0.13 a day; x 19 days (13 Jan - 31 Jan) = 2.47; x 1 license = 2.47',
      '4.00 per month x 12 months = 48.00 per year; x 2 licenses / 365 days = 0.26 a day; ' +
        'x 346 days (1 Feb 2018 - 12 Jan 2019) / 2 licenses = 44.98; x 2 licenses = 89.96',
    ])
  })

  it.each([
    ['annual', 'P3Y', 'P1Y', '100.00 per year x 1 license = 100.00'],
    ['upfront', 'P3Y', 'P1Y', '100.00 per year x 3 = 300.00 per 3 years; x 1 license = 300.00'],
    ['monthly', 'P1Y', 'P1Y', '100.00 per year / 12 = 8.33 per month; x 1 license = 8.33'],
    ['upfront', 'P1Y', 'P18M', '100.00 per 18 months x 2 / 3 = 66.67 per year; x 1 license = 66.67'],
    ['one-time', 'P1M', 'P1M', '100.00 x 1 license = 100.00'],
  ])('explains what a %s cycle of %s costs at a price for %s', (billingCycle, term, pricePer, sentence) => {
    const offer = { term, billingCycle, unitPrice: '100.00', pricePer }
    expect(sentences({ profile: 'one-time-recurring', offer, events: [PURCHASE] })[0]).toBe(sentence)
  })

  it('says so where a line shows the whole cycle and charges the rest of it', () => {
    const changed = { on: '2019-06-11', type: 'changeQuantity', quantity: 2 }
    const events = [{ ...PURCHASE, on: '2019-06-10' }, changed]
    const offer = { ...MONTHLY, term: 'P1M' }
    expect(sentences({ profile: 'one-time-recurring', offer, events, until: '2019-07-08' }).slice(1)).toEqual([
      'credit: 4.00 per month x 29 days (11 Jun - 9 Jul; the line shows the whole cycle, 10 Jun - 9 Jul) / 30 days = 3.87 each; ' +
        'x 1 license = 3.87, credited as -3.87',
      '4.00 per month x 29 days (11 Jun - 9 Jul; the line shows the whole cycle, 10 Jun - 9 Jul) / 30 days = 3.87 each; ' +
        'x 2 licenses = 7.74',
    ])
  })

  it('explains flat fees and free trials', () => {
    const offer = { ...MONTHLY, term: 'P1M', flat: true, trial: 'P1M' }
    const events = [{ ...PURCHASE, quantity: 5 }]
    expect(sentences({ profile: 'saas', offer, events, until: '2018-02-15' })).toEqual([
      'free trial, flat fee: 0.00 per month x 1 = 0.00',
      'flat fee: 4.00 per month x 1 = 4.00',
    ])
  })

  const halfway = { on: '2018-02-10', type: 'changeQuantity', quantity: 3 }
  const days = 'x 3 days (10 Feb - 12 Feb)'
  it.each([
    [
      'published',
      `4.00 per month x 3 licenses / 31 days = 0.39 a day; ${days} / 3 licenses = 0.39; x 3 licenses = 1.17`,
    ],
    ['daily-3', `4.00 per month / 31 days = 0.129 a day; ${days} = 0.39; x 3 licenses = 1.17`],
    ['unit', `4.00 per month ${days} / 31 days = 0.39 each; x 3 licenses = 1.17`],
    ['line', `4.00 per month x 3 licenses ${days} / 31 days = 1.16`],
    ['ratio-3', '3 days (10 Feb - 12 Feb) / 31 days = 0.097; x 4.00 per month x 3 licenses = 1.16'],
    ['unit-truncated', `4.00 per month ${days} / 31 days = 0.38 each (cut); x 3 licenses = 1.14`],
    ['line-truncated', `4.00 per month x 3 licenses ${days} / 31 days = 1.16 (cut)`],
  ])('explains the policy %s', (proration, sentence) => {
    expect(Object.keys(PRORATION_POLICIES)).toContain(proration)
    expect(sentences({ proration, events: [PURCHASE, halfway] })).toContain(sentence)
  })

  it.each([
    ['published', '4.00 per month / 31 days = 0.13 a day; x 3 days (10 Feb - 12 Feb) = 0.39'],
    ['line', '4.00 per month x 3 days (10 Feb - 12 Feb) / 31 days = 0.39'],
    ['ratio-3', '3 days (10 Feb - 12 Feb) / 31 days = 0.097; x 4.00 per month = 0.39'],
  ])('explains a flat fee under the policy %s', (proration, sentence) => {
    const suspended = { on: '2018-02-10', type: 'suspend' }
    const reactivated = { on: '2018-02-10', type: 'reactivate' }
    const offer = { ...MONTHLY, flat: true }
    const events = [{ ...PURCHASE, on: '2017-12-13', quantity: 5 }, suspended, reactivated]
    const all = sentences({ proration, offer: { ...offer, billingCycle: 'monthly' }, events, until: '2018-02-12' })
    expect(all).toContain(`credit, flat fee: ${sentence}, credited as -0.39`)
    expect(all).toContain(`flat fee: ${sentence}`)
  })

  it.each([
    ['JPY', '400', '400 per month / 31 days = 12.9 a day; x 19 days (13 Jan - 31 Jan) = 245; x 1 license = 245'],
    [
      'KWD',
      '4.000',
      '4.000 per month / 31 days = 0.1290 a day; x 19 days (13 Jan - 31 Jan) = 2.451; x 1 license = 2.451',
    ],
  ])('uses the digits of %s', (currency, unitPrice, sentence) => {
    const changed = { on: '2018-02-01', type: 'changeQuantity', quantity: 2 }
    expect(sentences({ currency, offer: { ...MONTHLY, unitPrice }, events: [PURCHASE, changed] })).toContain(sentence)
  })

  it('shows prices finer than the minor unit, and single days', () => {
    const offer = { ...MONTHLY, unitPrice: '0.045' }
    const changed = { on: '2018-01-14', type: 'changeQuantity', quantity: 200 }
    const all = sentences({ offer, proration: 'line', events: [{ ...PURCHASE, quantity: 3 }, changed] })
    expect(all[0]).toBe('0.045 per month x 3 licenses = 0.14')
    expect(all).toContain('0.045 per month x 3 licenses x 1 day (13 Jan) / 31 days = 0.00')
  })

  it('says where a credit stops at what was charged', () => {
    const events = [
      { ...PURCHASE, on: '2020-01-02' },
      { on: '2020-02-03', type: 'convert', toOffer: { unitPrice: '9.00' } },
    ]
    const offer = { ...MONTHLY, unitPrice: '1.89' }
    const lines = linesOf({ offer, proration: 'published', events, until: '2020-03-15' })
    const credit = lines.find(({ charge }) => charge.amount < 0n)!
    expect(explainCharge(credit.charge, credit.availability)).toBe(
      'credit: 1.89 per month / 29 days = 0.07 a day; x 28 days (3 Feb - 1 Mar) = 1.96; x 1 license = 1.96, ' +
        'but no more was charged than 1.89, credited as -1.89',
    )
  })
})

describe('explainSteps', () => {
  it('gives the same calculation as a list', () => {
    const offer = { ...MONTHLY, billingCycle: 'annual' }
    const changed = { on: '2018-02-01', type: 'changeQuantity', quantity: 2 }
    const { charge, availability } = linesOf({ offer, events: [PURCHASE, changed] }).at(-1)!
    expect(explainSteps(charge, availability)).toEqual([
      { label: 'Price of the whole cycle', expression: '4.00 per month x 12 months', result: '48.00' },
      { label: 'Daily price of 2 licenses', expression: '48.00 per year x 2 licenses / 365 days', result: '0.26' },
      {
        label: 'Price of 346 days',
        expression: '0.26 x 346 days (1 Feb 2018 - 12 Jan 2019) / 2 licenses',
        result: '44.98',
      },
      { label: 'Amount', expression: '44.98 x 2 licenses', result: '89.96' },
    ])
  })

  it('ends a credit with its sign', () => {
    const { charge, availability } = linesOf({ events: [PURCHASE, { on: '2018-01-20', type: 'cancel' }] }).at(-1)!
    expect(explainSteps(charge, availability)).toEqual([
      { label: 'Amount', expression: '4.00 per month x 1 license', result: '4.00' },
      { label: 'Credit', expression: '-1 x 4.00', result: '-4.00' },
    ])
  })
})

describe('laws of explanations', () => {
  it('a sentence ends in the amount, and every figure in it can be computed again from what it says', () => {
    let explained = 0
    fc.assert(
      fc.property(histories(), (history) => {
        for (const { charges } of play(history).members.values()) {
          for (const charge of charges) {
            const availability = history.catalog.get(charge.derivation.availabilityId)!
            const sentence = explainCharge(charge, availability)
            const steps = explainSteps(charge, availability)
            const amount = formatAmount(charge.amount, availability.currency)
            expect(
              sentence
                .replace(/ \(cut\)$/, '')
                .split(' ')
                .at(-1),
              sentence,
            ).toBe(amount)
            expect(steps.at(-1)!.result, sentence).toBe(amount)
            expect(sentence).not.toMatch(/undefined|NaN| {2}|[^\x20-\x7e]/)
            for (const { label, expression, result } of steps) {
              if (label !== 'Limit')
                expect(computed(expression, result, label), `${sentence}\n${expression}`).toBe(result)
            }
            explained += 1
          }
        }
      }),
      { numRuns: PROPERTY_RUNS },
    )
    expect(explained).toBeGreaterThan(PROPERTY_RUNS)
  })
})

/** What a person with a pocket calculator gets for an expression, with the digits of `result`. */
function computed(expression: string, result: string, label: string): string {
  const plain = expression
    .replace(/\([^)]*\)/g, '')
    .replace(/per (\d+ )?(day|month|year)s?/g, '')
    .replace(/(day|month|license|fee)s?/g, '')
  const [first, ...operations] = plain.trim().split(/\s+/)
  let [numerator, denominator] = fraction(first!)
  for (let index = 0; index < operations.length; index += 2) {
    const [top, bottom] = fraction(operations[index + 1]!)
    if (operations[index] === 'x') [numerator, denominator] = [numerator * top, denominator * bottom]
    else if (operations[index] === '/') [numerator, denominator] = [numerator * bottom, denominator * top]
    else throw new Error(`unknown operation in ${expression}`)
  }
  const scale = result.split('.')[1]?.length ?? 0
  const rounding = label.endsWith('(cut)') ? 'toward-zero' : 'half-away-from-zero'
  const value = divideRounded(numerator * 10n ** BigInt(scale), denominator, rounding)
  const digits = String(absolute(value)).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return value < 0n ? `-${text}` : text
}

function fraction(text: string): [bigint, bigint] {
  const [whole, decimals = ''] = text.split('.')
  return [BigInt(whole! + decimals), 10n ** BigInt(decimals.length)]
}
