import { useFormat } from '../../format/format.js'
import { pathOf } from '../../wire/path.js'
import { ActionForm } from '../ui/action-form.js'
import type { Values } from '../ui/form-fields.js'
import { useConsoleWords } from '../ui/words.js'
import type { BankEntry } from './bank-entry.js'
import { usePaymentWords } from './words.js'

const TOUCHES = ['/v1/platform/bank-entries', '/v1/platform/partners', '/v1/invoices']

interface EntryProps {
  readonly entry: BankEntry
}

/** Makes an entry a payment: by a suggestion, or of a partner one chooses. */
export function ConfirmEntry({ entry }: EntryProps) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const { money } = useFormat()
  const amount = money(entry.amount, entry.currencyCode)
  const ofSuggestion = entry.suggestions.map(({ partnerName, allocations }, index) => ({
    value: String(index),
    text: say('paySuggestion', {
      partner: partnerName,
      invoices: allocations.map((one) => `${one.invoiceId} ${money(one.amount, entry.currencyCode)}`).join(', '),
    }),
  }))
  const choosesPartner = ({ pays = '' }: Values) => !/^\d+$/.test(pays)
  return (
    <ActionForm
      text={say('confirm')}
      size="small"
      appearance="primary"
      label={say('confirmTitle', { amount, payer: entry.payer })}
      intro={say('confirmText', { amount })}
      fields={[
        {
          key: 'pays',
          label: say('pays'),
          kind: 'choice',
          options: [
            ...ofSuggestion,
            { value: 'oldest', text: say('payOldest') },
            { value: 'nothing', text: say('payNothing') },
          ],
        },
        { key: 'partner', label: general('partner'), kind: 'partner', shown: choosesPartner },
      ]}
      initial={{ pays: entry.suggestions.length > 0 ? '0' : 'oldest', partner: entry.suggestions[0]?.partnerId ?? '' }}
      request={({ pays = '', partner }) => ({
        method: 'POST',
        path: pathOf`/v1/platform/bank-entries/${entry.id}/confirm`,
        body: wishOf(entry, pays, partner ?? ''),
      })}
      touches={TOUCHES}
      done={say('entryConfirmed')}
    />
  )
}

function wishOf({ suggestions }: BankEntry, pays: string, partnerId: string) {
  const suggestion = /^\d+$/.test(pays) ? suggestions[Number(pays)] : undefined
  if (suggestion !== undefined) return { partnerId: suggestion.partnerId, allocations: suggestion.allocations }
  return { partnerId, oldestFirst: pays === 'oldest' }
}

/** Sets an entry aside that is no payment of a partner. */
export function IgnoreEntry({ entry }: EntryProps) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const { money } = useFormat()
  const amount = money(entry.amount, entry.currencyCode)
  return (
    <ActionForm
      text={say('ignore')}
      size="small"
      label={say('ignoreTitle', { amount, payer: entry.payer })}
      intro={say('ignoreText')}
      fields={[{ key: 'reason', label: general('reason'), kind: 'area', maxLength: 500 }]}
      request={(body) => ({ method: 'POST', path: pathOf`/v1/platform/bank-entries/${entry.id}/ignore`, body })}
      touches={TOUCHES}
      done={say('entryIgnored')}
    />
  )
}
