import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readNames } from './read-names.js'
import { maybe, wireEnum } from './schema/wire.js'

const part = z.object({ skuId: z.string(), excludedPlans: maybe(z.array(z.string())) })
const schema = z.object({
  userName: maybe(z.string()),
  passwordProfile: maybe(z.object({ password: z.string(), forceChange: z.boolean().default(true) })),
  licenses: z.array(part).optional(),
  state: maybe(wireEnum(['active', 'inactive'])),
  either: z.union([z.array(part), part]).optional(),
  labels: z.record(z.string(), part).optional(),
})

const read = (value: unknown) => schema.parse(readNames(schema, value))

describe('names of a request', () => {
  it('are read in any casing, however deep', () => {
    const wanted = {
      userName: 'ida',
      passwordProfile: { password: 'P', forceChange: false },
      licenses: [{ skuId: 'a', excludedPlans: ['p'] }],
      state: 'active',
      either: { skuId: 'b', excludedPlans: undefined },
      labels: { Kept_AsIs: { skuId: 'c', excludedPlans: undefined } },
    }
    const given = {
      UserName: 'ida',
      PASSWORDPROFILE: { Password: 'P', forcechange: false },
      Licenses: [{ SkuId: 'a', ExcludedPlans: ['p'] }],
      State: 0,
      Either: { SKUID: 'b' },
      Labels: { Kept_AsIs: { SkuId: 'c' } },
    }
    expect(read(given)).toEqual(wanted)
    expect(read({ ...given, Either: [{ SkuId: 'b' }] }).either).toEqual([{ skuId: 'b' }])
  })

  it('that come twice take the spelling of the schema', () => {
    expect(read({ UserName: 'wrong', userName: 'right' }).userName).toBe('right')
    expect(read({ userName: 'right', UserName: 'wrong' }).userName).toBe('right')
    expect(read({ USERNAME: 'first', UserName: 'last' }).userName).toBe('last')
    expect(read({ userName: null, UserName: 'given' }).userName).toBe('given')
    expect(read({ UserName: 'given', userName: null }).userName).toBe('given')
  })

  it('that are unknown are dropped, and cannot reach the prototype', () => {
    const given = JSON.parse('{"__proto__":{"userName":"x"},"constructor":{"prototype":{"y":1}},"other":1}')
    const renamed = readNames(schema, given) as object
    expect(Object.keys(renamed)).toEqual([])
    expect(Object.getPrototypeOf(renamed)).toBe(Object.prototype)
    expect(({} as { y?: number }).y).toBeUndefined()
    const labels = JSON.parse('{"labels":{"__proto__":{"SkuId":"c"}}}')
    const read = readNames(schema, labels) as { labels: object }
    expect(Object.getPrototypeOf(read.labels)).toBe(Object.prototype)
  })

  it('leave alone what is no object where one is expected', () => {
    for (const value of [null, undefined, 1, 'a', [], [1], true]) expect(readNames(schema, value)).toEqual(value)
    expect(readNames(schema, { Licenses: 'none', PasswordProfile: [1] })).toEqual({
      licenses: 'none',
      passwordProfile: [1],
    })
  })

  it('of a body nested deeper than the stack cost nothing', () => {
    let deep: unknown = 'end'
    for (let level = 0; level < 200_000; level += 1) deep = [deep]
    expect(() => readNames(schema, { licenses: deep, unknown: deep })).not.toThrow()
  })

  it('are found whatever their casing (law)', () => {
    const casing = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(casing, fc.string(), (upper, value) => {
        const name = [...'userName'].map((letter, at) => (upper[at]! ? letter.toUpperCase() : letter.toLowerCase()))
        expect(readNames(schema, { [name.join('')]: value })).toEqual({ userName: value })
      }),
    )
  })
})
