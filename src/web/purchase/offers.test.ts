import { describe, expect, it } from 'vitest'
import { addOnsFor, filterOffers, isQuantityOf, type Offer, offerOfItem, titlesOf } from './offers.js'

function offer(title: string, given: Partial<Offer> = {}): Offer {
  const productId = title.slice(0, 4).toUpperCase()
  return {
    catalogItemId: `${productId}:0001:CODE`,
    productId,
    skuId: '0001',
    title,
    productTitle: title,
    description: title,
    publisherId: 'LIND',
    publisherName: 'Lindenhof Software',
    category: 'Enterprise',
    billingType: 'recurring',
    minimumQuantity: 1,
    maximumQuantity: 300,
    isAddOn: false,
    addOnOf: [],
    isAvailable: true,
    terms: [],
    ...given,
  } as unknown as Offer
}

const MAIL = offer('Mail')
const FORMS = offer('Forms', { publisherId: 'INKW', publisherName: 'Inkwell', isAvailable: false })
const ARCHIVE = offer('Archive', { isAddOn: true, addOnOf: ['MAIL:0001'] })
const ALL = { text: '', publisher: '', billing: '', category: '', onlyAvailable: false }

describe('filterOffers', () => {
  it('finds what has every word somewhere, and fits every filter', () => {
    const offers = [MAIL, FORMS, ARCHIVE]
    expect(filterOffers(offers, ALL)).toEqual(offers)
    expect(filterOffers(offers, { ...ALL, text: ' lindenhof MAIL ' })).toEqual([MAIL])
    expect(filterOffers(offers, { ...ALL, publisher: 'INKW' })).toEqual([FORMS])
    expect(filterOffers(offers, { ...ALL, onlyAvailable: true })).toEqual([MAIL, ARCHIVE])
    expect(filterOffers(offers, { ...ALL, billing: 'one_time' })).toEqual([])
  })
})

describe('offerOfItem', () => {
  it('knows an item by its id in any case, and by its SKU where it was sold in another way', () => {
    expect(offerOfItem([MAIL], 'mail:0001:code')).toBe(MAIL)
    expect(offerOfItem([MAIL], 'MAIL:0001:OTHER')).toBe(MAIL)
    expect(offerOfItem([MAIL], 'FORM:0001:CODE')).toBeUndefined()
  })
})

describe('titlesOf', () => {
  it('names SKUs as people do, and those it does not know by their key', () => {
    expect(titlesOf([MAIL], 'MAIL:0001, GONE:0001')).toEqual(['Mail', 'GONE:0001'])
  })
})

describe('addOnsFor', () => {
  it('gives the add-ons of a base, also those that need it to be bought', () => {
    const missing = { code: 1, reason: 'add-on-base-missing', description: '', data: {} }
    const waiting = { ...ARCHIVE, isAvailable: false, unavailable: missing }
    const withdrawn = { ...waiting, unavailable: { ...missing, reason: 'offer-withdrawn' } }
    expect(addOnsFor(MAIL, [MAIL, ARCHIVE])).toEqual([ARCHIVE])
    expect(addOnsFor(MAIL, [waiting])).toEqual([waiting])
    expect(addOnsFor(MAIL, [withdrawn])).toEqual([])
    expect(addOnsFor(FORMS, [ARCHIVE])).toEqual([])
  })
})

describe('isQuantityOf', () => {
  it('takes whole numbers within the range', () => {
    expect(['1', '300', ' 7 '].map((text) => isQuantityOf(MAIL, text))).toEqual([true, true, true])
    expect(['', '0', '301', '1.5', '-1', '1e2', 'x'].some((text) => isQuantityOf(MAIL, text))).toBe(false)
  })
})
