import { expect, it } from 'vitest'
import { REFUSALS } from '../../core/refusal.js'
import { dutchRefusal } from './refusals-dutch.js'

/** What a template asks for, each once. */
const namesOf = (template: string) => [...new Set(template.match(/\{\w+\}/g))].sort()

it('has every refusal in Dutch, with all that it tells in English', () => {
  for (const [word, english] of Object.entries(REFUSALS)) {
    const names = namesOf(english)
    const dutch = dutchRefusal(word, Object.fromEntries(names.map((name) => [name.slice(1, -1), name])))
    expect(namesOf(dutch ?? ''), word).toEqual(names)
    // Some only put values in a row.
    if (/[a-z]/.test(english.replaceAll(/\{\w+\}/g, ''))) expect(dutch, word).not.toBe(english)
  }
})

it('writes days as people do, and knows no other words', () => {
  expect(dutchRefusal('no-quantity-change', { quantity: 5 })).toContain('5')
  expect(dutchRefusal('reactivation-too-late', { until: '2026-03-01' })).toContain('1 mrt 2026')
  expect(dutchRefusal('constructor', {})).toBeUndefined()
})
