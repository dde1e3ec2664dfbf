import { describe, expect, it } from 'vitest'
import { compareWithExpected, formatDifference } from './compare-with-expected.js'
import { parseScenario } from './parse-scenario.js'
import { simulate } from './simulate.js'

const PURCHASE = { on: '2018-01-13', type: 'purchase', quantity: 1 }
const CHANGE = { on: '2018-02-01', type: 'changeQuantity', quantity: 2 }
const JANUARY = { chargeStart: '2018-01-13', chargeEnd: '2018-02-12' }
const FEE = { ...JANUARY, chargeType: 'Cycle fee', unitPrice: '4.00', quantity: 1, amount: '4.00' }
const REVERSAL = { ...JANUARY, chargeType: 'Cycle instance prorate', unitPrice: '-4.00', quantity: 1, amount: '-4.00' }
const FIRST = { chargeEnd: '2018-01-31', amount: '2.45' }
const SECOND = { chargeStart: '2018-02-01', amount: '3.10' }
const NEXT = { chargeStart: '2018-02-13', amount: '8.00' }
const FEBRUARY = { file: '2018-02-15', lines: [REVERSAL, FIRST, SECOND, NEXT] }
const RIGHT = [{ file: '2018-01-15', lines: [FEE] }, FEBRUARY]

function differences(given: Record<string, unknown>): string[] {
  const parsed = parseScenario({
    title: 'A test',
    profile: 'license',
    currency: 'USD',
    billingDay: 15,
    offer: { name: 'Mail', term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00' },
    events: [PURCHASE, CHANGE],
    until: '2018-02-15',
    expect: RIGHT,
    ...given,
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return compareWithExpected(parsed.scenario, simulate(parsed.scenario)).map(formatDifference)
}

function january(line: Record<string, unknown>): string[] {
  return differences({ expect: [{ file: '2018-01-15', lines: [line] }, FEBRUARY] })
}

describe('compareWithExpected', () => {
  it('finds nothing where all is as expected', () => {
    expect(differences({})).toEqual([])
    expect(differences({ expect: undefined })).toEqual([])
  })

  it.each<[string, Record<string, unknown>]>([
    ['more zeros', { amount: '4.000', unitPrice: '4' }],
    ['numbers instead of texts', { amount: 4, unitPrice: 4, quantity: 1 }],
    ['a text instead of a number', { quantity: '1' }],
    ['fields that are not in the file', { subscription: 'main', offer: 'Mail', registeredOn: '2018-01-13' }],
    ['no field at all', {}],
  ])('takes %s for the same', (_, line) => {
    expect(january(line)).toEqual([])
  })

  it.each<[Record<string, unknown>, string]>([
    [{ ...FEE, amount: '4.01' }, 'amount: expected 4.01, found 4.00'],
    [{ ...FEE, quantity: 2 }, 'quantity: expected 2, found 1'],
    [{ ...FEE, chargeEnd: '2018-02-13' }, 'chargeEnd: expected 2018-02-13, found 2018-02-12'],
    [{ ...FEE, chargeType: 'Cycle Fee' }, 'chargeType: expected Cycle Fee, found Cycle fee'],
    [{ ...FEE, amount: '4,00' }, 'amount: expected 4,00, found 4.00'],
    [{ ammount: '4.00' }, 'ammount: expected 4.00, found no such field'],
    [{ derivation: 'unit' }, 'derivation: expected unit, found no such field'],
    [{ toString: 'x' }, 'toString: expected x, found no such field'],
  ])('names the field that differs: %j', (line, text) => {
    expect(january(line)).toEqual([`file 2018-01-15, line 1, ${text}`])
  })

  it('names one line that is missing or too many, and not all that come after it', () => {
    const february = (lines: unknown[]) => differences({ expect: [RIGHT[0], { file: '2018-02-15', lines }] })
    expect(february([REVERSAL, SECOND, NEXT])).toEqual([
      'file 2018-02-15, line 2 was not expected: 2018-01-13 to 2018-01-31, Cycle instance prorate, 2.45 x 1, 2.45',
    ])
    expect(february([REVERSAL, FIRST, FEE, SECOND, NEXT])).toEqual([
      'file 2018-02-15, line 3 is missing: 2018-01-13 to 2018-02-12, Cycle fee, 4.00 x 1, 4.00',
    ])
    expect(february([REVERSAL, FIRST, SECOND, NEXT, NEXT])).toEqual([
      'file 2018-02-15, line 5 is missing: chargeStart 2018-02-13, amount 8.00',
    ])
    expect(february([REVERSAL, SECOND, FIRST, NEXT])).toEqual([
      'file 2018-02-15, line 2, chargeStart: expected 2018-02-01, found 2018-01-13',
      'file 2018-02-15, line 2, amount: expected 3.10, found 2.45',
      'file 2018-02-15, line 3, chargeEnd: expected 2018-01-31, found 2018-02-12',
      'file 2018-02-15, line 3, amount: expected 2.45, found 3.10',
    ])
  })

  it('names whole files, too', () => {
    expect(differences({ expect: [FEBRUARY, { file: '2018-03-15', lines: [{ amount: '8.00' }] }] })).toEqual([
      'file 2018-01-15, line 1 was not expected: 2018-01-13 to 2018-02-12, Cycle fee, 4.00 x 1, 4.00',
      'file 2018-03-15, line 1 is missing: amount 8.00',
    ])
    expect(differences({ expect: [...RIGHT, { file: '2018-02-14', lines: [] }] })).toEqual([])
  })

  it('expects refusals where the scenario says so, and nowhere else', () => {
    const refused = { ...PURCHASE, on: '2018-01-20', refused: 'already-purchased' }
    expect(differences({ events: [PURCHASE, refused, CHANGE] })).toEqual([])
    expect(differences({ events: [PURCHASE, { ...refused, refused: 'suspended' }, CHANGE] })).toEqual([
      '2018-01-20T00:00:00Z purchase of main: expected the refusal suspended, found the refusal already-purchased: ' +
        'The subscription exists already; a second purchase needs a subscription of its own.',
    ])
    expect(differences({ events: [PURCHASE, { ...refused, refused: undefined }, CHANGE] })[0]).toContain(
      'purchase of main: expected to be accepted, found the refusal already-purchased',
    )
    expect(differences({ events: [PURCHASE, { ...CHANGE, refused: 'no-quantity-change' }] })).toEqual([
      '2018-02-01T00:00:00Z changeQuantity of main: expected the refusal no-quantity-change, found that it was accepted',
    ])
    expect(differences({ events: [PURCHASE, CHANGE, { ...refused, on: '2018-03-01' }] })).toEqual([
      '2018-03-01T00:00:00Z purchase of main: expected the refusal already-purchased, ' +
        'found that it comes after the last day, 2018-02-15',
    ])
  })

  it('does not expect a renewal to be refused', () => {
    const offer = {
      term: 'P1M',
      billingCycle: 'monthly',
      trial: 'P1M',
      prices: [{ from: '2020-01-01', unitPrice: '4.00' }],
    }
    const events = [{ ...PURCHASE, refused: 'price-not-found' }]
    expect(differences({ profile: 'saas', offer, events, until: '2018-02-13', expect: [FEBRUARY].slice(1) })).toEqual([
      '2018-01-13T00:00:00Z purchase of main: expected the refusal price-not-found, found that it was accepted',
      'until 2018-02-13T00:00:00Z: expected no refusal, found the refusal price-not-found: No price of Offer is valid on 2018-02-13.',
      'file 2018-02-08, line 1 was not expected: 2018-01-13 to 2018-02-12, new, 0.00 x 1, 0.00',
    ])
  })
})
