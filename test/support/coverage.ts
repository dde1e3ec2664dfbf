import type { Day } from '../../src/core/calendar/day.js'
import type { Catalog } from '../../src/core/catalog/availability.js'
import type { Charge } from '../../src/core/charging/charge.js'
import { FOREVER, type Subscription } from '../../src/core/subscription/subscription.js'
import type { Moment } from './play-history.js'

/** Licenses that should be paid for on a day, and of what. */
interface Owed {
  readonly availabilityId: string
  readonly quantity: number
}

/**
 * An independent account of one subscription: which licenses are to be paid for on which day. It looks at events and
 * dates, never at charges or open lines, and knows nothing of settling and rebilling.
 */
export class Coverage {
  private readonly owed = new Map<number, Owed>()
  private refundableFrom: Day
  private readonly oneTimeEnd: Day
  private suspendedFull: ReadonlyMap<number, Owed> | undefined

  constructor(
    private readonly catalog: Catalog,
    purchase: Moment,
  ) {
    this.refundableFrom = purchase.day
    // A one-time purchase lasts for ever; what is charged are the days that its price is for.
    this.oneTimeEnd = purchase.charges.at(-1)?.end ?? purchase.day
    this.fill(purchase.day, purchase.after)
  }

  note({ day, before, after, events }: Moment): void {
    if (before === undefined) return
    if (before.windowFrom !== after.windowFrom) {
      this.refundableFrom = day
      this.suspendedFull = undefined
    }
    const event = events.at(-1)
    const suspension = this.catalog.get(after.availabilityId)!.profile.suspension
    switch (event?.type) {
      case 'suspended':
      case 'cancelled': {
        const kept = new Map(this.owed)
        if (event.refund === 'full') this.clear(this.refundableFrom)
        if (event.refund === 'prorated') this.clear(day)
        if (event.type === 'suspended') this.suspendedFull = event.refund === 'full' ? kept : undefined
        return
      }
      case 'reactivated':
        if (event.charge === 'full') {
          for (const [on, one] of this.suspendedFull ?? []) if (on >= this.refundableFrom) this.owed.set(on, one)
        }
        this.suspendedFull = undefined
        this.fill(day, after)
        return
      default:
        if (after.status === 'active' || (after.status === 'suspended' && !suspension.stopsBilling))
          this.fill(day, after)
    }
  }

  /** Days on which the charges pay for something else than they should, as readable text. */
  differences(charges: readonly Charge[]): string[] {
    const paid = new Map<number, Map<string, number>>()
    for (const { start, end, derivation } of charges) {
      if (derivation.priceFrom === null) continue // a free trial
      for (let day: number = start; day < end; day += 1) {
        const on = paid.get(day) ?? new Map<string, number>()
        paid.set(day, on)
        const sum = (on.get(derivation.availabilityId) ?? 0) + derivation.direction * derivation.quantity
        if (sum === 0) on.delete(derivation.availabilityId)
        else on.set(derivation.availabilityId, sum)
      }
    }
    const days = [...new Set([...paid.keys(), ...this.owed.keys()])].sort((a, b) => a - b)
    return days.flatMap((day) => {
      const owed = this.owed.get(day)
      const expected = owed === undefined ? '' : `${owed.availabilityId} x ${owed.quantity}`
      const found = [...(paid.get(day) ?? [])].map(([id, sum]) => `${id} x ${sum}`).join(' + ')
      return expected === found ? [] : [`day ${day}: owed ${expected || 'nothing'}, paid ${found || 'nothing'}`]
    })
  }

  private fill(from: Day, { availabilityId, quantity, cycleEnd, trial }: Subscription): void {
    this.clear(from)
    if (trial) return
    const { flat } = this.catalog.get(availabilityId)!
    const end = cycleEnd === FOREVER ? this.oneTimeEnd : cycleEnd
    for (let day = from; day < end; day = (day + 1) as Day) {
      this.owed.set(day, { availabilityId, quantity: flat ? 1 : quantity })
    }
  }

  private clear(from: Day): void {
    for (const day of this.owed.keys()) if (day >= from) this.owed.delete(day)
  }
}
