import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrency } from '../money/currency.js'
import { parseDecimal } from '../money/decimal.js'
import { type CreditableCharge, type CreditWish, planCredit } from './amendment-credit.js'
import { chargeTaxParts } from './charge-tax.js'
import { cutOf, fractionOfRate, taxOnTotal } from './distribute-tax.js'

const EUR = parseCurrency('EUR')!
const RATES = ['21', '9.975'].map((rate) => parseDecimal(rate)!)

/** Charges of a document with two taxes on each, as they are when it has just been issued. */
function issued(amounts: readonly (readonly bigint[])[]): CreditableCharge[] {
  const charges = amounts.flatMap((line, index) =>
    line.map((amount, number) => ({
      key: { subscriptionId: `s-${index}`, chargeNumber: number + 1 },
      lineNumber: index + 1,
      amount,
    })),
  )
  const net = charges.reduce((sum, { amount }) => sum + amount, 0n)
  const taxes = RATES.map((rate) => {
    const fraction = fractionOfRate(rate)
    const cut = cutOf(charges, fraction, taxOnTotal(net, fraction))
    return { source: 'charges', taxClass: 'standard', rate, cut } as const
  })
  const partsOf = chargeTaxParts(taxes)
  return charges.map((charge) => {
    const own = partsOf('standard', charge.amount, charge.key)
    return { ...charge, taxClass: 'standard', taxes: own, rest: charge.amount, restTaxes: own }
  })
}

/** What is left after a plan. */
function leftOf(charges: readonly CreditableCharge[], wishes: readonly CreditWish[]): CreditableCharge[] | undefined {
  const planned = planCredit(charges, wishes, EUR)
  if (!planned.ok) return undefined
  return charges.map((charge) => {
    const credit = planned.value.find((one) => one.charge === charge)
    if (credit === undefined) return charge
    const restTaxes = charge.restTaxes.map((tax, index) => tax - credit.taxes[index]!)
    return { ...charge, rest: charge.rest - credit.amount, restTaxes }
  })
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)

/** Whether `part` lies between zero and `whole`. */
const lies = (part: bigint, whole: bigint) => (whole < 0n ? part <= 0n && part >= whole : part >= 0n && part <= whole)

const documents = fc.array(fc.array(fc.bigInt(-5_000n, 20_000n), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 4,
})

const steps = fc.array(
  fc.record({
    line: fc.nat(3),
    charge: fc.nat(5),
    by: fc.constantFrom('charge', 'line', 'percent', 'rest'),
    amount: fc.option(fc.bigInt(1n, 30_000n), { nil: undefined }),
  }),
  { maxLength: 12 },
)

type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never

function wishesOf({ line, charge, by, amount }: Step): CreditWish[] {
  const lineNumber = line + 1
  if (by === 'rest') return []
  if (by === 'line') return [{ lineNumber, amount, percent: undefined }]
  if (by === 'percent') {
    return [{ lineNumber, amount: undefined, percent: { numerator: (amount ?? 1n) % 100n, denominator: 100n } }]
  }
  return [{ charge: { subscriptionId: `s-${line}`, chargeNumber: charge + 1 }, amount }]
}

describe('credits', () => {
  it('never take back more than was charged: of a charge, its taxes, a line or the document', () => {
    fc.assert(
      fc.property(documents, steps, (amounts, taken) => {
        const original = issued(amounts)
        let charges = original
        for (const step of taken) charges = leftOf(charges, wishesOf(step)) ?? charges
        for (const [index, charge] of charges.entries()) {
          expect(lies(charge.rest, original[index]!.amount)).toBe(true)
          for (const [component, tax] of charge.restTaxes.entries()) {
            expect(lies(tax, original[index]!.taxes[component]!)).toBe(true)
          }
          if (charge.rest === 0n && charge.amount !== 0n) expect(charge.restTaxes).toEqual([0n, 0n])
        }
        for (const line of new Set(charges.map(({ lineNumber }) => lineNumber))) {
          const of = charges.filter(({ lineNumber }) => lineNumber === line)
          expect(lies(sum(of.map(({ rest }) => rest)), sum(of.map(({ amount }) => amount)))).toBe(true)
        }
        expect(lies(sum(charges.map(({ rest }) => rest)), sum(charges.map(({ amount }) => amount)))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('take back everything in the end, to the last unit of tax', () => {
    fc.assert(
      fc.property(documents, steps, (amounts, taken) => {
        let charges = issued(amounts)
        for (const step of taken) charges = leftOf(charges, wishesOf(step)) ?? charges
        const empty = leftOf(charges, [])!
        expect(empty.every(({ rest }) => rest === 0n)).toBe(true)
        expect(
          empty.filter(({ amount }) => amount !== 0n).every(({ restTaxes }) => restTaxes.every((tax) => tax === 0n)),
        ).toBe(true)
      }),
    )
  })

  it('share an amount out over a line exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, 9_999n), { minLength: 1, maxLength: 20 }), fc.nat(), (line, seed) => {
        const charges = issued([line])
        const whole = sum(line)
        const amount = (BigInt(seed) % whole) + 1n
        const left = leftOf(charges, [{ lineNumber: 1, amount, percent: undefined }])!
        expect(sum(left.map(({ rest }) => rest))).toBe(whole - amount)
      }),
    )
  })

  it('round the taxes of parts together: 1,000 credits of ten cents bear 21 euros of tax, not 20', () => {
    const charges = issued([Array.from({ length: 1_000 }, () => 100n)])
    const left = leftOf(charges, [{ lineNumber: 1, amount: 10_000n, percent: undefined }])!
    expect(sum(left.map(({ restTaxes }) => restTaxes[0]!))).toBe(21_000n - 2_100n)
  })
})
