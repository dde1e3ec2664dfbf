import { describe, expect, it } from 'vitest'
import { type CartLine, flatten, parentSubscriptionOf, resellerOf } from './cart.js'

const line = (id: number, addOns: readonly CartLine[] = []): CartLine => ({
  id,
  item: 'MAIL:0001:AAAAAAAAAAAA',
  quantity: 1,
  friendlyName: null,
  currency: null,
  billingCycle: null,
  term: null,
  promotionId: null,
  participants: [],
  provisioning: {},
  attested: null,
  renewsTo: null,
  customTermEnd: null,
  addOns,
})

describe('lines of a cart', () => {
  it('come with their add-ons, each line before its own', () => {
    const all = flatten([line(0, [line(1), line(2)]), line(3)])
    expect(all.map((one) => one.id)).toEqual([0, 1, 2, 3])
  })

  it('name the subscription an add-on is for in any case', () => {
    for (const name of ['parentSubscriptionId', 'ParentSubscriptionId', 'PARENTSUBSCRIPTIONID']) {
      expect(parentSubscriptionOf({ provisioning: { scope: 'shared', [name]: 'ABC' } })).toBe('abc')
    }
    expect(parentSubscriptionOf({ provisioning: { parentSubscriptionId: '' } })).toBeNull()
    expect(parentSubscriptionOf({ provisioning: { subscriptionId: 'ABC' } })).toBeNull()
  })

  it('name the reseller they are sold through', () => {
    const consumer = { key: 'consumption_reseller', value: '1' }
    expect(resellerOf({ participants: [consumer, { key: 'Transaction_Reseller', value: '2' }] })).toBe('2')
    expect(resellerOf({ participants: [{ key: 'transactionReseller', value: '3' }] })).toBe('3')
    expect(resellerOf({ participants: [consumer] })).toBeNull()
  })
})
