import type { Operation } from '../../core/access/operation.js'
import { type Day, formatDay } from '../../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { type EarnedCreditGap, insertGap, listGaps, lockGap, setGapEnd } from '../../store/earned-credit-gaps.js'
import { lockPartners } from '../../store/partner-billing.js'
import { loadRatedSubscriptions } from '../../store/rated-usage.js'
import { recordChange } from '../audit.js'
import { loadPartner } from '../partners.js'
import type { UseCase } from '../use-case.js'
import { tellOfBudgets } from './budgets.js'
import { rateSubscription } from './rate-open-usage.js'

export type { EarnedCreditGap }

/** Days without access that somebody notes. */
export type GapWish = Pick<EarnedCreditGap, 'subscriptionId' | 'entitlementId' | 'startsOn' | 'endsOn' | 'reason'>

/** The gaps of a partner, a page of them. */
export async function showGaps(
  context: Pick<UseCase, 'session'>,
  partnerId: string,
  page: { readonly offset: number; readonly limit: number },
): Promise<Outcome<{ readonly gaps: readonly EarnedCreditGap[]; readonly total: number }>> {
  const partner = await loadPartner(context, partnerId)
  return partner.ok ? accept(await listGaps(context.session, partnerId, page)) : partner
}

/** Notes days without access, and rates what is open of the subscription again. Invoices that were issued stay as they are. */
export async function noteGap(context: UseCase, partnerId: string, wish: GapWish): Promise<Outcome<EarnedCreditGap>> {
  const { session, newId, now, actor } = context
  const partner = await loadPartner(context, partnerId)
  if (!partner.ok) return partner
  await lockPartners(session, [partnerId])
  const { subscriptionId, startsOn, endsOn } = wish
  if (!(await loadRatedSubscriptions(session, partnerId, [subscriptionId])).has(subscriptionId)) {
    return refuse('usage-subscription-unknown', { subscription: subscriptionId })
  }
  if (endsOn !== null && endsOn <= startsOn) return refuseDays(startsOn, endsOn)
  const gap = { ...wish, partnerId, gapId: newId(), setAt: now, setBy: actor.name }
  await insertGap(session, gap)
  await changed(context, 'add_earned_credit_gap', null, gap)
  return accept(gap)
}

/** Says when access came back; also where that was said before. */
export async function endGap(
  context: UseCase,
  partnerId: string,
  gapId: string,
  endsOn: Day,
): Promise<Outcome<EarnedCreditGap>> {
  const { session } = context
  await lockPartners(session, [partnerId])
  const before = await lockGap(session, partnerId, gapId)
  if (before === undefined) return refuse('not-found', { what: 'earned credit gap', id: gapId })
  if (endsOn <= before.startsOn) return refuseDays(before.startsOn, endsOn)
  const after = { ...before, endsOn }
  if (before.endsOn === endsOn) return accept(after)
  await setGapEnd(session, partnerId, gapId, endsOn)
  await changed(context, 'update_earned_credit_gap', before, after)
  return accept(after)
}

async function changed(
  context: UseCase,
  operationType: Operation,
  before: EarnedCreditGap | null,
  after: EarnedCreditGap,
): Promise<void> {
  const { session, now } = context
  const { partnerId, subscriptionId } = after
  const told = before === null ? null : plain(before)
  const place = { partnerId, customer: null, resourceType: 'earned_credit_gap', operationType }
  await recordChange(context, { ...place, before: told, after: plain(after) })
  const { customerIds } = await rateSubscription(session, partnerId, subscriptionId, now)
  await tellOfBudgets(context, partnerId, [...customerIds])
}

function plain({ partnerId: _, setAt: __, startsOn, endsOn, ...gap }: EarnedCreditGap): object {
  return { ...gap, startsOn: formatDay(startsOn), endsOn: endsOn === null ? null : formatDay(endsOn) }
}

function refuseDays(startsOn: Day, endsOn: Day) {
  return refuse('gap-days-bad', { startsOn: formatDay(startsOn), endsOn: formatDay(endsOn) })
}
