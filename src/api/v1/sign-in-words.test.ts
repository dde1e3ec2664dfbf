import { expect, it } from 'vitest'
import { acceptedLanguages, languageAmong } from './sign-in-words.js'

it('takes the first language it knows, by how much it is wanted', () => {
  expect(languageAmong(['fr', 'nl-BE', 'en'])).toBe('nl')
  expect(languageAmong(['nld', 'fr'])).toBe('en')
  expect(languageAmong(acceptedLanguages('en;q=0.5, fr, nl-NL;q=0.8'))).toBe('nl')
  expect(languageAmong(acceptedLanguages('nl;q=0'))).toBe('en')
  expect(languageAmong(acceptedLanguages(undefined))).toBe('en')
})
