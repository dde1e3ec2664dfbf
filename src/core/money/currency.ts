/** ISO 4217 alphabetic code of a currency this system knows, e.g. `USD`. Make one with `parseCurrency`. */
export type Currency = string & { readonly __brand: 'Currency' }

/** Currencies whose minor unit is not a hundredth (ISO 4217:2015, list one, column "minor unit"). */
const UNUSUAL_DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
}

const HUNDREDTHS =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
  'CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
  'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN ' +
  'NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC ' +
  'SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...HUNDREDTHS.split(' ').map((code): [string, number] => [code, 2]),
  ...Object.entries(UNUSUAL_DIGITS),
])

/** The currency with this code (upper case, as ISO 4217 writes it), or `undefined` where there is none. */
export function parseCurrency(code: string): Currency | undefined {
  return DIGITS.has(code) ? (code as Currency) : undefined
}

/** Digits after the point of an amount: 2 for USD, 0 for JPY and KRW, 3 for KWD. */
export function minorDigitsOf(currency: Currency): number {
  return DIGITS.get(currency)!
}

/** Every known code, in alphabetical order. */
export function listCurrencies(): Currency[] {
  return [...DIGITS.keys()].sort() as Currency[]
}
