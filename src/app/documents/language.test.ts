import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '../../core/calendar/day.js'
import { parseCurrency } from '../../core/money/currency.js'
import { parseDecimal } from '../../core/money/decimal.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { writeAmount, writeDay, writeDecimal, writeMoney, writeNumber, writePercent, writePrice } from './language.js'

const EUR = parseCurrency('EUR')!
const JPY = parseCurrency('JPY')!
const KWD = parseCurrency('KWD')!

describe('texts of a language', () => {
  it.each([
    [123_456_789n, EUR, '1,234,567.89', '1.234.567,89'],
    [-5n, EUR, '-0.05', '-0,05'],
    [0n, EUR, '0.00', '0,00'],
    [-100_000n, EUR, '-1,000.00', '-1.000,00'],
    [99_999n, EUR, '999.99', '999,99'],
    [1_234_567n, JPY, '1,234,567', '1.234.567'],
    [1_234_567n, KWD, '1,234.567', '1.234,567'],
  ])('%s minor units of %s', (amount, currency, english, dutch) => {
    expect(writeAmount(amount, currency, 'en')).toBe(english)
    expect(writeAmount(amount, currency, 'nl')).toBe(dutch)
  })

  it('can be read back: only separators are added', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (amount) => {
        const plain = formatAmount(amount, EUR)
        expect(writeAmount(amount, EUR, 'en').replaceAll(',', '')).toBe(plain)
        expect(writeAmount(amount, EUR, 'nl').replaceAll('.', '').replace(',', '.')).toBe(plain)
      }),
    )
  })

  it('writes money, prices, percentages, numbers and days', () => {
    expect(writeMoney(-100n, EUR, 'nl')).toBe('EUR -1,00')
    expect(writePrice(parseDecimal('0.00012300')!, EUR, 'en')).toBe('0.000123')
    expect(writePrice(parseDecimal('1200')!, EUR, 'nl')).toBe('1.200,00')
    expect(writePrice(parseDecimal('1200.0')!, JPY, 'en')).toBe('1,200')
    expect(writePercent(parseDecimal('21.00')!, 'en')).toBe('21%')
    expect(writePercent(parseDecimal('8.10')!, 'nl')).toBe('8,1 %')
    expect(writeDecimal(parseDecimal('10')!, 'en')).toBe('10')
    expect(writeNumber('1234.5', 'nl')).toBe('1.234,5')
    expect(writeDay(dayOf(2026, 3, 1), 'en')).toBe('1 Mar 2026')
    expect(writeDay(dayOf(2026, 3, 1), 'nl')).toBe('1 mrt 2026')
  })
})
