import type { Instant } from '../core/calendar/day.js'
import type { BillingCycle } from '../core/catalog/billing-cycle.js'
import type { Currency } from '../core/money/currency.js'
import type {
  LineState,
  LineTransactionType,
  Order,
  OrderLine,
  OrderTransactionType,
  StoredOrder,
  StoredOrderLine,
} from '../core/ordering/order.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** What names an order. */
export interface OrderKey {
  readonly partnerId: string
  readonly customerId: string
  readonly orderId: string
}

/** Writes a new order with its lines. */
export function insertOrder(session: Session, order: Order): Promise<void> {
  return insertOrders(session, [order])
}

/** Writes new orders with their lines, in two statements. */
export async function insertOrders(session: Session, orders: readonly Order[]): Promise<void> {
  if (orders.length === 0) return
  await session.query(
    `insert into customer_order (partner_id, customer_id, order_id, billing_cycle, currency, transaction_type, created_at,
       cart_id, attested)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
       $8::uuid[], $9::boolean[])`,
    [
      orders.map((order) => order.partnerId),
      orders.map((order) => order.customerId),
      orders.map((order) => order.orderId),
      orders.map((order) => order.billingCycle),
      orders.map((order) => order.currency),
      orders.map((order) => order.transactionType),
      orders.map((order) => instantParameter(order.createdAt)),
      orders.map((order) => order.cartId),
      orders.map((order) => order.attested),
    ],
  )
  await insertLines(
    session,
    orders.flatMap((order) => order.lines.map((line) => ({ key: order, line }))),
  )
}

/** Adds lines to an order. */
export function appendOrderLines(session: Session, key: OrderKey, lines: readonly OrderLine[]): Promise<void> {
  return insertLines(
    session,
    lines.map((line) => ({ key, line })),
  )
}

async function insertLines(
  session: Session,
  rows: readonly { readonly key: OrderKey; readonly line: OrderLine }[],
): Promise<void> {
  if (rows.length === 0) return
  await session.query(
    `insert into order_line (partner_id, customer_id, order_id, line_number, availability_id, subscription_id,
       parent_subscription_id, quantity, friendly_name, transaction_type, partner_on_record, attested, provisioning,
       list_price, unit_price, amount, cancelled_at, discounted_price)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::uuid[], $6::uuid[], $7::uuid[],
       $8::integer[], $9::text[], $10::text[], $11::text[], $12::boolean[], $13::jsonb[], $14::bigint[], $15::bigint[],
       $16::bigint[], $17::timestamptz[], $18::bigint[])`,
    [
      rows.map(({ key }) => key.partnerId),
      rows.map(({ key }) => key.customerId),
      rows.map(({ key }) => key.orderId),
      rows.map(({ line }) => line.number),
      rows.map(({ line }) => line.availabilityId),
      rows.map(({ line }) => line.subscriptionId),
      rows.map(({ line }) => line.parentSubscriptionId),
      rows.map(({ line }) => line.quantity),
      rows.map(({ line }) => line.friendlyName),
      rows.map(({ line }) => line.transactionType),
      rows.map(({ line }) => line.partnerOnRecord),
      rows.map(({ line }) => line.attested),
      rows.map(({ line }) => jsonParameter(line.provisioning)),
      rows.map(({ line }) => line.price?.listPrice ?? null),
      rows.map(({ line }) => line.price?.unitPrice ?? null),
      rows.map(({ line }) => line.price?.amount ?? null),
      rows.map(({ line }) => (line.cancelledAt === null ? null : instantParameter(line.cancelledAt))),
      rows.map(({ line: { price } }) =>
        price === null || price.discountedPrice === price.listPrice ? null : price.discountedPrice,
      ),
    ],
  )
}

/** What may change of an order; all of it moves its version. */
export interface OrderChange {
  readonly billingCycle?: BillingCycle
  /** Numbers of lines that are cancelled. */
  readonly cancelledLines?: readonly number[]
  readonly at: Instant
}

/** Changes an order and moves its version. */
export async function changeOrder(session: Session, key: OrderKey, change: OrderChange): Promise<void> {
  const { partnerId, customerId, orderId } = key
  await session.query(
    `update customer_order set version = version + 1, billing_cycle = coalesce($4, billing_cycle)
     where partner_id = $1 and customer_id = $2 and order_id = $3`,
    [partnerId, customerId, orderId, change.billingCycle ?? null],
  )
  if (change.cancelledLines === undefined || change.cancelledLines.length === 0) return
  await session.query(
    `update order_line set cancelled_at = $5
     where partner_id = $1 and customer_id = $2 and order_id = $3 and line_number = any($4::integer[])
       and cancelled_at is null`,
    [partnerId, customerId, orderId, change.cancelledLines, instantParameter(change.at)],
  )
}

/** Which orders of a customer are wanted; all that are given must hold. */
export interface OrderFilter {
  readonly billingCycles?: readonly BillingCycle[] | undefined
  readonly limit: number
  readonly offset: number
}

export interface OrderPage {
  readonly orders: readonly StoredOrder[]
  readonly totalCount: number
}

interface HeadRow {
  readonly orderId: string
  readonly billingCycle: BillingCycle
  readonly currency: Currency
  readonly transactionType: OrderTransactionType
  readonly createdAt: Instant
  readonly cartId: string | null
  readonly attested: boolean | null
  readonly version: number
  readonly totalCount: bigint | number
}

// An order that was imported has no row of its own: it is what its subscriptions say. Whatever changes it writes one first.
const HEADS = `select order_id, billing_cycle, currency, transaction_type, created_at, cart_id, attested, version
    from customer_order
    where partner_id = $1 and customer_id = $2 and ($3::text is null or order_id = $3)
    union all
    select s.order_id, min(a.billing_cycle), min(a.currency), 'UserPurchase', min(s.ordered_on)::timestamp at time zone 'UTC',
      null, null, 0
    from subscription s
    join subscription_event e
      on e.partner_id = s.partner_id and e.subscription_id = s.subscription_id and e.event_number = 1
    join availability a on a.availability_id = (e.data ->> 'availabilityId')::uuid
    where s.partner_id = $1 and s.customer_id = $2 and s.created_at is null and ($3::text is null or s.order_id = $3)
      and not exists (
        select from customer_order o
        where o.partner_id = s.partner_id and o.customer_id = s.customer_id and o.order_id = s.order_id)
    group by s.order_id`

/** The orders of a customer, newest first, and how many there are. */
export function listOrders(
  session: Session,
  key: Pick<OrderKey, 'partnerId' | 'customerId'>,
  filter: OrderFilter,
): Promise<OrderPage> {
  return selectOrders(session, key, null, filter)
}

/** One order of a customer, or `undefined`. */
export async function findOrder(session: Session, key: OrderKey): Promise<StoredOrder | undefined> {
  const { orders } = await selectOrders(session, key, key.orderId, { limit: 1, offset: 0 })
  return orders[0]
}

async function selectOrders(
  session: Session,
  { partnerId, customerId }: Pick<OrderKey, 'partnerId' | 'customerId'>,
  orderId: string | null,
  filter: OrderFilter,
): Promise<OrderPage> {
  const { rows } = await session.query<HeadRow>(
    `select order_id as "orderId", billing_cycle as "billingCycle", currency, transaction_type as "transactionType",
       created_at as "createdAt", cart_id as "cartId", attested, version, count(*) over () as "totalCount"
     from (${HEADS}) head
     where $4::text[] is null or billing_cycle = any($4)
     order by created_at desc, order_id desc limit $5 offset $6`,
    [partnerId, customerId, orderId, filter.billingCycles ?? null, filter.limit, filter.offset],
  )
  const lines = await linesOf(session, { partnerId, customerId }, rows)
  const orders = rows.map(({ totalCount: _, ...head }) => ({
    ...head,
    partnerId,
    customerId,
    lines: (lines.get(head.orderId) ?? []).map((line, index) => (line.number < 0 ? { ...line, number: index } : line)),
  }))
  return { orders, totalCount: Number(rows[0]?.totalCount ?? 0) }
}

/** Which orders of whatever partner an operator wants; all that is given must hold. */
export interface OperatorOrderFilter {
  readonly partnerId?: string | undefined
  readonly customerId?: string | undefined
  readonly orderId?: string | undefined
}

/** The keys of orders of whatever partner, newest first, imported ones included. */
export async function listOrderKeys(
  session: Session,
  { partnerId, customerId, orderId }: OperatorOrderFilter,
  limit: number,
): Promise<OrderKey[]> {
  const { rows } = await session.query<OrderKey>(
    `select partner_id as "partnerId", customer_id as "customerId", order_id as "orderId"
     from (
       select partner_id, customer_id, order_id, created_at from customer_order
       where ($1::uuid is null or partner_id = $1) and ($2::uuid is null or customer_id = $2)
         and ($3::text is null or order_id = $3)
       union all
       select partner_id, customer_id, order_id, min(ordered_on)::timestamp at time zone 'UTC' from subscription s
       where s.created_at is null and ($1::uuid is null or partner_id = $1) and ($2::uuid is null or customer_id = $2)
         and ($3::text is null or order_id = $3)
         and not exists (
           select from customer_order o
           where o.partner_id = s.partner_id and o.customer_id = s.customer_id and o.order_id = s.order_id)
       group by partner_id, customer_id, order_id
     ) head
     order by created_at desc, order_id desc, partner_id, customer_id limit $4`,
    [partnerId ?? null, customerId ?? null, orderId ?? null, limit],
  )
  return rows
}

/** On which line of its order each subscription stands; imported orders have no lines. */
export async function listLineNumbers(
  session: Session,
  { partnerId, customerId }: Pick<OrderKey, 'partnerId' | 'customerId'>,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.query<{ subscriptionId: string; number: number }>(
    `select subscription_id as "subscriptionId", line_number as "number" from order_line
     where partner_id = $1 and customer_id = $2 and order_id = any($3::text[])`,
    [partnerId, customerId, orderIds],
  )
  return new Map(rows.map((row) => [row.subscriptionId, row.number]))
}

interface LineRow {
  readonly orderId: string
  readonly number: number
  readonly availabilityId: string
  readonly subscriptionId: string
  readonly parentSubscriptionId: string | null
  readonly quantity: number
  readonly friendlyName: string
  readonly transactionType: LineTransactionType
  readonly partnerOnRecord: string | null
  readonly attested: boolean | null
  readonly provisioning: Record<string, string>
  readonly listPrice: bigint | null
  readonly discountedPrice: bigint | null
  readonly unitPrice: bigint | null
  readonly amount: bigint | null
  readonly cancelledAt: Instant | null
  readonly state: LineState
}

/** Lines by order, in order of number; imported ones have none and come last. */
async function linesOf(
  session: Session,
  { partnerId, customerId }: Pick<OrderKey, 'partnerId' | 'customerId'>,
  heads: readonly HeadRow[],
): Promise<ReadonlyMap<string, StoredOrderLine[]>> {
  if (heads.length === 0) return new Map()
  const { rows } = await session.query<LineRow>(
    `select l.order_id as "orderId", l.line_number as "number", l.availability_id as "availabilityId",
       l.subscription_id as "subscriptionId", l.parent_subscription_id as "parentSubscriptionId", l.quantity,
       l.friendly_name as "friendlyName", l.transaction_type as "transactionType",
       l.partner_on_record as "partnerOnRecord", l.attested, l.provisioning, l.list_price as "listPrice",
       l.discounted_price as "discountedPrice", l.unit_price as "unitPrice", l.amount, l.cancelled_at as "cancelledAt",
       case when s.subscription_id is not null then 'founded' when a.status = 'pending' then 'waiting' else 'given-up' end
         as state
     from order_line l
     left join subscription s on s.partner_id = l.partner_id and s.subscription_id = l.subscription_id
     left join pending_activation a on a.partner_id = l.partner_id and a.subscription_id = l.subscription_id
     where l.partner_id = $1 and l.customer_id = $2 and l.order_id = any($3::text[])
     union all
     select s.order_id, -1, (e.data ->> 'availabilityId')::uuid, s.subscription_id, s.parent_subscription_id,
       (e.data ->> 'quantity')::integer, s.friendly_name, 'New', s.partner_on_record, null, '{}', null, null, null, null, null,
       'founded'
     from subscription s
     join subscription_event e
       on e.partner_id = s.partner_id and e.subscription_id = s.subscription_id and e.event_number = 1
     where s.partner_id = $1 and s.customer_id = $2 and s.order_id = any($3::text[]) and s.created_at is null
       and not exists (
         select from order_line l
         where l.partner_id = s.partner_id and l.customer_id = s.customer_id and l.order_id = s.order_id
           and l.subscription_id = s.subscription_id)
     order by 1, 2, 4`,
    [partnerId, customerId, heads.map((head) => head.orderId)],
  )
  const lines = new Map<string, StoredOrderLine[]>()
  // Imported lines carry -1 and so come first: the stored ones go before them.
  for (const row of [...rows.filter((each) => each.number >= 0), ...rows.filter((each) => each.number < 0)]) {
    const { orderId, listPrice, discountedPrice, unitPrice, amount, ...line } = row
    const price =
      listPrice === null || unitPrice === null || amount === null
        ? null
        : { listPrice, discountedPrice: discountedPrice ?? listPrice, unitPrice, amount }
    const known = lines.get(orderId)
    if (known === undefined) lines.set(orderId, [{ ...line, price }])
    else known.push({ ...line, price })
  }
  return lines
}
