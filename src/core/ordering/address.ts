import type { Country } from './country.js'
import { phonePatternOf } from './country.js'

/** A postal address, with whom to ask for there. */
export interface Address {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly region?: string | undefined
  readonly city?: string | undefined
  readonly state?: string | undefined
  readonly addressLine1?: string | undefined
  readonly addressLine2?: string | undefined
  readonly addressLine3?: string | undefined
  readonly district?: string | undefined
  readonly postalCode?: string | undefined
  readonly firstName?: string | undefined
  readonly middleName?: string | undefined
  readonly lastName?: string | undefined
  readonly phoneNumber?: string | undefined
}

/** The address as its country writes it, and what is wrong with it. */
export interface CheckedAddress {
  readonly address: Address
  readonly problems: readonly string[]
}

/** Checks the form of an address by the rules of its country; whether the house exists is beyond it. */
export function checkAddress(given: Address, country: Country): CheckedAddress {
  const address = normalAddress(given, country)
  const problems = [
    address.addressLine1 === undefined ? 'addressLine1 is missing' : undefined,
    address.city === undefined ? 'city is missing' : undefined,
    stateProblem(address, country),
    postalCodeProblem(address, country),
    phoneProblem(address, country),
  ]
  return { address, problems: problems.filter((problem) => problem !== undefined) }
}

function normalAddress(given: Address, country: Country): Address {
  const { state, postalCode } = given
  return {
    ...given,
    country: country.code,
    ...(state === undefined ? {} : { state: stateCodeOf(state, country) ?? state }),
    ...(postalCode === undefined ? {} : { postalCode: postalCode.toUpperCase() }),
  }
}

/** The code of a state given by its code or its name. */
function stateCodeOf(text: string, { states }: Country): string | undefined {
  const code = text.toUpperCase()
  if (Object.hasOwn(states, code)) return code
  return Object.keys(states).find((key) => states[key]!.toUpperCase() === code)
}

function stateProblem({ state }: Address, { states }: Country): string | undefined {
  const codes = Object.keys(states)
  if (codes.length === 0) return undefined
  if (state === undefined) return `state is missing, one of ${codes.join(', ')}`
  return Object.hasOwn(states, state) ? undefined : `state must be one of ${codes.join(', ')}`
}

function postalCodeProblem({ postalCode }: Address, { postalCode: form }: Country): string | undefined {
  if (form === null) return undefined
  if (postalCode === undefined) return `postalCode is missing, such as ${form.sample}`
  return new RegExp(form.pattern).test(postalCode) ? undefined : `postalCode must look like ${form.sample}`
}

function phoneProblem({ phoneNumber }: Address, country: Country): string | undefined {
  if (phoneNumber === undefined) return undefined
  const [fewest, most] = country.phoneDigits
  const national = nationalDigits(phoneNumber, country.callingCode)
  const fits = national !== undefined && new RegExp(phonePatternOf(country)).test(national)
  return fits ? undefined : `phoneNumber must have ${fewest === most ? fewest : `${fewest} to ${most}`} digits`
}

/** Digits of a phone number within its country; `undefined` where there is anything but digits and what parts them. */
function nationalDigits(text: string, callingCode: string): string | undefined {
  const bare = text.replaceAll(/[ ().\-/]/g, '')
  if (!/^\+?\d+$/.test(bare)) return undefined
  const international = bare.startsWith('+') ? bare.slice(1) : bare.startsWith('00') ? bare.slice(2) : undefined
  if (international === undefined) return bare
  if (!international.startsWith(callingCode)) return undefined
  // The zero in front is dialled within the country only: the shorter form has one digit less.
  return `0${international.slice(callingCode.length)}`
}
