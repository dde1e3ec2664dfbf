import type { z } from 'zod'
import type { subscriptionSchema } from '../../api/schema/subscription.js'
import { type Day, formatDay, parseDay } from '../../core/calendar/day.js'
import type { Tone } from '../parts/status.js'

export type Subscription = z.output<typeof subscriptionSchema>

export const TONES: Readonly<Record<Subscription['status'], Tone>> = {
  active: 'good',
  pending: 'waiting',
  suspended: 'bad',
  disabled: 'bad',
  expired: 'over',
  deleted: 'over',
  none: 'plain',
}

/** What happens next to a subscription, as a word with the day on which it does. */
export interface Standing {
  readonly word: 'renewsOn' | 'endsOn' | 'endedOn' | 'deletedOn' | 'givenUpOn' | 'trialEnds'
  readonly day: string
}

const NO_YEAR = '0001'

/** `undefined` where nothing is known to come. */
export function standingOf(subscription: Subscription): Standing | undefined {
  const { status, deprovisioningDate, commitmentEndDate, autoRenewEnabled, isTrial } = subscription
  if (status === 'pending') return withDay('givenUpOn', deprovisioningDate)
  if (status === 'suspended' || status === 'disabled') return withDay('deletedOn', deprovisioningDate)
  if (status !== 'active') return withDay('endedOn', commitmentEndDate)
  if (isTrial && !autoRenewEnabled) return withDay('trialEnds', commitmentEndDate)
  if (!autoRenewEnabled) return withDay('endsOn', commitmentEndDate)
  return withDay('renewsOn', dayAfter(commitmentEndDate))
}

/** The next term begins on the day after the last one of this. */
function dayAfter(text: string): string | undefined {
  const day = parseDay(text.slice(0, 10))
  return day === undefined ? undefined : formatDay((day + 1) as Day)
}

function withDay(word: Standing['word'], day: string | undefined): Standing | undefined {
  return day === undefined || day === '' || day.startsWith(NO_YEAR) ? undefined : { word, day }
}

/** The rows of a table: each subscription with its add-ons right below it, in the order they came. */
export function inFamilies(subscriptions: readonly Subscription[]): readonly Subscription[] {
  const known = new Set(subscriptions.map(({ id }) => id))
  const addOns = new Map<string, Subscription[]>()
  const heads: Subscription[] = []
  for (const subscription of subscriptions) {
    const { parentSubscriptionId: parent } = subscription
    if (parent === undefined || !known.has(parent)) heads.push(subscription)
    else addOns.set(parent, [...(addOns.get(parent) ?? []), subscription])
  }
  return heads.flatMap((head) => [head, ...(addOns.get(head.id) ?? [])])
}

/** Those with a text in one of their names, and with a status where one is given. */
export function matching(subscriptions: readonly Subscription[], text: string, status: string) {
  const wanted = text.toLowerCase()
  return subscriptions.filter(
    (one) =>
      (status === '' || one.status === status) &&
      [one.friendlyName, one.offerName, one.publisherName, one.id].some((name) => name.toLowerCase().includes(wanted)),
  )
}
