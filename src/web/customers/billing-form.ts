import type { Country } from '../../core/ordering/country.js'
import { culturesOf } from '../../core/ordering/country.js'
import type { Customer } from './customer.js'

export type BillingProfile = Customer['billingProfile']

/** A billing profile as somebody types it. */
export interface BillingForm {
  readonly companyName: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phoneNumber: string
  readonly country: string
  readonly addressLine1: string
  readonly addressLine2: string
  readonly postalCode: string
  readonly city: string
  readonly state: string
  readonly language: string
  readonly culture: string
}

export type BillingField = keyof BillingForm

const EMPTY: BillingForm = {
  companyName: '',
  firstName: '',
  lastName: '',
  email: '',
  phoneNumber: '',
  country: '',
  addressLine1: '',
  addressLine2: '',
  postalCode: '',
  city: '',
  state: '',
  language: '',
  culture: '',
}

/** A form for somebody in a country, with the language and culture usual there. */
export function emptyForm(country: Country | undefined): BillingForm {
  return country === undefined ? EMPTY : withCountry(EMPTY, country)
}

/** The form for another country: the state is none of the old one, and language and culture are those usual there. */
export function withCountry(form: BillingForm, country: Country): BillingForm {
  const [culture = '', ...others] = culturesOf(country)
  const kept = [culture, ...others].includes(form.culture) ? form.culture : culture
  return { ...form, country: country.code, state: '', culture: kept, language: kept.slice(0, 2) }
}

export function formOf(profile: BillingProfile): BillingForm {
  const { defaultAddress: address } = profile
  return {
    companyName: profile.companyName,
    firstName: profile.firstName,
    lastName: profile.lastName,
    email: profile.email,
    phoneNumber: address.phoneNumber ?? '',
    country: address.country,
    addressLine1: address.addressLine1 ?? '',
    addressLine2: address.addressLine2 ?? '',
    postalCode: address.postalCode ?? '',
    city: address.city ?? '',
    state: address.state ?? '',
    language: profile.language,
    culture: profile.culture,
  }
}

/** The address of a form, as the server takes it; what the form does not show stays as it was. */
export function addressOf(form: BillingForm, before?: BillingProfile) {
  const { country, addressLine1, addressLine2, postalCode, city, state, firstName, lastName, phoneNumber } = form
  const own = { country, addressLine1, addressLine2, postalCode, city, state, firstName, lastName, phoneNumber }
  return { ...before?.defaultAddress, ...own }
}

/** A billing profile, as the server takes it. */
export function profileOf(form: BillingForm, before?: BillingProfile) {
  const { companyName, firstName, lastName, email, language, culture } = form
  return { companyName, firstName, lastName, email, language, culture, defaultAddress: addressOf(form, before) }
}

/** What can be wrong with a field before anything is sent. */
export type FieldProblem = 'missing' | 'form'

const NEEDED: readonly BillingField[] = [
  ...(['companyName', 'firstName', 'lastName', 'email', 'country', 'addressLine1', 'city'] as const),
]

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/

/** What is wrong with a form by the rules of its country, by field. */
export function problemsOf(
  form: BillingForm,
  country: Country | undefined,
): Readonly<Partial<Record<BillingField, FieldProblem>>> {
  const needed: readonly BillingField[] = [
    ...NEEDED,
    ...(country?.postalCode == null ? [] : (['postalCode'] as const)),
    ...(country === undefined || Object.keys(country.states).length === 0 ? [] : (['state'] as const)),
  ]
  const missing = needed.filter((field) => form[field].trim() === '')
  const postalForm = country?.postalCode?.pattern
  const malformed: BillingField[] = [
    ...(EMAIL.test(form.email.trim()) ? [] : (['email'] as const)),
    ...(postalForm === undefined || new RegExp(postalForm).test(form.postalCode.trim().toUpperCase())
      ? []
      : (['postalCode'] as const)),
  ]
  return Object.fromEntries([
    ...malformed.map((field) => [field, 'form'] as const),
    ...missing.map((field) => [field, 'missing'] as const),
  ])
}

export interface Merged {
  readonly form: BillingForm
  /** What somebody else changed meanwhile. */
  readonly changed: readonly BillingField[]
  /** Those of them that were changed here, too; the form has what was typed here. */
  readonly both: readonly BillingField[]
}

/** What was typed here over `base`, brought together with what is stored by now. */
export function merge(base: BillingForm, typed: BillingForm, stored: BillingForm): Merged {
  const fields = Object.keys(EMPTY) as BillingField[]
  const changed = fields.filter((field) => stored[field] !== base[field])
  const isTyped = (field: BillingField) => typed[field] !== base[field]
  const form = Object.fromEntries(
    fields.map((field) => [field, isTyped(field) ? typed[field] : stored[field]]),
  ) as unknown as BillingForm
  return { form, changed, both: changed.filter((field) => isTyped(field) && typed[field] !== stored[field]) }
}
