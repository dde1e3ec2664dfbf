import { describe, expect, it } from 'vitest'
import { parseScenario } from './parse-scenario.js'
import { presentSimulation } from './present.js'
import { simulate } from './simulate.js'

const OFFER = { name: 'Mail', term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00' }
const PURCHASE = { on: '2018-01-13', type: 'purchase', quantity: 1 }

function presented(given: Record<string, unknown>) {
  const parsed = parseScenario({
    title: 'A test',
    profile: 'license',
    currency: 'USD',
    billingDay: 15,
    offer: OFFER,
    events: [PURCHASE],
    until: '2018-02-12',
    ...given,
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return presentSimulation(parsed.scenario, simulate(parsed.scenario))
}

describe('presentSimulation', () => {
  it('gives what a file shows first, then where it comes from', () => {
    const text = JSON.stringify(presented({}))
    expect(text).toBe(
      '{"files":[{"file":"2018-01-15","lines":[{"chargeStart":"2018-01-13","chargeEnd":"2018-02-12","chargeType":"Cycle fee",' +
        '"unitPrice":"4.00","quantity":1,"amount":"4.00","subscription":"main","offer":"Mail","registeredOn":"2018-01-13",' +
        '"explanation":"4.00 per month x 1 license = 4.00","derivation":{"policy":"daily-3","price":"4.00","quantity":1,"days":31,' +
        '"cycleDays":31}}]}]}',
    )
  })

  it('shows later files and refusals where there are some', () => {
    const again = { ...PURCHASE, on: '2018-01-14', refused: 'already-purchased' }
    const same = { on: '2018-01-14', type: 'changeQuantity', quantity: 1 }
    const document = presented({ events: [PURCHASE, again, same], until: '2018-02-13' })
    expect(document.later).toMatchObject([{ file: '2018-02-15', lines: [{ chargeStart: '2018-02-13' }] }])
    const at = '2018-01-14T00:00:00Z'
    expect(document.refusals).toMatchObject([
      { event: 1, at, type: 'purchase', subscription: 'main', code: 'already-purchased', expected: true },
      { event: 2, at, type: 'changeQuantity', subscription: 'main', code: 'no-quantity-change', expected: false },
    ])
  })

  it('shows what is refused without an event at the last day', () => {
    const offer = { ...OFFER, trial: 'P1M', prices: [{ from: '2020-01-01', unitPrice: '4.00' }], unitPrice: undefined }
    const refused = { ...PURCHASE, refused: 'price-not-found' }
    const { refusals } = presented({
      profile: 'saas',
      offer: { ...offer, term: 'P1M' },
      events: [refused],
      until: '2018-02-13',
    })
    expect(refusals).toMatchObject([
      { event: 1, at: '2018-02-13T00:00:00Z', type: 'fellDue', code: 'price-not-found', expected: false },
    ])
  })

  it('prints decimals with the digits of the currency, and finer prices in full', () => {
    const yen = presented({ currency: 'JPY', offer: { ...OFFER, unitPrice: '400' } })
    expect(yen.files[0]!.lines[0]).toMatchObject({ unitPrice: '400', amount: '400' })
    const fine = presented({ offer: { ...OFFER, unitPrice: '0.045' } })
    expect(fine.files[0]!.lines[0]).toMatchObject({
      unitPrice: '0.045',
      amount: '0.05',
      derivation: { price: '0.045' },
    })
  })

  it('shows where a credit stopped', () => {
    const events = [
      { ...PURCHASE, on: '2020-01-02' },
      { on: '2020-02-03', type: 'convert', toOffer: { unitPrice: '9.00' } },
    ]
    const offer = { ...OFFER, unitPrice: '1.89' }
    const { files } = presented({ proration: 'published', offer, events, until: '2020-02-15' })
    const credits = files.flatMap(({ lines }) => lines).filter(({ amount }) => amount.startsWith('-'))
    expect(credits).toMatchObject([{ amount: '-1.89', derivation: { limit: '1.89', days: 28, cycleDays: 29 } }])
  })
})
