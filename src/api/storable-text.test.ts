import { expect, it } from 'vitest'
import { unstorableText } from './storable-text.js'

it('finds NUL and halves of surrogate pairs, wherever they are', () => {
  expect(unstorableText('a\0')).toEqual([])
  expect(unstorableText({ lines: [{ name: 'fine' }, { name: 'a\ud83e' }] })).toEqual(['lines', '1', 'name'])
  expect(unstorableText({ labels: { 'a\0': 1 } })).toEqual(['labels'])
})

it('lets everything else pass, in any depth', () => {
  const fine = ['', 'tab\t and line\n', '🥐', '\u{10ffff}', null, undefined, 1, true, [], {}]
  expect(unstorableText({ fine })).toBeUndefined()
  expect(unstorableText(new Uint8Array(1))).toBeUndefined()
  let deep: unknown = 'end'
  for (let level = 0; level < 200_000; level += 1) deep = [deep]
  expect(unstorableText(deep)).toBeUndefined()
})
