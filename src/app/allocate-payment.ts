import { dayOfInstant } from '../core/calendar/instant.js'
import { type AllocationWish, oldestFirst, partOf, planAllocations } from '../core/invoicing/payment.js'
import { type Posting, postingsOfAllocation } from '../core/invoicing/posting.js'
import { accept, type Outcome } from '../core/refusal.js'
import { appendPostings } from '../store/journal.js'
import { findInvoiceBalance, listReceivables } from '../store/receivables.js'
import { watchAccount } from './dunning.js'
import { lockAccount, moneyText, recordMoney } from './lock-account.js'
import { loadPayment, type PaymentView } from './payments.js'
import type { UseCase } from './use-case.js'

export type { AllocationWish }

/** What a payment is to pay: invoices by number, or those that are due first. */
export type AllocationWishes = readonly AllocationWish[] | 'oldest'

/** Pays invoices with what is left of a payment: all that is asked for, or nothing. */
export async function allocatePayment(
  given: UseCase,
  partnerId: string,
  paymentId: string,
  wishes: AllocationWishes,
): Promise<Outcome<PaymentView>> {
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context } = locked.value
  const allocated = await allocateLocked(context, partnerId, paymentId, wishes)
  if (!allocated.ok) return allocated
  await watchAccount(context, partnerId)
  return loadPayment(context, partnerId, paymentId)
}

/** Like `allocatePayment`, where the account is locked and watched by the caller. */
export async function allocateLocked(
  context: UseCase,
  partnerId: string,
  paymentId: string,
  wishes: AllocationWishes,
): Promise<Outcome<undefined>> {
  const { session, now, newId } = context
  const payment = await loadPayment(context, partnerId, paymentId)
  if (!payment.ok) return payment
  const { currency, unallocated } = payment.value
  const wanted = wishes === 'oldest' ? 'open' : wishes.map(({ number }) => number)
  const receivables = await listReceivables(session, partnerId, wanted)
  const asked =
    wishes === 'oldest'
      ? oldestFirst(receivables.filter((one) => one.currency === currency)).map(({ number }) => ({
          number,
          amount: undefined,
        }))
      : wishes
  const byNumber = new Map(receivables.map((receivable) => [receivable.number, receivable]))
  const planned = planAllocations({ currency, unallocated }, byNumber, asked)
  if (!planned.ok) return planned
  const postings: Posting[] = []
  for (const { number: document, amount } of planned.value) {
    const allocation = { partnerId, id: newId(), currency, amount, on: dayOfInstant(now), note: '' }
    postings.push(...postingsOfAllocation({ ...allocation, paymentId, document }))
    await recordMoney(context, partnerId, 'allocate_payment', {
      paymentId,
      invoiceId: document,
      amount: moneyText(amount, currency),
    })
  }
  await appendPostings(session, postings, now)
  return accept(undefined)
}

export interface ReleaseWish {
  readonly number: string
  /** Left out: all that the payment pays of the invoice. */
  readonly amount: bigint | undefined
  readonly reason: string
}

/**
 * Takes back what a payment pays of an invoice, so that it can pay another one: at most what is paid of the invoice without
 * what was made available of it as a credit.
 */
export async function releaseAllocation(
  given: UseCase,
  partnerId: string,
  paymentId: string,
  { number, amount: wished, reason }: ReleaseWish,
): Promise<Outcome<PaymentView>> {
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context } = locked.value
  const { session, now, newId } = context
  const payment = await loadPayment(context, partnerId, paymentId)
  if (!payment.ok) return payment
  const { currency, allocations } = payment.value
  const allocated = allocations.find((allocation) => allocation.number === number)?.amount ?? 0n
  // What a credit made available again is not paid any more: the invoice would be owed although it was credited.
  const paid = (await findInvoiceBalance(session, partnerId, number))?.paid ?? 0n
  const amount = partOf(paid < allocated ? paid : allocated, wished, 'nothing-to-take-back', { what: number, currency })
  if (!amount.ok) return amount
  const movement = { partnerId, id: newId(), currency, amount: -amount.value, on: dayOfInstant(now), note: reason }
  await appendPostings(session, postingsOfAllocation({ ...movement, paymentId, document: number }), now)
  await recordMoney(context, partnerId, 'release_allocation', {
    paymentId,
    invoiceId: number,
    amount: moneyText(amount.value, currency),
    reason,
  })
  await watchAccount(context, partnerId)
  return loadPayment(context, partnerId, paymentId)
}
