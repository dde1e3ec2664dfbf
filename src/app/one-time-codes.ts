import { createHmac, randomBytes } from 'node:crypto'
import type { Instant } from '../core/calendar/day.js'
import { sameText } from './random-secret.js'

/** Time-based one-time passwords (RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator app takes them. */
const STEP_MILLISECONDS = 30_000
const DIGITS = 6
/** Steps before and after the present one whose codes are taken: clocks differ, and people type slowly. */
const TOLERANCE = 1
const KEY_BYTES = 20
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new key, in base32. */
export function newCodeKey(): string {
  return base32(randomBytes(KEY_BYTES))
}

/** The code of a time step. */
export function codeAt(key: string, step: bigint): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(step)
  const mac = createHmac('sha1', fromBase32(key)).update(counter).digest()
  const number = mac.readUInt32BE(mac[mac.length - 1]! & 0xf) & 0x7fffffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

export function codeStepOf(now: Instant): bigint {
  return BigInt(Math.floor(now / STEP_MILLISECONDS))
}

/** The time step whose code this is; `undefined` where it is none of the present. All of them are compared. */
export function matchingStep(key: string, code: string, now: Instant): bigint | undefined {
  let found: bigint | undefined
  for (let offset = -TOLERANCE; offset <= TOLERANCE; offset += 1) {
    const step = codeStepOf(now) + BigInt(offset)
    if (sameText(codeAt(key, step), code)) found = step
  }
  return found
}

/** What an authenticator app reads, as text or from a picture of it. */
export function codeKeyUri(key: string, signInName: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(signInName)}`
  return `otpauth://totp/${label}?secret=${key}&issuer=${encodeURIComponent(issuer)}&digits=${DIGITS}&period=30`
}

const RECOVERY_CODES = 10
const RECOVERY_BYTES = 10

/** Codes for whoever loses the device: ten, each of 80 random bits and usable once, such as `MZXW-6YTB-OI3W-EZ2K`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => grouped(base32(randomBytes(RECOVERY_BYTES))))
}

/** A recovery code as people type it, in the form it was given in. */
export function readRecoveryCode(text: string): string {
  return grouped(text.toUpperCase().replaceAll(/[^A-Z2-7]/g, ''))
}

function grouped(text: string): string {
  return text.match(/.{1,4}/g)?.join('-') ?? ''
}

function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
