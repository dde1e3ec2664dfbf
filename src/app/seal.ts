import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SEALED = 'sealed.'
const OPEN = 'open.'

/** Bytes of a key to seal with. */
export const SEALING_KEY_BYTES = 32

/**
 * A text the database keeps and only this installation can read again: AES-256-GCM, bound to what it is for. Without a
 * key it is kept as it is, and said to be.
 */
export function seal(text: string, purpose: string, key: Uint8Array | undefined): string {
  if (key === undefined) return OPEN + text
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return SEALED + sealed.toString('base64url')
}

/** Whether a text was sealed with a key. */
export function isSealed(text: string): boolean {
  return text.startsWith(SEALED)
}

/** The text that was sealed; throws where the key or the purpose is another, or the text was changed. */
export function unseal(sealed: string, purpose: string, key: Uint8Array | undefined): string {
  if (sealed.startsWith(OPEN)) return sealed.slice(OPEN.length)
  if (key === undefined || !sealed.startsWith(SEALED)) {
    throw new Error('PRORATA_SEALING_KEY is needed to read what was sealed with it')
  }
  const bytes = Buffer.from(sealed.slice(SEALED.length), 'base64url')
  const end = bytes.length - TAG_BYTES
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(end))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]).toString('utf8')
}
