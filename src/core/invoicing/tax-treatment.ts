import type { Day } from '../calendar/day.js'
import type { TaxCategory } from './tax-category.js'
import { buyerWithIdAccounts, isInEuropeanUnion, placeName, type TaxPlace, taxPlaceOf } from './tax-territory.js'

/**
 * Why the seller has to do with the tax of a country: `home` is where it is established, `local` a registration for the
 * tax of another country, and `one-stop-shop` the registration with which a seller established in the European Union
 * declares the VAT of all other member states.
 */
export type RegistrationKind = 'home' | 'local' | 'one-stop-shop'

/** A registration of the seller for taxes. */
export interface TaxRegistration {
  readonly kind: RegistrationKind
  readonly country: string
  /** State or province it is limited to; empty for the whole country. */
  readonly region: string
  readonly number: string
  readonly since: Day
  /** First day on which it no longer holds; `undefined` for an open end. */
  readonly until: Day | undefined
}

/** What is known of a tax id: nothing but its form, or that it was confirmed or denied by who keeps it. */
export const TAX_ID_STATES = ['unchecked', 'valid', 'invalid'] as const
export type TaxIdState = (typeof TAX_ID_STATES)[number]

/** What decides about how a buyer is taxed. */
export interface TaxedBuyer extends TaxPlace {
  readonly taxId: string | undefined
  readonly taxIdState: TaxIdState
}

interface TreatmentRule {
  /** `undefined` where tax is charged. Otherwise what the document says instead. */
  readonly free: FreeOfTax | undefined
  /** `{buyer}`, `{taxed}` and `{seller}` are places, `{number}` is that of the registration. */
  readonly why: string
}

export interface FreeOfTax {
  readonly category: TaxCategory
  readonly name: string
  readonly reason: string
  /** Code of the VATEX list; empty where there is none. */
  readonly code: string
}

/** Every way in which an invoice is taxed. */
export const TAX_TREATMENTS = {
  domestic: {
    free: undefined,
    why: 'Seller ({number}) and buyer are in {buyer}, so the tax of {taxed} is due.',
  },
  'own-registration': {
    free: undefined,
    why: 'The seller is registered ({number}) in {taxed}, where the buyer is, so the tax of {taxed} is due.',
  },
  'buyer-with-id': {
    free: {
      category: 'AE',
      name: 'VAT',
      reason: 'Reverse charge: the buyer accounts for the tax',
      code: '',
    },
    why: 'In {buyer} a buyer that gives its tax id accounts for the tax itself; the seller is only registered there ({number}).',
  },
  'reverse-charge': {
    free: { category: 'AE', name: 'VAT', reason: 'Reverse charge', code: 'VATEX-EU-AE' },
    why: 'Seller ({seller}) and buyer ({buyer}) are in different member states and the VAT id of the buyer is validated, so the buyer accounts for the VAT.',
  },
  'one-stop-shop': {
    free: undefined,
    why: 'The buyer in {buyer} has no validated VAT id, and the seller declares the VAT of {taxed} through the one-stop shop ({number}).',
  },
  'seller-country': {
    free: undefined,
    why: 'The buyer in {buyer} has no validated VAT id and the seller no registration there, so the VAT of {taxed} is due.',
  },
  export: {
    free: { category: 'G', name: 'VAT', reason: 'Export outside the EU', code: 'VATEX-EU-G' },
    why: 'The seller is in {seller}, the buyer outside the European Union in {buyer}, where the seller is not registered.',
  },
  'outside-scope': {
    free: { category: 'O', name: 'Tax', reason: 'Not subject to tax', code: 'VATEX-EU-O' },
    why: 'The seller is not registered for the tax of {buyer}, where the buyer is.',
  },
} as const satisfies Readonly<Record<string, TreatmentRule>>

export type TaxTreatment = keyof typeof TAX_TREATMENTS

/** How an invoice is taxed, and whose rates hold. */
export interface TreatmentDecision {
  readonly treatment: TaxTreatment
  /** Where tax is charged: the place whose rates hold. */
  readonly place: TaxPlace
  /** The registration that decided, whose number belongs on the document; `undefined` for a seller without a home. */
  readonly registration: TaxRegistration | undefined
  readonly why: string
}

/** How the seller taxes a buyer on a day; `undefined` for a seller without any registration on that day. */
export function decideTreatment(
  registrations: readonly TaxRegistration[],
  buyer: TaxedBuyer,
  day: Day,
): TreatmentDecision | undefined {
  const active = registrations.filter(({ since, until }) => since <= day && (until === undefined || day < until))
  if (active.length === 0) return undefined
  const place = taxPlaceOf(buyer)
  const home = active.find(({ kind }) => kind === 'home')
  const there = active.find((registration) => registration.kind !== 'one-stop-shop' && covers(registration, place))
  if (there !== undefined) {
    const relieved = there.kind === 'local' && buyerWithIdAccounts(place.country) && hasId(buyer)
    return explained(there.kind === 'home' ? 'domestic' : relieved ? 'buyer-with-id' : 'own-registration', place, there)
  }
  if (home === undefined || !isInEuropeanUnion(home.country)) return explained('outside-scope', place, home)
  if (!isInEuropeanUnion(place.country)) return explained('export', place, home)
  if (buyer.taxId !== undefined && buyer.taxIdState === 'valid') return explained('reverse-charge', place, home)
  const shop = active.find(({ kind }) => kind === 'one-stop-shop')
  if (shop !== undefined) return explained('one-stop-shop', place, shop)
  return explained('seller-country', { country: home.country, region: home.region }, home)

  function explained(treatment: TaxTreatment, taxed: TaxPlace, by: TaxRegistration | undefined): TreatmentDecision {
    const words: Readonly<Record<string, string>> = {
      buyer: placeName(place),
      taxed: placeName(taxed),
      seller: home === undefined ? '(nowhere)' : placeName(home),
      number: by?.number ?? '(none)',
    }
    return { treatment, place: taxed, registration: by, why: fill(TAX_TREATMENTS[treatment].why, words) }
  }
}

/** A sentence with its `{words}` filled in. */
export function fill(sentence: string, words: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? `{${word}}`)
}

function covers(registration: TaxRegistration, place: TaxPlace): boolean {
  const own = taxPlaceOf(registration)
  return own.country === place.country && (own.region === '' || own.region === place.region)
}

/** An id whose form or check digits are wrong is none. */
function hasId({ taxId, taxIdState }: TaxedBuyer): boolean {
  return taxId !== undefined && taxIdState !== 'invalid'
}
