import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, parseDay } from '../calendar/day.js'
import { type Buyer, eligibilityOf, isAddOnOf, isOfferedTo, type OwnedSku, type SaleRules } from './eligibility.js'

const TODAY = parseDay('2026-03-10')!
const LATER = parseDay('2026-04-01')!

const OFFER: SaleRules = {
  sku: 'MAIL:0001',
  title: 'Mail Basic',
  isAddOn: false,
  transactable: true,
  withdrawnOn: null,
  channelExcluded: false,
  exclusivePartners: null,
  countries: null,
  publisherCountries: null,
  segments: ['commercial'],
  limit: null,
  isTrial: false,
  conversionTargets: [],
  addOnBases: [],
  prerequisites: [],
}
const BUYER: Buyer = {
  partnerId: 'p1',
  partnerCountry: 'NL',
  programStatus: 'active',
  country: 'BE',
  segments: ['commercial'],
  owned: [],
}
const owning = (...owned: readonly OwnedSku[]): Buyer => ({ ...BUYER, owned })

function reasonOf(rules: Partial<SaleRules>, buyer: Buyer = BUYER): string {
  const outcome = eligibilityOf({ ...OFFER, ...rules }, buyer, TODAY)
  if (outcome.ok) return 'eligible'
  expect(outcome.refusal.message).not.toMatch(/[{}]|undefined/)
  return outcome.refusal.code
}

describe('eligibilityOf', () => {
  it('lets anybody buy what has no rules', () => {
    expect(reasonOf({})).toBe('eligible')
  })

  it('asks who sells', () => {
    expect(reasonOf({}, { ...BUYER, programStatus: 'restricted' })).toBe('program-restricted')
    expect(reasonOf({}, { ...BUYER, programStatus: 'suspended' })).toBe('program-restricted')
    expect(reasonOf({ transactable: false })).toBe('offer-not-transactable')
    expect(reasonOf({ channelExcluded: true })).toBe('offer-channel-excluded')
    expect(reasonOf({ exclusivePartners: ['p2'] })).toBe('offer-exclusive')
    expect(reasonOf({ exclusivePartners: ['p2', 'p1'] })).toBe('eligible')
  })

  it('asks where: the country of the partner, then that of the customer', () => {
    expect(reasonOf({ countries: ['BE'] })).toBe('partner-country-excluded')
    expect(reasonOf({ countries: ['NL'] })).toBe('offer-not-in-country')
    expect(reasonOf({ countries: ['NL', 'BE'] })).toBe('eligible')
    expect(reasonOf({ countries: ['NL', 'BE'], publisherCountries: ['NL'] })).toBe('offer-not-in-country')
  })

  it('asks when: withdrawn from its day on', () => {
    expect(reasonOf({ withdrawnOn: TODAY })).toBe('offer-withdrawn')
    expect(reasonOf({ withdrawnOn: (TODAY + 1) as Day })).toBe('eligible')
  })

  it('asks for whom', () => {
    expect(reasonOf({ segments: ['education'] })).toBe('segment-missing')
    expect(reasonOf({ segments: [] })).toBe('segment-missing')
    expect(reasonOf({ segments: ['education'] }, { ...BUYER, segments: ['commercial', 'education'] })).toBe('eligible')
  })

  it('counts a concurrent limit with what is cancelled until it is deprovisioned', () => {
    const limit = { kind: 'concurrent', count: 2 } as const
    const active: OwnedSku = { sku: OFFER.sku, status: 'active', subscriptionId: 's1' }
    expect(reasonOf({ limit }, owning(active))).toBe('eligible')
    expect(reasonOf({ limit }, owning(active, active))).toBe('concurrent-limit-reached')
    const ended: OwnedSku = { sku: OFFER.sku, status: 'cancelled', countsUntil: LATER }
    expect(reasonOf({ limit }, owning(active, ended))).toBe('concurrent-limit-reached')
    expect(reasonOf({ limit }, owning(active, { ...ended, countsUntil: TODAY }))).toBe('eligible')
    expect(reasonOf({ limit }, owning(active, { ...ended, status: 'deprovisioned' }))).toBe('eligible')
    expect(reasonOf({ limit }, owning(active, { ...active, sku: 'OTHER:0001' }))).toBe('eligible')
    const full = eligibilityOf({ ...OFFER, limit }, owning(active, ended), TODAY)
    expect(full).toMatchObject({ refusal: { message: expect.stringContaining('2026-04-01') } })
  })

  it('remembers a lifetime limit for ever', () => {
    const limit = { kind: 'lifetime', count: 1 } as const
    expect(reasonOf({ limit }, owning({ sku: OFFER.sku, status: 'deprovisioned' }))).toBe('lifetime-limit-reached')
  })

  it('asks to reactivate what is suspended, and says which', () => {
    const limit = { kind: 'concurrent', count: 1 } as const
    const suspended: OwnedSku = { sku: OFFER.sku, status: 'suspended', subscriptionId: 's7' }
    const outcome = eligibilityOf({ ...OFFER, limit }, owning(suspended), TODAY)
    expect(outcome).toMatchObject({ refusal: { code: 'offer-suspended', data: { subscription: 's7' } } })
    expect(reasonOf({}, owning(suspended))).toBe('eligible')
  })

  it('gives no trial of what the customer has', () => {
    const trial = { isTrial: true, conversionTargets: ['PAID:0001'] }
    expect(reasonOf(trial)).toBe('eligible')
    expect(reasonOf(trial, owning({ sku: 'PAID:0001', status: 'suspended' }))).toBe('trial-of-owned-offer')
    expect(reasonOf(trial, owning({ sku: 'PAID:0001', status: 'deprovisioned' }))).toBe('eligible')
  })

  it('wants an active base for an add-on, and an active prerequisite', () => {
    const addOn = { isAddOn: true, addOnBases: ['A:1', 'B:1'] }
    expect(reasonOf(addOn)).toBe('add-on-base-missing')
    expect(reasonOf(addOn, owning({ sku: 'A:1', status: 'cancelled', countsUntil: LATER }))).toBe('add-on-base-missing')
    expect(reasonOf(addOn, owning({ sku: 'A:1', status: 'suspended' }))).toBe('base-inactive')
    expect(reasonOf(addOn, owning({ sku: 'A:1', status: 'suspended' }, { sku: 'B:1', status: 'active' }))).toBe(
      'eligible',
    )
    expect(reasonOf({ isAddOn: true })).toBe('eligible')
    expect(reasonOf({ prerequisites: ['A:1'] })).toBe('prerequisite-missing')
    expect(reasonOf({ prerequisites: ['A:1'] }, owning({ sku: 'A:1', status: 'active' }))).toBe('eligible')
  })
})

describe('isAddOnOf', () => {
  it('knows the bases of an add-on, or any base where none is named', () => {
    const base = { sku: 'A:1', isAddOn: false }
    expect(isAddOnOf({ isAddOn: true, addOnBases: ['A:1'] }, base)).toBe(true)
    expect(isAddOnOf({ isAddOn: true, addOnBases: ['B:1'] }, base)).toBe(false)
    expect(isAddOnOf({ isAddOn: true, addOnBases: [] }, base)).toBe(true)
    expect(isAddOnOf({ isAddOn: true, addOnBases: [] }, { ...base, isAddOn: true })).toBe(false)
    expect(isAddOnOf({ isAddOn: false, addOnBases: [] }, base)).toBe(false)
  })
})

const name = fc.constantFrom('A:1', 'B:1', 'C:1')
const names = fc.uniqueArray(name, { maxLength: 2 })
const place = fc.constantFrom('NL', 'BE', 'US')
const places = fc.option(fc.uniqueArray(place, { maxLength: 2 }), { nil: null })
const day = fc.integer({ min: TODAY - 3, max: TODAY + 3 }).map((value) => value as Day)
const segments = fc.uniqueArray(fc.constantFrom('commercial', 'education'), { minLength: 1 })
const rules: fc.Arbitrary<SaleRules> = fc.record({
  sku: name,
  title: fc.constant('An offer'),
  isAddOn: fc.boolean(),
  transactable: fc.boolean(),
  withdrawnOn: fc.option(day, { nil: null }),
  channelExcluded: fc.boolean(),
  exclusivePartners: fc.option(fc.constant(['p1']), { nil: null }),
  countries: places,
  publisherCountries: places,
  segments,
  limit: fc.option(
    fc.record({ kind: fc.constantFrom('lifetime', 'concurrent'), count: fc.integer({ min: 1, max: 3 }) }),
    { nil: null },
  ),
  isTrial: fc.boolean(),
  conversionTargets: names,
  addOnBases: names,
  prerequisites: names,
})
const ownedSku: fc.Arbitrary<OwnedSku> = fc.record({
  sku: name,
  status: fc.constantFrom('active', 'suspended', 'cancelled', 'expired', 'deprovisioned'),
  subscriptionId: fc.constant('s1'),
  countsUntil: day,
})
const buyer: fc.Arbitrary<Buyer> = fc.record({
  partnerId: fc.constantFrom('p1', 'p2'),
  partnerCountry: place,
  programStatus: fc.constantFrom('active', 'restricted', 'suspended'),
  country: place,
  segments,
  owned: fc.array(ownedSku, { maxLength: 4 }),
})

describe('whoever asks', () => {
  it('may buy only what its catalogue offers', () => {
    fc.assert(
      fc.property(rules, buyer, (offer, asking) => {
        if (eligibilityOf(offer, asking, TODAY).ok) expect(isOfferedTo(offer, asking, TODAY)).toBe(true)
      }),
    )
  })

  it('may buy no more by having bought more of the same', () => {
    fc.assert(
      fc.property(rules, buyer, (offer, asking) => {
        const more: OwnedSku = { sku: offer.sku, status: 'deprovisioned', subscriptionId: 's2' }
        if (eligibilityOf(offer, asking, TODAY).ok) return
        expect(eligibilityOf(offer, { ...asking, owned: [...asking.owned, more] }, TODAY).ok).toBe(false)
      }),
    )
  })

  it('never has more at a time than the limit', () => {
    fc.assert(
      fc.property(rules, buyer, (offer, asking) => {
        fc.pre(offer.limit !== null)
        let owned = asking.owned
        for (let bought = 0; bought < 5; bought += 1) {
          if (!eligibilityOf(offer, { ...asking, owned }, TODAY).ok) break
          owned = [...owned, { sku: offer.sku, status: 'active' }]
        }
        const had = asking.owned.filter(({ sku, status }) => sku === offer.sku && status === 'active').length
        const active = owned.filter(({ sku, status }) => sku === offer.sku && status === 'active').length
        expect(active).toBeLessThanOrEqual(Math.max(offer.limit!.count, had))
      }),
    )
  })

  it('is always told why, in a whole sentence', () => {
    fc.assert(
      fc.property(rules, buyer, (offer, asking) => {
        const outcome = eligibilityOf(offer, asking, TODAY)
        if (!outcome.ok) expect(outcome.refusal.message).toMatch(/^[^{}]+\.$/)
      }),
    )
  })
})
