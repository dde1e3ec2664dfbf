import { type Instant, parseDay } from '../../src/core/calendar/day.js'
import { parseInstant, startOfDay } from '../../src/core/calendar/instant.js'
import { parseTerm } from '../../src/core/calendar/term.js'
import type { PartnerAvailability } from '../../src/core/catalog/availability.js'
import { findProfile } from '../../src/core/catalog/profiles.js'
import { parseCurrency } from '../../src/core/money/currency.js'

/** An availability for unit tests: 4.00 USD a month, a year's term charged monthly, unless said otherwise. */
export function offerOf(id: string, profile: string, changes: Partial<PartnerAvailability> = {}): PartnerAvailability {
  return {
    id,
    productId: 'PRODUCT',
    skuId: 'SKU',
    title: `Offer ${id}`,
    profile: findProfile(profile)!,
    currency: parseCurrency('USD')!,
    term: parseTerm('P1Y')!,
    billingCycle: 'monthly',
    pricePer: parseTerm('P1M')!,
    flat: false,
    trial: null,
    minimumQuantity: 1,
    maximumQuantity: 100,
    proration: null,
    prices: [{ validFrom: parseDay('2018-01-01')!, validTo: null, unitPrice: 400_000_000n }],
    discounts: [],
    ...changes,
  }
}

export function catalogOf(...offers: readonly PartnerAvailability[]): Map<string, PartnerAvailability> {
  return new Map(offers.map((offer) => [offer.id, offer]))
}

/** `2018-01-13` (its first moment) or an instant with its offset. */
export function instantOf(text: string): Instant {
  const day = parseDay(text)
  const instant = day === undefined ? parseInstant(text) : startOfDay(day)
  if (instant === undefined) throw new Error(`no day and no instant: ${text}`)
  return instant
}
