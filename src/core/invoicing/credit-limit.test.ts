import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Currency } from '../money/currency.js'
import { availableCredit, type CreditUse, creditLevelOf, mayBuyOnCredit } from './credit-limit.js'

const EUR = 'EUR' as Currency
const NOTHING: CreditUse = { currency: EUR, limit: 100_000n, unpaid: 0n, unbilled: 0n, overpaid: 0n }

describe('a credit limit', () => {
  it('leaves what is neither owed nor charged, and what was paid ahead', () => {
    // 1000.00 - (300.00 + 250.50 - 50.00)
    expect(availableCredit({ ...NOTHING, unpaid: 30_000n, unbilled: 25_050n, overpaid: 5_000n })).toBe(49_950n)
  })

  it.each([
    [100_000n, 0n, 'purchase', true],
    [100_001n, 0n, 'purchase', 'credit-below-purchase'],
    [50_000n, 50_000n, 'licenses', true],
    [50_001n, 50_000n, 'licenses', 'credit-below-licenses'],
    [0n, 99_999n, 'purchase', true],
    [0n, 100_000n, 'purchase', 'credit-limit-reached'],
    [-5_000n, 120_000n, 'licenses', 'credit-limit-reached'],
  ] as const)('lets %s be bought where %s is owed: %s, %s', (incoming, unpaid, kind, expected) => {
    const allowed = mayBuyOnCredit({ ...NOTHING, unpaid }, incoming, kind)
    expect(allowed.ok || allowed.refusal.code).toBe(expected)
  })

  it('says what is left', () => {
    const refused = mayBuyOnCredit({ ...NOTHING, unpaid: 60_000n }, 40_001n, 'purchase')
    expect(!refused.ok && refused.refusal.message).toContain('400.01 EUR is more than the 400.00 EUR left')
  })

  it.each([
    [69_999n, 0],
    [70_000n, 70],
    [84_999n, 70],
    [85_000n, 85],
    [99_999n, 85],
    [100_000n, 100],
    [200_000n, 100],
    [-1n, 0],
  ] as const)('has at %s reached the level %s', (unpaid, level) => {
    expect(creditLevelOf({ ...NOTHING, unpaid })).toBe(level)
  })

  it('of nothing lets nothing be bought, and is used up by the first cent that is owed', () => {
    expect(creditLevelOf({ ...NOTHING, limit: 0n })).toBe(0)
    expect(creditLevelOf({ ...NOTHING, limit: 0n, overpaid: 1n })).toBe(0)
    expect(creditLevelOf({ ...NOTHING, limit: 0n, unpaid: 1n })).toBe(100)
    expect(mayBuyOnCredit({ ...NOTHING, limit: 0n }, 0n, 'purchase').ok).toBe(false)
  })

  it('is never exceeded by what was let through', () => {
    const amount = fc.bigInt(0n, 200_000n)
    fc.assert(
      fc.property(amount, amount, amount, amount, (unpaid, unbilled, overpaid, incoming) => {
        const use = { ...NOTHING, unpaid, unbilled, overpaid }
        if (!mayBuyOnCredit(use, incoming, 'purchase').ok) return
        expect(availableCredit({ ...use, unbilled: unbilled + incoming }) >= 0n).toBe(true)
      }),
    )
  })
})
