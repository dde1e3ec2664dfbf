import { COUNTRIES, findCountry } from '../../core/ordering/countries.js'
import { salesBarrier } from '../../core/ordering/country.js'

/** Codes of the countries in whose region a partner of a country sells. */
export function sellingCountries(country: string): readonly string[] {
  const seller = { region: '', nationalCloud: '', country }
  return [...COUNTRIES.values()]
    .filter((buyer) => salesBarrier(seller, buyer, findCountry) === undefined)
    .map(({ code }) => code)
}
