import { z } from 'zod'
import { CYCLE_WORDS } from '../../app/cycle-word.js'
import { PREVIEWED_MOVES } from '../../app/portal-subscription-moves.js'
import { explainedCharge, subscriptionSchema } from './subscription.js'
import { attributesSchema, guid, linkSchema, maybe, text, wireEnum } from './wire.js'

/** A term with how it is billed. */
const rhythm = z.object({ termDuration: z.string(), billingCycle: z.enum(CYCLE_WORDS) })

/** What can be chosen when a subscription is changed. */
export const subscriptionChoices = z.object({
  subscriptionId: z.string(),
  customerName: z.string(),
  offer: z.object({ title: z.string(), description: z.string(), publisherName: z.string() }),
  minimumQuantity: z.number().int(),
  maximumQuantity: z.number().int(),
  /** `fixed`: a trial as it is given, or what has no quantity. `settled`: with the next anniversary; `charged`: at once. */
  quantity: z.enum(['fixed', 'settled', 'charged']),
  /** Whether it runs until somebody ends it. */
  openEnded: z.boolean(),
  autoRenew: z.enum(['always', 'switchable']),
  /** Where the billing frequency is changed; `fixed` where there is no other. */
  rhythm: z.enum(['fixed', 'by-order', 'by-subscription']),
  /** Terms and billing frequencies it is sold with. */
  rhythms: z.array(rhythm),
  suspension: z.object({
    credits: z.boolean(),
    stopsBilling: z.boolean(),
    switchesAutoRenewOff: z.boolean(),
    reactivationDays: z.number().int(),
  }),
  /** What the renewal can make of it, what it is now first. */
  renewals: z.array(
    z.object({
      itemId: z.string(),
      productId: z.string(),
      skuId: z.string(),
      title: z.string(),
      rhythms: z.array(rhythm),
    }),
  ),
  links: z.object({ self: linkSchema }),
  attributes: attributesSchema,
})

const MOST_LICENSES = 2_147_483_647

/** A conversion, an upgrade or a transition, by what its list of targets named. */
export const movePreviewBody = z.object({
  kind: wireEnum(PREVIEWED_MOVES),
  target: text(200),
  quantity: z.number().int().min(1, 'must be at least 1').max(MOST_LICENSES, 'is too large').nullish(),
  billingCycle: maybe(wireEnum(CYCLE_WORDS)),
  termDuration: maybe(text(10)),
  toSubscriptionId: maybe(guid),
})

/** What such a move would charge and leave behind. */
export const movePreviewSchema = z.object({
  /** The subscription, and those that change or come about with it. */
  subscriptions: z.array(subscriptionSchema),
  charges: z.array(explainedCharge),
  totalAmount: z.number(),
  currencyCode: z.string(),
  attributes: attributesSchema,
})
