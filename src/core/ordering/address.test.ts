import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Address, checkAddress } from './address.js'
import { COUNTRIES, findCountry } from './countries.js'
import { type Country, salesBarrier } from './country.js'

const country = (code: string) => findCountry(code)!
const utrecht: Address = { country: 'nl', city: 'Utrecht', addressLine1: 'Voorbeeldlaan 12', postalCode: '3511 ab' }

function problemsOf(changes: Partial<Address>, code = 'NL'): string {
  return checkAddress({ ...utrecht, ...changes }, country(code)).problems.join('; ')
}

describe('the table of countries', () => {
  const all = [...COUNTRIES.values()]

  it('has every country of the European Union, and those that need a registration number', () => {
    const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')
    const others = 'GB US CA CH NO AU JP'.split(' ')
    const registered = 'AM AZ BY HU KZ KG MD RU TJ UZ UA'.split(' ')
    for (const code of [...union, ...others, ...registered]) expect([code, COUNTRIES.has(code)]).toEqual([code, true])
    for (const code of union) expect(country(code).vatId).not.toBeNull()
    const required = all.filter((one) => one.registrationNumber?.required === true).map((one) => one.code)
    expect(required.sort()).toEqual(registered.sort())
  })

  it.each(all.map((one) => [one.code, one] as const))('%s: samples have the form they are samples of', (_, one) => {
    expect(one.code).toMatch(/^[A-Z]{2}$/)
    expect(one.callingCode).toMatch(/^\d{1,3}$/)
    expect(one.languages.length).toBeGreaterThan(0)
    expect(one.phoneDigits[0]).toBeLessThanOrEqual(one.phoneDigits[1])
    for (const form of [one.postalCode, one.vatId, one.registrationNumber]) {
      if (form !== null) expect(form.sample).toMatch(new RegExp(form.pattern))
    }
  })

  it('has no pattern that repeats what repeats, so that no text takes long', () => {
    for (const form of all.flatMap((one) => [one.postalCode, one.vatId, one.registrationNumber])) {
      if (form !== null) expect(form.pattern).not.toMatch(/[*+}]\)[*+{]/)
    }
  })
})

describe('an address', () => {
  it('is written as its country writes it', () => {
    expect(checkAddress(utrecht, country('NL'))).toEqual({
      address: { ...utrecht, country: 'NL', postalCode: '3511 AB' },
      problems: [],
    })
    const { address, problems } = checkAddress(
      { country: 'us', city: 'Redmond', state: 'washington', addressLine1: '1 Way', postalCode: '98052' },
      country('US'),
    )
    expect([address.state, problems]).toEqual(['WA', []])
  })

  it('is told everything that is wrong with it', () => {
    expect(problemsOf({ city: undefined, addressLine1: undefined })).toBe('addressLine1 is missing; city is missing')
    expect(problemsOf({ postalCode: undefined })).toBe('postalCode is missing, such as 3511 AB')
    expect(problemsOf({ postalCode: '3511 ABC' })).toBe('postalCode must look like 3511 AB')
    expect(problemsOf({ postalCode: undefined }, 'HK')).toBe('')
    expect(problemsOf({ state: undefined, postalCode: '2000' }, 'AU')).toContain('state is missing, one of ACT, NSW')
    expect(problemsOf({ state: 'constructor', postalCode: '2000' }, 'AU')).toContain('state must be one of')
  })

  it.each([
    ['0301234567', ''],
    ['030 - 123.45 (67)', ''],
    ['+31 30 123 4567', ''],
    ['0031301234567', ''],
    ['+32 30 123 4567', 'phoneNumber must have 9 to 10 digits'],
    ['12', 'phoneNumber must have 9 to 10 digits'],
    ['call me', 'phoneNumber must have 9 to 10 digits'],
  ])('has a phone number such as %s: %s', (phoneNumber, problem) => {
    expect(problemsOf({ phoneNumber })).toBe(problem)
  })

  it('once it is right stays as it is', () => {
    const texts = fc.string({ maxLength: 30 })
    fc.assert(
      fc.property(fc.constantFrom(...COUNTRIES.values()), texts, texts, texts, (one: Country, city, line, code) => {
        const { address, problems } = checkAddress(
          { country: one.code, city, addressLine1: line, postalCode: one.postalCode?.sample ?? code, state: 'wa' },
          one,
        )
        expect(checkAddress(address, one)).toEqual({ address, problems })
      }),
    )
  })
})

describe('a partner', () => {
  const place = (code: string, region = '', nationalCloud = 'global') => ({ country: code, region, nationalCloud })

  it.each([
    [place('NL'), 'DE', undefined],
    [place('NL'), 'GB', undefined],
    [place('NL'), 'US', 'the partner sells in the region europe'],
    [place('US'), 'CA', undefined],
    [place('NL', 'north-america'), 'US', undefined],
    [place('CN'), 'CN', 'the partner sells in the global cloud'],
    [place('CN', '', 'china'), 'CN', undefined],
    [place('US', '', 'us-government'), 'US', undefined],
    [place('US', '', 'us-government'), 'CA', 'the partner sells in the us-government cloud'],
  ])('at %o sells in %s: %s', (seller, code, barrier) => {
    expect(salesBarrier(seller, country(code), findCountry)).toBe(barrier)
  })
})
