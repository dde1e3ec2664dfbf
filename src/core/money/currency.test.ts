import { describe, expect, it } from 'vitest'
import { type Currency, listCurrencies, minorDigitsOf, parseCurrency } from './currency.js'

/** Digits by ISO 4217, list one, checked by hand; hundredths of the currencies partners are billed in among them. */
const BY_HAND: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: 'AUD BRL GBP CAD CHF CNY CZK DKK EUR HUF INR ILS MXN NOK NZD PLN RUB SEK SGD TRY TWD USD ZAR',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

/**
 * Intl writes these as people do, without the hundredths nobody pays in any more (Unicode's locale data). The standard,
 * and so a bank, still counts in them.
 */
const WRITTEN_SHORTER_BY_INTL = 'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'

/** Units of account and codes of funds that Intl does not list, and a second code of the bolivar. */
const UNKNOWN_TO_INTL = 'BOV CHE CHW CLF COU MXV USN UYI UYW VED'

/** What Intl lists and we do not: withdrawn, or without a minor unit by the standard. */
const LEFT_OUT = 'CUC HRK SLL XDR XSU ZWL'

const intlCodes = new Set(Intl.supportedValuesOf('currency'))

function intlDigits(code: string): number | undefined {
  return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits
}

describe('minorDigitsOf', () => {
  it.each(Object.entries(BY_HAND))(
    'is %s for the currencies of the standard that have so many digits',
    (digits, codes) => {
      const found = codes.split(' ').map((code) => `${code} ${minorDigitsOf(parseCurrency(code)!)}`)
      expect(found).toEqual(codes.split(' ').map((code) => `${code} ${digits}`))
    },
  )

  it('knows no further currency with unusual digits', () => {
    const unusual = listCurrencies().filter((code) => minorDigitsOf(code) !== 2)
    expect(unusual).toEqual([BY_HAND[0], BY_HAND[3], BY_HAND[4]].join(' ').split(' ').sort())
  })

  it('agrees with Intl apart from the differences named above', () => {
    const excused = new Set(`${WRITTEN_SHORTER_BY_INTL} ${UNKNOWN_TO_INTL}`.split(' '))
    const different = listCurrencies().filter((code) => !excused.has(code) && minorDigitsOf(code) !== intlDigits(code))
    expect(different).toEqual([])
  })

  it('has more digits than Intl in each of the named differences, never fewer', () => {
    const codes = WRITTEN_SHORTER_BY_INTL.split(' ') as Currency[]
    expect(codes.filter((code) => minorDigitsOf(code) < (intlDigits(code) ?? 0))).toEqual([])
  })
})

describe('listCurrencies', () => {
  it('is in alphabetical order, without doubles, and every code parses to itself', () => {
    const codes = listCurrencies()
    expect(codes).toEqual([...new Set(codes)].sort())
    expect(codes.map(parseCurrency)).toEqual(codes)
    expect(codes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([])
  })

  it('lists what Intl lists, and differs only where it says so', () => {
    const ours = new Set<string>(listCurrencies())
    const leftOut = new Set(LEFT_OUT.split(' '))
    const missing = [...intlCodes].filter((code) => !ours.has(code) && !leftOut.has(code))
    const added = [...ours].filter((code) => !intlCodes.has(code) && !UNKNOWN_TO_INTL.split(' ').includes(code))
    expect({ missing, leftOutAfterAll: [...leftOut].filter((code) => ours.has(code)) }).toEqual({
      missing: [],
      leftOutAfterAll: [],
    })
    // An older ICU may not know the newest code yet (XCG, the Caribbean guilder of 2025).
    expect(added.filter((code) => code !== 'XCG')).toEqual([])
  })
})

describe('parseCurrency', () => {
  it.each(['', 'usd', 'US', 'USDT', ' USD', 'XXX', 'XAU', 'constructor', '__proto__', 'toString'])(
    'refuses %j',
    (text) => {
      expect(parseCurrency(text)).toBeUndefined()
    },
  )
})
