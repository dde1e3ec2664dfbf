import { mayBuy, type ProgramStatus } from '../access/program-status.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import { type Address, checkAddress } from './address.js'
import { findCountry } from './countries.js'
import { type Country, type SellingPlace, salesBarrier } from './country.js'

/** Where a customer's papers go, and in which language. */
export interface BillingProfile {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly email: string
  /** Such as `nl-NL`. */
  readonly culture: string
  readonly language: string
  readonly companyName: string
  readonly defaultAddress: Address
}

/** A customer as a partner asks for it. */
export interface CustomerRequest {
  readonly domain: string
  readonly organizationRegistrationNumber?: string | undefined
  readonly billingProfile: BillingProfile
}

/** A partner, as far as it depends on it whether it may take on customers. */
export interface Seller extends SellingPlace {
  readonly programStatus: ProgramStatus
}

/** Whether a partner may take on a customer, and the customer's data as its country writes them. */
export function judgeCustomer(request: CustomerRequest, seller: Seller): Outcome<CustomerRequest> {
  const allowed = mayBuy(seller)
  if (!allowed.ok) return allowed
  const { defaultAddress } = request.billingProfile
  const country = findCountry(defaultAddress.country)
  if (country === undefined) return refuse('country-unknown', { country: defaultAddress.country })
  const barrier = salesBarrier(seller, country, findCountry)
  if (barrier !== undefined) return refuse('country-out-of-reach', { country: country.code, problem: barrier })
  const registered = judgeRegistrationNumber(request.organizationRegistrationNumber, defaultAddress, country)
  if (!registered.ok) return registered
  const profile = judgeBillingProfile(request.billingProfile)
  if (!profile.ok) return profile
  return accept({
    domain: request.domain,
    organizationRegistrationNumber: registered.value,
    billingProfile: profile.value,
  })
}

/** Whether a billing profile can be used, and the profile as its country writes it. */
export function judgeBillingProfile(profile: BillingProfile): Outcome<BillingProfile> {
  const { defaultAddress, culture, language } = profile
  const address = judgeAddress(defaultAddress)
  if (!address.ok) return address
  const { firstName, lastName } = address.value
  if (firstName === undefined || lastName === undefined) {
    const problems = 'firstName and lastName of the contact are missing'
    return refuse('address-invalid', { problems, country: address.value.country })
  }
  return accept({
    ...profile,
    firstName: profile.firstName ?? firstName,
    lastName: profile.lastName ?? lastName,
    culture: normalCulture(culture),
    language: normalCulture(language),
    defaultAddress: address.value,
  })
}

/** Whether an address has the form its country asks for, and the address as that country writes it. */
export function judgeAddress(given: Address): Outcome<Address> {
  const country = findCountry(given.country)
  if (country === undefined) return refuse('country-unknown', { country: given.country })
  const { address, problems } = checkAddress(given, country)
  if (problems.length > 0) return refuse('address-invalid', { problems: problems.join('; '), country: country.code })
  return accept(address)
}

/** A registration number by the rules of a country; where organisations need one, they need a phone number as well. */
export function judgeRegistrationNumber(
  given: string | undefined,
  { phoneNumber }: Pick<Address, 'phoneNumber'>,
  { code, registrationNumber }: Country,
): Outcome<string | undefined> {
  if (registrationNumber === null) {
    return given === undefined ? accept(undefined) : refuse('registration-number-not-accepted', { country: code })
  }
  const { required, pattern, sample } = registrationNumber
  if (given === undefined) {
    if (required) return refuse('registration-number-missing', { country: code, sample })
    return accept(undefined)
  }
  const number = given.toUpperCase()
  if (!new RegExp(pattern).test(number)) return refuse('registration-number-malformed', { country: code, pattern })
  if (required && phoneNumber === undefined) return refuse('phone-number-missing', { country: code })
  return accept(number)
}

/** `EN-US` as `en-US`, `En` as `en`. */
function normalCulture(text: string): string {
  const [language = '', ...others] = text.split('-')
  const tail = others.map((part) => (part.length === 2 ? part.toUpperCase() : part))
  return [language.toLowerCase(), ...tail].join('-')
}
