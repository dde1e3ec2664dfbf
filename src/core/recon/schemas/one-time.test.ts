import { describe, expect, it } from 'vitest'
import { day, reconLinesOf, reducedBy } from '../../../../test/support/recon-lines.js'
import { headerOf, rowWriterOf } from '../schema.js'
import { oneTimeSchema } from './one-time.js'

/** The published columns, in order. */
const COLUMNS = [
  'PartnerId',
  'CustomerId',
  'CustomerName',
  'CustomerDomainName',
  'CustomerCountry',
  'InvoiceNumber',
  'MpnId',
  'ResellerMpnId',
  'OrderId',
  'OrderDate',
  'ProductId',
  'SkuId',
  'AvailabilityId',
  'SkuName',
  'ProductName',
  'ChargeType',
  'UnitPrice',
  'Quantity',
  'Subtotal',
  'TaxTotal',
  'Total',
  'Currency',
  'PriceAdjustmentDescription',
  'PublisherName',
  'PublisherId',
  'SubscriptionDescription',
  'SubscriptionId',
  'ChargeStartDate',
  'ChargeEndDate',
  'TermAndBillingCycle',
  'EffectiveUnitPrice',
  'UnitType',
  'AlternateId',
  'BillableQuantity',
  'BillingFrequency',
  'PricingCurrency',
  'PCToBCExchangeRate',
  'PCToBCExchangeRateDate',
  'MeterDescription',
  'ReservationOrderId',
  'CreditReasonCode',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'ReferenceID',
  'ProductQualifiers',
  'PromotionID',
]

const OFFER = { name: 'Backup', term: 'P1M', billingCycle: 'monthly', unitPrice: '4.00' }
const SCENARIO = {
  profile: 'one-time-recurring',
  currency: 'EUR',
  offer: OFFER,
  events: [
    { on: '2019-06-10', type: 'purchase', quantity: 1 },
    { on: '2019-06-11', type: 'changeQuantity', quantity: 2 },
  ],
  until: '2019-07-08',
}
const INVOICE = { number: 'G000000003', date: day('2019-07-08'), type: 'one-time' } as const

describe('the one-time file', () => {
  it('has the 46 published columns', () => {
    expect(COLUMNS).toHaveLength(46)
    expect(headerOf(oneTimeSchema)).toBe(`${COLUMNS.join(',')}\r\n`)
  })

  it('is written like this, byte for byte', () => {
    const rows = reconLinesOf(SCENARIO, { invoice: INVOICE }).map(rowWriterOf(oneTimeSchema))
    const row = (money: string, effective: string, quantity: number) =>
      '018f0001-0000-7000-8000-000000000001,018f0002-0000-7000-8000-000000000001,"Baker, Smith & ""Sons""",baker.example,DE,' +
      'G000000003,4390934,,ORDER-1,1/13/2018,SCENARIO,offer-1,offer-1,Office Suite,Office,' +
      `${money},EUR,,Lindenhof,LIND,Backup,018f0003-0000-7000-8000-000000000001,6/10/2019,7/9/2019,` +
      `One-Month commitment for monthly billing,${effective},License,,${quantity},Monthly,EUR,1,7/8/2019,,,,` +
      '1/13/2018,1/12/2019,,,\r\n'
    expect(rows.slice(0, 3)).toEqual([
      row('new,4.00,1,4.00,0.00,4.00', '4.00', 1),
      row('addQuantity,4.00,1,-3.87,0.00,-3.87', '-3.87', 1),
      row('addQuantity,4.00,2,7.74,0.00,7.74', '3.87', 2),
    ])
  })

  it('shows an effective price of 15 digits after a discount, tax, a linked add-on on trial, and no end', () => {
    const events = [{ on: '2019-06-10', type: 'purchase', quantity: 7 }]
    const [first] = reconLinesOf({ ...SCENARIO, events }, { invoice: INVOICE, tax: 513n }).map((each) =>
      reducedBy(each, 100n),
    )
    const line = {
      ...first!,
      subscription: { ...first!.subscription, referenceId: 'REF-1', endDate: null },
      product: { ...first!.product, isAddOn: true, isTrial: true },
    }
    const cells = rowWriterOf(oneTimeSchema)(line).split(',')
    // 28.00 - 1.00 = 27.00, and a seventh of it is 3.857142857142857142...
    expect(cells).toEqual(expect.arrayContaining(['27.00', '5.13', '32.13', '3.857142857142857']))
    expect(rowWriterOf(oneTimeSchema)(line)).toMatch(/,1\/13\/2018,,REF-1,"\[""Add-on"",""Trial""\]",SPRING\r\n$/)
  })

  it.each([
    ['P1M', 'monthly', 'One-Month commitment for monthly billing', 'Monthly'],
    ['P1Y', 'monthly', 'One-Year commitment for monthly billing', 'Monthly'],
    ['P1Y', 'annual', 'One-Year commitment for yearly billing', 'Annual'],
    ['P3Y', 'upfront', 'Three-Year commitment for upfront billing', 'Upfront'],
    ['P18M', 'upfront', '18-Month commitment for upfront billing', 'Upfront'],
    ['P30D', 'upfront', '30-Day commitment for upfront billing', 'Upfront'],
    ['P1M', 'one-time', 'One-time purchase', 'OneTime'],
  ])('names a term of %s billed %s', (term, billingCycle, name, frequency) => {
    const [line] = reconLinesOf({
      ...SCENARIO,
      offer: { ...OFFER, term, billingCycle },
      events: SCENARIO.events.slice(0, 1),
    })
    const row = rowWriterOf(oneTimeSchema)(line!)
    expect(row).toContain(`,${name},`)
    expect(row).toContain(`,1,${frequency},EUR,`)
  })
})
