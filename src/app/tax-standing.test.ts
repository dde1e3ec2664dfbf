import { describe, expect, it } from 'vitest'
import type { Day, Instant } from '../core/calendar/day.js'
import type { TaxIdState, TaxRegistration } from '../core/invoicing/tax-treatment.js'
import { OFFLINE_VALIDATOR } from './tax-ids.js'
import { type BuyerStanding, registrationFor, taxIdStateOn } from './tax-standing.js'

const DAY = 20_000 as Day
const recorded = { recordedAt: 0 as Instant, recordedBy: 'test' }

function buyerIn(country: string, region = '', checks: readonly [validator: string, TaxIdState, day: number][] = []) {
  const partnerId = 'p'
  const standing: BuyerStanding = {
    country,
    profiles: [{ partnerId, version: 1, validFrom: 0 as Day, country, region, taxId: 'X1', ...recorded }],
    validations: checks
      .map(([validator, state, day]) => {
        const check = { partnerId, validationId: `${day}`, taxId: 'X1', state, evidence: '', validator }
        return { ...check, checkedOn: (DAY + day) as Day, ...recorded }
      })
      .reverse(),
    exemptions: [],
  }
  return standing
}

describe('what is known of a tax id', () => {
  const OFFLINE = OFFLINE_VALIDATOR.name
  it.each<readonly [string, readonly [string, TaxIdState, number][], TaxIdState]>([
    ['nothing before anybody looked', [], 'unchecked'],
    ['what check digits say, where nobody asked more', [[OFFLINE, 'invalid', -1]], 'invalid'],
    [
      'the last word of check digits',
      [
        [OFFLINE, 'invalid', -2],
        [OFFLINE, 'unchecked', -1],
      ],
      'unchecked',
    ],
    [
      'what was looked up, whatever check digits say later',
      [
        ['vies', 'valid', -2],
        [OFFLINE, 'unchecked', -1],
      ],
      'valid',
    ],
    [
      'also that it is invalid',
      [
        ['vies', 'invalid', -2],
        [OFFLINE, 'unchecked', 0],
      ],
      'invalid',
    ],
    [
      'the last that was looked up',
      [
        ['vies', 'valid', -2],
        ['vies', 'invalid', -1],
      ],
      'invalid',
    ],
    [
      'nothing of later days',
      [
        [OFFLINE, 'unchecked', -1],
        ['vies', 'valid', 1],
      ],
      'unchecked',
    ],
  ])('is %s', (_, checks, state) => {
    expect(taxIdStateOn(buyerIn('DE', '', checks), 'X1', DAY)).toBe(state)
  })
})

describe('the registration that decides', () => {
  const registered = (kind: TaxRegistration['kind'], country: string, region = ''): TaxRegistration => {
    const number = `${country}${region} ${kind}`
    return { kind, country, region, number, since: 0 as Day, until: undefined }
  }
  const all = [
    registered('home', 'NL'),
    registered('local', 'FR'),
    registered('local', 'PR'),
    registered('local', 'US', 'WA'),
    registered('local', 'US', 'NY'),
  ]
  it.each([
    ['NL', '', 'NL home'],
    ['DE', '', 'NL home'],
    ['MC', '', 'FR local'],
    ['US', 'NY', 'USNY local'],
    ['US', 'PR', 'PR local'],
    ['US', 'OR', 'NL home'],
  ])('for a buyer in %s %s is %s', (country, region, number) => {
    const standing = { registrations: all, rates: [], buyers: new Map([['p', buyerIn(country, region)]]) }
    expect(registrationFor(standing, 'p', DAY)?.number).toBe(number)
    expect(registrationFor({ ...standing, registrations: [] }, 'p', DAY)).toBeUndefined()
  })
})
