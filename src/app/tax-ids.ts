import type { Validator } from 'stdnum'
import { vatPrefixesOf } from '../core/ordering/vat-id.js'
import type { TaxIdValidator } from './tax-id-validator.js'

/** The kind of number a country uses for VAT, as the library calls it. */
const KINDS: Readonly<Record<string, string>> = {
  AT: 'uid',
  AU: 'abn',
  BE: 'vat',
  BG: 'vat',
  CH: 'vat',
  CY: 'vat',
  CZ: 'dic',
  DE: 'vat',
  DK: 'cvr',
  EE: 'kmkr',
  ES: 'nif',
  FI: 'alv',
  FR: 'tva',
  GB: 'vat',
  GR: 'vat',
  HR: 'oib',
  HU: 'anum',
  IE: 'vat',
  IN: 'gstin',
  IS: 'vsk',
  IT: 'iva',
  LI: 'peid',
  LT: 'pvm',
  LU: 'tva',
  LV: 'pvn',
  MC: 'tva',
  MT: 'vat',
  NL: 'btw',
  NO: 'mva',
  PL: 'nip',
  PT: 'nif',
  RO: 'cui',
  RS: 'pib',
  SE: 'vat',
  SI: 'ddv',
  SK: 'dph',
  TR: 'vkn',
}

/** Whether form and check digits of an id are right; `undefined` where nothing is known of the ids of a country. */
async function checkDigits(country: string, taxId: string): Promise<boolean | undefined> {
  const kind = KINDS[country]
  if (kind === undefined) return undefined
  const { stdnum } = await import('stdnum') // Hundreds of kinds of numbers: loaded when the first one is checked.
  const validator = (stdnum as Readonly<Record<string, Readonly<Record<string, Validator>>>>)[country]![kind]!
  const prefix = [country, ...vatPrefixesOf(country)].find((code) => taxId.startsWith(code))
  const bare = prefix === undefined || country === 'CH' ? taxId : taxId.slice(prefix.length)
  return [taxId, bare].some((text) => validator.validate(text).isValid)
}

/**
 * Looks at form and check digits, without asking anybody. So it can find that an id is wrong, but never that it exists:
 * a right one stays unchecked until somebody who keeps a register confirms it.
 */
export const OFFLINE_VALIDATOR: TaxIdValidator = {
  name: 'form and check digits',
  async check(country, taxId) {
    const fits = await checkDigits(country, taxId)
    if (fits === undefined) return { state: 'unchecked', evidence: `Tax ids of ${country} cannot be checked here.` }
    return fits
      ? { state: 'unchecked', evidence: `Form and check digits are those of ${country}; no register was asked.` }
      : { state: 'invalid', evidence: `Form or check digits are not those of ${country}.` }
  },
}
