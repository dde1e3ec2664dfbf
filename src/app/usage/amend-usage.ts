import type { Instant } from '../../core/calendar/day.js'
import { type Refusal, refuse } from '../../core/refusal.js'
import type { Session } from '../../store/database.js'
import {
  type Amendment,
  appendAmendments,
  findAmendableEvents,
  findKnownAmendments,
} from '../../store/usage-amendments.js'
import { nextUsageBatch, type UsageBatch } from '../../store/usage-events.js'
import { isUuidText } from '../../store/uuid-bytes.js'
import type { UsageAnswer } from './usage-event.js'
import { eventKeyOf, uuidOfBytes } from './usage-keys.js'
import { refusalOfAge } from './usage-standing.js'

/** An amendment with its place among the events of its batch. */
export interface WishedAmendment {
  readonly position: number
  readonly id: string
  /** Id of the event. */
  readonly amendedId: string
  readonly quantity: string
}

type LaterBatch = Pick<UsageBatch, 'batchNumber' | 'accepted' | 'firstAt' | 'lastAt'>

export interface Amended {
  readonly answers: readonly (readonly [position: number, answer: UsageAnswer])[]
  /** When the first and the last event occurred that the batch's own amendments change. */
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
  /** Where an event is amended several times, each further amendment is in a batch of its own: so their order is kept. */
  readonly laterBatches: readonly LaterBatch[]
}

interface Place {
  readonly batchNumber: bigint
  readonly now: Instant
}

interface Keyed extends WishedAmendment, Amendment {}

/** Amends events, in the order of the wishes. The account must be locked alone, and the batch's own events be there. */
export async function amendUsage(
  session: Session,
  partnerId: string,
  wishes: readonly WishedAmendment[],
  { batchNumber, now }: Place,
): Promise<Amended> {
  const answers: (readonly [number, UsageAnswer])[] = []
  const batches: LaterBatch[] = []
  for (const [index, round] of roundsOf(wishes).entries()) {
    const judged = await judge(session, partnerId, round, now)
    for (const { wish, refusal } of judged.others) {
      answers.push([wish.position, refusal === undefined ? { status: 'duplicate' } : { status: 'refused', refusal }])
    }
    if (judged.good.length === 0) continue
    const number = index === 0 ? batchNumber : await nextUsageBatch(session)
    await appendAmendments(session, partnerId, number, judged.good)
    for (const wish of judged.good) answers.push([wish.position, { status: 'accepted' }])
    const { times } = judged
    batches.push({
      batchNumber: number,
      accepted: judged.good.length,
      firstAt: times.reduce((first, time) => (time < first ? time : first)),
      lastAt: times.reduce((last, time) => (time > last ? time : last)),
    })
  }
  const own = batches.find((one) => one.batchNumber === batchNumber)
  return {
    answers,
    firstAt: own?.firstAt ?? null,
    lastAt: own?.lastAt ?? null,
    laterBatches: batches.filter((one) => one !== own),
  }
}

/** Cuts wishes so that no event is amended twice in one round. */
function roundsOf(wishes: readonly WishedAmendment[]): Keyed[][] {
  const rounds: Keyed[][] = []
  const counts = new Map<string, number>()
  for (const wish of wishes) {
    const keyed: Keyed = {
      ...wish,
      key: uuidOfBytes(eventKeyOf(wish.id)),
      name: isUuidText(wish.id) ? null : wish.id,
      amends: uuidOfBytes(eventKeyOf(wish.amendedId)),
    }
    const count = counts.get(keyed.amends) ?? 0
    counts.set(keyed.amends, count + 1)
    const round = rounds[count]
    if (round === undefined) rounds.push([keyed])
    else round.push(keyed)
  }
  return rounds
}

interface Judged {
  readonly good: readonly Keyed[]
  /** Of the events that the good ones change. */
  readonly times: readonly Instant[]
  /** Duplicates, and what is refused. */
  readonly others: readonly { readonly wish: Keyed; readonly refusal: Refusal | undefined }[]
}

async function judge(session: Session, partnerId: string, round: readonly Keyed[], now: Instant): Promise<Judged> {
  const known = new Map(
    (await findKnownAmendments(session, partnerId, round)).map(({ key, same }): [string, boolean] => [key, same]),
  )
  const amended = await findAmendableEvents(session, partnerId, [...new Set(round.map((wish) => wish.amends))])
  const targets = new Map(amended.map((event) => [event.key, event]))
  const good: Keyed[] = []
  const times: Instant[] = []
  const others: { wish: Keyed; refusal: Refusal | undefined }[] = []
  for (const wish of round) {
    const before = known.get(wish.key)
    const target = targets.get(wish.amends)
    if (before === true) others.push({ wish, refusal: undefined })
    else if (before === false) {
      others.push({ wish, refusal: refuse('usage-event-conflict', { event: wish.id, what: 'content' }).refusal })
    } else if (target === undefined) {
      others.push({ wish, refusal: refuse('usage-event-not-found', { event: wish.amendedId }).refusal })
    } else if (target.amends !== null) {
      const data = { event: target.id, original: target.amends }
      others.push({ wish, refusal: refuse('usage-amendment-of-amendment', data).refusal })
    } else {
      const age = refusalOfAge(target.occurredAt, now)
      if (age === undefined) {
        good.push(wish)
        times.push(target.occurredAt)
      } else others.push({ wish, refusal: age })
    }
  }
  return { good, times, others }
}
