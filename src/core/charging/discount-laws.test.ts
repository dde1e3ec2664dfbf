// What holds for every discounted charge of random lives; the other laws run on discounted lives as well.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histories, PROPERTY_RUNS, play } from '../../../test/support/histories.js'
import type { Availability } from '../catalog/availability.js'
import type { Discount } from '../catalog/discount.js'
import { absolute } from '../money/rounding.js'
import { reversed } from '../proration/derivation.js'
import type { Charge } from './charge.js'
import { explainCharge } from './explain.js'
import { atListPrice } from './list-price.js'

describe('discounted charges', () => {
  it('are never above the list price, and amount - discount is what was charged, credits included', () => {
    let discounted = 0
    fc.assert(
      fc.property(histories(), (history) => {
        for (const [, { charges }] of play(history).members) {
          for (const charge of charges) {
            const availability = history.catalog.get(charge.derivation.availabilityId)!
            const listed = atListPrice(charge, availability)
            if (charge.derivation.discountId === null) {
              expect([listed.amount, listed.unitPrice]).toEqual([charge.amount, charge.unitPrice])
              continue
            }
            discounted += 1
            expect(absolute(charge.amount)).toBeLessThanOrEqual(absolute(listed.amount))
            expect(availability.discounts.map(({ id }) => id)).toContain(charge.derivation.discountId)
            const back = { ...charge, amount: -charge.amount, derivation: reversed(charge.derivation) }
            expect(atListPrice(back, availability).amount).toBe(-listed.amount)
            expectExplained(charge, availability, history.catalog.get(availability.id)!.discounts)
          }
        }
      }),
      { numRuns: PROPERTY_RUNS },
    )
    expect(discounted).toBeGreaterThan(PROPERTY_RUNS / 10)
  })
})

function expectExplained(charge: Charge, availability: Availability, discounts: readonly Discount[]): void {
  const { value } = discounts.find(({ id }) => id === charge.derivation.discountId)!
  const without = explainCharge(charge, availability)
  const explained = explainCharge(charge, availability, { value, promotionId: 'SPRING' })
  expect(explained).toContain('(SPRING')
  const last = (text: string) => text.split(' ').at(-1)
  expect(last(explained)).toBe(last(without))
}
