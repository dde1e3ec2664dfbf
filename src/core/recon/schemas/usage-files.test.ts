import { describe, expect, it } from 'vitest'
import { currency, day, decimal, linesOf, rateOf, termsOf, used } from '../../../../test/support/rating.js'
import { reconLinesOf } from '../../../../test/support/recon-lines.js'
import type { Meter } from '../../rating/meter.js'
import type { RatedLine } from '../../rating/rated-line.js'
import type { DailyUsage, ReconLine } from '../recon-line.js'
import { type ReconSchema, rowWriterOf } from '../schema.js'
import { dailyRatedSchema } from './daily-rated.js'
import { usageBasedSchema } from './usage-based.js'

const METER: Meter = {
  meterId: '018f0020-0000-4000-8000-000000000001',
  productId: 'PLAN',
  skuId: '0001',
  name: 'Hot Data Stored',
  category: 'Storage',
  subcategory: 'Blob',
  region: 'EU West',
  unit: '1 GB',
  unitType: '1 GB/Month',
  serviceName: 'Blob Storage',
  serviceType: 'Standard',
  meteredRegion: 'westeurope',
  resourceSku: 'HDS-1',
  pricingCurrency: currency('USD'),
  shared: false,
}

const DAY: DailyUsage = {
  day: day('2020-09-05'),
  quantity: decimal('11.0'),
  cost: 49n,
  resource: {
    ...{ resourceId: 'r', entitlementId: 'E-1', entitlementName: 'Production', resourceGroup: 'web' },
    ...{ resourceUri: '/disk', location: 'westeurope', tags: '{"team":"a"}', additionalInfo: '=1+1' },
  },
}

/** A line of a file for one rated line, on a one-time invoice in euros. */
function lineOf(rated: RatedLine, changes: Partial<ReconLine> = {}, daily: DailyUsage | null = null): ReconLine {
  const [line] = reconLinesOf({
    ...{ profile: 'one-time-recurring', currency: 'EUR', until: '2020-10-01' },
    offer: { name: 'Storage', term: 'P1M', billingCycle: 'monthly', unitPrice: '1.00' },
    events: [{ on: '2020-09-01', type: 'purchase', quantity: 1 }],
  })
  const charge = { ...line!.charge, chargeStart: rated.start, chargeEnd: rated.end, amount: rated.amount }
  const invoice = { number: 'G000000003', date: day('2020-10-08'), type: 'one-time' } as const
  return { ...line!, charge, listed: charge, invoice, usage: { meter: METER, rated, daily }, ...changes }
}

/** Cells by column. No text in these lines has a comma of its own. */
function cellsOf(schema: ReconSchema, line: ReconLine): Record<string, string> {
  const cells = rowWriterOf(schema)(line).trimEnd().replace('"Baker, Smith & ""Sons"""', 'Baker').split(',')
  expect(cells).toHaveLength(schema.columns.length)
  return Object.fromEntries(schema.columns.map(({ name }, index) => [name, cells[index]!]))
}

describe('the usage-based file', () => {
  const terms = termsOf({ rating: 'overage', rates: [rateOf([['0', '0.0808']], { included: decimal('5') })] })

  it('has 42 columns', () => {
    expect(usageBasedSchema.columns).toHaveLength(42)
    expect(usageBasedSchema.columns.slice(0, 3).map(({ name }) => name)).toEqual([
      ...['PartnerId', 'PartnerName', 'PartnerBillableAccountId'],
    ])
    expect(usageBasedSchema.columns.at(-1)!.name).toBe('ServiceInfo')
  })

  it('says what was used, what of it was included, and what the rest costs with and without tax', () => {
    const [rated] = linesOf([used('2020-09-05', '16')], terms)
    // 11 x 0.0808 = 0.8888, and 0.89 / 11 = 0.080909...; with tax 1.08 / 11 = 0.098181...
    expect(cellsOf(usageBasedSchema, lineOf(rated!, { tax: 19n }))).toMatchObject({
      ...{ ConsumedQuantity: '16', IncludedQuantity: '5', OverageQuantity: '11', ListPrice: '0.0808' },
      ...{ PretaxCharges: '0.89', TaxAmount: '0.19', PostTaxTotal: '1.08', Currency: 'EUR' },
      ...{ PretaxEffectiveRate: '0.08090909', PostTaxEffectiveRate: '0.09818181', DetailLineItemId: '1' },
      ...{ ChargeStartDate: '9/1/2020 0:00', ChargeEndDate: '9/30/2020 23:59', UsageDate: '1/13/2018 0:00' },
      ...{
        ResourceGuid: METER.meterId,
        ResourceName: 'Hot Data Stored',
        Sku: 'HDS-1',
        Unit: '1 GB',
        Region: 'EU West',
      },
    })
  })

  it('divides nothing by nothing where all was included', () => {
    const [rated] = linesOf([used('2020-09-05', '3')], terms)
    expect(cellsOf(usageBasedSchema, lineOf(rated!))).toMatchObject({
      ...{ ConsumedQuantity: '3', IncludedQuantity: '3', OverageQuantity: '0', PretaxCharges: '0.00' },
      PretaxEffectiveRate: '0',
    })
  })
})

describe('the daily-rated file', () => {
  const rate = rateOf([['0', '0.045']], { earnsCredit: true })
  const exchange = { rate: decimal('0.9'), date: day('2020-08-28') }
  const terms = termsOf({ rates: [rate], billingCurrency: currency('EUR'), exchange })

  it('has 52 columns', () => {
    expect(dailyRatedSchema.columns).toHaveLength(52)
    expect(dailyRatedSchema.columns.slice(-3).map(({ name }) => name)).toEqual([
      ...['PartnerEarnedCreditPercentage', 'CreditPercentage', 'CreditType'],
    ])
  })

  it('says what a resource used on a day, in both currencies', () => {
    const [rated] = linesOf([used('2020-09-05', '0', '100')], terms)
    const line = lineOf(rated!, {}, DAY)
    // 100 x 0.045 x 85 % = 3.82 USD, and a unit of it 0.0382.
    expect(cellsOf(dailyRatedSchema, { ...line, charge: { ...line.charge, amount: 44n } })).toMatchObject({
      ...{ UsageDate: '9/5/2020', Quantity: '11', UnitPrice: '0.045', EffectiveUnitPrice: '0.0382' },
      ...{ BillingPreTaxTotal: '0.44', BillingCurrency: 'EUR', PricingPreTaxTotal: '0.49', PricingCurrency: 'USD' },
      ...{ PCToBCExchangeRate: '0.9', PCToBCExchangeRateDate: '8/28/2020', PartnerEarnedCreditPercentage: '15' },
      ...{ ResourceGroup: 'web', ResourceURI: '/disk', ResourceLocation: 'westeurope', EntitlementId: 'E-1' },
      ...{ Tags: '"{""team"":""a""}"', AdditionalInfo: "'=1+1", UnitType: '1 GB/Month', Unit: '1 GB' },
    })
  })

  it('prints the effective price of the published file where the cost was cut to nothing', () => {
    const [rated] = linesOf([used('2020-09-05', '0', '0.005001')], terms)
    expect(cellsOf(dailyRatedSchema, lineOf(rated!, {}, { ...DAY, cost: 0n }))).toMatchObject({
      ...{ BillingPreTaxTotal: '0.00', EffectiveUnitPrice: '0.03825' },
    })
  })

  it('names no resource where a line was only corrected', () => {
    const [rated] = linesOf([used('2020-09-05', '0', '100')], terms)
    expect(cellsOf(dailyRatedSchema, lineOf(rated!, {}, { ...DAY, resource: null }))).toMatchObject({
      ...{ ResourceGroup: '', ResourceURI: '', Tags: '', EntitlementDescription: '' },
    })
  })
})
