import { describe, expect, it } from 'vitest'
import { reconLinesOf, reducedBy } from '../../../../test/support/recon-lines.js'
import { headerOf, rowWriterOf } from '../schema.js'
import { licenseBasedSchema } from './license-based.js'

/** The published columns, in order. */
const COLUMNS = [
  'PartnerId',
  'CustomerId',
  'CustomerName',
  'MpnId',
  'ResellerMpnId',
  'OrderId',
  'SubscriptionId',
  'SyndicationPartnerSubscriptionNumber',
  'OfferId',
  'DurableOfferId',
  'OfferName',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'ChargeStartDate',
  'ChargeEndDate',
  'ChargeType',
  'UnitPrice',
  'Quantity',
  'Amount',
  'TotalOtherDiscount',
  'Subtotal',
  'Tax',
  'TotalForCustomer',
  'Currency',
  'DomainName',
  'SubscriptionName',
  'SubscriptionDescription',
  'BillingCycleType',
]

const SCENARIO = {
  profile: 'license',
  currency: 'USD',
  billingDay: 15,
  offer: { name: 'Mail Plan', term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00' },
  events: [
    { on: '2018-01-13', type: 'purchase', quantity: 1 },
    { on: '2018-02-01', type: 'changeQuantity', quantity: 2 },
  ],
  until: '2018-02-15',
}

describe('the license-based file', () => {
  it('has the 28 published columns', () => {
    expect(COLUMNS).toHaveLength(28)
    expect(headerOf(licenseBasedSchema)).toBe(`${COLUMNS.join(',')}\r\n`)
  })

  it('is written like this, byte for byte', () => {
    const before =
      '018f0001-0000-7000-8000-000000000001,018f0002-0000-7000-8000-000000000001,"Baker, Smith & ""Sons""",4390934,,ORDER-1,' +
      '018f0003-0000-7000-8000-000000000001,018f0003-0000-7000-8000-000000000001,offer-1,SCENARIO:offer-1,Mail Plan,' +
      '1/13/2018 0:00,1/13/2019 0:00,'
    const after = ',USD,baker.example,Mail Plan,Mail Plan,Monthly\r\n'
    const rows = reconLinesOf(SCENARIO).map(rowWriterOf(licenseBasedSchema))
    expect(rows).toEqual(
      [
        '1/13/2018 0:00,2/12/2018 23:59,Cycle fee,4.00,1,4.00,0.00,4.00,0.00,4.00',
        '1/13/2018 0:00,2/12/2018 23:59,Cycle instance prorate,-4.00,1,-4.00,0.00,-4.00,0.00,-4.00',
        '1/13/2018 0:00,1/31/2018 23:59,Cycle instance prorate,2.45,1,2.45,0.00,2.45,0.00,2.45',
        '2/1/2018 0:00,2/12/2018 23:59,Cycle instance prorate,1.55,2,3.10,0.00,3.10,0.00,3.10',
        '2/13/2018 0:00,3/12/2018 23:59,Cycle instance prorate,4.00,2,8.00,0.00,8.00,0.00,8.00',
      ].map((middle) => before + middle + after),
    )
  })

  it('shows a nickname, a reseller, discount, tax, an annual cycle and no decimals of the yen', () => {
    const scenario = {
      ...SCENARIO,
      currency: 'JPY',
      offer: { ...SCENARIO.offer, billingCycle: 'annual', unitPrice: '400' },
    }
    const [first] = reconLinesOf(scenario, { tax: 470n }).map((each) => reducedBy(each, 100n))
    const line = {
      ...first!,
      customer: { ...first!.customer, resellerMpnId: '-1' },
      subscription: { ...first!.subscription, friendlyName: '=cmd()', endDate: null },
    }
    expect(rowWriterOf(licenseBasedSchema)(line)).toBe(
      '018f0001-0000-7000-8000-000000000001,018f0002-0000-7000-8000-000000000001,"Baker, Smith & ""Sons""",4390934,-1,ORDER-1,' +
        '018f0003-0000-7000-8000-000000000001,018f0003-0000-7000-8000-000000000001,offer-1,SCENARIO:offer-1,Mail Plan,' +
        '1/13/2018 0:00,,1/13/2018 0:00,1/12/2019 23:59,Prorate fees when purchase,4800,1,4800,100,4700,470,5170,' +
        "JPY,baker.example,'=cmd(),Mail Plan,Annual\r\n",
    )
  })
})
