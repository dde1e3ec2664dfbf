import { expect, it } from 'vitest'
import { hasItems, misfits } from './shape.js'

it('finds what a sample has and an answer lacks', () => {
  const shape = { id: 'string', note: 'string|null', 'size?': 'number', items: [{ name: 'string' }] }
  expect(misfits(shape, { id: 'a', items: [{ name: 'x', more: 1 }] })).toEqual([])
  expect(misfits(shape, { id: 1, size: '2', items: [{}, { name: null }] })).toEqual([
    '.id is number, not string',
    '.size is string, not number',
    '.items[0].name is missing',
    '.items[1].name is missing',
  ])
  expect(misfits(shape, { id: 'a', items: {} })).toEqual(['.items is object, not a list'])
})

it('looks into free dictionaries', () => {
  expect(misfits({ '<map>': 'number' }, { a: 1, b: 'x' })).toEqual(['.b is string, not number'])
})

it('tells lists that have items from those that vouch for nothing', () => {
  expect([[{}], { items: [1] }].map(hasItems)).toEqual([true, true])
  expect([[], { items: [] }, {}, null, 'items'].map(hasItems)).toEqual([false, false, false, false, false])
})
