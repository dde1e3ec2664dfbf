import { type Day, formatDay, type Instant } from '../calendar/day.js'
import { dayOfInstant } from '../calendar/instant.js'
import { monthOf, startOfMonth } from '../calendar/months.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import type { AdjustmentReason } from './adjustment.js'

/** What partners can ask to be credited, and as what it is credited. */
export const CREDIT_REQUEST_TYPES = {
  'accidental-purchase': { what: 'Accidental purchase', reason: 'accidental-purchase' },
  'duplicate-order': { what: 'Duplicate order', reason: 'duplicate-order' },
  'sla-outage': { what: 'Outage under a service level agreement', reason: 'sla-credit' },
} as const satisfies Readonly<Record<string, { readonly what: string; readonly reason: AdjustmentReason }>>

export type CreditRequestType = keyof typeof CREDIT_REQUEST_TYPES

/** `completed`: the credit is on a document. */
export const CREDIT_REQUEST_STATES = [
  ...(['submitted', 'in-review', 'more-information'] as const),
  ...(['approved', 'declined', 'completed'] as const),
] as const
export type CreditRequestState = (typeof CREDIT_REQUEST_STATES)[number]

/** Which states whoever reviews a request may give it in which state; `completed` comes with the document. */
export const REVIEWS: Readonly<Record<CreditRequestState, readonly CreditRequestState[]>> = {
  submitted: ['in-review', 'more-information', 'approved', 'declined'],
  'in-review': ['more-information', 'approved', 'declined'],
  'more-information': ['in-review', 'approved', 'declined'],
  approved: [],
  declined: [],
  completed: [],
}

/** What is known of a subscription a credit is asked for. */
export interface PurchaseFacts {
  readonly subscriptionId: string
  readonly customerId: string
  readonly purchasedAt: Instant
  /** Id of its commerce profile. */
  readonly profile: string
  readonly skuTitle: string
  readonly trial: boolean
  /** Until when a cancellation credits all of it by itself; `undefined` where it does not any more. */
  readonly creditedUntil: Instant | undefined
  /** Users that hold a license of its SKU. */
  readonly assignedLicenses: number
}

/** Proof of an outage, as whoever asks gives it. */
export interface OutageFacts {
  readonly incidentId: string
  /** An advisory is no incident. */
  readonly advisory: boolean
  readonly startedAt: Instant | undefined
  readonly endedAt: Instant | undefined
  readonly affectedUsers: number | undefined
  readonly locations: string | undefined
  readonly attempts: string | undefined
  /** An address of the customer, from its own domain. */
  readonly customerEmail: string | undefined
  readonly customerDomain: string
}

export type CreditClaim =
  | { readonly type: 'accidental-purchase'; readonly purchase: PurchaseFacts }
  | { readonly type: 'duplicate-order'; readonly purchase: PurchaseFacts; readonly duplicate: PurchaseFacts }
  | { readonly type: 'sla-outage'; readonly purchase: PurchaseFacts; readonly outage: OutageFacts }

/**
 * Whether a credit can be asked for at an instant; whether it is granted is for people to decide.
 * @returns the last day on which it can be asked for
 */
export function judgeClaim(claim: CreditClaim, now: Instant): Outcome<Day> {
  if (claim.purchase.trial) return impossible('a trial costs nothing')
  switch (claim.type) {
    case 'accidental-purchase':
      return judgeAccident(claim.purchase, now)
    case 'duplicate-order':
      return judgeDuplicate(claim.purchase, claim.duplicate, now)
    case 'sla-outage':
      return judgeOutage(claim.purchase, claim.outage, now)
  }
}

/** For how many days after a purchase by accident all of it can be credited on request. */
interface AccidentRule {
  readonly days: number
  /** Only while no user holds a license. */
  readonly unassigned: boolean
}

/** By commerce profile. */
const ACCIDENTS: Readonly<Record<string, AccidentRule>> = {
  license: { days: 90, unassigned: false },
  'new-commerce': { days: 7, unassigned: false },
  saas: { days: 14, unassigned: false },
  'one-time-recurring': { days: 30, unassigned: false },
}
const OTHER_PROFILES: AccidentRule = { days: 7, unassigned: false }

/** Products with rules of their own, by title. */
const EXCEPTIONS: readonly (AccidentRule & { readonly title: RegExp })[] = [
  { title: /power bi premium p1\b/i, days: 7, unassigned: false },
  { title: /(?:microsoft|office) 365 a1\b/i, days: 30, unassigned: true },
]

function judgeAccident(purchase: PurchaseFacts, now: Instant): Outcome<Day> {
  const { skuTitle, profile, purchasedAt, creditedUntil, assignedLicenses: count } = purchase
  const rule = EXCEPTIONS.find(({ title }) => title.test(skuTitle)) ?? ACCIDENTS[profile] ?? OTHER_PROFILES
  const until = (dayOfInstant(purchasedAt) + rule.days) as Day
  const inTime = judgeDay(until, now)
  if (!inTime.ok) return inTime
  if (rule.unassigned && count > 0) {
    return refuse('credit-request-licenses-assigned', { count, until: formatDay(until) })
  }
  if (creditedUntil === undefined || creditedUntil <= now) return inTime
  return refuse('credit-request-automatic', { until: formatDay(dayOfInstant(creditedUntil)) })
}

/** Days after the newer purchase on which an order can be said to be there twice. */
const DUPLICATE_DAYS = 120

function judgeDuplicate(older: PurchaseFacts, newer: PurchaseFacts, now: Instant): Outcome<Day> {
  if (older.subscriptionId === newer.subscriptionId) return impossible('a subscription is no duplicate of itself')
  if (older.customerId !== newer.customerId) return impossible('the subscriptions are of different customers')
  if (newer.trial) return impossible('a trial costs nothing')
  if (newer.purchasedAt < older.purchasedAt) {
    return impossible(`the duplicate must be the newer purchase, and ${older.subscriptionId} is`)
  }
  return judgeDay((dayOfInstant(newer.purchasedAt) + DUPLICATE_DAYS) as Day, now)
}

/** What ids of incidents begin with. */
const INCIDENT_PREFIXES = ['EX', 'FO', 'SB', 'OS', 'PB', 'SP', 'YA', 'MO']
const INCIDENT_ID = new RegExp(`^(?:${INCIDENT_PREFIXES.join('|')})[0-9]{1,12}$`)

function judgeOutage({ purchasedAt }: PurchaseFacts, outage: OutageFacts, now: Instant): Outcome<Day> {
  const { incidentId: incident, startedAt, endedAt } = outage
  if (!INCIDENT_ID.test(incident)) {
    const data = { incident, prefixes: INCIDENT_PREFIXES.join(', '), sample: 'EX123456' }
    return refuse('credit-request-incident-malformed', data)
  }
  if (outage.advisory) return refuse('credit-request-advisory', { incident })
  const missing = missingEvidence(outage)
  if (missing.length > 0 || startedAt === undefined || endedAt === undefined) {
    return refuse('credit-request-evidence-missing', { missing: missing.join(', ') })
  }
  if (endedAt <= startedAt) return impossible('the outage ended before it began')
  if (endedAt > now) return impossible('the outage is not over')
  if (endedAt <= purchasedAt) return impossible('the subscription was bought after the outage')
  return judgeDay(endOfMonthAfter(dayOfInstant(endedAt)), now)
}

function missingEvidence(outage: OutageFacts): string[] {
  const { startedAt, endedAt, affectedUsers, locations, attempts, customerEmail, customerDomain } = outage
  const domain = customerEmail?.toLowerCase().split('@')[1] ?? ''
  const own = customerDomain.toLowerCase()
  const evidence: readonly (readonly [string, boolean])[] = [
    ['startedAt', startedAt !== undefined],
    ['endedAt', endedAt !== undefined],
    ['affectedUsers', affectedUsers !== undefined && affectedUsers > 0],
    ['locations', locations !== undefined],
    ['attempts (what was tried)', attempts !== undefined],
    [`customerEmail (an address of ${own})`, domain === own || domain.endsWith(`.${own}`)],
  ]
  return evidence.flatMap(([name, isThere]) => (isThere ? [] : [name]))
}

/** The last day of the calendar month after the one of a day. */
function endOfMonthAfter(day: Day): Day {
  return (startOfMonth((monthOf(day) + 2) as ReturnType<typeof monthOf>) - 1) as Day
}

function judgeDay(until: Day, now: Instant): Outcome<Day> {
  const today = dayOfInstant(now)
  if (today <= until) return accept(until)
  return refuse('credit-request-too-late', { until: formatDay(until), today: formatDay(today) })
}

function impossible(problem: string) {
  return refuse('credit-request-not-possible', { problem })
}
