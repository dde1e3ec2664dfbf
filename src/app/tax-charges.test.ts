import { expect, it } from 'vitest'
import { parseDay } from '../core/calendar/day.js'
import { parseDecimal } from '../core/money/decimal.js'
import { taxAdjustments } from './tax-charges.js'
import type { TaxStanding } from './tax-standing.js'

const day = (text: string) => parseDay(text)!
const key = { partnerId: 'p', invoiceDate: day('2026-03-15'), invoiceType: 'recurring', currency: 'EUR' } as const
const vat = { country: 'NL', region: '', component: 'VAT', position: 1, validFrom: day('2020-01-01') }

const STANDING: TaxStanding = {
  registrations: [
    { kind: 'home', country: 'NL', region: '', number: 'NL1', since: day('2026-01-01'), until: undefined },
  ],
  rates: [
    { ...vat, taxClass: 'standard', rate: parseDecimal('21')!, validTo: undefined },
    { ...vat, taxClass: 'reduced', rate: parseDecimal('9')!, validTo: undefined },
  ],
  buyers: new Map([['p', { country: 'NL', profiles: [], validations: [], exemptions: [] }]]),
}

it('taxes adjustments each by itself; what is stored has their sums', () => {
  const adjustments = [
    { taxClass: 'standard', amount: -1_003n },
    { taxClass: 'reduced', amount: -100n },
    { taxClass: 'standard', amount: -1_003n },
  ] as const
  const taxed = taxAdjustments(STANDING, key, adjustments)
  expect(taxed).toMatchObject({ ok: true, value: { taxes: [-211n, -9n, -211n] } })
  expect(taxed.ok && taxed.value.rows).toMatchObject([
    { ...key, source: 'adjustments', taxClass: 'standard', taxable: -2_006n, tax: -422n, componentNumber: 1 },
    { ...key, source: 'adjustments', taxClass: 'reduced', taxable: -100n, tax: -9n, componentNumber: 1 },
  ])
})

it('taxes nothing before the provider is registered', () => {
  const adjustments = [{ taxClass: 'standard', amount: 100n }] as const
  const untaxed = { ok: true, value: { taxes: [0n], rows: [] } }
  expect(taxAdjustments(undefined, key, adjustments)).toEqual(untaxed)
  expect(taxAdjustments(STANDING, { ...key, invoiceDate: day('2025-12-31') }, adjustments)).toEqual(untaxed)
})
