import { createHash } from 'node:crypto'
import type { StoredResource } from '../../store/usage-events.js'
import { isUuidText } from '../../store/uuid-bytes.js'
import type { UsageResource } from './usage-event.js'

const HEX = /-/g

/** The 16 bytes of a UUID. */
export function bytesOfUuid(uuid: string): Buffer {
  return Buffer.from(uuid.replace(HEX, ''), 'hex')
}

/** The UUID of 16 bytes as text. */
export function uuidOfBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The 16 bytes an event is stored under: its id, or where that is no UUID, the SHA-256 of it as a UUID of version 8. */
export function eventKeyOf(id: string): Buffer {
  return isUuidText(id) ? bytesOfUuid(id) : hashedUuid(id)
}

function hashedUuid(text: string): Buffer {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes
}

/** A resource with its id, which is made of everything it says. */
export interface KeyedResource extends StoredResource {
  readonly bytes: Uint8Array
}

const NOTHING: Readonly<Record<string, string>> = {}
const UNNAMED: UsageResource = {
  ...{ entitlementId: '', entitlementName: '', resourceGroup: '', resourceUri: '', location: '', tags: NOTHING },
}

/** The same objects come again and again, and hashing would be the dearest part of an event. */
const kept = new WeakMap<UsageResource, KeyedResource>()

/** The resource of an event; of one that names none, a resource without any text. */
export function keyedResource(resource: UsageResource | null): KeyedResource {
  const named = resource ?? UNNAMED
  let keyed = kept.get(named)
  if (keyed === undefined) {
    keyed = withKey(named)
    kept.set(named, keyed)
  }
  return keyed
}

function withKey(resource: UsageResource): KeyedResource {
  const { entitlementId, entitlementName, resourceGroup, resourceUri, location, tags, additionalInfo } = resource
  // No text holds a line break, so the parts cannot run into each other.
  const texts = `${entitlementId}\n${entitlementName}\n${resourceGroup}\n${resourceUri}\n${location}`
  const tagText = sortedJson(tags)
  const infoText = sortedJson(additionalInfo ?? NOTHING)
  const bytes = hashedUuid(`${texts}\n${tagText}\n${infoText}`)
  return {
    ...{ resourceId: uuidOfBytes(bytes), bytes, entitlementId, entitlementName, resourceGroup, resourceUri, location },
    ...{ tags: tagText, additionalInfo: infoText },
  }
}

/** A map as JSON, the same in whatever order it was written. */
function sortedJson(map: Readonly<Record<string, string>>): string {
  const names = Object.keys(map)
  if (names.length === 0) return '{}'
  names.sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(map[name])}`).join(',')}}`
}
