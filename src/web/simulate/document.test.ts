import { expect, it } from 'vitest'
import { draftOf, pathOfPlace, valueAt, withValue } from './document.js'

const DRAFT = { title: 'One', offer: { unitPrice: '4.00' }, events: [{ on: '2026-01-01' }, { on: '2026-02-01' }] }

it('reads documents, and nothing else', () => {
  expect(draftOf('{"title":"One"}')).toEqual({ title: 'One' })
  expect(draftOf('[1]')).toBeUndefined()
  expect(draftOf('{')).toBeUndefined()
})

it('changes one value and leaves the others, in their order', () => {
  const place = ['events', 1, 'quantity']
  const changed = withValue(DRAFT, place, 3)
  expect(changed).toEqual({ ...DRAFT, events: [{ on: '2026-01-01' }, { on: '2026-02-01', quantity: 3 }] })
  expect(valueAt(changed, place)).toBe(3)
  expect(withValue(changed, place, undefined)).toEqual(DRAFT)
  expect(Object.keys(withValue(DRAFT, ['title'], 'Two') as object)).toEqual(['title', 'offer', 'events'])
  expect(pathOfPlace(place)).toBe('events[1].quantity')
})
