import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import { decimalText } from '../ui/decimal-text.js'
import type { FormField, Values } from '../ui/form-fields.js'
import type { Partner } from '../ui/partner-name.js'
import type { CreditRequest } from './credit-request.js'
import { useApprovalWords } from './words.js'

const isApproval = ({ state }: Values) => state === 'approved'

/** Takes a request into review, asks for more, declines it, or gives the credit. */
export function DecideRequest({ request }: { readonly request: CreditRequest }) {
  const say = useApprovalWords()
  const partner = useRead<Partner>(pathOf`/v1/platform/partners/${request.partnerId}`)
  const currency = partner.data?.currency ?? ''
  const states = [
    { value: 'in_review', text: say('toReview') },
    { value: 'more_information', text: say('askMore') },
    { value: 'approved', text: say('approve') },
    { value: 'declined', text: say('decline') },
  ]
  const ways = [
    { value: 'adjustment', text: say('wayAdjustment') },
    { value: 'note', text: say('wayNote') },
  ]
  const fields: readonly FormField[] = [
    { key: 'state', label: say('decision'), kind: 'choice', options: states },
    { key: 'way', label: say('byWay'), kind: 'choice', options: ways, shown: isApproval },
    {
      key: 'amount',
      label: `${say('byAdjustment')} (${currency})`,
      kind: 'amount',
      shown: (values) => isApproval(values) && values['way'] === 'adjustment',
    },
    {
      key: 'creditNoteId',
      label: say('byCreditNote'),
      maxLength: 40,
      shown: (values) => isApproval(values) && values['way'] === 'note',
    },
    { key: 'note', label: say('noteForPartner'), kind: 'area', optional: true, maxLength: 1_000 },
  ]
  return (
    <ActionForm
      text={say('decide')}
      title={say('decideRequest')}
      appearance="primary"
      fields={fields}
      initial={{ state: request.state === 'submitted' ? 'in_review' : 'approved', way: 'adjustment' }}
      request={(values) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${request.partnerId}/creditrequests/${request.id}/decision`,
        body: bodyOf(values),
      })}
      touches={['/v1/platform/creditrequests', '/v1/platform/adjustments']}
      done={say('decided')}
    />
  )
}

function bodyOf(values: Values) {
  const { state, way, amount = '', creditNoteId, note = '' } = values
  const by = way === 'note' ? { creditNoteId } : { amount: decimalText(amount) }
  return { state, ...(isApproval(values) ? by : {}), ...(note.trim() === '' ? {} : { note }) }
}
