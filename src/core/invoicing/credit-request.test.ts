import { describe, expect, it } from 'vitest'
import { formatDay, type Instant } from '../calendar/day.js'
import { parseInstant } from '../calendar/instant.js'
import { type CreditClaim, judgeClaim, type OutageFacts, type PurchaseFacts } from './credit-request.js'

const at = (text: string): Instant => parseInstant(text.includes('T') ? text : `${text}T12:00:00Z`)!

const PURCHASE: PurchaseFacts = {
  subscriptionId: 'older',
  customerId: 'customer',
  purchasedAt: at('2026-01-10'),
  profile: 'license',
  skuTitle: 'Mail Basic',
  trial: false,
  creditedUntil: undefined,
  assignedLicenses: 3,
}

const OUTAGE: OutageFacts = {
  incidentId: 'EX123456',
  advisory: false,
  startedAt: at('2026-02-27'),
  endedAt: at('2026-02-28'),
  affectedUsers: 12,
  locations: 'Utrecht',
  attempts: 'Restarted, tried another network',
  customerEmail: 'it@bakkerij.example.net',
  customerDomain: 'bakkerij.example.net',
}

/** The last day a credit can be asked for, or the code of the refusal. */
function judged(claim: CreditClaim, on: string): string {
  const outcome = judgeClaim(claim, at(on))
  return outcome.ok ? formatDay(outcome.value) : outcome.refusal.code
}

describe('an accidental purchase', () => {
  const claim = (facts: Partial<PurchaseFacts> = {}): CreditClaim => ({
    type: 'accidental-purchase',
    purchase: { ...PURCHASE, ...facts },
  })

  it.each([
    ['license', '2026-04-10', '2026-04-10'],
    ['license', '2026-04-11', 'credit-request-too-late'],
    ['new-commerce', '2026-01-17', '2026-01-17'],
    ['new-commerce', '2026-01-18', 'credit-request-too-late'],
    ['saas', '2026-01-24', '2026-01-24'],
    ['saas', '2026-01-25', 'credit-request-too-late'],
    ['one-time-recurring', '2026-02-09', '2026-02-09'],
    ['of-an-operator', '2026-01-18', 'credit-request-too-late'],
  ])('of the profile %s on %s: %s', (profile, on, expected) => {
    expect(judged(claim({ profile }), on)).toBe(expected)
  })

  it('needs no request while a cancellation credits all of it', () => {
    const creditedUntil = at('2026-02-09T00:00:00Z')
    expect(judged(claim({ creditedUntil }), '2026-02-08')).toBe('credit-request-automatic')
    expect(judged(claim({ creditedUntil }), '2026-02-09')).toBe('2026-04-10')
  })

  it('of a product with a rule of its own follows that', () => {
    const premium = claim({ skuTitle: 'Power BI Premium P1 (annual)' })
    expect([judged(premium, '2026-01-17'), judged(premium, '2026-01-18')]).toEqual([
      '2026-01-17',
      'credit-request-too-late',
    ])
    const school = { skuTitle: 'Microsoft 365 A1' }
    expect(judged(claim(school), '2026-02-01')).toBe('credit-request-licenses-assigned')
    expect(judged(claim({ ...school, assignedLicenses: 0 }), '2026-02-01')).toBe('2026-02-09')
    expect(judged(claim({ ...school, assignedLicenses: 0 }), '2026-02-10')).toBe('credit-request-too-late')
  })

  it('of a trial is none', () => {
    expect(judged(claim({ trial: true }), '2026-01-11')).toBe('credit-request-not-possible')
  })
})

describe('a duplicate order', () => {
  const newer = { ...PURCHASE, subscriptionId: 'newer', purchasedAt: at('2026-03-01') }
  const claim = (duplicate: PurchaseFacts, purchase = PURCHASE): CreditClaim => ({
    type: 'duplicate-order',
    purchase,
    duplicate,
  })

  it('can be claimed for 120 days from the newer purchase on', () => {
    expect(judged(claim(newer), '2026-06-29')).toBe('2026-06-29')
    expect(judged(claim(newer), '2026-06-30')).toBe('credit-request-too-late')
  })

  it('is a newer subscription of the same customer', () => {
    const no = 'credit-request-not-possible'
    expect(judged(claim(PURCHASE), '2026-03-02')).toBe(no)
    expect(judged(claim(PURCHASE, newer), '2026-03-02')).toBe(no)
    expect(judged(claim({ ...newer, customerId: 'another' }), '2026-03-02')).toBe(no)
    expect(judged(claim({ ...newer, trial: true }), '2026-03-02')).toBe(no)
  })
})

describe('an outage', () => {
  const claim = (outage: Partial<OutageFacts> = {}): CreditClaim => ({
    type: 'sla-outage',
    purchase: PURCHASE,
    outage: { ...OUTAGE, ...outage },
  })

  it('can be claimed to the end of the calendar month after it', () => {
    expect(judged(claim(), '2026-03-31')).toBe('2026-03-31')
    expect(judged(claim(), '2026-04-01')).toBe('credit-request-too-late')
    expect(judged(claim({ endedAt: at('2026-12-31') }), '2027-01-31')).toBe('2027-01-31')
  })

  it.each(['EX1', 'FO123', 'SB99', 'OS7', 'PB7', 'SP7', 'YA7', 'MO123456789012'])('has an id such as %s', (id) => {
    expect(judged(claim({ incidentId: id }), '2026-03-01')).toBe('2026-03-31')
  })

  it.each(['', 'EX', 'XX123', 'EX12A', 'EX 12', '123', 'MO1234567890123'])('has no id such as %j', (id) => {
    expect(judged(claim({ incidentId: id }), '2026-03-01')).toBe('credit-request-incident-malformed')
  })

  it('is no advisory', () => {
    expect(judged(claim({ advisory: true }), '2026-03-01')).toBe('credit-request-advisory')
  })

  it('needs all of its evidence, and says what lacks', () => {
    const bare = claim({ affectedUsers: 0, locations: undefined, customerEmail: 'it@mail.example.com' })
    expect(judgeClaim(bare, at('2026-03-01'))).toMatchObject({
      ok: false,
      refusal: {
        code: 'credit-request-evidence-missing',
        data: { missing: 'affectedUsers, locations, customerEmail (an address of bakkerij.example.net)' },
      },
    })
    for (const field of ['startedAt', 'endedAt', 'attempts', 'customerEmail'] as const) {
      expect(judged(claim({ [field]: undefined }), '2026-03-01')).toBe('credit-request-evidence-missing')
    }
    expect(judged(claim({ customerEmail: 'a@mail.Bakkerij.example.net' }), '2026-03-01')).toBe('2026-03-31')
  })

  it('is over, lasted, and came after the purchase', () => {
    const no = 'credit-request-not-possible'
    expect(judged(claim(), '2026-02-27')).toBe(no)
    expect(judged(claim({ endedAt: OUTAGE.startedAt }), '2026-03-01')).toBe(no)
    expect(judged(claim({ startedAt: at('2026-01-01'), endedAt: at('2026-01-02') }), '2026-01-11')).toBe(no)
  })
})
