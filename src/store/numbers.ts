import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import type { PolicyId } from '../core/proration/policy.js'
import type { SubscriptionEventType } from '../core/subscription/event.js'
import type { SubscriptionStatus } from '../core/subscription/subscription.js'

/** Words of the core that are stored as small numbers, because there are many millions of them. Never reuse a number. */
export interface Numbering<Word extends string> {
  numberOf(word: Word): number
  /** Throws for a number nobody wrote: the row was made by a newer program or by hand. */
  wordOf(number: number): Word
}

export const STATUSES = numbering<SubscriptionStatus>('subscription status', {
  active: 1,
  suspended: 2,
  cancelled: 3,
  expired: 4,
  deprovisioned: 5,
})

export const POLICIES = numbering<PolicyId>('proration policy', {
  published: 1,
  'daily-3': 2,
  unit: 3,
  line: 4,
  'ratio-3': 5,
  'unit-truncated': 6,
  'line-truncated': 7,
})

export type InvoiceType = CommerceProfile['invoiceType']

export const INVOICE_TYPES = numbering<InvoiceType>('invoice type', { recurring: 1, 'one-time': 2 })

export const EVENT_TYPES = numbering<SubscriptionEventType>('subscription event', {
  purchased: 1,
  quantityChanged: 2,
  suspended: 3,
  reactivated: 4,
  cancelled: 5,
  converted: 6,
  billingCycleChanged: 7,
  autoRenewSet: 8,
  quantityScheduled: 9,
  renewalScheduled: 10,
})

function numbering<Word extends string>(what: string, numbers: Readonly<Record<Word, number>>): Numbering<Word> {
  const words: Word[] = []
  for (const word of Object.keys(numbers) as Word[]) words[numbers[word]] = word
  return {
    numberOf: (word) => numbers[word],
    wordOf: (number) => {
      const word = words[number]
      if (word === undefined) throw new RangeError(`${number} stands for no ${what} this program knows`)
      return word
    },
  }
}
