import { LEAST_ID } from '../../core/access/least-id.js'
import type { Day, Instant } from '../../core/calendar/day.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { findSandbox } from '../../store/sandboxes.js'
import { loadRatesDigest } from '../../store/usage-accounts.js'
import { hasUsage, listPartnersWithUsage } from '../../store/usage-days.js'
import { loadPartner } from '../partners.js'
import type { Database, Session, UseCase } from '../use-case.js'
import { tellOfBudgets } from './budgets.js'
import { type RoundWish, rollUpAndRate, type UsageRound } from './rate-open-usage.js'

/** What rounds need besides the database. */
export interface RoundContext {
  readonly database: Database
  readonly clock: () => Instant
  readonly newId: () => string
  /** Asked between transactions: rounds that are to stop do. */
  readonly stopping?: () => boolean
}

/** What ratings did, added up. */
export interface RatingSummary {
  readonly partners: number
  readonly events: bigint
  readonly units: number
  readonly lines: number
  readonly refused: number
}

const PARTNERS_OF_A_PAGE = 200

/** One round for a partner in the caller's transaction: adds up, rates, and tells of budgets that are reached. */
async function rateRound(
  context: Pick<UseCase, 'session' | 'now' | 'newId'>,
  partnerId: string,
  wish: RoundWish,
): Promise<UsageRound> {
  const { session, now } = context
  const round = await rollUpAndRate(session, partnerId, now, wish)
  await tellOfBudgets(context, partnerId, [...round.customerIds])
  return round
}

/** A chore of each day: whatever rates or access have changed, what is open is rated with them. */
export async function rateUsageOfDay(context: UseCase, partnerId: string, _day: Day): Promise<void> {
  if (await hasUsage(context.session, partnerId)) await rateRound(context, partnerId, {})
}

/**
 * Adds up and rates what waits of every partner, a portion of each at a time. Says whether there was anything. A partner
 * for which that fails keeps no other one waiting: its error is thrown at the end.
 */
export async function rateWaitingUsage(context: RoundContext): Promise<boolean> {
  const { database, stopping } = context
  const failures: unknown[] = []
  let [after, worked] = [LEAST_ID, false]
  for (;;) {
    const partners = await listPartnersWithUsage(database, { waiting: true, after, limit: PARTNERS_OF_A_PAGE })
    const rates = partners.length > 0 ? await loadRatesDigest(database) : undefined
    for (const partnerId of partners) {
      if (stopping?.() === true) return false
      try {
        const round = await roundOf(context, partnerId, { rates })
        worked ||= round.batches > 0
      } catch (error) {
        failures.push(error)
      }
    }
    if (partners.length < PARTNERS_OF_A_PAGE) break
    after = partners.at(-1)!
  }
  if (failures.length > 0) throw failures[0]
  return worked
}

/**
 * Adds up and rates the usage of a partner, or of all, until nothing waits.
 * @param everything also what has not changed since the last time
 * @param onProgress told after each partner
 */
export async function rateUsageNow(
  context: RoundContext,
  {
    partnerId,
    everything = false,
  }: { readonly partnerId?: string | undefined; readonly everything?: boolean | undefined },
  onProgress: (summary: RatingSummary) => void = () => undefined,
): Promise<Outcome<RatingSummary>> {
  const { database } = context
  let summary: RatingSummary = { partners: 0, events: 0n, units: 0, lines: 0, refused: 0 }
  const rateOne = async (id: string) => {
    summary = added(summary, await rateAll(context, id, everything))
    onProgress(summary)
  }
  if (partnerId !== undefined) {
    const partner = await loadPartner({ session: database }, partnerId)
    if (!partner.ok) return partner
    await rateOne(partnerId)
    return accept(summary)
  }
  let after: string | undefined = LEAST_ID
  while (after !== undefined) {
    const partners: string[] = await listPartnersWithUsage(database, {
      ...{ waiting: false, after, limit: PARTNERS_OF_A_PAGE },
    })
    for (const id of partners) {
      if (context.stopping?.() === true) return accept(summary)
      await rateOne(id)
    }
    after = partners.length < PARTNERS_OF_A_PAGE ? undefined : partners.at(-1)
  }
  return accept(summary)
}

async function rateAll(context: RoundContext, partnerId: string, everything: boolean): Promise<RatingSummary> {
  let round = await roundOf(context, partnerId, { everything })
  let { events, units, lines } = round
  while (round.batches > 0 && context.stopping?.() !== true) {
    round = await roundOf(context, partnerId, {})
    events += round.events
    units += round.units
    lines += round.lines
  }
  return { partners: 1, events, units, lines, refused: round.refused }
}

/** A round in a transaction of its own, by the clock of the partner. */
function roundOf({ database, clock, newId }: RoundContext, partnerId: string, wish: RoundWish) {
  return database.transaction(async (session) => {
    const now = await clockOf(session, partnerId, clock)
    return rateRound({ session, now, newId }, partnerId, wish)
  })
}

async function clockOf(session: Session, partnerId: string, clock: () => Instant): Promise<Instant> {
  return (await findSandbox(session, partnerId))?.clockAt ?? clock()
}

function added(left: RatingSummary, right: RatingSummary): RatingSummary {
  return {
    partners: left.partners + right.partners,
    events: left.events + right.events,
    units: left.units + right.units,
    lines: left.lines + right.lines,
    refused: left.refused + right.refused,
  }
}
