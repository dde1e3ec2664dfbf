import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { partOf } from '../core/invoicing/payment.js'
import { postingsOfRefund } from '../core/invoicing/posting.js'
import { type Outcome, refuse } from '../core/refusal.js'
import { appendPostings } from '../store/journal.js'
import { watchAccount } from './dunning.js'
import { lockAccount, moneyText, recordMoney } from './lock-account.js'
import { loadPayment, type PaymentView } from './payments.js'
import type { UseCase } from './use-case.js'

export interface RefundWish {
  /** Minor units; left out: all that is unallocated. */
  readonly amount: bigint | undefined
  readonly refundedOn: Day
  readonly reason: string
}

/** Notes that unallocated money went back to the partner. What pays an invoice is released first. */
export async function refundPayment(
  given: UseCase,
  partnerId: string,
  paymentId: string,
  { amount: wished, refundedOn, reason }: RefundWish,
): Promise<Outcome<PaymentView>> {
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context } = locked.value
  const { session, now, newId } = context
  const payment = await loadPayment(context, partnerId, paymentId)
  if (!payment.ok) return payment
  const { currency, unallocated, method, receivedOn } = payment.value
  if (method === 'withholding-tax') return refuse('refund-of-withholding')
  if (refundedOn > dayOfInstant(now) || refundedOn < receivedOn) {
    const problem = `it must be from ${formatDay(receivedOn)}, when the payment came, to today`
    return refuse('malformed', { what: 'refundedDate', problem })
  }
  const amount = partOf(unallocated, wished, 'refund-exceeds-payment', { what: paymentId, currency })
  if (!amount.ok) return amount
  const movement = { partnerId, id: newId(), currency, amount: amount.value, on: refundedOn, note: reason }
  await appendPostings(session, postingsOfRefund({ ...movement, paymentId }), now)
  await recordMoney(context, partnerId, 'refund_payment', {
    paymentId,
    amount: moneyText(amount.value, currency),
    reason,
  })
  await watchAccount(context, partnerId)
  return loadPayment(context, partnerId, paymentId)
}
