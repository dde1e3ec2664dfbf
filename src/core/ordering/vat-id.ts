import { findCountry } from './countries.js'

/** What VAT ids of a country may begin with where that is not its code alone; the first is written where none was given. */
const PREFIXES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  GR: ['EL'],
  MC: ['FR'], // Monaco is in the French VAT territory.
  GB: ['GB', 'XI'], // The second is that of businesses in Northern Ireland that trade goods.
}

/** What VAT ids of a country begin with. */
export function vatPrefixesOf(country: string): readonly [string, ...string[]] {
  return PREFIXES[country] ?? [country]
}

/**
 * A tax id as it is written across borders: in capitals, without spaces, with the prefix of its country where its form
 * has one. Ids of countries whose form is not known, and those of a wrong form, only lose their spaces.
 */
export function writtenTaxId(country: string, taxId: string): string {
  const bare = taxId.toUpperCase().replaceAll(/\s/g, '')
  const form = findCountry(country)?.vatId ?? null
  if (form === null) return bare
  const [prefix] = vatPrefixesOf(country)
  if (new RegExp(form.pattern).test(prefix + bare)) return prefix + bare
  // The Greek prefix is not the code of the country, but many give that.
  return bare.startsWith(country) && !hasPrefix(country, bare) ? prefix + bare.slice(country.length) : bare
}

/** A tax id as a VAT id with its prefix; `undefined` where the ids of its country have none. */
export function vatIdOf(country: string, taxId: string): string | undefined {
  if ((findCountry(country)?.vatId ?? null) === null) return undefined
  const written = writtenTaxId(country, taxId)
  return hasPrefix(country, written) ? written : undefined
}

function hasPrefix(country: string, taxId: string): boolean {
  return vatPrefixesOf(country).some((prefix) => taxId.startsWith(prefix))
}

/** Whether a VAT id begins with the prefix of some country. */
export function beginsWithCountry(vatId: string): boolean {
  const prefix = vatId.slice(0, 2)
  return prefix === 'EL' || prefix === 'XI' || findCountry(prefix)?.code === prefix
}
