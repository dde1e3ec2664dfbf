import { z } from 'zod'
import { collectionOf, day, guid, linkSchema } from './wire.js'

/** Most runs, or subscriptions that could not be charged, of a page. */
export const MOST_RUNS = 100

const pageQuery = { size: z.coerce.number().int().min(1).max(MOST_RUNS).optional() }

export const billingRunsQuery = z.object({
  ...pageQuery,
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
})
export const quarantineQuery = z.object({ ...pageQuery, partnerId: guid.optional() })
export const booksQuery = z.object({ partnerId: guid.optional() })
export const billingRunParams = z.object({ billingRunId: guid })
export const ledgerParams = z.object({ partnerId: guid })

export const billingRunBody = z.object({
  asOf: day,
  partnerId: guid.optional(),
})

export const billingRunSchema = z.object({
  id: z.string(),
  asOf: z.string(),
  /** The one partner it is for. */
  partnerId: z.string().optional(),
  status: z.enum(['charging', 'issuing', 'completed']),
  startedDate: z.string(),
  completedDate: z.string().optional(),
  /** Subscriptions that were due when it began, and those that are charged. */
  dueSubscriptions: z.number().int(),
  doneSubscriptions: z.number().int(),
  /** What it made, once it is completed. */
  charges: z.number().int(),
  invoices: z.number().int(),
  quarantinedSubscriptions: z.number().int(),
  links: z.object({ self: linkSchema }),
  attributes: z.object({ objectType: z.literal('BillingRun') }),
})
export const billingRuns = collectionOf(billingRunSchema)

export const quarantined = collectionOf(
  z.object({
    partnerId: z.string(),
    subscriptionId: z.string(),
    code: z.string(),
    reason: z.string(),
    since: z.string(),
    attributes: z.object({ objectType: z.literal('QuarantinedSubscription') }),
  }),
)

export const booksSchema = z.object({
  isRight: z.boolean(),
  accounts: z.array(z.object({ account: z.string(), currencyCode: z.string(), balance: z.number() })),
  faults: z.array(z.object({ rule: z.string(), what: z.string() })),
  attributes: z.object({ objectType: z.literal('BooksCheck') }),
})

export const ledgerVerification = z.object({
  isRight: z.boolean(),
  subscriptions: z.number().int(),
  charges: z.number().int(),
  differenceCount: z.number().int(),
  /** The first of them. */
  differences: z.array(
    z.object({ subscriptionId: z.string(), what: z.string(), stored: z.string(), recomputed: z.string() }),
  ),
  attributes: z.object({ objectType: z.literal('LedgerVerification') }),
})
