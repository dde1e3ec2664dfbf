import { describe, expect, it } from 'vitest'
import { LABELS, type Label, labelText } from './labels.js'
import { DOCUMENT_LANGUAGES } from './language.js'

const keysOf = (language: (typeof DOCUMENT_LANGUAGES)[number]) => Object.keys(LABELS[language]).sort() as Label[]
const valuesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('labels', () => {
  it.each(DOCUMENT_LANGUAGES)('are complete in %s, with the same values in them', (language) => {
    expect(keysOf(language)).toEqual(keysOf('en'))
    for (const label of keysOf('en')) {
      expect(LABELS[language][label].trim(), label).not.toBe('')
      expect(valuesIn(LABELS[language][label]), label).toEqual(valuesIn(LABELS.en[label]))
    }
  })

  it('take values that look like patterns as they are', () => {
    expect(labelText('en', 'reason', { reason: '$& {number}' })).toBe('Reason: $& {number}')
  })
})
