// Rules of countries and the check of addresses over HTTP.
import { expect, it } from 'vitest'
import { describeApi, expectFault } from '../support/api.js'

describeApi('validation', (api) => {
  it('tells the rules of a country', async () => {
    const { body } = await api.call('/v1/CountryValidationRules/nl')
    expect(body).toMatchObject({
      iso2Code: 'NL',
      defaultCulture: 'nl-NL',
      isStateRequired: false,
      states: { value: [] },
      supportedLanguages: { value: ['nl', 'en'] },
      isPostalCodeRequired: true,
      phoneNumberRegex: '^\\d{9,10}$',
      isRegistrationNumberSupported: true,
      isRegistrationNumberRequired: false,
      resellerAgreementRegion: 'europe',
      geographicRegion: 'EMEA',
      countryCallingCodesList: ['31'],
    })
    expect((await api.call('/v1/countryvalidationrules/US')).body.supportedStatesList).toContain('WA')
    expect((await api.call('/v1/countryvalidationrules/UA')).body.isRegistrationNumberRequired).toBe(true)
    expectFault(await api.call('/v1/countryvalidationrules/XX'), 404, 1000)
    expectFault(await api.call('/v1/countryvalidationrules/NLD'), 400, 3000)
  })

  const validate = (body: object) => api.call('/v1/validations/address', { body })
  const redmond = {
    AddressLine1: '1 Harbour Way',
    City: 'Redmond',
    State: 'Washington',
    PostalCode: '98052',
    Country: 'us',
  }

  it('accepts an address of the right form, and suggests how its country writes it', async () => {
    const { status, body } = await validate(redmond)
    expect([status, body.status]).toEqual([200, 'VerifiedShippable'])
    expect(body.originalAddress).toMatchObject({ country: 'us', state: 'Washington' })
    expect(body.suggestedAddresses).toEqual([
      { addressLine1: '1 Harbour Way', city: 'Redmond', state: 'WA', postalCode: '98052', country: 'US' },
    ])
  })

  it('says what is wrong with another', async () => {
    expect((await validate({ ...redmond, AddressLine1: 'Harbour Way' })).body).toMatchObject({
      status: 'StreetPartial',
      validationMessage: expect.any(String),
    })
    const wrong = await validate({ ...redmond, State: 'Utrecht', PostalCode: null })
    expect(wrong.body).toMatchObject({ status: 'None', suggestedAddresses: [] })
    expect(wrong.body.validationMessage).toMatch(/state.*postalCode/)
    expectFault(await validate({ ...redmond, Country: 'XX' }), 400, 3000)
    expectFault(await validate({ City: 'Redmond' }), 400, 3000)
  })
})
