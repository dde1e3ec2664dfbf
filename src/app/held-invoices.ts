import type { Day } from '../core/calendar/day.js'
import { listWaitingAdjustments } from '../store/adjustments.js'
import type { BillingRun } from '../store/billing-runs.js'
import { type HeldBackPartner, listHeldBack } from '../store/invoice-reading.js'
import { currentCatalog } from './current-catalog.js'
import { drawUpInvoices } from './draw-up-invoices.js'
import type { Session } from './use-case.js'

/** A partner that runs leave out, because its invoices cannot be taxed. */
export interface HeldInvoices {
  readonly partnerId: string
  readonly partnerName: string
  /** In words, with what to do. */
  readonly reason: string
}

/** Partners whose invoices are drawn up at a time. */
const AT_A_TIME = 500

/**
 * Partners whose invoices are held back, and what is in the way now. Nothing about it is stored: they are charged
 * further than they are invoiced, and drawing their invoices up again says why.
 */
export async function listHeldInvoices(session: Session, limit: number): Promise<HeldInvoices[]> {
  const held = await listHeldBack(session, limit)
  const reasons = new Map<string, string>()
  for (const [asOf, partnerIds] of byDay(held)) {
    for (let first = 0; first < partnerIds.length; first += AT_A_TIME) {
      const some = partnerIds.slice(first, first + AT_A_TIME)
      const waiting = await listWaitingAdjustments(session, some)
      const drawn = await drawUpInvoices(session, some, asOf, await currentCatalog(session), waiting)
      for (const [partnerId, { message }] of drawn.refused) reasons.set(partnerId, message)
    }
  }
  return held.map(({ partnerId, name }) => {
    const why = reasons.get(partnerId)
    const reason =
      why === undefined
        ? 'Its invoices were left out, and nothing is in the way any more: the next billing run issues them.'
        : `Its invoices are left out: ${why} The next billing run makes up for them.`
    return { partnerId, partnerName: name, reason }
  })
}

function byDay(held: readonly HeldBackPartner[]): ReadonlyMap<Day, string[]> {
  const days = new Map<Day, string[]>()
  for (const { chargedThrough, partnerId } of held) {
    const others = days.get(chargedThrough)
    if (others === undefined) days.set(chargedThrough, [partnerId])
    else others.push(partnerId)
  }
  return days
}

/** Most partners that are counted. */
const MOST_COUNTED = 100_000

/** How many partners a run has left out. */
export async function countHeldInvoices(
  session: Session,
  { onlyPartner }: Pick<BillingRun, 'onlyPartner'>,
): Promise<number> {
  const held = await listHeldBack(session, MOST_COUNTED)
  return held.filter((one) => (onlyPartner === null ? !one.isSandbox : one.partnerId === onlyPartner)).length
}
