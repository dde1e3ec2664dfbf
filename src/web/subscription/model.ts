import type { z } from 'zod'
import type { subscriptionChoices } from '../../api/schema/portal-subscription.js'
import type {
  changePreviewSchema,
  subscriptionCollection,
  subscriptionSchema,
  subscriptionTimeline,
} from '../../api/schema/subscription.js'
import { type Day, formatDay, parseDay } from '../../core/calendar/day.js'
import type { Tone } from '../parts/status.js'
import { pathOf } from '../wire/path.js'

export type Subscription = z.output<typeof subscriptionSchema>
export type Subscriptions = z.output<typeof subscriptionCollection>
export type Choices = z.output<typeof subscriptionChoices>
export type Timeline = z.output<typeof subscriptionTimeline>
export type Entry = Timeline['items'][number]
export type Charge = Entry['charges'][number]
export type Preview = z.output<typeof changePreviewSchema>
export type Rhythm = Choices['rhythms'][number]

/** Where a subscription is found. */
export interface Place {
  readonly customerId: string
  readonly subscriptionId: string
}

export function apiPath({ customerId, subscriptionId }: Place): string {
  return pathOf`/v1/customers/${customerId}/subscriptions/${subscriptionId}`
}

export function portalPath({ customerId, subscriptionId }: Place): string {
  return pathOf`/v1/portal/customers/${customerId}/subscriptions/${subscriptionId}`
}

export function pagePath({ customerId, subscriptionId }: Place): string {
  return pathOf`/customers/${customerId}/subscriptions/${subscriptionId}`
}

/** What is asked for again after a change: all that is shown of the customer, and what the portal puts together. */
export function touchedBy({ customerId }: Place): readonly string[] {
  return [pathOf`/v1/customers/${customerId}`, '/v1/portal/', '/v1/account']
}

export const STATUS_TONES: Readonly<Record<Subscription['status'], Tone>> = {
  none: 'plain',
  active: 'good',
  suspended: 'bad',
  deleted: 'over',
  expired: 'over',
  pending: 'waiting',
  disabled: 'bad',
}

/** Whether nothing can be changed any more. */
export function isOver({ status }: Pick<Subscription, 'status'>): boolean {
  return status === 'deleted' || status === 'expired'
}

const NEVER = '9999'

/** A date, or nothing for the one that means never. */
export function dateOf(text: string | undefined): string | undefined {
  return text === undefined || text.startsWith(NEVER) ? undefined : text
}

/** The first day after a last day. */
export function dayAfter(lastDay: string): string {
  const day = parseDay(lastDay.slice(0, 10))
  return day === undefined ? lastDay : formatDay((day + 1) as Day)
}

/** Whole days from an instant to a day or instant; negative where it has passed. */
export function daysUntil(until: string, now: string): number {
  const [to, from] = [until, now].map((text) => parseDay(text.slice(0, 10)))
  return to === undefined || from === undefined ? 0 : to - from
}

/** How long a term is: the count and the unit of `P1Y`. */
export function lengthOf(term: string): { readonly count: number; readonly unit: 'days' | 'months' | 'years' } {
  const [, count = '1', letter = 'M'] = /^P(\d+)([DMY])$/.exec(term) ?? []
  const units = { D: 'days', M: 'months', Y: 'years' } as const
  return { count: Number(count), unit: units[letter as keyof typeof units] }
}

export function sameRhythm(one: Rhythm, other: Rhythm): boolean {
  return one.termDuration === other.termDuration && one.billingCycle === other.billingCycle
}

/** A rhythm as the value of a choice. */
export function keyOfRhythm({ termDuration, billingCycle }: Rhythm): string {
  return `${termDuration} ${billingCycle}`
}

/** What is typed as a number of licenses; nothing where it is none. */
export function quantityOf(typed: string): number | undefined {
  return /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : undefined
}

/** Of the windows in which a cancellation gives something back, those still open. */
export function openWindows({ refundOptions }: Subscription, now: string) {
  return refundOptions.filter(({ expiresAt }) => Date.parse(expiresAt) > Date.parse(now))
}

/** Licenses that can be given back on their own, where not all of them can. */
export function returnable({ refundableQuantity, quantity }: Subscription): number | undefined {
  const total = refundableQuantity?.totalQuantity
  return total === undefined || total >= quantity ? undefined : total
}

/** The part of a page's address that names a publisher's page, where it may be opened. */
export function safeLink(uri: string): string | undefined {
  return /^https?:\/\//i.test(uri) ? uri : undefined
}
