import { expect, it } from 'vitest'
import { draftBody, isComplete, NEW_DRAFT } from './credit-draft.js'

const PURCHASE = { ...NEW_DRAFT, customerId: 'c', subscriptionId: 's', description: 'oops' }
const OUTAGE = {
  ...PURCHASE,
  requestType: 'sla_outage' as const,
  ...{ incidentId: 'EX1', startedAt: '2026-01-02T03:04', endedAt: '2026-01-02T05:04', affectedUsers: '7' },
  ...{ locations: 'here', attempts: 'all', customerEmail: 'a@b.example' },
}

it('is complete once everything of its kind is filled in', () => {
  expect(isComplete(NEW_DRAFT)).toBe(false)
  expect(isComplete(PURCHASE)).toBe(true)
  expect(isComplete({ ...PURCHASE, description: '  ' })).toBe(false)
  expect(isComplete({ ...PURCHASE, requestType: 'duplicate_order' })).toBe(false)
  expect(isComplete(OUTAGE)).toBe(true)
})

it('sends what belongs to its kind, with times in UTC', () => {
  expect(draftBody({ ...OUTAGE, requestType: 'accidental_purchase' })).toEqual({
    ...{ requestType: 'accidental_purchase', customerId: 'c', subscriptionId: 's', description: 'oops' },
  })
  expect(draftBody(OUTAGE)).toMatchObject({ startedAt: '2026-01-02T03:04:00Z', affectedUsers: 7 })
})
