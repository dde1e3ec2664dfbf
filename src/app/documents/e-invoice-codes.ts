import type { TaxCategory } from '../../core/invoicing/tax-category.js'

/** Scheme of the electronic address (list EAS) that stands for a VAT id, by the id's prefix. */
export const VAT_ADDRESS_SCHEMES: Readonly<Record<string, string>> = {
  AD: '9922',
  AL: '9923',
  AT: '9914',
  BA: '9924',
  BG: '9926',
  CH: '9927',
  CY: '9928',
  CZ: '9929',
  DE: '9930',
  EE: '9931',
  EL: '9933',
  ES: '9920',
  FR: '9957',
  GB: '9932',
  HR: '9934',
  HU: '9910',
  IE: '9935',
  LI: '9936',
  LT: '9937',
  LU: '9938',
  LV: '9939',
  MC: '9940',
  ME: '9941',
  MK: '9942',
  MT: '9943',
  NL: '9944',
  PL: '9945',
  PT: '9946',
  RO: '9947',
  RS: '9948',
  SI: '9949',
  SK: '9950',
  SM: '9951',
  TR: '9952',
}

/** An electronic address that is an e-mail address. */
export const EMAIL_ADDRESS_SCHEME = 'EM'

/**
 * Scheme of the number in the company register (list ISO 6523), for countries whose rules in Peppol ask for it, with what
 * stands before its digits.
 */
export const REGISTER_SCHEMES: Readonly<Record<string, { readonly scheme: string; readonly prefix: string }>> = {
  NL: { scheme: '0106', prefix: '' },
  DK: { scheme: '0184', prefix: 'DK' },
  IS: { scheme: '0196', prefix: '' },
}

/** What a country's rules in Peppol ask of its sellers beyond the standard. */
export interface NationalDemands {
  /** Only where the buyer is in the country, too. */
  readonly domestic: boolean
  readonly register: boolean
  /** Street, city and postal code of the seller, and of a buyer in the country. */
  readonly address: boolean
  /** An e-mail address and a telephone number. */
  readonly contact: boolean
  /** An account to pay to. */
  readonly account: boolean
}

const NOTHING: NationalDemands = { domestic: false, register: false, address: false, contact: false, account: false }

export const NATIONAL_DEMANDS: Readonly<Record<string, NationalDemands>> = {
  NL: { ...NOTHING, register: true, address: true, account: true },
  DE: { ...NOTHING, domestic: true, address: true, contact: true, account: true },
  DK: { ...NOTHING, register: true },
  IS: { ...NOTHING, register: true, address: true },
  IT: { ...NOTHING, address: true },
}

/** What is said where a category needs a reason and the document has none. */
export const REASONS: Readonly<Record<TaxCategory, { readonly text: string; readonly code: string } | undefined>> = {
  S: undefined,
  Z: undefined,
  E: { text: 'Exempt from VAT', code: '' },
  AE: { text: 'Reverse charge', code: 'VATEX-EU-AE' },
  G: { text: 'Export outside the EU', code: 'VATEX-EU-G' },
  O: { text: 'Not subject to VAT', code: 'VATEX-EU-O' },
}

/** Codes of UNTDID 4461: credit transfer, and the one for SEPA. */
export const CREDIT_TRANSFER = '30'
export const SEPA_CREDIT_TRANSFER = '58'

/** One piece (UN/ECE Recommendation 20): a line is the sum of charges that differ in quantity and time. */
export const UNIT_CODE = 'C62'
