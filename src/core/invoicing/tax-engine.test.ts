import { array, assert, bigInt, constantFrom, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, parseDay } from '../calendar/day.js'
import { formatDecimal, parseDecimal } from '../money/decimal.js'
import { cutOf, fractionOfRate, taxOfCharge } from './distribute-tax.js'
import { TAX_CLASSES, type TaxClass } from './tax-class.js'
import { assessTax, type TaxExemption, type TaxQuestion, type TaxRate } from './tax-engine.js'
import type { RegistrationKind, TaxRegistration } from './tax-treatment.js'

const day = (text: string): Day => parseDay(text)!

function registration(kind: RegistrationKind, country: string, others: Partial<TaxRegistration> = {}): TaxRegistration {
  return { kind, country, region: '', number: `${country}123`, since: day('2020-01-01'), until: undefined, ...others }
}

function rate(place: string, percent: string, others: Partial<TaxRate> = {}): TaxRate {
  const [country = '', region = ''] = place.split('-')
  const row = { country, region, taxClass: 'standard', component: 'VAT', position: 1 } as const
  return { ...row, rate: parseDecimal(percent)!, validFrom: day('2020-01-01'), validTo: undefined, ...others }
}

const RATES: readonly TaxRate[] = [
  rate('NL', '21'),
  rate('NL', '9', { taxClass: 'reduced' }),
  rate('DE', '19'),
  rate('DK', '25'),
  rate('FR', '20'),
  rate('FI', '24'),
  rate('FI', '25.5', { validFrom: day('2024-09-01') }),
  rate('GB', '20'),
  rate('ZA', '15'),
  rate('US-WA', '6.5', { component: 'Sales tax' }),
  rate('US-OR', '0', { component: 'Sales tax' }),
  rate('CA-BC', '7', { component: 'PST/QST', position: 2 }),
  rate('CA-BC', '5', { component: 'GST/HST' }),
  rate('CA-QC', '5', { component: 'GST/HST' }),
  rate('CA-QC', '9.975', { component: 'PST/QST', position: 2 }),
  rate('PR', '10.5', { component: 'State sales tax' }),
  rate('PR', '1', { component: 'Municipal sales tax', position: 2 }),
]

const DUTCH = [registration('home', 'NL')]

function ask(place: string, others: Partial<TaxQuestion> & { taxId?: string; state?: 'valid' | 'invalid' } = {}) {
  const [country = '', region = ''] = place.split('-')
  const { taxId, state = 'unchecked', ...question } = others
  const assessed = assessTax({
    day: day('2026-03-15'),
    registrations: DUTCH,
    buyer: { country, region, taxId, taxIdState: state },
    exemptions: [],
    rates: RATES,
    nets: [{ taxClass: 'standard', amount: 10_050n }],
    ...question,
  })
  if (!assessed.ok) throw new Error(assessed.refusal.message)
  return assessed.value
}

/** `S VAT 21 2111`: category, name, percent, tax; then the reason and code where there is no tax. */
function shown(place: string, others: Parameters<typeof ask>[1] = {}): string[] {
  const assessment = ask(place, others)!
  const components = assessment.nets.flatMap((net) => net.components)
  return [
    assessment.treatment,
    ...components.map(({ category, name, rate: percent, tax, exemptionReason, exemptionCode }) =>
      [category, name, formatDecimal(percent), tax, exemptionReason, exemptionCode]
        .filter((text) => text !== '')
        .join(' '),
    ),
  ]
}

describe('how a buyer is taxed', () => {
  it('is not asked before the seller is registered anywhere', () => {
    expect(ask('NL', { registrations: [] })).toBeUndefined()
    expect(ask('NL', { registrations: [registration('home', 'NL', { since: day('2026-03-16') })] })).toBeUndefined()
    expect(ask('NL', { registrations: [registration('home', 'NL', { until: day('2026-03-15') })] })).toBeUndefined()
  })

  const { EU_BUYER, FOREIGN } = {
    EU_BUYER: { taxId: 'DE136695976', state: 'valid' },
    FOREIGN: { registrations: [...DUTCH, registration('local', 'DE')] },
  } as const

  it('at home by the rates of the country, whatever the id', () => {
    expect(shown('NL')).toEqual(['domestic', 'S VAT 21 2111'])
    expect(shown('NL', { taxId: 'NL004495445B01', state: 'valid' })).toEqual(['domestic', 'S VAT 21 2111'])
  })

  it('where the seller is registered by the rates there, whatever the id', () => {
    expect(shown('DE', FOREIGN)).toEqual(['own-registration', 'S VAT 19 1910'])
    expect(shown('DE', { ...FOREIGN, ...EU_BUYER })).toEqual(['own-registration', 'S VAT 19 1910'])
  })

  it('in another member state by reverse charge with a validated id only', () => {
    expect(shown('DE', EU_BUYER)).toEqual(['reverse-charge', 'AE VAT 0 0 Reverse charge VATEX-EU-AE'])
    for (const state of ['unchecked', 'invalid'] as const) {
      expect(shown('DE', { taxId: 'DE136695976', state } as never)).toEqual(['seller-country', 'S VAT 21 2111'])
    }
    expect(shown('DE')).toEqual(['seller-country', 'S VAT 21 2111'])
  })

  it('in another member state by its rates where the seller uses the one-stop shop', () => {
    const registrations = [...DUTCH, registration('one-stop-shop', 'NL')]
    expect(shown('DE', { registrations })).toEqual(['one-stop-shop', 'S VAT 19 1910'])
    expect(shown('DE', { registrations, ...EU_BUYER })[0]).toBe('reverse-charge')
    expect(shown('NL', { registrations })[0]).toBe('domestic')
  })

  it('outside the Union not at all', () => {
    expect(shown('GB')).toEqual(['export', 'G VAT 0 0 Export outside the EU VATEX-EU-G'])
    expect(shown('US-WA')).toEqual(['export', 'G VAT 0 0 Export outside the EU VATEX-EU-G'])
    const registrations = [registration('home', 'GB')]
    expect(shown('DE', { registrations, ...EU_BUYER })).toEqual([
      'outside-scope',
      'O Tax 0 0 Not subject to tax VATEX-EU-O',
    ])
  })

  it('in South Africa and Turkey by the standard rate, unless an id is given', () => {
    const registrations = [...DUTCH, registration('local', 'ZA')]
    expect(shown('ZA', { registrations })).toEqual(['own-registration', 'S VAT 15 1508'])
    const [treatment, component] = shown('ZA', { registrations, taxId: '4123456789' })
    expect([treatment, component?.slice(0, 11)]).toEqual(['buyer-with-id', 'AE VAT 0 0 '])
    expect(shown('ZA', { registrations, taxId: '4123456789', state: 'invalid' })[0]).toBe('own-registration')
    expect(shown('ZA', { registrations: [registration('home', 'ZA')], taxId: '4123456789' })[0]).toBe('domestic')
  })

  it('in a state only where the seller is registered in it', () => {
    const registrations = [registration('home', 'US', { region: 'WA' })]
    expect(shown('US-WA', { registrations })).toEqual(['domestic', 'S Sales tax 6.5 653'])
    expect(shown('US-OR', { registrations })[0]).toBe('outside-scope')
    const everywhere = [registration('local', 'US')]
    expect(shown('US-OR', { registrations: everywhere })).toEqual(['own-registration', 'Z Sales tax 0 0'])
  })

  it('in Canada and Puerto Rico by two taxes', () => {
    const registrations = [registration('local', 'CA'), registration('local', 'PR')]
    expect(shown('CA-BC', { registrations })).toEqual(['own-registration', 'S GST/HST 5 503', 'S PST/QST 7 704'])
    expect(shown('CA-QC', { registrations })[2]).toBe('S PST/QST 9.975 1002')
    for (const place of ['PR', 'US-PR']) {
      expect(shown(place, { registrations }).slice(1)).toEqual([
        'S State sales tax 10.5 1055',
        'S Municipal sales tax 1 101',
      ])
    }
  })

  it('in Monaco and on the Isle of Man as in France and the United Kingdom', () => {
    expect(shown('MC', { registrations: [registration('home', 'FR')] })).toEqual(['domestic', 'S VAT 20 2010'])
    expect(shown('IM', { registrations: [registration('home', 'GB')] })).toEqual(['domestic', 'S VAT 20 2010'])
  })
})

describe('rates', () => {
  const registrations = [registration('home', 'FI')]

  it('hold from a day on until a later row', () => {
    expect(shown('FI', { registrations, day: day('2024-08-31') })[1]).toBe('S VAT 24 2412')
    expect(shown('FI', { registrations, day: day('2024-09-01') })[1]).toBe('S VAT 25.5 2563')
  })

  it('end on their own where a row says so, and are then missing', () => {
    const rates = [rate('FI', '24', { validTo: day('2026-03-15') })]
    expect(shown('FI', { registrations, rates, day: day('2026-03-14') })[1]).toBe('S VAT 24 2412')
    const question = { registrations, rates, exemptions: [], nets: [{ taxClass: 'standard', amount: 1n }] } as const
    const buyer = { country: 'FI', region: '', taxId: undefined, taxIdState: 'unchecked' } as const
    expect(assessTax({ ...question, buyer, day: day('2026-03-15') })).toMatchObject({
      refusal: { code: 'tax-rate-missing', data: { place: 'FI', taxClass: 'standard', day: '2026-03-15' } },
    })
  })

  it('are those of the class, or the standard ones where the country has none for it', () => {
    const classes = (place: string, home: string) =>
      (Object.keys(TAX_CLASSES) as TaxClass[]).map((taxClass) => {
        const nets = [{ taxClass, amount: 1_000n }]
        return `${taxClass}: ${shown(place, { registrations: [registration('home', home)], nets })[1]}`
      })
    expect(classes('NL', 'NL')).toEqual([
      'standard: S VAT 21 210',
      'reduced: S VAT 9 90',
      'voice: S VAT 21 210',
      'zero: Z VAT 0 0',
      'exempt: E VAT 0 0 Exempt supply',
    ])
    expect(classes('DK', 'DK')[1]).toBe('reduced: S VAT 25 250')
  })
})

describe('exemptions', () => {
  const certificate: TaxExemption = {
    ...{ country: 'CA', region: 'BC', taxClasses: [], components: ['PST/QST'], certificate: 'PST-1234-5678' },
    ...{ reason: 'Exempt from PST', validFrom: day('2026-01-01'), validTo: day('2027-01-01') },
  }
  const registrations = [registration('local', 'CA')]

  it('free from the taxes and classes in their scope while they are valid', () => {
    const exemptions = [certificate]
    expect(shown('CA-BC', { registrations, exemptions })).toEqual([
      'own-registration',
      'S GST/HST 5 503',
      'E PST/QST 0 0 Exempt from PST',
    ])
    expect(shown('CA-QC', { registrations, exemptions })[2]).toBe('S PST/QST 9.975 1002')
    for (const outside of ['2025-12-31', '2027-01-01']) {
      expect(shown('CA-BC', { registrations, exemptions, day: day(outside) })[2]).toBe('S PST/QST 7 704')
    }
    const reduced = [{ ...certificate, taxClasses: ['reduced' as const] }]
    expect(shown('CA-BC', { registrations, exemptions: reduced })[2]).toBe('S PST/QST 7 704')
  })
})

describe('an answer', () => {
  it('says why, with places, rates and numbers', () => {
    const assessment = ask('NL')!
    expect(assessment.why).toBe('Seller (NL123) and buyer are in NL, so the tax of NL is due.')
    expect(assessment.nets[0]!.components[0]!.why).toBe('VAT of NL for standard is 21 % since 2020-01-01.')
    const everyWhy = ['GB', 'DE', 'NL'].flatMap((place) => [ask(place)!.why, ask(place)!.nets[0]!.components[0]!.why])
    expect(everyWhy.filter((why) => /[{}]/.test(why))).toEqual([])
  })

  it('has the tax that its charges share out exactly', () => {
    const nets = array(
      record({ taxClass: constantFrom<TaxClass>('standard', 'reduced', 'voice'), amount: bigInt(-50_000n, 50_000n) }),
      { maxLength: 30 },
    )
    assert(
      property(nets, constantFrom('NL', 'CA-QC', 'CA-BC', 'FI'), (given, place) => {
        const registrations = [registration('home', place.slice(0, 2))]
        for (const taxClass of ['standard', 'reduced', 'voice'] as const) {
          const charges = given
            .filter((net) => net.taxClass === taxClass)
            .map(({ amount }, index) => ({ amount, key: { subscriptionId: 'a', chargeNumber: index + 1 } }))
          const amount = charges.reduce((sum, charge) => sum + charge.amount, 0n)
          for (const component of ask(place, { registrations, nets: [{ taxClass, amount }] })!.nets[0]!.components) {
            const fraction = fractionOfRate(component.rate)
            const cut = cutOf(charges, fraction, component.tax)
            const taxes = charges.map((charge) => taxOfCharge(charge.amount, fraction, cut, charge.key))
            expect(taxes.reduce((sum, tax) => sum + tax, 0n)).toBe(component.tax)
          }
        }
      }),
    )
  })
})
