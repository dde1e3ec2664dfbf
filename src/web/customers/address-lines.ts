import type { Address } from './customer.js'
import type { Names } from './names.js'

/** An address as it stands on an envelope, without the name of who is written to. */
export function addressLines(
  address: Partial<Address> & { readonly country: string },
  names: Names,
): readonly string[] {
  const { addressLine1, addressLine2, addressLine3, district, postalCode, city, state, country } = address
  const place = [postalCode, city].filter((part) => part !== undefined && part !== '').join('  ')
  return [addressLine1, addressLine2, addressLine3, district, place, state, names.country(country)].filter(
    (line): line is string => line !== undefined && line !== '',
  )
}
