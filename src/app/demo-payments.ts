import { dayOfInstant } from '../core/calendar/instant.js'
import { accept, type Outcome } from '../core/refusal.js'
import { listReceivables } from '../store/receivables.js'
import { recordPayment } from './record-payment.js'
import type { UseCase } from './use-case.js'

/** Pays every invoice of a partner that was due by now, each by a transfer on its due date: the demo's partners are good payers. */
export async function payDueInvoices(context: UseCase, partnerId: string): Promise<Outcome<undefined>> {
  const today = dayOfInstant(context.now)
  for (const { number, currency, dueOn, open } of await listReceivables(context.session, partnerId, 'open')) {
    if (dueOn > today || open <= 0n) continue
    const paid = await recordPayment(context, partnerId, {
      method: 'bank-transfer',
      currency,
      amount: open,
      receivedOn: dueOn,
      payer: '',
      reference: number,
      allocations: [{ number, amount: open }],
    })
    if (!paid.ok) return paid
  }
  return accept(undefined)
}
