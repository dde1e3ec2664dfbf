import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useParams } from '@tanstack/react-router'
import { useFormat } from '../format/format.js'
import { Page } from '../parts/page.js'
import { Sections } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { InvoiceDownloads } from './invoice-downloads.js'
import { InvoiceLines } from './invoice-lines.js'
import { PaidBy, Products, Related, Summary, Taxes } from './invoice-parts.js'
import { stateOf } from './state.js'
import type { BillInFull } from './types.js'
import { useBillingWords } from './words.js'
import { useInvoiceWords } from './words-invoice.js'

/** A bill or what amends one: what it comes to, what pays it, its lines with their explanations, and its files. */
export function InvoicePage() {
  const say = useBillingWords()
  const { invoiceId = '' } = useParams({ strict: false }) as { invoiceId?: string }
  const read = useRead<BillInFull>(pathOf`/v1/portal/invoices/${invoiceId}`)
  const bill = read.data
  const state = bill && stateOf(bill)
  return (
    <Page
      title={`${say(bill?.documentType ?? 'invoice')} ${bill?.id ?? invoiceId}`}
      beside={state && <Status text={say(state.word)} tone={state.tone} />}
      crumbs={[{ text: say('billing'), to: '/billing' }]}
      actions={bill && <InvoiceDownloads bill={bill} />}
    >
      <Loaded read={read}>{(data) => <Bill bill={data} />}</Loaded>
    </Page>
  )
}

function Bill({ bill }: { readonly bill: BillInFull }) {
  return (
    <>
      <Warning bill={bill} />
      <Sections>
        <Summary bill={bill} />
        <Taxes bill={bill} />
        <PaidBy bill={bill} />
        <Related bill={bill} />
      </Sections>
      <Products bill={bill} />
      <InvoiceLines key={bill.id} bill={bill} />
    </>
  )
}

function Warning({ bill }: { readonly bill: BillInFull }) {
  const say = useInvoiceWords()
  const { money, day } = useFormat()
  const voidedBy = bill.amendments.find(({ documentType }) => documentType === 'void_note')
  const text =
    voidedBy !== undefined
      ? say('voidText', { id: voidedBy.id })
      : bill.overdue
        ? say('overdueText', { day: day(bill.dueDate), amount: money(bill.openAmount, bill.currencyCode) })
        : undefined
  if (text === undefined) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  )
}
