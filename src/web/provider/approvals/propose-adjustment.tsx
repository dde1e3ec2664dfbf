import { useFormat } from '../../format/format.js'
import { pathOf } from '../../wire/path.js'
import { ActionForm } from '../ui/action-form.js'
import { decimalText } from '../ui/decimal-text.js'
import type { FormField, Values } from '../ui/form-fields.js'
import type { Partner } from '../ui/partner-name.js'
import { Stack } from '../ui/toolbar.js'
import { useApprovalWords } from './words.js'

const CREDIT_REASONS = [
  'goodwill',
  'sla-credit',
  'accidental-purchase',
  'duplicate-order',
  'consumption-credit',
  'discount',
  'refund',
  'billing-correction',
] as const
const CHARGE_REASONS = ['fee', 'billing-correction'] as const

const isCharge = ({ kind }: Values) => kind === 'charge'

/** Proposes a one-off credit or fee for the next invoice of a partner. */
export function ProposeAdjustment({ partner }: { readonly partner: Partner }) {
  const say = useApprovalWords()
  const { currency } = partner
  const reasons = (codes: readonly string[]) => codes.map((value) => ({ value, text: say(value as 'fee') }))
  const fields: readonly FormField[] = [
    {
      key: 'kind',
      label: say('kind'),
      kind: 'choice',
      options: [
        { value: 'credit', text: say('credit') },
        { value: 'charge', text: say('charge') },
      ],
    },
    { key: 'amount', label: say('amountIn', { currency }), kind: 'amount' },
    {
      key: 'creditReason',
      label: say('reasonCode'),
      kind: 'choice',
      options: reasons(CREDIT_REASONS),
      shown: (values) => !isCharge(values),
    },
    {
      key: 'chargeReason',
      label: say('reasonCode'),
      kind: 'choice',
      options: reasons(CHARGE_REASONS),
      shown: isCharge,
    },
    { key: 'description', label: say('text'), maxLength: 200 },
    { key: 'internalNote', label: say('internalNote'), kind: 'area', optional: true, hint: say('internalHint') },
  ]
  return (
    <ActionForm
      text={say('propose')}
      intro={(values) => (
        <Stack>
          {say('proposeText')}
          <Effect values={values} currency={currency} />
        </Stack>
      )}
      fields={fields}
      initial={{ kind: 'credit', creditReason: 'goodwill', chargeReason: 'fee' }}
      request={(values) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${partner.id}/adjustments`,
        body: bodyOf(values, currency),
      })}
      touches={['/v1/platform/adjustments', pathOf`/v1/platform/partners/${partner.id}`]}
      done={say('adjustmentProposed')}
    />
  )
}

function bodyOf(values: Values, currency: string) {
  const { amount = '', description, internalNote = '', creditReason, chargeReason } = values
  const sent = decimalText(amount)
  return {
    currency,
    amount: isCharge(values) ? sent : `-${sent.replace(/^-/, '')}`,
    reasonCode: isCharge(values) ? chargeReason : creditReason,
    description,
    ...(internalNote.trim() === '' ? {} : { internalNote }),
  }
}

/** What it will come to, once an amount can be read. */
function Effect({ values, currency }: { readonly values: Values; readonly currency: string }) {
  const say = useApprovalWords()
  const { money } = useFormat()
  const amount = decimalText(values['amount'] ?? '').replace(/^-/, '')
  if (!/^\d+(\.\d+)?$/.test(amount)) return null
  return <strong>{say(isCharge(values) ? 'willCharge' : 'willCredit', { amount: money(amount, currency) })}</strong>
}
