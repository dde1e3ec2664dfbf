/** What the API calls one availability: a SKU in a market, a currency and a segment, with all its terms. */
export interface AvailabilityPlace {
  readonly productId: string
  readonly skuId: string
  /** Country it is sold in, or empty for every country. */
  readonly market: string
  readonly currency: string
  readonly segment: string
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const CODE_LENGTH = 12
const SPACE = 36n ** 12n

/** FNV-1a of 64 bits. */
const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n
const MASK = 0xffffffffffffffffn

/**
 * The code of an availability: 12 characters out of A-Z and 0-9, made from what it is, so that every import of the same
 * catalogue gives the same codes. Of a million availabilities two have the same code once in ten million catalogues, and
 * a code is always read together with its SKU.
 */
export function availabilityCode(place: AvailabilityPlace): string {
  const { productId, skuId, market, currency, segment } = place
  let hash = OFFSET
  for (const character of [productId, skuId, market, currency, segment].join('\n')) {
    hash = ((hash ^ BigInt(character.codePointAt(0)!)) * PRIME) & MASK
  }
  return codeOf(scrambled(hash) % SPACE)
}

/** FNV's last characters hardly reach the high bits; this spreads them (the finish of MurmurHash3). */
function scrambled(hash: bigint): bigint {
  const first = ((hash ^ (hash >> 33n)) * 0xff51afd7ed558ccdn) & MASK
  const second = ((first ^ (first >> 33n)) * 0xc4ceb9fe1a85ec53n) & MASK
  return second ^ (second >> 33n)
}

function codeOf(value: bigint): string {
  let left = value
  let code = ''
  for (let place = 0; place < CODE_LENGTH; place += 1) {
    code = ALPHABET[Number(left % 36n)]! + code
    left /= 36n
  }
  return code
}
