import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breakLines } from './break-lines.js'

/** Every character is one wide. */
const widthOf = (text: string) => [...text].length

describe('breakLines', () => {
  it.each([
    ['', 10, []],
    ['fits', 10, ['fits']],
    ['one two three', 7, ['one two', 'three']],
    ['Süd-West/Verwaltung', 10, ['Süd-West/', 'Verwaltung']],
    ['abcdefghijkl', 5, ['abcde', 'fghij', 'kl']],
    ['a abcdefgh b', 5, ['a', 'abcde', 'fgh b']],
    ['株式会社菊クラウド', 4, ['株式会社', '菊クラウ', 'ド']],
    ['😀😀😀', 1, ['😀', '😀', '😀']],
  ])('%j in %i', (text, width, lines) => {
    expect(breakLines(text, width, widthOf)).toEqual(lines)
  })

  it('keeps every character but blanks, and no line is wider than asked', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 12 })
    fc.assert(
      fc.property(texts, fc.integer({ min: 8, max: 30 }), (words, width) => {
        const text = words.join(' ').replace(/\s+/g, ' ').trim()
        const lines = breakLines(text, width, widthOf)
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
      }),
    )
  })

  it('ends endless texts in an ellipsis', () => {
    const lines = breakLines('word '.repeat(1_000), 10, widthOf)
    expect(lines).toHaveLength(20)
    expect(lines.at(-1)).toMatch(/…$/)
  })
})
