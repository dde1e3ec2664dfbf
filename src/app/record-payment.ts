import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { type PaymentMethod, postingsOfPayment } from '../core/invoicing/posting.js'
import type { Currency } from '../core/money/currency.js'
import { type Outcome, refuse } from '../core/refusal.js'
import { appendPostings } from '../store/journal.js'
import { insertPayment, type Payment } from '../store/payments.js'
import { type AllocationWishes, allocateLocked } from './allocate-payment.js'
import { watchAccount } from './dunning.js'
import { lockAccount, moneyText, recordMoney } from './lock-account.js'
import { loadPayment, type PaymentView } from './payments.js'
import type { UseCase } from './use-case.js'

/** A payment that came in. */
export interface ReceivedPayment {
  /** Credits are made by `applyCredit`. */
  readonly method: Exclude<PaymentMethod, 'credit'>
  readonly currency: Currency
  /** Minor units. */
  readonly amount: bigint
  readonly receivedOn: Day
  readonly payer: string
  readonly reference: string
  /** What it pays; nothing leaves it unallocated. */
  readonly allocations: AllocationWishes
}

/** How far ahead of today a bank may have booked: where its day has begun, ours may not have. */
const DAYS_A_BANK_IS_AHEAD = 1

/**
 * Records a payment, and pays invoices with it where it says which: all of that, or nothing. Tax that was withheld is
 * recorded the same way: it is no money, but pays like it.
 *
 * @param by who says when it came; a day that is yet to come is refused
 */
export async function recordPayment(
  given: UseCase,
  partnerId: string,
  received: ReceivedPayment,
  by: 'hand' | 'bank' = 'hand',
): Promise<Outcome<PaymentView>> {
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context } = locked.value
  const { allocations, ...payment } = received
  const today = dayOfInstant(context.now)
  if (payment.receivedOn > today + (by === 'bank' ? DAYS_A_BANK_IS_AHEAD : 0)) {
    const problem = `${formatDay(payment.receivedOn)} is yet to come; today is ${formatDay(today)}`
    return refuse('malformed', { what: 'receivedDate', problem })
  }
  const paymentId = await writePayment(context, { ...payment, partnerId, document: null })
  if (allocations.length > 0) {
    const allocated = await allocateLocked(context, partnerId, paymentId, allocations)
    if (!allocated.ok) return allocated
  }
  await watchAccount(context, partnerId)
  return loadPayment(context, partnerId, paymentId)
}

/** Writes a payment with its entries in the journal, where the account is locked by the caller. */
export async function writePayment(
  context: UseCase,
  payment: Omit<Payment, 'paymentId' | 'recordedAt' | 'recordedBy'>,
): Promise<string> {
  const { session, now, newId, actor } = context
  const stored: Payment = { ...payment, paymentId: newId(), recordedAt: now, recordedBy: actor.name }
  await insertPayment(session, stored)
  await appendPostings(session, postingsOfPayment(stored), now)
  const { paymentId, partnerId, method, amount, currency, receivedOn, payer, reference } = stored
  await recordMoney(context, partnerId, 'record_payment', {
    paymentId,
    method,
    amount: moneyText(amount, currency),
    receivedDate: formatDay(receivedOn),
    payer,
    reference,
  })
  return paymentId
}
