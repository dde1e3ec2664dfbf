import { createHash, createPrivateKey, createPublicKey, createSign, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'

/** A key pair for signing deliveries, with a certificate that receivers can read and pin. */
export interface NewWebhookKey {
  /** SHA-256 of the certificate, as far as a URL needs it. */
  readonly keyId: string
  readonly privateKey: string
  readonly certificate: Uint8Array
}

const RSA_BITS = 2_048
const VALID_DAYS = 3_650

/** Makes a key and its self-signed certificate (X.509 version 3, RSA with SHA-256), named for `organization`. */
export async function makeWebhookKey(organization: string, now: Instant): Promise<NewWebhookKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: RSA_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const certificate = selfSigned(privateKey, organization, now)
  const keyId = createHash('sha256').update(certificate).digest('hex').slice(0, 32)
  return { keyId, privateKey, certificate }
}

/** Tags of ASN.1 in DER, as far as a certificate needs them. */
const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  nothing: 0x05,
  objectId: 0x06,
  utf8: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
}

/** Object identifiers, in the bytes of DER. */
const ObjectId = {
  rsaWithSha256: '2a864886f70d01010b',
  organization: '55040a',
  commonName: '550403',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
}

/** Digital signature: the first bit; seven bits of the byte are unused. */
const DIGITAL_SIGNATURE = '0780'

function selfSigned(privateKey: string, organization: string, now: Instant): Uint8Array {
  const publicKey = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' })
  const algorithm = der(Tag.sequence, objectId(ObjectId.rsaWithSha256), der(Tag.nothing))
  const name = der(
    Tag.sequence,
    attribute(ObjectId.organization, organization),
    attribute(ObjectId.commonName, `${organization} webhooks`),
  )
  // A serial number is positive: its first bit is zero, its first byte is not.
  const serial = createHash('sha256').update(publicKey).digest().subarray(0, 16)
  serial[0] = (serial[0]! & 0x7f) | 0x40
  const from = now - MILLISECONDS_PER_DAY
  const validity = der(Tag.sequence, time(from), time(from + VALID_DAYS * MILLISECONDS_PER_DAY))
  const extensions = der(
    Tag.extensions,
    der(
      Tag.sequence,
      extension(ObjectId.basicConstraints, der(Tag.sequence)),
      extension(ObjectId.keyUsage, der(Tag.bitString, Buffer.from(DIGITAL_SIGNATURE, 'hex'))),
    ),
  )
  const version3 = der(Tag.version, der(Tag.integer, Buffer.from([2])))
  const facts = [version3, der(Tag.integer, serial), algorithm, name, validity, name, publicKey, extensions]
  const signed = der(Tag.sequence, ...facts)
  const signature = createSign('RSA-SHA256').update(signed).sign(privateKey)
  return der(Tag.sequence, signed, algorithm, der(Tag.bitString, Buffer.from([0]), signature))
}

/** One element: its tag, the length of its contents, and the contents. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const hex = body.length.toString(16)
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}

function objectId(hex: string): Buffer {
  return der(Tag.objectId, Buffer.from(hex, 'hex'))
}

function attribute(id: string, text: string): Buffer {
  return der(Tag.set, der(Tag.sequence, objectId(id), der(Tag.utf8, Buffer.from(text))))
}

function extension(id: string, value: Buffer): Buffer {
  return der(Tag.sequence, objectId(id), der(Tag.boolean, Buffer.from([0xff])), der(Tag.octetString, value))
}

/** A UTCTime, whose year has two digits: 1950 to 2049, as certificates have to write those. */
function time(instant: number): Buffer {
  const text = new Date(instant).toISOString().replace(/[-:T]|\.\d+/g, '')
  return der(Tag.time, Buffer.from(text.slice(2)))
}
