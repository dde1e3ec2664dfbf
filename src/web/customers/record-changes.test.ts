import { describe, expect, it } from 'vitest'
import { changesOf } from './record-changes.js'

describe('what changed by a record', () => {
  it('is told by field, however deep it stands', () => {
    const before = JSON.stringify({ status: 'active', product: { quantity: 1, id: 'A' }, tags: ['x'] })
    const after = JSON.stringify({ status: 'active', product: { quantity: 2, id: 'A' }, tags: ['x', 'y'] })
    expect(changesOf(before, after)).toEqual([
      { field: 'product.quantity', before: '1', after: '2' },
      { field: 'tags.1', before: '', after: 'y' },
    ])
  })

  it('is everything where something came to be or went', () => {
    expect(changesOf(undefined, '{"a":1}')).toEqual([{ field: 'a', before: '', after: '1' }])
    expect(changesOf('{"a":false}', 'null')).toEqual([{ field: 'a', before: 'false', after: '' }])
  })

  it('is nothing where the values cannot be read', () => {
    expect(changesOf('{', 'no JSON')).toEqual([])
  })
})
