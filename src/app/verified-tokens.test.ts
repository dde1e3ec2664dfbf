import { describe, expect, it } from 'vitest'
import type { Instant } from '../core/calendar/day.js'
import { VerifiedTokens } from './verified-tokens.js'

const NOW = 1_800_000_000_000 as Instant
const later = (milliseconds: number) => (NOW + milliseconds) as Instant
const facts = (id: number, lifetime = 3_600_000) => ({ id, expiresAt: later(lifetime) })

describe('verified tokens', () => {
  it('are known for a minute, not from before they were checked', () => {
    const tokens = new VerifiedTokens()
    tokens.keep('a.b.c', facts(1), NOW)
    expect(tokens.find('a.b.c', NOW)).toEqual(facts(1))
    expect(tokens.find('a.b.c', later(59_999))).toEqual(facts(1))
    expect(tokens.find('a.b.c', later(60_000))).toBeUndefined()
    tokens.keep('a.b.c', facts(1), NOW)
    expect(tokens.find('a.b.c', later(-1))).toBeUndefined()
  })

  it('are never known beyond their end, however often they are asked for', () => {
    const tokens = new VerifiedTokens()
    tokens.keep('a.b.c', facts(1, 10_000), NOW)
    for (const milliseconds of [0, 5_000, 9_999]) expect(tokens.find('a.b.c', later(milliseconds))).toBeDefined()
    expect(tokens.find('a.b.c', later(10_000))).toBeUndefined()
    tokens.keep('a.b.c', facts(1, 10_000), NOW)
    for (const milliseconds of [30_000, 59_999]) expect(tokens.find('a.b.c', later(milliseconds))).toBeUndefined()
  })

  it('are others where anything of them differs', () => {
    const tokens = new VerifiedTokens()
    tokens.keep('a.b.c', facts(1), NOW)
    for (const changed of ['a.b.d', 'A.b.c', 'a.b.', 'a.b.c ', 'a.b', '']) {
      expect([changed, tokens.find(changed, NOW)]).toEqual([changed, undefined])
    }
  })

  it('give way to newer ones, the oldest first', () => {
    const tokens = new VerifiedTokens()
    for (let id = 0; id < 10_000; id += 1) tokens.keep(`t${id}`, facts(id), NOW)
    expect(tokens.find('t0', NOW)).toEqual(facts(0))
    tokens.keep('t0', facts(0), NOW)
    tokens.keep('new', facts(10_000), NOW)
    expect(tokens.find('t1', NOW)).toBeUndefined()
    for (const id of [0, 2, 9_999]) expect(tokens.find(`t${id}`, NOW)).toEqual(facts(id))
  })
})
