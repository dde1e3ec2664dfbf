import { describe, expect, it } from 'vitest'
import {
  type Cart,
  contentOf,
  linesLeft,
  outdatedLines,
  type Review,
  resellerOf,
  withLine,
  withoutLine,
  withReseller,
} from './cart-content.js'

const line = {
  catalogItemId: 'MAIL:0001:CODE',
  quantity: 3,
  currencyCode: 'EUR',
  billingCycle: 'monthly',
  termDuration: 'P1Y',
  provisioningContext: {},
}
const cart = {
  id: 'cart',
  status: 'Active',
  lineItems: [
    {
      ...line,
      id: 0,
      orderGroup: '0',
      addonItems: [{ ...line, id: 1, orderGroup: '0', catalogItemId: 'ARCH:0001:C' }],
    },
    {
      ...line,
      id: 2,
      orderGroup: '1',
      billingCycle: 'unknown',
      currencyCode: '',
      error: { errorCode: 'x', errorDescription: 'no', additionalInformation: {} },
    },
  ],
} as unknown as Cart

describe('contentOf', () => {
  it('sends what was asked for and nothing the server found out', () => {
    const { catalogItemId, quantity, termDuration, provisioningContext } = line
    expect(contentOf(cart).lineItems[1]).toEqual({ id: 2, catalogItemId, quantity, termDuration, provisioningContext })
    expect(contentOf(cart).lineItems[0]!.addonItems![0]).toEqual({ ...line, id: 1, catalogItemId: 'ARCH:0001:C' })
  })
})

describe('changes of a cart', () => {
  const content = contentOf(cart)

  it('reach lines and add-ons by their id', () => {
    expect(withLine(content, 2, { quantity: 9 }).lineItems.map(({ quantity }) => quantity)).toEqual([3, 9])
    expect(withLine(content, 1, { quantity: 9 }).lineItems[0]!.addonItems![0]!.quantity).toBe(9)
    expect(withoutLine(content, 1).lineItems[0]!.addonItems).toEqual([])
    expect(withoutLine(content, 0).lineItems.map(({ id }) => id)).toEqual([2])
  })

  it('name a reseller on every line, or none', () => {
    const sold = withReseller(content, '4500123', true)
    expect(sold.partnerOnRecordAttestationAccepted).toBe(true)
    expect(sold.lineItems[0]!.addonItems![0]!.participants).toEqual([{ key: 'transaction_reseller', value: '4500123' }])
    expect(resellerOf({ ...cart, lineItems: sold.lineItems } as unknown as Cart)).toBe('4500123')
    expect(withReseller(sold, undefined, false).lineItems[0]!.participants).toEqual([])
  })
})

describe('lines that were not ordered', () => {
  const [good, faulty] = cart.lineItems as [Cart['lineItems'][number], Cart['lineItems'][number]]
  const idsLeft = (...lineItems: Cart['lineItems']) => linesLeft({ ...cart, lineItems }).map(({ id }) => id)

  it('are those with a fault, of their own or of an add-on, and those on one order with them', () => {
    expect(idsLeft(good, faulty)).toEqual([2])
    expect(idsLeft(good, { ...faulty, orderGroup: '0' })).toEqual([0, 2])
    expect(idsLeft({ ...good, addonItems: [faulty] }, { ...good, id: 3, orderGroup: '2' })).toEqual([0])
    expect(idsLeft(good)).toEqual([])
  })
})

describe('a cart that was checked before something changed', () => {
  const review = (...ids: number[]) => ({ lineItems: ids.map((id) => ({ id })) }) as Review

  it('holds lines that can be ordered no more, or again', () => {
    expect(outdatedLines(cart, review(0, 1))).toEqual([])
    expect(outdatedLines(cart, review())).toEqual([0])
    expect(outdatedLines(cart, review(0, 1, 2))).toEqual([2])
  })
})
