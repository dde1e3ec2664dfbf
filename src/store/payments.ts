import type { Day, Instant } from '../core/calendar/day.js'
import type { PaymentMethod, PostedPayment } from '../core/invoicing/posting.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** A payment as it was recorded. */
export interface Payment extends PostedPayment {
  readonly currency: Currency
  readonly method: PaymentMethod
  readonly payer: string
  readonly reference: string
  readonly recordedAt: Instant
  readonly recordedBy: string
}

/** A payment with what is left of it. */
export interface FundedPayment extends Payment {
  /** Minor units. */
  readonly unallocated: bigint
  readonly refunded: bigint
}

export async function insertPayment(session: Session, payment: Payment): Promise<void> {
  await session.query(
    `insert into payment (partner_id, payment_id, method, currency, amount, received_on, payer, reference, document,
       recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      payment.partnerId,
      payment.paymentId,
      payment.method,
      payment.currency,
      payment.amount,
      dayParameter(payment.receivedOn),
      payment.payer,
      payment.reference,
      payment.document,
      instantParameter(payment.recordedAt),
      payment.recordedBy,
    ],
  )
}

const FUNDED = `select p.partner_id as "partnerId", p.payment_id as "paymentId", p.method, p.currency, p.amount,
    p.received_on as "receivedOn", p.payer, p.reference, p.document, p.recorded_at as "recordedAt",
    p.recorded_by as "recordedBy", e.unallocated, e.refunded
  from payment p cross join lateral (
    select coalesce(-sum(j.amount), 0)::bigint as unallocated,
      coalesce(sum(j.amount) filter (where j.source_kind = 'refund'), 0)::bigint as refunded
    from journal_entry j where j.partner_id = p.partner_id and j.payment_id = p.payment_id) e`

/** A payment of a partner; `undefined` where it has no such payment. */
export async function findPayment(
  session: Session,
  partnerId: string,
  paymentId: string,
): Promise<FundedPayment | undefined> {
  const { rows } = await session.query<FundedPayment>(`${FUNDED} where p.partner_id = $1 and p.payment_id = $2`, [
    partnerId,
    paymentId,
  ])
  return rows[0]
}

export interface PaymentFilter {
  /** Only payments of which something is left. */
  readonly onlyUnallocated: boolean
  /** Newest of the last page; the list goes on before it. */
  readonly after: { readonly receivedOn: Day; readonly paymentId: string } | undefined
  readonly limit: number
}

/** Payments of a partner, newest first. */
export async function listPayments(
  session: Session,
  partnerId: string,
  { onlyUnallocated, after, limit }: PaymentFilter,
): Promise<FundedPayment[]> {
  const { rows } = await session.query<FundedPayment>(
    `${FUNDED} where p.partner_id = $1 and (not $2 or e.unallocated > 0)
       and ($3::date is null or (p.received_on, p.payment_id) < ($3::date, $4::uuid))
     order by p.received_on desc, p.payment_id desc limit $5`,
    [
      partnerId,
      onlyUnallocated,
      after === undefined ? null : dayParameter(after.receivedOn),
      after?.paymentId ?? null,
      limit,
    ],
  )
  return rows
}

/** What a payment pays of a document, reallocations taken together. */
export interface PaymentAllocation {
  readonly paymentId: string
  readonly number: string
  /** Minor units. */
  readonly amount: bigint
}

/** What payments of a partner pay now, payment by payment, oldest allocation first. */
export async function listAllocations(
  session: Session,
  partnerId: string,
  paymentIds: readonly string[],
): Promise<PaymentAllocation[]> {
  const { rows } = await session.query<PaymentAllocation>(
    `select u.payment_id as "paymentId", r.document as number, sum(u.amount)::bigint as amount
     from journal_entry u
     join journal_entry r on r.partner_id = u.partner_id and r.source_kind = u.source_kind and r.source_id = u.source_id
       and r.account = 'receivable'
     where u.partner_id = $1 and u.payment_id = any($2::uuid[]) and u.source_kind = 'allocation'
     group by u.payment_id, r.document having sum(u.amount) <> 0
     order by u.payment_id, min(u.recorded_at), r.document`,
    [partnerId, paymentIds],
  )
  return rows
}

/** What is written off of a document now, in minor units. */
export async function sumWrittenOff(session: Session, partnerId: string, number: string): Promise<bigint> {
  const { rows } = await session.query<{ readonly amount: bigint }>(
    `select coalesce(-sum(amount), 0)::bigint as amount from journal_entry
     where partner_id = $1 and document = $2 and source_kind = 'write-off'`,
    [partnerId, number],
  )
  return rows[0]!.amount
}
