import type { Instant } from '../../core/calendar/day.js'
import { parseInstant } from '../../core/calendar/instant.js'
import { accept, type Outcome, type Refusal, refuse } from '../../core/refusal.js'
import { isUuidText } from '../../store/uuid-bytes.js'

/** What was used, as far as the reporter says it; all texts may be empty. */
export interface UsageResource {
  readonly entitlementId: string
  readonly entitlementName: string
  readonly resourceGroup: string
  readonly resourceUri: string
  readonly location: string
  readonly tags: Readonly<Record<string, string>>
  /** What else is said of it; dimensions of an event are kept here. */
  readonly additionalInfo?: Readonly<Record<string, string>>
}

/** Usage that is reported, read but not yet compared with the ledger. */
export interface ReportedUsage {
  /** Text of 1 to 128 characters; a UUID is in small letters. */
  readonly id: string
  /** UUIDs in small letters. */
  readonly subscriptionId: string
  readonly meterId: string
  /** Exact decimal in plain notation, up to 15 digits before the point and 12 after; negative for corrections. */
  readonly quantity: string
  readonly occurredAt: Instant
  readonly resource: UsageResource | null
}

/** Says that an event had another quantity; 0 cancels it. Everything else is that of the event. */
export interface AmendedUsage {
  readonly id: string
  /** Id of the event. */
  readonly amends: string
  readonly quantity: string
}

export type UsageEventWish = ReportedUsage | AmendedUsage

/** What became of an event. */
export type UsageAnswer =
  | { readonly status: 'accepted' | 'duplicate'; readonly refusal?: undefined }
  | { readonly status: 'refused'; readonly refusal: Refusal }

export function isAmendment(event: UsageEventWish): event is AmendedUsage {
  return 'amends' in event && event.amends !== undefined
}

/** Names of an event in JSON, and the columns of a CSV file. */
export const USAGE_EVENT_NAMES = [
  'id',
  'subscriptionId',
  'meterId',
  'quantity',
  'time',
  'amends',
  'cancels',
  'entitlementId',
  'entitlementName',
  'resourceGroup',
  'resourceUri',
  'location',
  'tags',
  'additionalInfo',
  'dimensions',
] as const
export type UsageEventName = (typeof USAGE_EVENT_NAMES)[number]

/** An event as it was sent, with values nobody has looked at. */
export type RawUsageEvent = Partial<Readonly<Record<UsageEventName, unknown>>>

const NAMES: ReadonlySet<string> = new Set(USAGE_EVENT_NAMES)
const TEXTS = ['entitlementId', 'entitlementName', 'resourceGroup', 'resourceUri', 'location'] as const
const MAPS = ['tags', 'additionalInfo', 'dimensions'] as const
const LONGEST_ID = 128
const LONGEST_TEXT = 256
const LONGEST_URI = 1_024
const MOST_ENTRIES = 50
const PLAIN_TEXT = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s|\s$/u
const QUANTITY = /^-?\d{1,15}(?:\.\d{1,12})?$/
const MOST_EXACT_DIGITS = 15

/** What is wrong with an event, before it is known which; thrown and caught in this file only. */
class Malformed extends Error {}

function malformed(problem: string): never {
  throw new Malformed(problem)
}

/** Reads an event of a JSON document or line. Unknown names are refused: what would be ignored misleads. */
export function readUsageEvent(value: unknown): Outcome<UsageEventWish> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('usage-event-malformed', { event: '(none)', problem: 'it must be a JSON object' })
  }
  return readEventOf(value as RawUsageEvent)
}

/** Reads an event; one that says nothing of a resource, where `resource` was read before. */
export function readEventOf(raw: RawUsageEvent, resource?: UsageResource | null): Outcome<UsageEventWish> {
  try {
    if (resource === undefined) expectNames(raw)
    return accept(readFields(raw, resource))
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    const id = typeof raw.id === 'string' && raw.id !== '' ? printable(raw.id) : '(none)'
    return refuse('usage-event-malformed', { event: id, problem: error.message })
  }
}

function expectNames(raw: RawUsageEvent): void {
  for (const name in raw) if (!NAMES.has(name)) malformed(`there is no ${printable(name)}`)
}

/** Reads an event of a line of NDJSON. */
export function readUsageLine(line: string): Outcome<UsageEventWish> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return refuse('usage-event-malformed', { event: '(none)', problem: 'the line is no JSON' })
  }
  return readUsageEvent(value)
}

/** Reads the cells of a CSV file in the order of `columns`; empty cells say nothing, maps are JSON objects. */
export function readUsageCells(columns: readonly UsageEventName[], cells: readonly string[]): Outcome<UsageEventWish> {
  if (cells.length !== columns.length) {
    const problem = `the line has ${cells.length} fields instead of ${columns.length}`
    return refuse('usage-event-malformed', { event: '(none)', problem })
  }
  const raw: Record<string, unknown> = {}
  for (let index = 0; index < columns.length; index += 1) {
    const cell = cells[index]!
    if (cell !== '') raw[columns[index]!] = cell
  }
  for (const name of MAPS) if (raw[name] !== undefined) raw[name] = mapCell(raw[name] as string)
  return readUsageEvent(raw)
}

/** A map in a cell; what is no JSON stays a text, which is refused as a map. */
function mapCell(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function readFields(raw: RawUsageEvent, resource: UsageResource | null | undefined): UsageEventWish {
  const id = readId(raw.id, 'id')
  if (raw.amends !== undefined || raw.cancels !== undefined) return readAmendment(id, raw)
  return {
    id,
    subscriptionId: readUuid(raw.subscriptionId, 'subscriptionId'),
    meterId: readUuid(raw.meterId, 'meterId'),
    quantity: readQuantity(raw.quantity),
    occurredAt: readTime(raw.time),
    resource: resource === undefined ? readResource(raw) : resource,
  }
}

function readAmendment(id: string, raw: RawUsageEvent): AmendedUsage {
  const cancels = raw.cancels !== undefined
  const allowed: readonly string[] = cancels ? ['id', 'cancels'] : ['id', 'amends', 'quantity']
  const more = Object.keys(raw).find((name) => !allowed.includes(name))
  if (more !== undefined) {
    malformed(`${more}: ${cancels ? 'a cancellation' : 'an amendment'} has nothing but ${allowed.join(', ')}`)
  }
  const amends = readId(cancels ? raw.cancels : raw.amends, cancels ? 'cancels' : 'amends')
  if (amends === id) malformed('id: an event that changes another one has an id of its own')
  return { id, amends, quantity: cancels ? '0' : readQuantity(raw.quantity) }
}

function readId(value: unknown, name: string): string {
  if (typeof value === 'string' && isUuidText(value)) return value.toLowerCase()
  const text = readText(value, name, LONGEST_ID)
  if (text === '') malformed(`${name}: it is missing`)
  return text
}

/** GUIDs that were read before, in small letters: subscriptions and meters come again and again. */
const knownUuids = new Map<unknown, string>()
const MOST_UUIDS = 50_000

function readUuid(value: unknown, name: string): string {
  const known = knownUuids.get(value)
  if (known !== undefined) return known
  if (value === undefined) malformed(`${name}: it is missing`)
  if (typeof value !== 'string' || !isUuidText(value)) malformed(`${name}: it must be a GUID`)
  const small = copyOf(value.toLowerCase())
  if (knownUuids.size >= MOST_UUIDS) knownUuids.clear()
  knownUuids.set(small, small)
  return small
}

/** A piece of a text keeps the whole of it in memory, a copy does not: for what is kept longer than its file. */
export function copyOf(text: string): string {
  return Buffer.from(text).toString()
}

/** A number is taken where it is certain what was written: JSON numbers of more digits are rounded by its readers. */
function readQuantity(value: unknown): string {
  if (value === undefined) malformed('quantity: it is missing')
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !QUANTITY.test(text)) {
    malformed('quantity: it must be a decimal number with up to 15 digits before and 12 after the point, no exponent')
  }
  if (typeof value === 'number' && digitsIn(text) > MOST_EXACT_DIGITS) {
    malformed(`quantity: a number of more than ${MOST_EXACT_DIGITS} digits must be sent as a text`)
  }
  return text
}

function digitsIn(text: string): number {
  return text.replace(/^-?0*\.?0*/, '').replace('.', '').length
}

function readTime(value: unknown): Instant {
  if (value === undefined) malformed('time: it is missing')
  const instant = typeof value === 'string' ? (plainInstant(value) ?? parseInstant(value)) : undefined
  if (instant === undefined) malformed('time: it must be an instant with its offset, such as 2026-03-01T08:00:00Z')
  return instant
}

/** Midnights by their day, as written: the events of a file are of few days. */
const midnights = new Map<string, number>()
const MOST_DAYS = 1_000

/**
 * An instant written like `2026-03-01T08:00:00Z` or `2026-03-01T08:00:00.000Z`, as nearly all are: read in a fraction of
 * the time that any form takes.
 */
function plainInstant(text: string): Instant | undefined {
  const isPlain = text[10] === 'T' && text[13] === ':' && text[16] === ':' && text[text.length - 1] === 'Z'
  const hasMilliseconds = text.length === 24 && text[19] === '.'
  if (!isPlain || (text.length !== 20 && !hasMilliseconds)) return undefined
  const milliseconds = hasMilliseconds ? twoDigits(text, 20) * 10 + digit(text, 22) : 0
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)]
  if (!(hour < 24 && minute < 60 && second < 60 && milliseconds < 1_000)) return undefined
  const day = text.slice(0, 10)
  let midnight = midnights.get(day)
  if (midnight === undefined) {
    midnight = parseInstant(`${day}T00:00:00Z`)
    if (midnight === undefined) return undefined
    if (midnights.size >= MOST_DAYS) midnights.clear()
    midnights.set(day, midnight)
  }
  return (midnight + (hour * 3_600 + minute * 60 + second) * 1_000 + milliseconds) as Instant
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1)
}

/** A digit as a number; NaN where it is something else. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : Number.NaN
}

/** Resources that were read before, by what they are best told apart by: most events are of few resources. */
const knownResources = new Map<unknown, UsageResource>()
const MOST_RESOURCES = 50_000

/** The same object for the same resource, more often than not. */
function readResource(raw: RawUsageEvent): UsageResource | null {
  const name = raw.resourceUri ?? raw.entitlementId
  const known = knownResources.get(name)
  if (known !== undefined && isSameResource(raw, known)) return known
  const resource = readNewResource(raw)
  if (resource === null || name === undefined) return resource
  if (knownResources.size >= MOST_RESOURCES) knownResources.clear()
  knownResources.set(copyOf(name as string), resource)
  return resource
}

function isSameResource(raw: RawUsageEvent, known: UsageResource): boolean {
  return (
    said(raw.resourceUri) === known.resourceUri &&
    said(raw.entitlementId) === known.entitlementId &&
    said(raw.entitlementName) === known.entitlementName &&
    said(raw.resourceGroup) === known.resourceGroup &&
    said(raw.location) === known.location &&
    raw.dimensions === undefined &&
    isSameMap(raw.tags, known.tags) &&
    isSameMap(raw.additionalInfo, known.additionalInfo)
  )
}

/** What is not said is an empty text; anything else is compared as it is. */
function said(value: unknown): unknown {
  return value === undefined ? '' : value
}

function isSameMap(raw: unknown, known: Readonly<Record<string, string>> = EMPTY): boolean {
  if (raw === undefined) return known === EMPTY
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return false
  let entries = 0
  for (const name in raw) {
    if ((raw as Record<string, unknown>)[name] !== known[name]) return false
    entries += 1
  }
  return entries === Object.keys(known).length
}

function readNewResource(raw: RawUsageEvent): UsageResource | null {
  const says = TEXTS.some((name) => raw[name] !== undefined) || MAPS.some((name) => raw[name] !== undefined)
  if (!says) return null
  const additionalInfo = readMap(raw.additionalInfo, 'additionalInfo')
  const dimensions = readMap(raw.dimensions, 'dimensions')
  const both = Object.keys(dimensions).find((name) => Object.hasOwn(additionalInfo, name))
  if (both !== undefined) malformed(`dimensions: ${printable(both)} is in additionalInfo already`)
  return {
    entitlementId: copyOf(readText(raw.entitlementId, 'entitlementId', LONGEST_TEXT)),
    entitlementName: copyOf(readText(raw.entitlementName, 'entitlementName', LONGEST_TEXT)),
    resourceGroup: copyOf(readText(raw.resourceGroup, 'resourceGroup', LONGEST_TEXT)),
    resourceUri: copyOf(readText(raw.resourceUri, 'resourceUri', LONGEST_URI)),
    location: copyOf(readText(raw.location, 'location', LONGEST_TEXT)),
    tags: readMap(raw.tags, 'tags'),
    additionalInfo: raw.dimensions === undefined ? additionalInfo : { ...additionalInfo, ...dimensions },
  }
}

const EMPTY: Readonly<Record<string, string>> = {}

function readMap(value: unknown, name: string): Readonly<Record<string, string>> {
  if (value === undefined) return EMPTY
  if (typeof value !== 'object' || value === null || Array.isArray(value)) malformed(`${name}: it must be an object`)
  let entries = 0
  for (const key in value) {
    entries += 1
    if (readText(key, name, LONGEST_TEXT) === '') malformed(`${name}: an empty name`)
    readText((value as Record<string, unknown>)[key], `${name}.${key}`, LONGEST_TEXT)
  }
  if (entries > MOST_ENTRIES) malformed(`${name}: it has more than ${MOST_ENTRIES} entries`)
  return value as Readonly<Record<string, string>>
}

function readText(value: unknown, name: string, longest: number): string {
  if (value === undefined || value === '') return ''
  if (typeof value !== 'string') malformed(`${printable(name)}: it must be a text`)
  if (value.length > longest) malformed(`${printable(name)}: it is longer than ${longest} characters`)
  if (!PLAIN_TEXT.test(value) && UNPRINTABLE.test(value)) {
    malformed(`${printable(name)}: it must be printable characters without blanks at its ends`)
  }
  return value
}

/** A text nobody has checked, as it may be shown in a message. */
function printable(text: string): string {
  return text.slice(0, LONGEST_ID).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')
}
