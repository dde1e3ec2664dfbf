import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listCurrencies, parseCurrency } from './currency.js'
import { amountProblem, formatAmount, parseAmount, parseTypedAmount } from './format-amount.js'

const usd = parseCurrency('USD')!
const jpy = parseCurrency('JPY')!
const kwd = parseCurrency('KWD')!
const clf = parseCurrency('CLF')!

describe('formatAmount', () => {
  it.each([
    [-387n, usd, '-3.87'],
    [0n, usd, '0.00'],
    [5n, usd, '0.05'],
    [123456789n, usd, '1234567.89'],
    [-500n, jpy, '-500'],
    [1n, kwd, '0.001'],
    [-12345n, clf, '-1.2345'],
    [2n ** 63n, usd, '92233720368547758.08'],
  ] as const)('%s %s is %s', (amount, currency, text) => {
    expect(formatAmount(amount, currency)).toBe(text)
    expect(parseAmount(text, currency)).toBe(amount)
  })

  it('is undone by parseAmount in every currency', () => {
    const amount = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
    fc.assert(
      fc.property(amount, fc.constantFrom(...listCurrencies()), (value, currency) => {
        expect(parseAmount(formatAmount(value, currency), currency)).toBe(value)
      }),
    )
  })
})

describe('parseAmount', () => {
  it.each([
    ['3', usd, 300n],
    ['3.8', usd, 380n],
    ['3.8700', usd, 387n],
    ['500.00', jpy, 500n],
    ['-0.00', usd, 0n],
  ] as const)('reads %s %s, with fewer digits or with zeros after them', (text, currency, amount) => {
    expect(parseAmount(text, currency)).toBe(amount)
  })

  it.each([
    ['3.875', usd],
    ['0.5', jpy],
    ['0.0001', kwd],
    ['', usd],
    ['1e2', usd],
    ['$3.00', usd],
    ['3,00', usd],
  ] as const)('refuses %s %s', (text, currency) => {
    expect(parseAmount(text, currency)).toBeUndefined()
  })
})

describe('parseTypedAmount', () => {
  it.each([
    ['1250', usd, 125_000n],
    ['1.25', usd, 125n],
    ['1.2', usd, 120n],
    ['1.250', kwd, 1_250n],
    ['1250', jpy, 1_250n],
    ['-1.25', usd, -125n],
  ] as const)('reads %s %s', (text, currency, amount) => {
    expect(parseTypedAmount(text, currency)).toBe(amount)
  })

  it.each([
    ['1.250', usd, '1.250 is no amount of USD such as 1250.50, with at most 2 digits after the point'],
    ['1.000', jpy, '1.000 is no amount of JPY such as 1250, without a point'],
    ['1.0000', kwd, '1.0000 is no amount of KWD such as 1250.50, with at most 3 digits after the point'],
    ['1,25', usd, '1,25 is no amount of USD such as 1250.50, with at most 2 digits after the point'],
  ] as const)('refuses %s %s, which may be meant as thousands', (text, currency, problem) => {
    expect(parseTypedAmount(text, currency)).toBeUndefined()
    expect(amountProblem(text, currency)).toBe(problem)
  })
})
