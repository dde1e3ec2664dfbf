import { type Day, formatDay, LAST_DAY } from '../core/calendar/day.js'
import { formatTerm } from '../core/calendar/term.js'
import type { Availability, Catalog } from '../core/catalog/availability.js'
import type { PriceRow } from '../core/catalog/price-list.js'
import { formatListMonth } from '../core/catalog/price-list-dates.js'
import { firstOfMonth } from '../core/catalog/price-list-version.js'
import { advance } from '../core/charging/charge-subscription.js'
import { derivationOf } from '../core/charging/terms.js'
import { type Currency, minorDigitsOf } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { formatUnitPrice } from '../core/money/unit-price.js'
import { amountsOf } from '../core/proration/derivation.js'
import { csvRecord, LINE_END } from '../core/recon/csv.js'
import { accept, type Outcome } from '../core/refusal.js'
import type { Subscription } from '../core/subscription/subscription.js'
import { listRenewing, type RenewingSubscription } from '../store/renewing-subscriptions.js'
import { catalogFor, currentCatalog, onceForEach, type StoredCatalog, withPrices } from './current-catalog.js'
import { type ListEntry, resolvePriceList, type StoredPriceList } from './price-list-resolve.js'
import { PLATFORM_ID, type Session } from './use-case.js'

/** A subscription whose next renewal costs another price because of a version. */
export interface RenewalEffect extends Omit<RenewingSubscription, 'state'> {
  readonly availability: Availability
  readonly renewsOn: Day
  readonly quantity: number
  /** Per cycle and license in 10^-8 major units: paid now, due without the version, and with it. */
  readonly price: Readonly<Record<'paid' | 'listed', bigint>> & { readonly renewed: bigint | null }
  /** Of one whole cycle in minor units; `null` where nothing could be charged any more. */
  readonly amount: Readonly<Record<'paid' | 'listed', bigint>> & { readonly renewed: bigint | null }
}

/** What a version changes for those who renew. Amounts are of one cycle each, in minor units of its currency. */
export interface EffectSummary {
  readonly subscriptions: number
  readonly customers: number
  readonly partners: number
  /** Those that could not renew, because their price ends; they are in no sum. */
  readonly withoutPrice: number
  readonly paid: bigint
  readonly listed: bigint
  readonly renewed: bigint
  readonly months: readonly {
    readonly month: Day
    readonly subscriptions: number
    /** With the version, against what is paid now. */
    readonly difference: bigint
  }[]
}

export type EffectPosition = Pick<RenewingSubscription, 'partnerId' | 'subscriptionId'>

const BEFORE_ALL: EffectPosition = { partnerId: PLATFORM_ID, subscriptionId: PLATFORM_ID }
const BATCH = 5_000

/** How a version would change renewals, ready to be asked subscription by subscription. */
export class PriceListEffect {
  readonly list: StoredPriceList
  readonly #session: Session
  readonly #catalog: StoredCatalog
  /** The catalogue as it would be with the version, and as it would be without it. */
  readonly #renewed: (catalog: Catalog) => Catalog
  readonly #listed: (catalog: Catalog) => Catalog
  readonly #affected: ReadonlySet<string>

  private constructor(session: Session, list: StoredPriceList, catalog: StoredCatalog, entries: readonly ListEntry[]) {
    this.#session = session
    this.#catalog = catalog
    this.list = list
    const renewed = new Map<string, readonly PriceRow[]>()
    const listed = new Map<string, readonly PriceRow[]>()
    const affected = new Set<string>()
    for (const { availability, flag, before, newRows } of entries) {
      const known = availability === undefined ? undefined : catalog.availabilities.get(availability.availabilityId)
      if (known === undefined || (flag !== 'CHG' && flag !== 'DEL')) continue
      affected.add(known.id)
      renewed.set(known.id, newRows)
      const earlier = newRows.filter((row) => row.validFrom < list.month && row.validFrom !== before?.validFrom)
      listed.set(known.id, [...earlier, { ...before!, validTo: null }])
    }
    this.#renewed = onceForEach((seen) => withPrices(seen, renewed))
    this.#listed = onceForEach((seen) => withPrices(seen, listed))
    this.#affected = affected
  }

  static async open(session: Session, list: StoredPriceList): Promise<Outcome<PriceListEffect>> {
    const entries = await resolvePriceList(session, list)
    if (!entries.ok) return entries
    return accept(new PriceListEffect(session, list, await currentCatalog(session), entries.value))
  }

  /** Those affected after a given one, in order of partner and subscription, as they are found. */
  async *renewals(after: EffectPosition = BEFORE_ALL): AsyncGenerator<RenewalEffect> {
    const ids = [...this.#affected]
    if (ids.length === 0) return
    for (let position = after; ; ) {
      const batch = await listRenewing(this.#session, ids, position, BATCH, this.#catalog.availabilities)
      for (const subscription of batch) {
        const effect = subscription.isSandbox ? undefined : this.#effectOn(subscription)
        if (effect !== undefined) yield effect
      }
      const last = batch.at(-1)
      if (last === undefined || batch.length < BATCH) return
      position = last
    }
  }

  /** @param onProgress told how many have been found so far */
  async summary(onProgress?: (found: number) => void): Promise<EffectSummary> {
    const customers = new Set<string>()
    const partners = new Set<string>()
    const months = new Map<Day, { subscriptions: number; difference: bigint }>()
    const total = { subscriptions: 0, withoutPrice: 0, paid: 0n, listed: 0n, renewed: 0n }
    for await (const { partnerId, customerId, renewsOn, amount } of this.renewals()) {
      total.subscriptions += 1
      customers.add(`${partnerId} ${customerId}`)
      partners.add(partnerId)
      const month = months.get(firstOfMonth(renewsOn)) ?? { subscriptions: 0, difference: 0n }
      months.set(firstOfMonth(renewsOn), month)
      month.subscriptions += 1
      if (amount.renewed === null) total.withoutPrice += 1
      else {
        total.paid += amount.paid
        total.listed += amount.listed
        total.renewed += amount.renewed
        month.difference += amount.renewed - amount.paid
      }
      if (total.subscriptions % BATCH === 0) onProgress?.(total.subscriptions)
    }
    return {
      ...total,
      customers: customers.size,
      partners: partners.size,
      months: [...months].sort(([a], [b]) => a - b).map(([month, sums]) => ({ month, ...sums })),
    }
  }

  /** The first renewal from the version's month on: what the fold makes of it without the version, and with it. */
  #effectOn({ state, ...subscription }: RenewingSubscription): RenewalEffect | undefined {
    const { availabilities } = catalogFor(this.#catalog, subscription.partnerId)
    const begun = this.#standing(state, (this.list.month - 1) as Day, availabilities)
    if (begun === undefined || begun.termEnd > LAST_DAY) return undefined
    const renewsOn = begun.termEnd
    const last = this.#standing(begun, (renewsOn - 1) as Day, availabilities)
    if (last === undefined) return undefined
    const listed = this.#standing(last, renewsOn, this.#listed(availabilities))
    if (listed === undefined || !this.#affected.has(listed.availabilityId)) return undefined
    const renewed = this.#standing(last, renewsOn, this.#renewed(availabilities))
    if (renewed?.price === listed.price) return undefined
    const availability = availabilities.get(listed.availabilityId)!
    const { quantity } = listed
    const paidFor = availabilities.get(last.availabilityId)!
    return {
      ...subscription,
      ...{ availability, renewsOn, quantity },
      price: { paid: last.price, listed: listed.price, renewed: renewed?.price ?? null },
      amount: {
        paid: cycleAmount(last, paidFor),
        listed: cycleAmount(listed, availability),
        renewed: renewed === undefined ? null : cycleAmount(renewed, availability),
      },
    }
  }

  /** The state on a day, where the subscription is active then and can be charged. */
  #standing(state: Subscription, day: Day, catalog: Catalog): Subscription | undefined {
    const advanced = advance(state, day, catalog)
    if (!advanced.ok || advanced.value.subscription.status !== 'active') return undefined
    return advanced.value.subscription
  }
}

/** What one whole cycle costs, in minor units. */
function cycleAmount(state: Subscription, availability: Availability): bigint {
  const days = state.cycleEnd - state.cycleStart
  return amountsOf(derivationOf(state, availability, days, days), minorDigitsOf(availability.currency)).amount
}

const CSV_HEADER = [
  ...['PartnerId', 'PartnerName', 'CustomerId', 'CustomerName', 'SubscriptionId', 'SubscriptionName', 'ProductId'],
  ...['SkuId', 'SkuTitle', 'TermDuration', 'BillingCycle', 'RenewalDate', 'RenewalMonth', 'Quantity', 'Currency'],
  ...['PaidPrice', 'ListedPrice', 'NewPrice', 'PaidPerCycle', 'ListedPerCycle', 'NewPerCycle', 'Difference'],
]

/** The effect as CSV, one line for each subscription. */
export async function* effectCsv(renewals: AsyncIterable<RenewalEffect>): AsyncGenerator<string> {
  yield csvRecord(CSV_HEADER) + LINE_END
  for await (const effect of renewals) yield csvRecord(cellsOf(effect)) + LINE_END
}

function cellsOf(effect: RenewalEffect): string[] {
  const { availability, price, amount, renewsOn } = effect
  const { currency, productId, skuId, title, term, billingCycle } = availability
  const unit = (value: bigint | null) => (value === null ? '' : formatUnitPrice(value, minorDigitsOf(currency)))
  const money = (value: bigint | null) => (value === null ? '' : formatAmount(value, currency as Currency))
  return [
    ...[effect.partnerId, effect.partnerName, effect.customerId, effect.customerName, effect.subscriptionId],
    ...[effect.friendlyName, productId, skuId, title, formatTerm(term), billingCycle, formatDay(renewsOn)],
    ...[formatListMonth(renewsOn), String(effect.quantity), currency],
    ...[unit(price.paid), unit(price.listed), unit(price.renewed)],
    ...[money(amount.paid), money(amount.listed), money(amount.renewed)],
    money(amount.renewed === null ? null : amount.renewed - amount.paid),
  ]
}
