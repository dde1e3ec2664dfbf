/** Where somebody is, as far as taxes go. */
export interface TaxPlace {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** State or province where taxes differ by it; otherwise empty. */
  readonly region: string
}

/** Member states of the European Union, whose VAT is one system. */
const EUROPEAN_UNION: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

/** Codes of places that are taxed as if they were part of another one, as `country` or `country-region`. */
const TAXED_AS: Readonly<Record<string, string>> = {
  MC: 'FR', // Monaco is in the French VAT territory.
  IM: 'GB', // So is the Isle of Man in that of the United Kingdom.
  'US-PR': 'PR', // Puerto Rico has a tax of its own.
}

/** Countries where a seller from abroad charges tax only to who gives no tax id: who gives one accounts for it itself. */
const BUYER_WITH_ID_ACCOUNTS: ReadonlySet<string> = new Set(['ZA', 'TR'])

/** The place whose taxes hold where somebody is. */
export function taxPlaceOf({ country, region }: TaxPlace): TaxPlace {
  const code = country.toUpperCase()
  const other = TAXED_AS[code] ?? TAXED_AS[`${code}-${region.toUpperCase()}`]
  return other === undefined ? { country: code, region: region.toUpperCase() } : { country: other, region: '' }
}

export function isInEuropeanUnion(country: string): boolean {
  return EUROPEAN_UNION.has(country)
}

/** Whether a buyer with a tax id accounts for the tax itself where the seller is only registered. */
export function buyerWithIdAccounts(country: string): boolean {
  return BUYER_WITH_ID_ACCOUNTS.has(country)
}

/** `NL`, or `US-WA`. */
export function placeName({ country, region }: TaxPlace): string {
  return region === '' ? country : `${country}-${region}`
}
