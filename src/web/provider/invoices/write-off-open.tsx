import { useFormat } from '../../format/format.js'
import { pathOf } from '../../wire/path.js'
import { usePaymentWords } from '../payments/words.js'
import { ActionForm } from '../ui/action-form.js'
import { useConsoleWords } from '../ui/words.js'
import { type Invoice, openOf } from './document.js'
import { useDocumentWords } from './words.js'

/** Writes off what is open on a document, by its exact amount. */
export function WriteOffOpen({ invoice, partnerId }: { readonly invoice: Invoice; readonly partnerId: string }) {
  const say = useDocumentWords()
  const words = usePaymentWords()
  const general = useConsoleWords()
  const { money } = useFormat()
  const open = openOf(invoice)
  if (open === undefined || open === '0') return null
  const amount = money(open, invoice.currencyCode)
  return (
    <ActionForm
      text={words('writeOff')}
      title={say('writeOff', { amount })}
      action={say('writeOff', { amount })}
      intro={words('writeOffText')}
      fields={[{ key: 'reason', label: general('reason'), kind: 'area', maxLength: 500 }]}
      request={({ reason }) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${partnerId}/write-offs`,
        body: { invoiceId: invoice.id, amount: open, reason },
      })}
      touches={['/v1/invoices', pathOf`/v1/platform/partners/${partnerId}`]}
      done={words('writtenOff')}
    />
  )
}
