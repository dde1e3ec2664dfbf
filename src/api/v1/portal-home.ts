import {
  type Attention,
  type CurrencySpend,
  listNextInvoices,
  type NextInvoice,
  readAttention,
  readSpend,
} from '../../app/portal-home.js'
import { may } from '../../core/access/permission.js'
import { formatDay } from '../../core/calendar/day.js'
import { formatDecimal } from '../../core/money/decimal.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { attentionSchema, nextInvoicesSchema, spendQuery, spendSchema } from '../schema/portal-home.js'
import { wireInstant } from '../schema/wire.js'
import { wireAmount } from './present-charge.js'

const GROUP = 'Portal'
const MOST_PRODUCTS = 10
const USUAL_MONTHS = 12

export const PORTAL_HOME_ENDPOINTS = [
  endpoint({
    id: 'portal-spend',
    method: 'GET',
    path: '/v1/portal/spend',
    group: GROUP,
    summary: 'What the account was billed before tax in the last 12 or 24 months, by month and by product.',
    capability: 'billing.read',
    query: spendQuery,
    response: spendSchema,
    handle: async (call) => {
      const months = call.query.months === undefined ? USUAL_MONTHS : Number(call.query.months)
      const spend = await readSpend(call, months)
      return accept({
        currencies: spend.map(presentSpend),
        links: selfLink('/portal/spend'),
        attributes: attributes('Spend'),
      })
    },
  }),
  endpoint({
    id: 'portal-next-invoices',
    method: 'GET',
    path: '/v1/portal/nextinvoices',
    group: GROUP,
    summary: 'When the next invoices are dated, and what is known to be on them.',
    capability: 'billing.read',
    response: nextInvoicesSchema,
    handle: async (call) => {
      const next = await listNextInvoices(call.database, call, call.account!.currency)
      return accept({
        items: next.map(presentNext),
        links: selfLink('/portal/nextinvoices'),
        attributes: attributes('NextInvoices'),
      })
    },
  }),
  endpoint({
    id: 'portal-attention',
    method: 'GET',
    path: '/v1/portal/attention',
    group: GROUP,
    summary: 'What needs attention: subscriptions that are deleted, end, are renewed or were not charged, and budgets.',
    capability: 'subscription.read',
    response: attentionSchema,
    handle: async (call) => {
      const isReseller = call.account?.accountType === 'indirect-reseller'
      const withMoney = may(call.actor.roles, 'charge.read', isReseller)
      return accept(presentAttention(await readAttention(call, withMoney)))
    },
  }),
]

const wireType = (type: NextInvoice['invoiceType']) => (type === 'one-time' ? 'one_time' : type)

function presentSpend({ currency, amount, months, products }: CurrencySpend) {
  const others = products.slice(MOST_PRODUCTS)
  return {
    currencyCode: currency,
    totalAmount: wireAmount(amount, currency),
    months: months.map((one) => ({
      month: formatDay(one.month).slice(0, 7),
      amount: wireAmount(one.amount, currency),
      documents: one.documents.map((document) => ({
        invoiceId: document.number,
        invoiceDate: formatDay(document.issuedOn),
        invoiceType: wireType(document.invoiceType),
        amount: wireAmount(document.amount, currency),
      })),
    })),
    products: products.slice(0, MOST_PRODUCTS).map((product) => ({
      ...(product.productId === null ? {} : { productId: product.productId }),
      title: product.title,
      amount: wireAmount(product.amount, currency),
    })),
    otherProductCount: others.length,
    otherAmount: wireAmount(
      others.reduce((sum, product) => sum + product.amount, 0n),
      currency,
    ),
  }
}

function presentNext({ invoiceType, invoiceDate, currency, amount, isWhole }: NextInvoice) {
  return {
    invoiceType: wireType(invoiceType),
    invoiceDate: formatDay(invoiceDate),
    currencyCode: currency,
    amount: wireAmount(amount, currency),
    isWhole,
  }
}

function presentAttention({ subscriptions, uncharged, budgets }: Attention) {
  const turning = (concern: Attention['subscriptions'][number]['concern']) => {
    const own = subscriptions.filter((one) => one.concern === concern)
    const items = own.map(({ customerId, customerName, subscriptionId, friendlyName, quantity, autoRenew, on }) => ({
      ...{ customerId, customerName, subscriptionId, friendlyName, quantity },
      autoRenewEnabled: autoRenew,
      date: formatDay(on),
    }))
    return { totalCount: own[0]?.total ?? 0, items }
  }
  return {
    deletions: turning('deletion'),
    trials: turning('trial'),
    endings: turning('end'),
    renewals: turning('renewal'),
    uncharged: {
      totalCount: uncharged[0]?.total ?? 0,
      items: uncharged.map(({ customerId, customerName, subscriptionId, friendlyName, code, message, since }) => ({
        ...{ customerId, customerName, subscriptionId, friendlyName, code },
        reason: message,
        sinceDate: wireInstant(since),
      })),
    },
    budgets: {
      totalCount: budgets.total,
      items: budgets.first.map((budget) => ({
        customerId: budget.customerId,
        customerName: budget.customerName,
        currencyCode: budget.currency,
        budgetAmount: wireAmount(budget.amount, budget.currency),
        spentAmount: wireAmount(budget.spent, budget.currency),
        percentUsed: Number(formatDecimal(budget.percentUsed)),
      })),
    },
    links: selfLink('/portal/attention'),
    attributes: attributes('Attention'),
  }
}
