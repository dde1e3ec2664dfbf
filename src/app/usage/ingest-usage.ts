import type { Instant } from '../../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
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
import { amendUsage } from './amend-usage.js'
import { answerKnown, answerRepeats, type Candidates, candidatesOf, keyAt, refusedUsage } from './usage-candidates.js'
import { isAmendment, type ReportedUsage, type UsageAnswer, type UsageEventWish } from './usage-event.js'
import { bytesOfUuid, type KeyedResource, keyedResource } from './usage-keys.js'
import { type UsageStanding, usageStanding } from './usage-standing.js'

export { refusedUsage }

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
  const standing = await usageStanding(session, partnerId, events, now)
  const batch: Batch = { ...candidatesOf(events, standing), partnerId, standing, batchNumber }
  const looksFirst = source.hasKnown === true
  const rows = await rowsOf(session, batch, looksFirst ? await findKnown(session, batch) : new Map())
  if (!amends) {
    await source.turn?.()
    if (batch.candidates.length > 0) await lockUsageAccount(session, partnerId, 'shared')
  }
  const appended = await append(session, batch, rows)
  const amended = await amendUsage(session, partnerId, batch.amendments, { batchNumber, now })
  for (const [position, answer] of amended.answers) batch.answers[position] = answer
  const summary = summed(batch)
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

interface Batch extends Candidates {
  readonly partnerId: string
  readonly standing: UsageStanding
  readonly batchNumber: bigint
}

/** Events on their way into the database, with what has to be there before. */
interface Rows {
  readonly writer: BinaryRowWriter
  /** Resources that are not stored yet, or were not a moment ago. */
  readonly resources: readonly KeyedResource[]
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
}

async function findKnown(session: UseCase['session'], batch: Batch) {
  const keys = batch.candidates.map((position) => keyAt(batch, position))
  return new Map((await findKnownEvents(session, batch.partnerId, keys)).map((one) => [one.key, one]))
}

/** Answers the candidates that are known, and writes the others as rows. Locks nothing. */
async function rowsOf(
  session: UseCase['session'],
  batch: Batch,
  known: ReadonlyMap<string, KnownEvent>,
): Promise<Rows> {
  const { candidates, partnerId } = batch
  answerKnown(batch, known)
  const fresh = known.size === 0 ? candidates : candidates.filter((position) => !known.has(keyAt(batch, position)))
  const written = writeRows(fresh, batch)
  const resources = new Map([...written.resources].map((resource) => [resource.resourceId, resource]))
  const missing = await missingUsageResources(session, partnerId, [...resources.keys()])
  return { ...written, resources: [...resources.values()].filter(({ resourceId }) => missing.has(resourceId)) }
}

function writeRows(fresh: readonly number[], batch: Batch) {
  const { events, keys, hashed, batchNumber } = batch
  const { subscriptions, meters } = batch.standing
  const writer = new BinaryRowWriter()
  const resources = new Set<KeyedResource>()
  const partner = bytesOfUuid(batch.partnerId)
  let firstAt: Instant | null = null
  let lastAt: Instant | null = null
  for (const position of fresh) {
    const event = events[position] as ReportedUsage
    const { id, quantity, occurredAt } = event
    const resource = keyedResource(event.resource)
    resources.add(resource)
    if (firstAt === null || occurredAt < firstAt) firstAt = occurredAt
    if (lastAt === null || occurredAt > lastAt) lastAt = occurredAt
    putUsageEvent(writer, {
      partnerId: partner,
      keys,
      position,
      subscriptionId: subscriptions.get(event.subscriptionId)!.bytes,
      meterId: meters.get(event.meterId)!.bytes,
      resourceId: resource.bytes,
      quantity,
      occurredAt,
      batchNumber,
      name: hashed[position] === 1 ? id : null,
    })
  }
  return { writer, resources, firstAt, lastAt }
}

/** How often others may append the same events while this looks which of them are known. */
const MOST_COLLISIONS = 20

/** Appends rows; where some of them turn out to be known, the rest. */
async function append(session: UseCase['session'], batch: Batch, wanted: Rows): Promise<Rows> {
  let rows = wanted
  for (let collisions = 0; rows.writer.rowCount > 0; collisions += 1) {
    await insertUsageResources(session, batch.partnerId, rows.resources)
    if (await appendUsageEvents(session, rows.writer)) break
    if (collisions >= MOST_COLLISIONS) throw new Error(`others keep appending the same events of ${batch.partnerId}`)
    rows = await rowsOf(session, batch, await findKnown(session, batch))
  }
  return rows
}

/** Answers what is still without an answer, and counts. */
function summed(batch: Batch): UsageIngested {
  answerRepeats(batch)
  let accepted = 0
  let duplicates = 0
  let refused = 0
  for (const answer of batch.answers) {
    if (answer!.status === 'accepted') accepted += 1
    else if (answer!.status === 'duplicate') duplicates += 1
    else refused += 1
  }
  return { answers: batch.answers as UsageAnswer[], accepted, duplicates, refused }
}

function earliest(left: Instant | null, right: Instant | null): Instant | null {
  if (left === null || right === null) return left ?? right
  return left < right ? left : right
}

function latest(left: Instant | null, right: Instant | null): Instant | null {
  if (left === null || right === null) return left ?? right
  return left > right ? left : right
}
