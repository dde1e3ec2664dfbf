import { expect, it } from 'vitest'
import { EXAMPLE_TITLES_NL } from './example-titles.js'
import { EXAMPLES, textIn } from './examples.js'

it('has a Dutch title for every example, and for no other', () => {
  expect(Object.keys(EXAMPLE_TITLES_NL).sort()).toEqual(EXAMPLES.map(({ key }) => key).sort())
})

it('opens an example with its title in the language, and nothing else changed', () => {
  for (const example of EXAMPLES) {
    const { title, ...rest } = JSON.parse(textIn('nl', example))
    expect(title).toBe(EXAMPLE_TITLES_NL[example.key])
    expect({ title: example.titles.en, ...rest }).toEqual(JSON.parse(example.text))
    expect(textIn('en', example)).toBe(example.text)
  }
})
