import { expect, it } from 'vitest'
import { packed, unpacked } from './share.js'

it('packs a scenario into a word of an address, and takes it out again', async () => {
  const text = JSON.stringify({
    title: 'Één licentie – € 4,00',
    events: Array.from({ length: 50 }, (_, on) => ({ on })),
  })
  const word = await packed(text)
  expect(word).toMatch(/^[\w-]+$/)
  expect(word.length).toBeLessThan(text.length)
  expect(await unpacked(word)).toBe(text)
})

it('takes nothing out of what it did not pack, or of what is too long', async () => {
  expect(await unpacked('not a word!')).toBeUndefined()
  expect(await unpacked('AAAA')).toBeUndefined()
  expect(await unpacked(await packed('x'.repeat(1_000_001)))).toBeUndefined()
})
