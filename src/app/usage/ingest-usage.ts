import type { Instant } from '../../core/calendar/day.js'
import { compareDecimals, parseDecimal } from '../../core/money/decimal.js'
import { accept, type Outcome, type Refusal, refuse } from '../../core/refusal.js'
import { BinaryRowWriter } from '../../store/binary-copy.js'
import {
  appendUsageEvents,
  findKnownEvents,
  insertUsageBatch,
  insertUsageResources,
  type KnownEvent,
  lockUsageAccount,
  missingUsageResources,
  nextUsageBatch,
  putUsageEvent,
} from '../../store/usage-events.js'
import { loadPartner } from '../partners.js'
import type { UseCase } from '../use-case.js'
import { amendUsage, type WishedAmendment } from './amend-usage.js'
import { isAmendment, isUuid, type ReportedUsage, type UsageAnswer, type UsageEventWish } from './usage-event.js'
import { bytesOfUuid, eventKeyOf, type KeyedResource, keyedResource, uuidOfBytes } from './usage-keys.js'
import { refusalOfUsage, type UsageStanding, usageStanding } from './usage-standing.js'

export interface UsageIngested {
  /** In the order of the events. */
  readonly answers: readonly UsageAnswer[]
  readonly accepted: number
  readonly duplicates: number
  readonly refused: number
}

/** Where events come from. */
export interface UsageSource {
  /** `http`, or what names the content of a file. */
  readonly source: string
  /** Bytes of the file up to and including these events; they are remembered even if none is accepted. */
  readonly position?: bigint
  /** Events that came with these and could not be read. */
  readonly unreadable?: number
  /** Whether many of these events were probably reported before: then they are looked up instead of just tried. */
  readonly hasKnown?: boolean
  /** Awaited before anything is locked: several batches can be prepared side by side and appended in order. */
  readonly turn?: () => Promise<void>
}

const ACCEPTED: UsageAnswer = { status: 'accepted' }
const DUPLICATE: UsageAnswer = { status: 'duplicate' }

export function refusedUsage(refusal: Refusal): UsageAnswer {
  return { status: 'refused', refusal }
}

/** An event that may be appended, unless it was before. */
interface Candidate {
  readonly position: number
  readonly event: ReportedUsage
  /** A UUID in small letters. */
  readonly key: string
  readonly resource: KeyedResource
}

/** What is known of the events of a batch so far. */
interface Batch {
  readonly answers: (UsageAnswer | undefined)[]
  /** Positions of events that repeat one that came before them in the batch, with the position of that. */
  readonly repeats: readonly (readonly [position: number, first: number])[]
  readonly candidates: readonly Candidate[]
  readonly amendments: readonly WishedAmendment[]
}

/**
 * Appends events of a partner, each id once for ever, and says of each what became of it. Runs inside the transaction of
 * `session`. What is refused changes nothing and keeps nothing else from being accepted; the whole is refused only where
 * there is no such partner.
 */
export async function ingestUsage(
  context: Pick<UseCase, 'session' | 'now' | 'newId' | 'actor'>,
  partnerId: string,
  events: readonly UsageEventWish[],
  source: UsageSource,
): Promise<Outcome<UsageIngested>> {
  const { session, actor } = context
  const partner = await loadPartner(context, partnerId)
  if (!partner.ok) return refuse('unknown-partner', { partner: partnerId })
  const now = partner.value.clockAt ?? context.now
  // Numbers of batches tell in which order an event was amended, so they are taken under the lock.
  const amends = events.some(isAmendment)
  if (amends) {
    await source.turn?.()
    await lockUsageAccount(session, partnerId, 'alone')
  }
  const batchNumber = await nextUsageBatch(session)
  const standing = await usageStanding(session, partnerId, events.filter(isReport), now)
  const batch = prepare(events, standing)
  const { answers, candidates, amendments } = batch
  const looksFirst = source.hasKnown === true
  const known = looksFirst ? await findKnownEvents(session, partnerId, candidates.map(keyOf)) : []
  if (!amends) {
    await source.turn?.()
    if (candidates.length > 0) await lockUsageAccount(session, partnerId, 'shared')
  }
  const appended = await append(session, partnerId, { batch, known, standing, batchNumber })
  const amended = await amendUsage(session, partnerId, amendments, { batchNumber, now })
  for (const [position, answer] of amended.answers) answers[position] = answer
  const summary = summed(events, batch)
  const later = amended.laterBatches.reduce((sum, one) => sum + one.accepted, 0)
  const unreadable = source.unreadable ?? 0
  const common = { source: source.source, receivedAt: now, actor: actor.name }
  for (const one of amended.laterBatches) {
    await insertUsageBatch(session, partnerId, { ...common, ...one, position: null, duplicates: 0, refused: 0 })
  }
  const accepted = summary.accepted - later
  if (accepted > 0 || source.position !== undefined) {
    await insertUsageBatch(session, partnerId, {
      ...common,
      batchNumber,
      position: source.position ?? null,
      accepted,
      duplicates: summary.duplicates,
      refused: summary.refused + unreadable,
      firstAt: earliest(appended.firstAt, amended.firstAt),
      lastAt: latest(appended.lastAt, amended.lastAt),
    })
  }
  return accept(summary)
}

function isReport(event: UsageEventWish): event is ReportedUsage {
  return !isAmendment(event)
}

function keyOf({ key }: Candidate): string {
  return key
}

/** Looks at every event: refuses what cannot be, finds what comes twice, and keeps the rest. */
function prepare(events: readonly UsageEventWish[], standing: UsageStanding): Batch {
  const answers: (UsageAnswer | undefined)[] = new Array(events.length)
  const positions = new Map<string, number>()
  const repeats: (readonly [number, number])[] = []
  const candidates: Candidate[] = []
  const amendments: WishedAmendment[] = []
  for (let position = 0; position < events.length; position += 1) {
    const event = events[position]!
    const first = positions.get(event.id)
    if (first !== undefined) {
      repeats.push([position, first])
      continue
    }
    if (isAmendment(event)) {
      positions.set(event.id, position)
      amendments.push({ position, id: event.id, amendedId: event.amends, quantity: event.quantity })
      continue
    }
    const refusal = refusalOfUsage(event, standing)
    if (refusal !== undefined) {
      answers[position] = refusedUsage(refusal)
      continue
    }
    positions.set(event.id, position)
    const key = isUuid(event.id) ? event.id : uuidOfBytes(eventKeyOf(event.id))
    candidates.push({ position, event, key, resource: keyedResource(event.resource) })
    answers[position] = ACCEPTED
  }
  // In order of the key the index is searched and extended page by page, and nobody waits for another in a circle.
  candidates.sort(byKey)
  return { answers, repeats, candidates, amendments }
}

function byKey(left: Candidate, right: Candidate): number {
  return left.key < right.key ? -1 : 1
}

interface Appending {
  readonly batch: Batch
  readonly known: readonly KnownEvent[]
  readonly standing: UsageStanding
  readonly batchNumber: bigint
}

/** How often others may append the same events while this looks which of them are known. */
const MOST_COLLISIONS = 20

/** Appends the candidates that are not known, and answers the others; gives when the first and the last one occurred. */
async function append(
  session: UseCase['session'],
  partnerId: string,
  { batch, known, standing, batchNumber }: Appending,
): Promise<{ readonly firstAt: Instant | null; readonly lastAt: Instant | null }> {
  let before = known
  for (let collisions = 0; ; collisions += 1) {
    const keys = new Set(before.map(({ key }) => key))
    const fresh = keys.size === 0 ? batch.candidates : batch.candidates.filter(({ key }) => !keys.has(key))
    answerKnown(batch, before)
    if (fresh.length === 0) return { firstAt: null, lastAt: null }
    await insertResources(session, partnerId, new Set(fresh.map(({ resource }) => resource)))
    if (await appendUsageEvents(session, rowsOf(fresh, bytesOfUuid(partnerId), standing, batchNumber))) {
      const times = fresh.map(({ event }) => event.occurredAt)
      return { firstAt: times.reduce((a, b) => (b < a ? b : a)), lastAt: times.reduce((a, b) => (b > a ? b : a)) }
    }
    if (collisions >= MOST_COLLISIONS) throw new Error(`others keep appending the same events of ${partnerId}`)
    before = await findKnownEvents(session, partnerId, batch.candidates.map(keyOf))
  }
}

function rowsOf(
  fresh: readonly Candidate[],
  partnerId: Uint8Array,
  { subscriptions, meters }: UsageStanding,
  batchNumber: bigint,
): BinaryRowWriter {
  const writer = new BinaryRowWriter()
  for (const { event, key, resource } of fresh) {
    putUsageEvent(writer, {
      partnerId,
      key,
      subscriptionId: subscriptions.get(event.subscriptionId)!.bytes,
      meterId: meters.get(event.meterId)!.bytes,
      resourceId: resource.bytes,
      quantity: event.quantity,
      occurredAt: event.occurredAt,
      batchNumber,
      name: key === event.id ? null : event.id,
    })
  }
  return writer
}

async function insertResources(
  session: UseCase['session'],
  partnerId: string,
  resources: ReadonlySet<KeyedResource>,
): Promise<void> {
  const all = [...resources]
  const missing = await missingUsageResources(
    session,
    partnerId,
    all.map((resource) => resource.resourceId),
  )
  await insertUsageResources(
    session,
    partnerId,
    all.filter((resource) => missing.has(resource.resourceId)),
  )
}

/** Events that were there before: duplicates where they say the same. */
function answerKnown({ answers, candidates }: Batch, known: readonly KnownEvent[]): void {
  if (known.length === 0) return
  const byKey = new Map(known.map((one) => [one.key, one]))
  for (const { position, event, key } of candidates) {
    const before = byKey.get(key)
    if (before === undefined) continue
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

/** Answers the repeats within the batch like the event they repeat, and counts. */
function summed(events: readonly UsageEventWish[], { answers, repeats }: Batch): UsageIngested {
  for (const [position, first] of repeats) {
    answers[position] = answerOfRepeat(events[position]!, events[first]!, answers[first]!)
  }
  let accepted = 0
  let duplicates = 0
  let refused = 0
  for (const answer of answers) {
    if (answer!.status === 'accepted') accepted += 1
    else if (answer!.status === 'duplicate') duplicates += 1
    else refused += 1
  }
  return { answers: answers as UsageAnswer[], accepted, duplicates, refused }
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

function earliest(left: Instant | null, right: Instant | null): Instant | null {
  if (left === null || right === null) return left ?? right
  return left < right ? left : right
}

function latest(left: Instant | null, right: Instant | null): Instant | null {
  if (left === null || right === null) return left ?? right
  return left > right ? left : right
}
