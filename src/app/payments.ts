import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type FundedPayment,
  findPayment,
  listAllocations,
  listPayments,
  type PaymentAllocation,
  type PaymentFilter,
} from '../store/payments.js'
import type { UseCase } from './use-case.js'

/** A payment with what it pays. */
export interface PaymentView extends FundedPayment {
  readonly allocations: readonly PaymentAllocation[]
}

type Reader = Pick<UseCase, 'session'>

/** A payment of a partner; another partner's does not exist. */
export async function loadPayment(
  { session }: Reader,
  partnerId: string,
  paymentId: string,
): Promise<Outcome<PaymentView>> {
  const payment = await findPayment(session, partnerId, paymentId)
  if (payment === undefined) return refuse('not-found', { what: 'payment', id: paymentId })
  return accept({ ...payment, allocations: await listAllocations(session, partnerId, [paymentId]) })
}

/** Payments of a partner, newest first. */
export async function readPayments(
  { session }: Reader,
  partnerId: string,
  filter: PaymentFilter,
): Promise<readonly PaymentView[]> {
  const payments = await listPayments(session, partnerId, filter)
  const ids = payments.map(({ paymentId }) => paymentId)
  const allocations = await listAllocations(session, partnerId, ids)
  return payments.map((payment) => ({
    ...payment,
    allocations: allocations.filter(({ paymentId }) => paymentId === payment.paymentId),
  }))
}
