import type { Instant } from '../core/calendar/day.js'
import type { CreditLevel } from '../core/invoicing/credit-limit.js'
import type { Currency } from '../core/money/currency.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** Most a partner may owe. */
export interface CreditLimit {
  readonly partnerId: string
  readonly currency: Currency
  /** Minor units. */
  readonly amount: bigint
  /** Percent the partner was last told of. */
  readonly notifiedLevel: CreditLevel
  readonly setAt: Instant
  readonly setBy: string
}

/** The credit limit of a partner; `undefined` where it has none. */
export async function findCreditLimit(session: Session, partnerId: string): Promise<CreditLimit | undefined> {
  const { rows } = await session.query<CreditLimit>(
    `select partner_id as "partnerId", currency, amount, notified_level as "notifiedLevel", set_at as "setAt",
       set_by as "setBy"
     from credit_limit where partner_id = $1`,
    [partnerId],
  )
  return rows[0]
}

/** Sets the limit of a partner; what it was told of stays. */
export async function saveCreditLimit(session: Session, limit: Omit<CreditLimit, 'notifiedLevel'>): Promise<void> {
  await session.query(
    `insert into credit_limit (partner_id, currency, amount, set_at, set_by) values ($1, $2, $3, $4, $5)
     on conflict (partner_id) do update set currency = $2, amount = $3, set_at = $4, set_by = $5`,
    [limit.partnerId, limit.currency, limit.amount, instantParameter(limit.setAt), limit.setBy],
  )
}

export async function deleteCreditLimit(session: Session, partnerId: string): Promise<void> {
  await session.query('delete from credit_limit where partner_id = $1', [partnerId])
}

/** Notes which level the partner was told of. */
export async function noteCreditLevel(session: Session, partnerId: string, level: CreditLevel): Promise<void> {
  await session.query('update credit_limit set notified_level = $2 where partner_id = $1', [partnerId, level])
}

/** Days from the date of an invoice to the day it must be paid by, by partner. */
export async function loadPaymentDays(
  session: Session,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.query<{ readonly partnerId: string; readonly days: number }>(
    'select partner_id as "partnerId", payment_days as days from partner where partner_id = any($1::uuid[])',
    [partnerIds],
  )
  return new Map(rows.map(({ partnerId, days }) => [partnerId, days]))
}

/** Sets the payment term of a partner, for invoices issued from now on. */
export async function setPaymentDays(session: Session, partnerId: string, days: number): Promise<void> {
  await session.query('update partner set payment_days = $2 where partner_id = $1', [partnerId, days])
}
