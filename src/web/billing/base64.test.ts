import { expect, it } from 'vitest'
import { base64Of } from './base64.js'

it('writes bytes of any length as base64', () => {
  const bytes = Uint8Array.from({ length: 20_001 }, (_, index) => index % 256)
  expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'))
  expect(base64Of(new Uint8Array())).toBe('')
})
