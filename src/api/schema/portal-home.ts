import { z } from 'zod'
import { attributesSchema, maybe, selfLinks, wireEnum } from './wire.js'

const wireDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const wireInvoiceType = z.enum(['recurring', 'one_time'])

export const spendQuery = z.object({ months: maybe(wireEnum(['12', '24'])) })

/** What the account was billed, before tax. */
export const spendSchema = z.object({
  currencies: z.array(
    z.object({
      currencyCode: z.string(),
      totalAmount: z.number(),
      months: z.array(
        z.object({
          month: z.string().regex(/^\d{4}-\d{2}$/),
          amount: z.number(),
          documents: z.array(
            z.object({
              invoiceId: z.string(),
              invoiceDate: wireDay,
              invoiceType: wireInvoiceType,
              amount: z.number(),
            }),
          ),
        }),
      ),
      products: z.array(
        z.object({
          /** Missing for adjustments. */
          productId: z.string().optional(),
          title: z.string(),
          amount: z.number(),
        }),
      ),
      /** Of the products that are not listed. */
      otherProductCount: z.number().int(),
      otherAmount: z.number(),
    }),
  ),
  links: selfLinks,
  attributes: attributesSchema,
})

export const nextInvoicesSchema = z.object({
  items: z.array(
    z.object({
      invoiceType: wireInvoiceType,
      invoiceDate: wireDay,
      currencyCode: z.string(),
      amount: z.number().meta({ description: 'Before tax and adjustments.' }),
      isWhole: z.boolean().meta({ description: 'Whether what falls due until that date is in the amount.' }),
    }),
  ),
  links: selfLinks,
  attributes: attributesSchema,
})

const subscription = {
  customerId: z.string(),
  customerName: z.string(),
  subscriptionId: z.string(),
  friendlyName: z.string(),
}

const kindOf = <T extends z.ZodType>(item: T) => z.object({ totalCount: z.number().int(), items: z.array(item) })
const turning = kindOf(
  z.object({ ...subscription, quantity: z.number().int(), autoRenewEnabled: z.boolean(), date: wireDay }),
)

/** What needs attention: of each kind the first ones, and how many there are. */
export const attentionSchema = z.object({
  deletions: turning.meta({ description: 'Suspended subscriptions that are deleted within 30 days.' }),
  trials: turning.meta({ description: 'Trials that end within 30 days.' }),
  endings: turning.meta({ description: 'Terms that end within 30 days and are not renewed.' }),
  renewals: turning.meta({ description: 'Terms of more than a month that are renewed within 30 days.' }),
  uncharged: kindOf(z.object({ ...subscription, code: z.string(), reason: z.string(), sinceDate: z.string() })),
  budgets: kindOf(
    z.object({
      customerId: z.string(),
      customerName: z.string(),
      currencyCode: z.string(),
      budgetAmount: z.number(),
      spentAmount: z.number(),
      percentUsed: z.number(),
    }),
  ).meta({
    description: 'Customers that have spent 80 percent of their budget or more; none for who may see no costs.',
  }),
  links: selfLinks,
  attributes: attributesSchema,
})
