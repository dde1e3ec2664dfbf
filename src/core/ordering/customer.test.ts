import { describe, expect, it } from 'vitest'
import { type CustomerRequest, judgeCustomer, type Seller } from './customer.js'
import { QUALIFICATIONS, segmentsOf } from './qualification.js'

const seller: Seller = { country: 'NL', region: '', nationalCloud: 'global', programStatus: 'active' }
const request: CustomerRequest = {
  domain: 'bakkerij.example.net',
  billingProfile: {
    email: 'ida@bakkerij.example.net',
    culture: 'NL-nl',
    language: 'NL',
    companyName: 'Bakkerij',
    defaultAddress: {
      country: 'NL',
      city: 'Utrecht',
      addressLine1: 'Voorbeeldlaan 12',
      postalCode: '3511AB',
      firstName: 'Ida',
      lastName: 'Bakker',
    },
  },
}

function judge(changes: object, place: object = {}, by: Partial<Seller> = {}) {
  const { billingProfile } = request
  const defaultAddress = { ...billingProfile.defaultAddress, ...place }
  const outcome = judgeCustomer(
    { ...request, ...changes, billingProfile: { ...billingProfile, defaultAddress } },
    { ...seller, ...by },
  )
  return outcome.ok ? outcome.value : outcome.refusal.code
}

describe('a new customer', () => {
  it('is written as its country writes it, with the contact of its address', () => {
    expect(judge({ organizationRegistrationNumber: 'nl-12' })).toEqual({
      ...request,
      organizationRegistrationNumber: 'NL-12',
      billingProfile: {
        ...request.billingProfile,
        culture: 'nl-NL',
        language: 'nl',
        firstName: 'Ida',
        lastName: 'Bakker',
      },
    })
  })

  const armenia = { country: 'AM', city: 'Yerevan', postalCode: '0010', phoneNumber: '10123456' }
  const east = { country: 'GE' }
  it.each([
    ['program-restricted', {}, {}, { programStatus: 'suspended' as const }],
    ['country-unknown', {}, { country: 'XX' }, {}],
    ['country-out-of-reach', {}, { country: 'US' }, {}],
    ['address-invalid', {}, { firstName: undefined }, {}],
    ['address-invalid', {}, { postalCode: 'x' }, {}],
    [
      'registration-number-not-accepted',
      { organizationRegistrationNumber: '12' },
      { country: 'US' },
      { country: 'CA' },
    ],
    ['registration-number-missing', {}, armenia, east],
    ['registration-number-malformed', { organizationRegistrationNumber: '12' }, armenia, east],
    [
      'phone-number-missing',
      { organizationRegistrationNumber: '12345678' },
      { ...armenia, phoneNumber: undefined },
      east,
    ],
  ])('is refused: %s', (code, changes, place, by) => {
    expect(judge(changes, place, by)).toBe(code)
  })
})

describe('qualifications', () => {
  it('open the segments of the table, in whatever order they come', () => {
    const open = (...qualifications: Parameters<typeof segmentsOf>[0]) => {
      const segments = segmentsOf(qualifications)
      return segments.ok ? segments.value.join(' ') : segments.refusal.code
    }
    expect(open()).toBe('commercial')
    expect(open('nonprofit')).toBe('commercial nonprofit')
    expect(open('education')).toBe('commercial education')
    expect(open('government_community_cloud')).toBe('government')
    expect(open('state_owned_entity')).toBe('commercial')
    expect(open('state_owned_entity', 'education')).toBe('commercial education')
    expect(open('government_community_cloud', 'state_owned_entity')).toBe('government')
    expect(open('nonprofit', 'education')).toBe('qualifications-not-combinable')
    expect(open(...QUALIFICATIONS)).toBe('qualifications-not-combinable')
  })
})
