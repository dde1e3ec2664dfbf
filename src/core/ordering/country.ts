/** Where partners may sell: one belongs to one region and sells only there. */
export const REGIONS = [
  'europe',
  'eastern-europe-and-central-asia',
  'north-america',
  'latin-america',
  'asia-pacific',
  'middle-east-and-africa',
  'china',
] as const
export type Region = (typeof REGIONS)[number]

/** Countries that a national cloud serves; the global one serves what none of these does. */
const NATIONAL_CLOUDS: Readonly<Record<string, readonly string[]>> = {
  'us-government': ['US'],
  china: ['CN'],
}
const GLOBAL_CLOUD = 'global'

/** A form texts must have, and one text that has it. Patterns take time in proportion to the text. */
export interface Form {
  readonly pattern: string
  readonly sample: string
}

/** What addresses, numbers and ids look like in a country. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string
  readonly region: Region
  /** Without the plus sign. */
  readonly callingCode: string
  /** The first is the usual one. */
  readonly languages: readonly string[]
  /** Addresses need one; `null` where there are none. */
  readonly postalCode: Form | null
  /** Fewest and most digits of a phone number as it is dialled within the country, zero included. */
  readonly phoneDigits: readonly [number, number]
  /** Names of states by code, where an address needs one. */
  readonly states: Readonly<Record<string, string>>
  readonly vatId: Form | null
  /** Number under which organisations are registered; `null` where none is accepted. */
  readonly registrationNumber: (Form & { readonly required: boolean }) | null
}

/** Cultures of a country, the usual one first. */
export function culturesOf({ code, languages }: Country): readonly string[] {
  return [...new Set([...languages.map((language) => `${language}-${code}`), 'en-US'])]
}

/** The phone pattern as one regular expression: digits only, as in a national number. */
export function phonePatternOf({ phoneDigits: [fewest, most] }: Country): string {
  return `^\\d{${fewest},${most}}$`
}

/** Where a partner is allowed to sell. */
export interface SellingPlace {
  /** Empty where it follows from the country. */
  readonly region: string
  readonly nationalCloud: string
  readonly country: string
}

/** Why a partner may not sell to customers of a country; `undefined` where it may. */
export function salesBarrier(
  seller: SellingPlace,
  buyer: Country,
  find: (code: string) => Country | undefined,
): string | undefined {
  const region = seller.region === '' ? find(seller.country)?.region : seller.region
  if (buyer.region !== region) return `the partner sells in the region ${region ?? '(none)'}`
  const clouds = Object.entries(NATIONAL_CLOUDS)
  const served = clouds.find(([cloud]) => cloud === seller.nationalCloud)?.[1]
  if (served !== undefined) {
    return served.includes(buyer.code) ? undefined : `the partner sells in the ${seller.nationalCloud} cloud`
  }
  const elsewhere = buyer.region === 'china'
  return elsewhere ? `the partner sells in the ${GLOBAL_CLOUD} cloud` : undefined
}
