import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availabilityCode } from './availability-code.js'

const MAIL = { productId: 'MAIL', skuId: '0001', market: '', currency: 'EUR', segment: 'commercial' }

describe('availabilityCode', () => {
  it('is the same for ever, because clients keep catalogue items', () => {
    expect(availabilityCode(MAIL)).toBe('C9844L30HNSS')
  })

  it('has twelve capital letters and digits', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (productId, skuId) => {
        expect(availabilityCode({ ...MAIL, productId, skuId })).toMatch(/^[0-9A-Z]{12}$/)
      }),
    )
  })

  it('differs for what differs in one thing only', () => {
    const places = [
      MAIL,
      { ...MAIL, skuId: '0002' },
      { ...MAIL, market: 'NL' },
      { ...MAIL, currency: 'USD' },
      { ...MAIL, segment: 'education' },
    ]
    expect(new Set(places.map(availabilityCode)).size).toBe(places.length)
  })

  it('keeps apart the items of a large catalogue', () => {
    const codes = new Set<string>()
    for (let number = 0; number < 20_000; number += 1) codes.add(availabilityCode({ ...MAIL, productId: `P${number}` }))
    expect(codes.size).toBe(20_000)
  })
})
