import { useFormat } from '../../format/format.js'
import { useSession } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { ActionForm } from '../ui/action-form.js'
import { decimalText } from '../ui/decimal-text.js'
import { useConsoleWords } from '../ui/words.js'
import type { Payment } from './payment.js'
import { usePaymentWords } from './words.js'

interface PaymentProps {
  readonly partnerId: string
  readonly payment: Payment
}

const touchesOf = (partnerId: string) => [pathOf`/v1/platform/partners/${partnerId}`, '/v1/invoices']

/** An amount where one was typed; nothing means all of it. */
export function amountOf(typed: string | undefined): { readonly amount?: string } {
  return typed === undefined || typed.trim() === '' ? {} : { amount: decimalText(typed) }
}

/** Pays invoices with what is left of a payment. */
export function Allocate({ partnerId, payment }: PaymentProps) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const { money } = useFormat()
  if (payment.unallocatedAmount === 0) return null
  const amount = money(payment.unallocatedAmount, payment.currencyCode)
  return (
    <ActionForm
      text={say('allocate')}
      size="small"
      appearance="primary"
      label={say('allocateTitle', { amount })}
      intro={say('allocateText', { amount })}
      fields={[
        { key: 'invoiceId', label: say('invoiceNumber'), optional: true, hint: say('allocateHint'), maxLength: 40 },
        {
          key: 'amount',
          label: general('amount'),
          kind: 'amount',
          optional: true,
          hint: say('amountHint'),
          shown: ({ invoiceId = '' }) => invoiceId !== '',
        },
      ]}
      request={({ invoiceId = '', amount: typed }) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${partnerId}/payments/${payment.id}/allocations`,
        body: invoiceId === '' ? { oldestFirst: true } : { allocations: [{ invoiceId, ...amountOf(typed) }] },
      })}
      touches={touchesOf(partnerId)}
      done={say('allocated')}
    />
  )
}

/** Notes that unallocated money went back to the partner. */
export function Refund({ partnerId, payment }: PaymentProps) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const { money } = useFormat()
  const { now, account } = useSession()
  if (payment.unallocatedAmount === 0) return null
  const amount = money(payment.unallocatedAmount, payment.currencyCode)
  // Payments of a sandbox are of its own time.
  const today = account?.id === partnerId ? now.slice(0, 10) : payment.receivedDate
  return (
    <ActionForm
      text={say('refund')}
      size="small"
      label={say('refundTitle', { amount })}
      intro={say('refundText', { amount })}
      fields={[
        { key: 'refundedDate', label: say('refundedOn'), kind: 'day' },
        { key: 'reason', label: general('reason'), kind: 'area', maxLength: 500 },
      ]}
      initial={{ refundedDate: today }}
      request={(body) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${partnerId}/payments/${payment.id}/refunds`,
        body,
      })}
      touches={touchesOf(partnerId)}
      done={say('refunded')}
    />
  )
}

/** Takes back what a payment pays of an invoice. */
export function Release({ partnerId, payment }: PaymentProps) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const { money } = useFormat()
  const { allocations, currencyCode } = payment
  if (allocations.length === 0) return null
  return (
    <ActionForm
      text={say('release')}
      size="small"
      label={say('releaseTitle')}
      intro={say('releaseText')}
      fields={[
        {
          key: 'invoiceId',
          label: say('invoiceNumber'),
          kind: 'choice',
          options: allocations.map(({ invoiceId, amount }) => ({
            value: invoiceId,
            text: `${invoiceId}: ${money(amount, currencyCode)}`,
          })),
        },
        { key: 'reason', label: general('reason'), kind: 'area', maxLength: 500 },
      ]}
      initial={{ invoiceId: allocations[0]?.invoiceId ?? '' }}
      request={(body) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${partnerId}/payments/${payment.id}/releases`,
        body,
      })}
      touches={touchesOf(partnerId)}
      done={say('released')}
    />
  )
}
