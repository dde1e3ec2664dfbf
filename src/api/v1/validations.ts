import { z } from 'zod'
import { findDomain } from '../../app/customer-relationships.js'
import { type Address, checkAddress } from '../../core/ordering/address.js'
import { findCountry } from '../../core/ordering/countries.js'
import { type Country, culturesOf, phonePatternOf, type Region } from '../../core/ordering/country.js'
import { accept, refuse } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import {
  addressRequest,
  addressValidationSchema,
  countryCode,
  countryRulesSchema,
  domainName,
} from '../schema/customer.js'

/** The wider part of the world a region is in, as clients group them. */
const GEOGRAPHY: Readonly<Record<Region, string>> = {
  europe: 'EMEA',
  'eastern-europe-and-central-asia': 'EMEA',
  'middle-east-and-africa': 'EMEA',
  'north-america': 'AMER',
  'latin-america': 'AMER',
  'asia-pacific': 'APAC',
  china: 'APAC',
}

function presentRules(country: Country) {
  const { code, states, languages, postalCode, vatId, registrationNumber, region, callingCode } = country
  const stateCodes = Object.keys(states)
  const cultures = culturesOf(country)
  return {
    iso2Code: code,
    defaultCulture: cultures[0]!,
    isStateRequired: stateCodes.length > 0,
    states: { value: stateCodes },
    supportedStatesList: stateCodes,
    supportedLanguages: { value: languages },
    supportedLanguagesList: languages,
    supportedCultures: { value: cultures },
    supportedCulturesList: cultures,
    isPostalCodeRequired: postalCode !== null,
    postalCodeRegex: postalCode?.pattern ?? '',
    isCityRequired: true,
    isVatIdSupported: vatId !== null,
    taxIdFormat: vatId?.pattern ?? '',
    taxIdSample: vatId?.sample ?? '',
    vatIdRegex: vatId?.pattern ?? '',
    phoneNumberRegex: phonePatternOf(country),
    isTaxIdSupported: vatId !== null,
    isTaxIdOptional: true,
    isRegistrationNumberSupported: registrationNumber !== null,
    isRegistrationNumberRequired: registrationNumber?.required ?? false,
    ...(registrationNumber === null ? {} : { registrationNumberRegex: registrationNumber.pattern }),
    resellerAgreementRegion: region,
    geographicRegion: GEOGRAPHY[region],
    countryCallingCodes: { value: [callingCode] },
    countryCallingCodesList: [callingCode],
    attributes: attributes('CountryInformation'),
  }
}

/** What can be said of an address without knowing its streets. */
function validate(original: Address, country: Country) {
  const { address, problems } = checkAddress(original, country)
  if (problems.length > 0) return { suggestedAddresses: [], status: 'None', validationMessage: problems.join('; ') }
  const found = { suggestedAddresses: [address] }
  if (!/\d/.test(address.addressLine1 ?? '')) {
    return { ...found, status: 'StreetPartial', validationMessage: 'addressLine1 has no number of a house' }
  }
  return { ...found, status: 'VerifiedShippable' }
}

export const VALIDATION_ENDPOINTS = [
  endpoint({
    id: 'check-domain',
    method: 'HEAD',
    path: '/v1/domains/:domain',
    group: 'Validation',
    summary: 'Whether a domain is taken: 200 if it is, 404 if it is free.',
    capability: 'customer.create',
    params: z.object({ domain: domainName }),
    response: null,
    otherStatuses: { 404: 'The domain is free.' },
    handle: async (call) => {
      if (!(await findDomain(call, call.params.domain))) call.reply.status = 404
      return accept(undefined)
    },
  }),
  endpoint({
    id: 'validate-address',
    method: 'POST',
    path: '/v1/validations/address',
    group: 'Validation',
    summary: 'Checks the form of an address by the rules of its country.',
    capability: 'customer.read',
    body: addressRequest,
    response: addressValidationSchema,
    transaction: false,
    handle: async ({ body }) => {
      const country = findCountry(body.country)
      if (country === undefined) return refuse('country-unknown', { country: body.country })
      const result = validate(body, country)
      return accept({ originalAddress: body, ...result, attributes: attributes('AddressValidationResponse') })
    },
  }),
  endpoint({
    id: 'country-validation-rules',
    method: 'GET',
    path: '/v1/countryvalidationrules/:country',
    group: 'Validation',
    summary: 'What addresses, phone numbers and ids look like in a country.',
    capability: 'customer.read',
    params: z.object({ country: countryCode }),
    response: countryRulesSchema,
    handle: async ({ params }) => {
      const country = findCountry(params.country)
      if (country === undefined) return refuse('not-found', { what: 'country', id: params.country })
      return accept(presentRules(country))
    },
  }),
]
