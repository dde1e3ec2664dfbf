import { describe, expect, it } from 'vitest'
import type { Instant } from '../core/calendar/day.js'
import {
  codeAt,
  codeKeyUri,
  codeStepOf,
  matchingStep,
  newCodeKey,
  newRecoveryCodes,
  readRecoveryCode,
} from './one-time-codes.js'
import { seal, unseal } from './seal.js'

/** The key of the appendix of RFC 6238, `12345678901234567890`, in base32. */
const KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('one-time codes', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 after %i seconds', (seconds, code) => {
    expect(codeAt(KEY, codeStepOf((seconds * 1_000) as Instant))).toBe(code)
  })

  it('are taken one step early or late, and not two', () => {
    const now = 1_800_000_000_000 as Instant
    const at = (steps: number) => matchingStep(KEY, codeAt(KEY, codeStepOf(now) + BigInt(steps)), now)
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, 59_999_999n, 60_000_000n, 60_000_001n, undefined])
  })

  it('have keys of 160 random bits, which an app reads from a URI', () => {
    const key = newCodeKey()
    expect(key).toMatch(/^[A-Z2-7]{32}$/)
    expect(newCodeKey()).not.toBe(key)
    expect(codeKeyUri(key, 'a@b.example', 'prorata')).toBe(
      `otpauth://totp/prorata:a%40b.example?secret=${key}&issuer=prorata&digits=6&period=30`,
    )
  })

  it('have recovery codes that may be typed in any form', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    const [code] = codes
    expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/)
    expect(readRecoveryCode(` ${code!.toLowerCase().replaceAll('-', ' ')} `)).toBe(code)
  })
})

describe('sealing', () => {
  const key = Buffer.alloc(32, 7)

  it('gives back what was sealed for the same purpose with the same key, and nothing else', () => {
    const sealed = seal('a secret', 'a purpose', key)
    expect(sealed).not.toContain('a secret')
    expect(unseal(sealed, 'a purpose', key)).toBe('a secret')
    expect(() => unseal(sealed, 'another purpose', key)).toThrow()
    expect(() => unseal(sealed, 'a purpose', Buffer.alloc(32, 8))).toThrow()
    expect(() => unseal(sealed, 'a purpose', undefined)).toThrow('PRORATA_SEALING_KEY')
    expect(() => unseal(`${sealed.slice(0, -2)}AA`, 'a purpose', key)).toThrow()
  })

  it('keeps a text open without a key', () => {
    expect(unseal(seal('a secret', 'a purpose', undefined), 'a purpose', key)).toBe('a secret')
  })
})
