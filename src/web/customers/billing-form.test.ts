import { describe, expect, it } from 'vitest'
import { findCountry } from '../../core/ordering/countries.js'
import {
  addressOf,
  type BillingProfile,
  emptyForm,
  formOf,
  merge,
  problemsOf,
  profileOf,
  withCountry,
} from './billing-form.js'

const NL = findCountry('NL')
const PROFILE: BillingProfile = {
  id: '1',
  firstName: 'Ada',
  lastName: 'Jansen',
  email: 'ada@bakery.example',
  culture: 'nl-NL',
  language: 'nl',
  companyName: 'Bakery',
  defaultAddress: {
    country: 'NL',
    city: 'Gouda',
    addressLine1: 'Markt 1',
    addressLine3: 'Back door',
    postalCode: '2801 JJ',
  },
  links: { self: { uri: '/', method: 'GET', headers: [] } },
  attributes: { objectType: 'CustomerBillingProfile' },
}
const FORM = formOf(PROFILE)

describe('a billing profile as it is typed', () => {
  it('begins with language and culture of the country, and takes those of another one', () => {
    expect(emptyForm(NL)).toMatchObject({ country: 'NL', culture: 'nl-NL', language: 'nl', companyName: '' })
    const german = withCountry({ ...FORM, state: 'ZH' }, findCountry('DE')!)
    expect(german).toMatchObject({ country: 'DE', culture: 'de-DE', language: 'de', state: '', city: 'Gouda' })
    expect(withCountry({ ...FORM, culture: 'en-US', language: 'en' }, findCountry('DE')!).culture).toBe('en-US')
  })

  it('keeps what it does not show', () => {
    expect(addressOf({ ...FORM, city: 'Delft' }, PROFILE)).toMatchObject({ city: 'Delft', addressLine3: 'Back door' })
    expect(profileOf(FORM, PROFILE)).toMatchObject({ companyName: 'Bakery', email: 'ada@bakery.example' })
  })

  it('tells what is missing and what its country writes otherwise', () => {
    expect(problemsOf(FORM, NL)).toEqual({})
    expect(problemsOf({ ...FORM, postalCode: '28', city: ' ', email: 'ada' }, NL)).toEqual({
      postalCode: 'form',
      city: 'missing',
      email: 'form',
    })
    expect(problemsOf({ ...FORM, postalCode: '' }, NL)).toEqual({ postalCode: 'missing' })
    expect(problemsOf({ ...FORM, country: 'US', postalCode: '10001' }, findCountry('US'))).toEqual({ state: 'missing' })
  })

  it('keeps what was typed when somebody else has saved meanwhile', () => {
    const typed = { ...FORM, city: 'Delft', email: 'billing@bakery.example' }
    const stored = { ...FORM, email: 'ada@new.example', companyName: 'Bakery & Sons' }
    const { form, changed, both } = merge(FORM, typed, stored)
    expect(form).toMatchObject({ city: 'Delft', email: 'billing@bakery.example', companyName: 'Bakery & Sons' })
    expect(changed).toEqual(['companyName', 'email'])
    expect(both).toEqual(['email'])
  })
})
