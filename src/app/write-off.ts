import { dayOfInstant } from '../core/calendar/instant.js'
import { partOf, type Receivable } from '../core/invoicing/payment.js'
import { postingsOfWriteOff } from '../core/invoicing/posting.js'
import type { Currency } from '../core/money/currency.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { appendPostings } from '../store/journal.js'
import { sumWrittenOff } from '../store/payments.js'
import { listReceivables } from '../store/receivables.js'
import { watchAccount } from './dunning.js'
import { lockAccount, moneyText, recordMoney } from './lock-account.js'
import { loadPayment, type PaymentView } from './payments.js'
import { writePayment } from './record-payment.js'
import type { UseCase } from './use-case.js'

export type { Receivable }

export interface WriteOffWish {
  readonly number: string
  /** Reads it in the currency of the invoice; left out: all that is open, or all that was written off. */
  readonly amount: ((currency: Currency) => bigint | undefined) | undefined
  readonly reason: string
  /** Takes an earlier write-off back, for instance because it is paid after all. */
  readonly takeBack: boolean
}

/** Writes off what nobody will pay any more, or takes that back. @returns the document afterwards */
export async function writeOff(
  given: UseCase,
  partnerId: string,
  { number, amount: wished, reason, takeBack }: WriteOffWish,
): Promise<Outcome<Receivable>> {
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context } = locked.value
  const { session, now, newId } = context
  const [receivable] = await listReceivables(session, partnerId, [number])
  if (receivable === undefined) return refuse('not-found', { what: 'invoice', id: number })
  const { currency, open } = receivable
  const available = takeBack ? await sumWrittenOff(session, partnerId, number) : open
  const code = takeBack ? 'nothing-to-take-back' : 'write-off-exceeds-invoice'
  // What is no amount of the currency is no part of anything.
  const asked = wished === undefined ? undefined : (wished(currency) ?? 0n)
  const amount = partOf(available, asked, code, { what: number, currency })
  if (!amount.ok) return amount
  const signed = takeBack ? -amount.value : amount.value
  const movement = { partnerId, id: newId(), currency, amount: signed, on: dayOfInstant(now), note: reason }
  await appendPostings(session, postingsOfWriteOff({ ...movement, document: number }), now)
  await recordMoney(context, partnerId, takeBack ? 'take_back_write_off' : 'write_off', {
    invoiceId: number,
    amount: moneyText(amount.value, currency),
    reason,
  })
  await watchAccount(context, partnerId)
  const [after] = await listReceivables(session, partnerId, [number])
  return accept(after!)
}

/**
 * Makes the credit balance of a document (more was paid or credited than it came to) available, so that it pays other
 * invoices or is refunded. A document of which something is owed is refused.
 */
export async function applyCredit(given: UseCase, partnerId: string, number: string): Promise<Outcome<PaymentView>> {
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context } = locked.value
  const paymentId = await releaseCredit(context, partnerId, number)
  if (!paymentId.ok) return paymentId
  await watchAccount(context, partnerId)
  return loadPayment(context, partnerId, paymentId.value)
}

/** Like `applyCredit`, where the account is locked and watched by the caller. @returns the id of the payment */
export async function releaseCredit(context: UseCase, partnerId: string, number: string): Promise<Outcome<string>> {
  const [receivable] = await listReceivables(context.session, partnerId, [number])
  if (receivable === undefined) return refuse('not-found', { what: 'invoice', id: number })
  const { open, currency } = receivable
  if (open >= 0n) return refuse('no-credit-balance', { number })
  const credit = { method: 'credit', currency, amount: -open, receivedOn: dayOfInstant(context.now) } as const
  return accept(await writePayment(context, { ...credit, partnerId, document: number, payer: '', reference: number }))
}
