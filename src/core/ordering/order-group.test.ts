import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderGroupsOf, partition } from './order-group.js'

describe('order groups', () => {
  it('puts what has the same key together and leaves alone what has none', () => {
    expect(orderGroupsOf(['EUR monthly', null, 'EUR annual', 'EUR monthly', null])).toEqual(['0', '1', '2', '0', '3'])
  })

  it('partition lines: every line is in one group, with exactly those that have its key', () => {
    const keys = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: null }), { maxLength: 30 })
    fc.assert(
      fc.property(keys, (all) => {
        const groups = orderGroupsOf(all)
        expect(groups).toHaveLength(all.length)
        for (const [left, group] of groups.entries()) {
          for (const [right, other] of groups.entries()) {
            const together = left === right || (all[left] !== null && all[left] === all[right])
            expect(group === other).toBe(together)
          }
        }
        // Numbered from 0 in order of first appearance, without gaps.
        expect([...new Set(groups)]).toEqual([...new Set(groups)].map((_, index) => String(index)))
      }),
    )
  })

  it('partition loses nothing, repeats nothing and keeps the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 })), (things) => {
        const parts = partition(things, (thing) => String(thing % 3))
        expect([...parts.values()].flat().sort()).toEqual([...things].sort())
        for (const [key, part] of parts) expect(part).toEqual(things.filter((thing) => String(thing % 3) === key))
      }),
    )
  })
})
