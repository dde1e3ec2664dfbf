import type { z } from 'zod'
import type { sandboxClock } from '../../../api/schema/sandbox.js'
import { useSession } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import { decimalText } from '../ui/decimal-text.js'
import type { Partner } from '../ui/partner-name.js'
import { useConsoleWords } from '../ui/words.js'
import { amountOf } from './payment-actions.js'
import { usePaymentWords } from './words.js'

const METHODS = ['bank_transfer', 'check', 'card', 'other', 'withholding_tax'] as const

interface PartnerProps {
  readonly partner: Partner
}

/** Today by the clock of a partner. */
function usePartnerDay({ id, isSandbox }: Partner): string {
  const { now } = useSession()
  const clock = useRead<z.output<typeof sandboxClock>>(
    isSandbox ? pathOf`/v1/platform/partners/${id}/sandbox/clock` : undefined,
  )
  return (isSandbox ? (clock.data?.clockAt ?? '') : now).slice(0, 10)
}

/** Records money that came in on another way than by a bank statement. */
export function RecordPayment({ partner }: PartnerProps) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const today = usePartnerDay(partner)
  const path = pathOf`/v1/platform/partners/${partner.id}`
  return (
    <ActionForm
      text={say('record')}
      intro={say('recordText')}
      fields={[
        {
          key: 'method',
          label: say('method'),
          kind: 'choice',
          options: METHODS.map((value) => ({ value, text: say(value) })),
        },
        { key: 'amount', label: general('amount'), kind: 'amount' },
        { key: 'currency', label: say('currency'), maxLength: 3 },
        { key: 'receivedDate', label: say('received'), kind: 'day' },
        { key: 'payer', label: say('payer'), optional: true, maxLength: 500 },
        { key: 'reference', label: say('reference'), optional: true, maxLength: 500 },
        { key: 'invoiceId', label: say('invoice'), optional: true, hint: say('invoiceHint'), maxLength: 40 },
        {
          key: 'oldestFirst',
          label: say('oldestFirst'),
          kind: 'check',
          shown: ({ invoiceId = '' }) => invoiceId === '',
        },
      ]}
      initial={{ method: 'bank_transfer', currency: partner.currency, receivedDate: today, payer: partner.name }}
      request={({ invoiceId = '', oldestFirst, amount = '', ...rest }) => ({
        method: 'POST',
        path: `${path}/payments`,
        body: {
          ...rest,
          amount: decimalText(amount),
          ...(invoiceId === '' ? { oldestFirst: oldestFirst === 'true' } : { allocations: [{ invoiceId }] }),
        },
      })}
      touches={[path, '/v1/invoices']}
      done={say('recorded')}
    />
  )
}

/** Writes off what nobody will pay of an invoice any more, or takes that back. */
export function WriteOff({ partner }: PartnerProps) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const path = pathOf`/v1/platform/partners/${partner.id}`
  return (
    <ActionForm
      text={say('writeOff')}
      title={say('writeOffTitle')}
      intro={say('writeOffText')}
      fields={[
        { key: 'invoiceId', label: say('invoiceNumber'), maxLength: 40 },
        { key: 'amount', label: general('amount'), kind: 'amount', optional: true, hint: say('writeOffAmountHint') },
        { key: 'reason', label: general('reason'), kind: 'area', maxLength: 500 },
        { key: 'takeBack', label: say('takeBack'), kind: 'check' },
      ]}
      request={({ invoiceId, amount, reason, takeBack }) => ({
        method: 'POST',
        path: `${path}/write-offs`,
        body: { invoiceId, reason, takeBack: takeBack === 'true', ...amountOf(amount) },
      })}
      touches={[path, '/v1/invoices']}
      done={say('writtenOff')}
    />
  )
}

/** Makes the credit balance of a document available. */
export function ApplyCredit({ partner }: PartnerProps) {
  const say = usePaymentWords()
  const path = pathOf`/v1/platform/partners/${partner.id}`
  return (
    <ActionForm
      text={say('applyCredit')}
      intro={say('applyCreditText')}
      fields={[{ key: 'invoiceId', label: say('document'), maxLength: 40 }]}
      request={(body) => ({ method: 'POST', path: `${path}/credits`, body })}
      touches={[path, '/v1/invoices']}
      done={say('applied')}
    />
  )
}
