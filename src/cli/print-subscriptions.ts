import type { ExplainedLine } from '../app/change-subscription.js'
import type { OperatedChange, SubscriptionOverview } from '../app/operate-subscription.js'
import type { TimelineCharge, TimelineEntry } from '../app/subscription-charges.js'
import type { Instruction, SubscriptionView } from '../app/subscription-view.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import { formatTerm } from '../core/calendar/term.js'
import type { Charge } from '../core/charging/charge.js'
import { type Currency, minorDigitsOf } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { formatUnitPrice } from '../core/money/unit-price.js'
import { printable, table } from './output.js'

/** What there is to say of a subscription, as programs read it: amounts as texts, periods with their last day. */
export function factsOf(view: SubscriptionView) {
  const { sku, availability, nextTerm, nextCharge, deprovisionOn } = view
  const lasts = availability.billingCycle === 'one-time'
  return {
    subscriptionId: view.subscriptionId,
    partnerId: view.partnerId,
    customerId: view.customerId,
    orderId: view.orderId,
    friendlyName: view.friendlyName,
    offer: sku.title,
    sku: sku.sku,
    status: view.status,
    quantity: view.quantity,
    trial: view.trial,
    autoRenew: view.autoRenew,
    term: formatTerm(availability.term),
    billingCycle: availability.billingCycle,
    currency: availability.currency,
    baseSubscriptionId: view.parentSubscriptionId,
    reseller: view.partnerOnRecord,
    boughtAt: formatInstant(view.createdAt),
    termStart: formatDay(view.termStart),
    termEnd: lasts ? null : lastDay(view.termEnd),
    cycleEnd: lasts ? null : lastDay(view.cycleEnd),
    refunds: view.refunds.map(({ refund, until }) => ({ refund, until: formatInstant(until) })),
    deprovisionOn: deprovisionOn === null ? null : formatDay(deprovisionOn),
    nextTerm: nextTerm === null ? null : instructionFacts(nextTerm),
    nextCharge: nextCharge === null ? null : instructionFacts(nextCharge),
  }
}

function instructionFacts({ availability, quantity }: Instruction) {
  const { title, term, billingCycle } = availability
  return { offer: title, quantity, term: formatTerm(term), billingCycle }
}

function lastDay(end: Day): string {
  return formatDay((end - 1) as Day)
}

function chargeFacts(charge: Charge, { currency, explanation }: { currency: string; explanation: string }) {
  return {
    number: charge.number,
    chargeType: charge.type,
    registeredOn: formatDay(charge.registeredOn),
    chargeStart: formatDay(charge.chargeStart),
    chargeEnd: lastDay(charge.chargeEnd),
    quantity: charge.quantity,
    unitPrice: formatUnitPrice(charge.unitPrice, minorDigitsOf(currency as Currency)),
    amount: formatAmount(charge.amount, currency as Currency),
    currency,
    explanation,
  }
}

/** A subscription with its past, as programs read it. */
export function overviewFacts({ view, entries, next }: SubscriptionOverview) {
  return {
    subscription: factsOf(view),
    timeline: entries.map(entryFacts),
    next: next === null ? null : entryFacts(next),
  }
}

function entryFacts({ event, actor, offer, day, charges }: TimelineEntry) {
  return {
    at: event === null ? formatDay(day) : formatInstant(event.at),
    event: event?.type ?? null,
    by: actor,
    offer,
    quantity: event !== null && 'quantity' in event ? (event.quantity ?? null) : null,
    charges: charges.map((line: TimelineCharge) => ({
      ...chargeFacts(line.charge, line),
      invoiceDate: line.invoiceDate === null ? null : formatDay(line.invoiceDate),
    })),
  }
}

/** A subscription with its past, for people. */
export function overviewText(overview: SubscriptionOverview): string {
  const { subscription, timeline, next } = overviewFacts(overview)
  const past = timeline.length === 0 ? ['Nothing has happened yet.'] : timeline.flatMap(entryLines)
  return [factLines(subscription), '', ...past, ...nextLines(next)].join('\n')
}

type EntryFacts = ReturnType<typeof entryFacts>

function nextLines(next: EntryFacts | null): string[] {
  return next === null ? [] : ['', 'Next, at the prices of today:', ...entryLines(next)]
}

function entryLines({ at, event, by, offer, quantity, charges }: EntryFacts): string[] {
  const what = [event ?? 'fell due', quantity === null ? '' : `${quantity}`, offer ?? ''].filter((text) => text !== '')
  const lines = charges.flatMap((charge) => chargeLines(charge, charge.invoiceDate))
  return [printable(`${at}  ${what.join(' ')}${by === null ? '' : ` (${by})`}`), ...lines]
}

function chargeLines(charge: ReturnType<typeof chargeFacts>, invoiceDate?: string | null): string[] {
  const { number, chargeType, chargeStart, chargeEnd, quantity, amount, currency, explanation } = charge
  const invoice = invoiceDate === undefined || invoiceDate === null ? '' : `, invoice of ${invoiceDate}`
  const licenses = quantity === 1 ? '1 license' : `${quantity} licenses`
  return [
    `  ${number}. ${chargeType}, ${chargeStart} to ${chargeEnd}, ${licenses}: ${amount} ${currency}${invoice}`,
    `     ${printable(explanation)}`,
  ]
}

type Facts = Readonly<Record<string, unknown>>

/** One fact a line, without those that say nothing. */
function factLines(facts: Facts): string {
  const rows = Object.entries(facts).flatMap(([name, value]) => {
    const text = textOf(value)
    return text === '' ? [] : [[name, text]]
  })
  return table(['', ''], rows).split('\n').slice(2).join('\n')
}

/** A fact as people read it: parts of it one after the other. */
function textOf(value: unknown): string {
  if (value === null) return ''
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.map(textOf).join('; ')
  return typeof value === 'object' ? Object.values(value).map(textOf).join(', ') : String(value)
}

/** What a change brought about, as programs read it. */
export function changeFacts({ before, after, charges, next }: OperatedChange) {
  const own = after.find((view) => view.subscriptionId === before.subscriptionId) ?? before
  const { currency } = before.availability
  const total = charges.reduce((sum, { charge }) => sum + charge.amount, 0n)
  return {
    before: factsOf(before),
    after: factsOf(own),
    alsoChanged: after.filter((view) => view !== own).map(factsOf),
    charges: charges.map((line: ExplainedLine) => ({
      subscriptionId: line.subscriptionId,
      ...chargeFacts(line.charge, line),
    })),
    total: formatAmount(total, currency),
    currency,
    next: next === null ? null : entryFacts(next),
  }
}

/** What a change brought about, or would, for people. */
export function changeText(change: OperatedChange, isPreview: boolean): string {
  const { before, after, alsoChanged, charges, total, currency, next } = changeFacts(change)
  const differences = Object.entries(after).flatMap(([name, value]) => {
    const [old, now] = [textOf(before[name as keyof typeof before]), textOf(value)]
    return old === now ? [] : [[name, old, now]]
  })
  const changed = differences.length === 0 ? ['Nothing changes.'] : [table(['', 'before', 'after'], differences)]
  const others = alsoChanged.map(({ subscriptionId, offer, status, quantity }) => {
    return printable(`With it changes ${subscriptionId} (${offer}): ${status}, ${quantity}.`)
  })
  const lines = charges.flatMap((charge) => [
    ...(charge.subscriptionId === before.subscriptionId ? [] : [`  of ${charge.subscriptionId}:`]),
    ...chargeLines(charge),
  ])
  const sum = charges.length === 0 ? ['It charges nothing.'] : ['Charges:', ...lines, `Total: ${total} ${currency}`]
  const written = isPreview ? ['', 'Nothing was written.'] : []
  return [...changed, ...others, '', ...sum, ...nextLines(next), ...written].join('\n')
}
