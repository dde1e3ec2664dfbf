import { type Currency, parseCurrency } from '../core/money/currency.js'

/** Countries billed in each currency; the others are billed in dollars. */
const COUNTRIES: Readonly<Record<string, string>> = {
  AUD: 'AU',
  CAD: 'CA',
  CHF: 'CH LI',
  CNY: 'CN',
  DKK: 'DK',
  EUR: 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV ME MT NL PT SI SK',
  GBP: 'GB',
  INR: 'IN',
  JPY: 'JP',
  KRW: 'KR',
  NOK: 'NO',
  NZD: 'NZ',
  SEK: 'SE',
  TWD: 'TW',
}

const BY_COUNTRY: ReadonlyMap<string, string> = new Map(
  Object.entries(COUNTRIES).flatMap(([currency, countries]) =>
    countries.split(' ').map((country) => [country, currency]),
  ),
)

/** In which currency a partner of a country is billed, unless agreed otherwise. */
export function usualCurrencyOf(country: string): Currency {
  return parseCurrency(BY_COUNTRY.get(country) ?? 'USD')!
}
