import { expect, it } from 'vitest'
import { newPassword } from './new-password.js'

it('makes passwords that keep the rules, each another', () => {
  const made = Array.from({ length: 200 }, newPassword)
  for (const password of made) {
    expect(password).toMatch(
      /^([B-DF-HJ-NP-TV-XZ][aeu][b-df-hj-km-np-tv-xz][2-9])(-[B-DF-HJ-NP-TV-XZ][aeu][b-df-hj-km-np-tv-xz][2-9]){3}$/,
    )
  }
  expect(new Set(made).size).toBe(made.length)
})
