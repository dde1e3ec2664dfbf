import type { ChangePreview, ExplainedLine } from '../../app/change-subscription.js'
import type { SubscriptionTimeline, TimelineEntry } from '../../app/subscription-charges.js'
import { type Day, formatDay } from '../../core/calendar/day.js'
import { formatInstant } from '../../core/calendar/instant.js'
import type { Charge } from '../../core/charging/charge.js'
import { type Currency, minorDigitsOf } from '../../core/money/currency.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { formatUnitPrice } from '../../core/money/unit-price.js'
import { attributes, selfLink } from '../links.js'
import { presentSubscription } from './present-subscription.js'

type WireLine = Omit<ExplainedLine, 'currency'> & { readonly currency: string; readonly invoiceDate?: Day | null }

/** Charges that came about together, each with its calculation; dates are inclusive, amounts in major units. */
export function presentExplained(lines: readonly WireLine[]) {
  const charges = lines.map(({ charge }) => charge)
  return lines.map((line) => presentLine(line, cycleEndOf(line.charge, charges)))
}

/**
 * First day after the cycle a charge is of: the last end among the charges of that cycle, of which a settlement credits
 * and charges stretches.
 */
function cycleEndOf({ start, end, derivation: { cycleDays } }: Charge, charges: readonly Charge[]): number {
  const ends = charges
    .filter((other) => other.derivation.cycleDays === cycleDays && other.end - cycleDays <= start && end <= other.end)
    .map((other) => other.end)
  return Math.max(end, ...ends)
}

function presentLine(line: WireLine, cycleEnd: number) {
  const { subscriptionId, charge, explanation, invoiceDate } = line
  const currency = line.currency as Currency
  return {
    subscriptionId,
    chargeNumber: charge.number,
    chargeType: charge.type,
    registeredOn: formatDay(charge.registeredOn),
    chargeStartDate: formatDay(charge.chargeStart),
    chargeEndDate: formatDay((charge.chargeEnd - 1) as Day),
    cycleStartDate: formatDay((cycleEnd - charge.derivation.cycleDays) as Day),
    cycleEndDate: formatDay((cycleEnd - 1) as Day),
    quantity: charge.quantity,
    unitPrice: Number(formatUnitPrice(charge.unitPrice, minorDigitsOf(currency))),
    amount: Number(formatAmount(charge.amount, currency)),
    currencyCode: currency,
    invoiceDate: invoiceDate === undefined || invoiceDate === null ? undefined : formatDay(invoiceDate),
    explanation,
  }
}

/** What a change would bring about. */
export function presentPreview({ customer, before, after, charges, next }: ChangePreview) {
  const { subscriptionId, availability } = before
  const own = after.find((view) => view.subscriptionId === subscriptionId) ?? before
  const total = charges.reduce((sum, { charge }) => sum + charge.amount, 0n)
  return {
    subscription: presentSubscription(own, customer.country),
    alsoChanged: after.filter((view) => view !== own).map((view) => presentSubscription(view, customer.country)),
    charges: presentExplained(charges),
    totalAmount: Number(formatAmount(total, availability.currency)),
    currencyCode: availability.currency,
    nextCharge: next === null ? undefined : presentEntry(next, subscriptionId),
    attributes: attributes('SubscriptionChangePreview'),
  }
}

/** What happened to a subscription and what it charged. */
export function presentTimeline({ entries, next }: SubscriptionTimeline, subscriptionId: string, uri: string) {
  const present = (entry: TimelineEntry) => presentEntry(entry, subscriptionId)
  return {
    totalCount: entries.length,
    items: entries.map(present),
    nextCharge: next === null ? undefined : present(next),
    links: selfLink(uri),
    attributes: attributes('SubscriptionTimeline'),
  }
}

function presentEntry({ event, actor, offer, day, charges }: TimelineEntry, subscriptionId: string) {
  return {
    date: event === null ? `${formatDay(day)}T00:00:00Z` : formatInstant(event.at),
    name: event === null ? 'fell_due' : snakeCase(event.type),
    performedBy: actor ?? undefined,
    details: event === null ? {} : { ...detailsOf(event), ...(offer === null ? {} : { offer }) },
    charges: presentExplained(charges.map((line) => ({ ...line, subscriptionId }))),
  }
}

const NOT_SHOWN: ReadonlySet<string> = new Set(['type', 'at', 'windowFrom', 'availabilityId'])

/** What an event says besides its kind and its time, as far as people read it. */
function detailsOf(event: object): Readonly<Record<string, string | number | boolean>> {
  const shown = Object.entries(event).flatMap(([name, value]): [string, string | number | boolean][] => {
    if (NOT_SHOWN.has(name)) return []
    if (name === 'deprovisionOn') return [[name, formatDay(value as Day)]]
    return ['string', 'number', 'boolean'].includes(typeof value) ? [[name, value as string]] : []
  })
  return Object.fromEntries(shown)
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
