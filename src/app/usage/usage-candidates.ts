import { compareDecimals, parseDecimal } from '../../core/money/decimal.js'
import { type Refusal, refuse } from '../../core/refusal.js'
import type { KnownEvent } from '../../store/usage-events.js'
import { setUuid } from '../../store/uuid-bytes.js'
import type { WishedAmendment } from './amend-usage.js'
import { isAmendment, type ReportedUsage, type UsageAnswer, type UsageEventWish } from './usage-event.js'
import { eventKeyOf, uuidOfBytes } from './usage-keys.js'
import { refusalOfUsage, type UsageStanding } from './usage-standing.js'

/** What is known of the events of a batch so far; events are named by their positions in it. */
export interface Candidates {
  readonly events: readonly UsageEventWish[]
  readonly answers: (UsageAnswer | undefined)[]
  /** The 16 bytes each event is stored under, one after the other. */
  readonly keys: Buffer
  /** 1 where the id of an event is no UUID, and the key made of it. */
  readonly hashed: Uint8Array
  /** Positions of events that repeat one that came before them in the batch, with the position of that. */
  readonly repeats: readonly (readonly [position: number, first: number])[]
  /**
   * Usage that may be appended, unless it was before. In order of the keys: the index is searched page by page, and nobody
   * waits for another in a circle.
   */
  readonly candidates: readonly number[]
  readonly amendments: readonly WishedAmendment[]
}

const ACCEPTED: UsageAnswer = { status: 'accepted' }
const DUPLICATE: UsageAnswer = { status: 'duplicate' }

export function refusedUsage(refusal: Refusal): UsageAnswer {
  return { status: 'refused', refusal }
}

/** Looks at every event: refuses what cannot be, finds what comes twice, and keeps the rest. */
export function candidatesOf(events: readonly UsageEventWish[], standing: UsageStanding): Candidates {
  const { keys, hashed } = keysOf(events)
  const answers: (UsageAnswer | undefined)[] = new Array(events.length)
  const repeats: (readonly [number, number])[] = []
  const candidates: number[] = []
  const amendments: WishedAmendment[] = []
  let first: number | undefined
  for (const position of inOrder(keys)) {
    if (first !== undefined && compareKeys(keys, first, position) === 0) {
      repeats.push([position, first])
      continue
    }
    const event = events[position]!
    if (isAmendment(event)) {
      amendments.push({ position, id: event.id, amendedId: event.amends, quantity: event.quantity })
    } else {
      const refusal = refusalOfUsage(event, standing)
      answers[position] = refusal === undefined ? ACCEPTED : refusedUsage(refusal)
      if (refusal !== undefined) continue
      candidates.push(position)
    }
    first = position
  }
  amendments.sort((left, right) => left.position - right.position)
  return { events, answers, keys, hashed, repeats, candidates, amendments }
}

function keysOf(events: readonly UsageEventWish[]): Pick<Candidates, 'keys' | 'hashed'> {
  const keys = Buffer.allocUnsafe(events.length * KEY_BYTES)
  const hashed = new Uint8Array(events.length)
  for (let position = 0; position < events.length; position += 1) {
    const { id } = events[position]!
    if (setUuid(keys, position * KEY_BYTES, id)) continue
    keys.set(eventKeyOf(id), position * KEY_BYTES)
    hashed[position] = 1
  }
  return { keys, hashed }
}

const KEY_BYTES = 16
/** Of a batch; with four bytes of a key still a number that is exact. */
const MOST_EVENTS = 1_048_576

/** Positions in order of their keys, and where these are the same, one after the other. */
function inOrder(keys: Buffer): Float64Array {
  // Numbers are sorted in no time: the first bytes of the key, then the position.
  const order = new Float64Array(keys.length / KEY_BYTES)
  if (order.length > MOST_EVENTS) throw new RangeError(`a batch has at most ${MOST_EVENTS} events`)
  for (let position = 0; position < order.length; position += 1) {
    order[position] = keys.readUInt32BE(position * KEY_BYTES) * MOST_EVENTS + position
  }
  order.sort()
  let start = 0
  for (let end = 0; end < order.length; end += 1) {
    const rank = Math.floor(order[end]! / MOST_EVENTS)
    order[end] = order[end]! % MOST_EVENTS
    if (end + 1 < order.length && Math.floor(order[end + 1]! / MOST_EVENTS) === rank) continue
    if (end > start) order.subarray(start, end + 1).sort((a, b) => compareKeys(keys, a, b) || a - b)
    start = end + 1
  }
  return order
}

function compareKeys(keys: Buffer, left: number, right: number): number {
  const [at, other] = [left * KEY_BYTES, right * KEY_BYTES]
  return keys.compare(keys, other, other + KEY_BYTES, at, at + KEY_BYTES)
}

/** The UUID an event is stored under. */
export function keyAt({ keys }: Candidates, position: number): string {
  return uuidOfBytes(keys.subarray(position * KEY_BYTES, (position + 1) * KEY_BYTES))
}

/** Events that were there before: duplicates where they say the same. */
export function answerKnown(batch: Candidates, known: ReadonlyMap<string, KnownEvent>): void {
  if (known.size === 0) return
  const { events, answers, candidates } = batch
  for (const position of candidates) {
    const before = known.get(keyAt(batch, position))
    if (before === undefined) continue
    const event = events[position] as ReportedUsage
    const what = differencesOf(event, before)
    answers[position] =
      what === '' ? DUPLICATE : refusedUsage(refuse('usage-event-conflict', { event: event.id, what }).refusal)
  }
}

function differencesOf(event: ReportedUsage, known: KnownEvent): string {
  if (known.amends) return 'meaning'
  const isSameQuantity = compareDecimals(parseDecimal(event.quantity)!, parseDecimal(known.quantity)!) === 0
  const words = [
    ...(event.subscriptionId === known.subscriptionId ? [] : ['subscription']),
    ...(event.meterId === known.meterId ? [] : ['meter']),
    ...(isSameQuantity ? [] : ['quantity']),
    ...(event.occurredAt === known.occurredAt ? [] : ['time']),
  ]
  return words.join(', ')
}

/** Answers the repeats within the batch like the event they repeat. */
export function answerRepeats({ events, answers, repeats }: Candidates): void {
  for (const [position, first] of repeats) {
    answers[position] = answerOfRepeat(events[position]!, events[first]!, answers[first]!)
  }
}

function answerOfRepeat(event: UsageEventWish, first: UsageEventWish, answer: UsageAnswer): UsageAnswer {
  if (!saysTheSame(event, first)) {
    return refusedUsage(refuse('usage-event-conflict', { event: event.id, what: 'content' }).refusal)
  }
  return answer.status === 'refused' ? answer : DUPLICATE
}

function saysTheSame(left: UsageEventWish, right: UsageEventWish): boolean {
  if (compareDecimals(parseDecimal(left.quantity)!, parseDecimal(right.quantity)!) !== 0) return false
  if (isAmendment(left)) return isAmendment(right) && left.amends === right.amends
  if (isAmendment(right)) return false
  const { subscriptionId, meterId, occurredAt } = left
  return subscriptionId === right.subscriptionId && meterId === right.meterId && occurredAt === right.occurredAt
}
