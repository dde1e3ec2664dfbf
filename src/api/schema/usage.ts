import { z } from 'zod'
import { MOST_BUDGETS } from '../../app/usage/budgets.js'
import { pageSize, seekQuery } from './customer-user.js'
import { subscriptionSchema } from './subscription.js'
import { attributesSchema, collectionOf, guid, instant, maybe, selfLinks, wireEnum } from './wire.js'

/** Most records of utilization on a page; also how many where no size is given. */
export const MOST_UTILIZATIONS = 1_000
/** Most customers on a page; also how many where no size is given: many clients never ask for a second one. */
export const MOST_CUSTOMERS = 10_000
/** Most resources on a page; also how many where no size is given. */
export const MOST_RESOURCES = 2_000

export const customersUsageQuery = z.object({
  /** Part of a name or domain in any case, or a whole id; ours. */
  search: maybe(z.string().trim().max(200)),
  size: pageSize(MOST_CUSTOMERS),
  ...seekQuery,
})
export const resourceUsageQuery = z.object({ size: pageSize(MOST_RESOURCES), ...seekQuery })

export const utilizationQuery = z.object({
  start_time: instant,
  end_time: instant,
  granularity: maybe(wireEnum(['daily', 'hourly'])),
  show_details: maybe(wireEnum(['true', 'false'])),
  size: pageSize(MOST_UTILIZATIONS),
  seek_operation: seekQuery.seekOperation,
  ...seekQuery,
})

/** An amount in major units, as a number or as its exact text; how many digits it may have depends on the currency. */
const amount = z
  .union([z.number(), z.string().max(30)])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be an amount such as 500.00, or null for no budget'))
  .nullable()

export const budgetBody = z.object({ amount })
export const budgetsBody = z.object({
  items: z
    .array(z.object({ customerId: guid, amount }))
    .min(1, 'must name at least one customer')
    .max(MOST_BUDGETS, `must name at most ${MOST_BUDGETS} customers`),
})

/** What the contract has of a budget, and how it stands: the latter three only where there is one. */
const budget = {
  amount: z.number().nullable(),
  usageSpendingBudget: z.number().optional(),
  currencyCode: z.string().optional(),
  spentAmount: z.number().optional(),
  estimatedAmount: z.number().optional(),
  percentUsed: z.number().optional(),
}
const shortBudget = z.object({ amount: z.number().optional(), attributes: attributesSchema })

export const budgetSchema = z.object({ ...budget, links: selfLinks, attributes: attributesSchema })
export const budgetsSchema = collectionOf(
  z.object({ customerId: z.string(), ...budget, links: selfLinks, attributes: attributesSchema }),
)

/** Which customer, subscription, meter or resource, in both spellings. */
const resource = { resourceId: z.string(), id: z.string(), resourceName: z.string(), name: z.string() }

const cost = {
  totalCost: z.number(),
  currencyLocale: z.string(),
  currencyCode: z.string(),
  usdTotalCost: z.number().nullable(),
  lastModifiedDate: z.string(),
  attributes: attributesSchema,
}

const summary = { billingStartDate: z.string(), billingEndDate: z.string(), links: selfLinks }

export const customerUsageRecords = collectionOf(
  z.object({
    ...{ budget: shortBudget, customerSpendingBudget: shortBudget, percentUsed: z.number(), isUpgraded: z.boolean() },
    ...{ ...resource, ...cost },
  }),
)

export const customerUsageSummary = z.object({ budget: shortBudget, ...resource, ...cost, ...summary })

export const subscriptionUsageRecords = collectionOf(
  z.object({
    status: subscriptionSchema.shape.status,
    partnerOnRecord: z.string().optional(),
    offerId: z.string(),
    ...{ ...resource, ...cost },
  }),
)

export const subscriptionUsageSummary = z.object({ ...resource, ...cost, ...summary })

const measured = {
  category: z.string(),
  subcategory: z.string(),
  quantityUsed: z.number(),
  unit: z.string(),
}

export const azureResourceRecords = collectionOf(z.object({ ...measured, ...resource, ...cost }))

export const meterUsageRecords = collectionOf(
  z.object({
    ...{ subscriptionId: z.string(), meterId: z.string(), meterName: z.string() },
    ...{ ...measured, ...resource, ...cost },
  }),
)

export const resourceUsageRecords = collectionOf(
  z.object({
    subscriptionId: z.string(),
    resourceUri: z.string(),
    resourceType: z.string(),
    entitlementId: z.string(),
    entitlementName: z.string(),
    resourceGroupName: z.string(),
    ...{ ...resource, ...cost },
  }),
)

export const partnerUsageSummary = z.object({
  emailsToNotify: z.array(z.string()),
  customersOverBudget: z.number().int(),
  customersTrendingOver: z.number().int(),
  customersWithUsageBasedSubscription: z.number().int(),
  ...{ ...resource, ...cost, ...summary },
})

export const utilizationSchema = collectionOf(
  z.object({
    usageStartTime: z.string(),
    usageEndTime: z.string(),
    resource: z.object({
      id: z.string(),
      name: z.string(),
      category: z.string(),
      subcategory: z.string(),
      region: z.string(),
    }),
    quantity: z.number(),
    unit: z.string(),
    infoFields: z.record(z.string(), z.string()),
    instanceData: z
      .object({
        resourceUri: z.string(),
        location: z.string(),
        partNumber: z.string(),
        orderNumber: z.string(),
        tags: z.record(z.string(), z.string()),
        additionalInfo: z.record(z.string(), z.string()),
      })
      .optional(),
    attributes: attributesSchema,
  }),
)
