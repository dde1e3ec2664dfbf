import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterValue, readFilter } from './filter.js'

const FIELDS = { CompanyName: ['starts_with', 'substring'], ResourceType: ['equals'] } as const

function read(filter: unknown) {
  const outcome = readFilter<keyof typeof FIELDS>(typeof filter === 'string' ? filter : JSON.stringify(filter), FIELDS)
  return outcome.ok ? outcome.value : outcome.refusal.message
}

describe('a filter', () => {
  it('is read in any casing, alone or joined by and', () => {
    const name = { field: 'companyname', VALUE: 'Con', Operator: 'StartsWith' }
    const type = { Field: 'ResourceType', Value: 'order', Operator: 'EQUALS' }
    expect(read(name)).toEqual([{ field: 'CompanyName', operator: 'starts_with', value: 'Con' }])
    const both = read({ LeftFilter: name, RightFilter: type, Operator: 'And' })
    expect(Array.isArray(both) && filterValue(both, 'ResourceType')).toBe('order')
    expect(readFilter(undefined, FIELDS)).toEqual({ ok: true, value: [] })
  })

  const condition = { Field: 'CompanyName', Value: 'x', Operator: 'substring' }
  const nested = (depth: number): object =>
    depth === 0 ? condition : { LeftFilter: nested(depth - 1), RightFilter: nested(depth - 1), Operator: 'and' }
  it.each([
    ['no JSON', '{', /it is no JSON/],
    ['no object', [condition], /must be an object/],
    ['nothing', null, /must be an object/],
    ['another field', { ...condition, Field: 'constructor' }, /field must be CompanyName or ResourceType/],
    ['another operator', { ...condition, Operator: 'equals' }, /starts_with or substring/],
    ['no value', { ...condition, Value: null }, /value must be a text/],
    ['or', { LeftFilter: condition, RightFilter: condition, Operator: 'or' }, /joined by and/],
    ['half of two', { LeftFilter: condition, Operator: 'and' }, /must be an object/],
    ['too many parts', nested(4), /over 8 parts/],
  ])('is refused with %s', (_, filter, message) => {
    expect(read(filter)).toMatch(message)
  })

  it('is read or refused, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readFilter(text, FIELDS)))
  })
})
