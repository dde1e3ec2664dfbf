import { describe, expect, it } from 'vitest'
import { reversed, visualOrderOf } from './visual-order.js'

describe('visualOrderOf', () => {
  it.each([
    ['', []],
    ['plain 123', ['plain 123']],
    ['abc שלום def', ['abc ', '<שלום', ' def']],
    ['שלום 123', ['123', '<שלום ']],
    ['שלום עולם', ['<שלום עולם']],
    ['النور (A) 2026', ['<النور', ' (A) 2026']],
  ])('%s', (text, expected) => {
    expect(visualOrderOf(text).map((stretch) => `${stretch.rightToLeft ? '<' : ''}${stretch.text}`)).toEqual(expected)
  })

  it('loses nothing', () => {
    const text = 'Ltd חברת (הדוגמה) 12 بع"م end'
    const seen = visualOrderOf(text).map((stretch) => stretch.text)
    expect([...seen.join('')].sort()).toEqual([...text].sort())
  })

  it('turns brackets with the letters around them', () => {
    expect(reversed('(אב]')).toBe('[בא)')
  })
})
