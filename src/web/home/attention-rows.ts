import type { z } from 'zod'
import type { accountSchema } from '../../api/schema/payments.js'
import type { portalReceivablesSchema } from '../../api/schema/portal-billing.js'
import type { attentionSchema } from '../../api/schema/portal-home.js'
import type { Tone } from '../parts/status.js'

export type Attention = z.output<typeof attentionSchema>
export type Receivables = z.output<typeof portalReceivablesSchema>
export type Account = z.output<typeof accountSchema>

export const CONCERNS = [
  'uncharged',
  'overdue',
  'credit',
  'deletions',
  'trials',
  'endings',
  'budgets',
  'renewals',
] as const
export type Concern = (typeof CONCERNS)[number]

export const TONES: Readonly<Record<Concern, Tone>> = {
  uncharged: 'bad',
  overdue: 'bad',
  credit: 'bad',
  deletions: 'bad',
  trials: 'waiting',
  endings: 'waiting',
  budgets: 'waiting',
  renewals: 'plain',
}

type CreditLimit = NonNullable<Account['creditLimit']>

/** A line of the list of what needs attention. */
export interface AttentionRow {
  readonly key: string
  readonly concern: Concern
  /** What it is about, and where that is. */
  readonly name: string
  readonly to: string
  readonly customer?: { readonly id: string; readonly name: string }
  readonly date?: string
  /** What is open of an invoice, spent of a budget, or left of the credit limit. */
  readonly amount?: { readonly value: number; readonly currency: string }
  readonly percent?: number
  readonly reason?: string
}

const SHOWN_OF_EACH = 5
/** From how much of the credit limit on it needs attention; partners get a mail there, too. */
const ALMOST = 0.85
const TURNING = ['deletions', 'trials', 'endings', 'renewals'] as const

/** What needs attention, the most urgent first, and of what there is more than is listed. */
export function attentionRows(
  attention: Attention | undefined,
  receivables: Receivables | undefined,
  account: Account | undefined,
): { readonly rows: readonly AttentionRow[]; readonly more: readonly { concern: Concern; count: number }[] } {
  const found = new Map<Concern, readonly AttentionRow[]>()
  const totals = new Map<Concern, number>()
  const add = (concern: Concern, rows: readonly AttentionRow[], total: number) => {
    found.set(concern, rows.slice(0, SHOWN_OF_EACH))
    totals.set(concern, total)
  }
  const overdue = (receivables?.items ?? []).filter(({ overdue, openAmount }) => overdue && openAmount > 0)
  add('overdue', overdue.map(overdueRow), overdue.length)
  const credit = account?.creditLimit
  if (credit !== undefined && usedShareOf(credit) >= ALMOST) add('credit', [creditRow(credit)], 1)
  if (attention !== undefined) {
    const { uncharged, budgets } = attention
    add('uncharged', uncharged.items.map(unchargedRow), uncharged.totalCount)
    add('budgets', budgets.items.map(budgetRow), budgets.totalCount)
    for (const concern of TURNING)
      add(concern, attention[concern].items.map(turningRow(concern)), attention[concern].totalCount)
  }
  return {
    rows: CONCERNS.flatMap((concern) => found.get(concern) ?? []),
    more: CONCERNS.flatMap((concern) => {
      const count = (totals.get(concern) ?? 0) - (found.get(concern) ?? []).length
      return count > 0 ? [{ concern, count }] : []
    }),
  }
}

function overdueRow({ invoiceId, dueDate, openAmount, currencyCode }: Receivables['items'][number]): AttentionRow {
  return {
    key: `overdue ${invoiceId}`,
    concern: 'overdue',
    name: invoiceId,
    to: `/billing/invoices/${invoiceId}`,
    date: dueDate,
    amount: { value: openAmount, currency: currencyCode },
  }
}

/** How much of a credit limit is used, from 0 to 1: for what is drawn and compared, not for amounts. */
export function usedShareOf({ limitAmount, availableAmount }: CreditLimit): number {
  return limitAmount === 0 ? 1 : Math.min(Math.max(1 - availableAmount / limitAmount, 0), 1)
}

function creditRow(credit: CreditLimit): AttentionRow {
  return {
    key: 'credit',
    concern: 'credit',
    name: '',
    to: '/billing',
    amount: { value: credit.availableAmount, currency: credit.currencyCode },
    percent: 100 * usedShareOf(credit),
  }
}

function budgetRow(item: Attention['budgets']['items'][number]): AttentionRow {
  return {
    key: `budget ${item.customerId}`,
    concern: 'budgets',
    name: item.customerName,
    to: `/usage/${item.customerId}`,
    customer: { id: item.customerId, name: item.customerName },
    amount: { value: item.spentAmount, currency: item.currencyCode },
    percent: item.percentUsed,
  }
}

interface AboutSubscription {
  readonly customerId: string
  readonly customerName: string
  readonly subscriptionId: string
  readonly friendlyName: string
}

function subscriptionRow(concern: Concern, item: AboutSubscription) {
  return {
    key: `${concern} ${item.subscriptionId}`,
    concern,
    name: item.friendlyName,
    to: `/customers/${item.customerId}/subscriptions/${item.subscriptionId}`,
    customer: { id: item.customerId, name: item.customerName },
  }
}

function unchargedRow(item: Attention['uncharged']['items'][number]): AttentionRow {
  return { ...subscriptionRow('uncharged', item), date: item.sinceDate, reason: item.reason }
}

function turningRow(concern: (typeof TURNING)[number]) {
  return (item: Attention['renewals']['items'][number]): AttentionRow => ({
    ...subscriptionRow(concern, item),
    date: item.date,
  })
}
