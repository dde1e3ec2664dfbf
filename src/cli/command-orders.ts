import { Command } from 'commander'
import type { OrderOverview } from '../app/order-overview.js'
import { formatInstant } from '../core/calendar/instant.js'
import { type Currency, minorDigitsOf } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { formatUnitPrice } from '../core/money/unit-price.js'
import { refuse } from '../core/refusal.js'
import { acceptedOf, partCommand } from './as-provider.js'
import { printable, printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly customer?: string
  readonly limit: number
  readonly json?: boolean
}

/** More customers than this do not share an order id, unless their ids were made to. */
const MOST_NAMESAKES = 100

/** `prorata orders list` and `prorata orders show`. */
export function ordersCommand(): Command {
  const list = partCommand('list', 'list orders, newest first')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--customer <id>', 'of this customer only', idOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 1_000), 50)
    .action((options: Options) => runList(options))
  const show = partCommand('show', 'show an order with its lines and what was agreed')
    .argument('<order>', 'its id')
    .option('--partner <id>', 'of this partner, where several have such an order', idOption)
    .option('--customer <id>', 'of this customer, where several have such an order', idOption)
    .action((orderId: string, options: Options) => runShow(orderId, options))
  return new Command('orders').description('look at what was ordered').addCommand(list).addCommand(show)
}

async function ordersOf(options: Options, limit: number, orderId?: string) {
  const { listAllOrders } = await import('../app/order-overview.js')
  const { partner: partnerId, customer: customerId } = options
  return withDatabase(options, (database) => listAllOrders(database, { partnerId, customerId, orderId, limit }))
}

async function runList(options: Options): Promise<void> {
  const { orders, more } = await ordersOf(options, options.limit)
  if (options.json === true) {
    printJson({ orders: orders.map(factsOf), more })
    return
  }
  if (orders.length === 0) {
    console.log('There are no such orders.')
    return
  }
  const rows = orders.map((order) => {
    const { orderId, createdAt, status, billingCycle, lines, total, currency, customerId } = factsOf(order)
    return [orderId, createdAt, status, billingCycle, String(lines.length), `${total} ${currency}`, customerId]
  })
  console.log(table(['Order', 'Date', 'State', 'Billed', 'Lines', 'Agreed', 'Customer'], rows, [4, 5]))
  if (more) console.log('There are more; show them with --limit, or narrow with --partner and --customer.')
}

async function runShow(orderId: string, options: Options): Promise<void> {
  const { orders } = await ordersOf(options, MOST_NAMESAKES, orderId)
  if (orders.length === 0) acceptedOf(refuse('order-not-found', { order: orderId.slice(0, 200) }))
  if (options.json === true) printJson({ orders: orders.map(factsOf) })
  else console.log(orders.map(textOf).join('\n\n'))
}

/** An order as programs read it: amounts as texts. */
function factsOf(order: OrderOverview) {
  const { orderId, partnerId, customerId, status, billingCycle, currency, createdAt, cartId, lines } = order
  const total = lines.reduce((sum, { price }) => sum + (price?.amount ?? 0n), 0n)
  return {
    orderId,
    partnerId,
    customerId,
    status,
    billingCycle,
    currency,
    createdAt: formatInstant(createdAt),
    cartId,
    total: formatAmount(total, currency),
    lines: lines.map((line) => lineFacts(line, currency)),
  }
}

function lineFacts(line: OrderOverview['lines'][number], currency: Currency) {
  const { number, offer, item, quantity, subscriptionId, parentSubscriptionId, partnerOnRecord, price } = line
  const digits = minorDigitsOf(currency)
  return {
    number,
    offer,
    item,
    quantity,
    subscriptionId,
    baseSubscriptionId: parentSubscriptionId,
    reseller: partnerOnRecord,
    state: line.cancelledAt === null ? line.state : 'cancelled',
    listPrice: price === null ? null : formatUnitPrice(price.listPrice, digits),
    unitPrice: price === null ? null : formatUnitPrice(price.unitPrice, digits),
    amount: price === null ? null : formatAmount(price.amount, currency),
  }
}

/** An order for people. */
function textOf(order: OrderOverview): string {
  const { lines, orderId, createdAt, status, billingCycle, total, currency, partnerId, customerId } = factsOf(order)
  const head = [
    printable(`Order ${orderId} of ${createdAt}: ${status}, billed ${billingCycle}, ${total} ${currency}`),
    `Partner ${partnerId}, customer ${customerId}`,
  ]
  const rows = lines.map((line) => [
    ...[String(line.number), line.offer, String(line.quantity), line.unitPrice ?? '', line.amount ?? ''],
    ...[line.state, line.subscriptionId],
  ])
  const header = ['Line', 'Offer', 'Quantity', 'Price', 'Amount', 'State', 'Subscription']
  return [...head, table(header, rows, [0, 2, 3, 4])].join('\n')
}
