import { useFormat } from '../../format/format.js'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { actingHeaders } from '../ui/acting-headers.js'
import { PartnerField } from '../ui/partner-field.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { type Invoice, openOf } from './document.js'
import { useDocumentWords } from './words.js'

const PAGE_SIZE = 50

/** Every document of a partner, newest first. */
export function DocumentsView() {
  const say = useDocumentWords()
  const general = useConsoleWords()
  const [{ partner, offset }, setState] = useUrlState({ partner: '', offset: '0' })
  const at = Number(offset)
  const found = useRead<{ items: readonly Invoice[]; totalCount: number }>(
    partner === '' ? undefined : '/v1/invoices',
    { query: { size: PAGE_SIZE, offset: at }, headers: actingHeaders(partner), keep: true },
  )
  return (
    <Section title={say('ofPartner')}>
      <Toolbar>
        <PartnerField
          label={general('partner')}
          value={partner}
          onChoose={(chosen) => setState({ partner: chosen, offset: '0' })}
        />
      </Toolbar>
      {partner === '' ? (
        <Empty text={general('choosePartner')} />
      ) : (
        <Loaded read={found}>
          {({ items, totalCount }) => (
            <>
              <Documents partnerId={partner} documents={items} />
              <OffsetPager
                offset={at}
                size={PAGE_SIZE}
                shown={items.length}
                total={totalCount}
                onMove={(to) => setState({ offset: String(to) })}
              />
            </>
          )}
        </Loaded>
      )}
    </Section>
  )
}

function Documents({ partnerId, documents }: { readonly partnerId: string; readonly documents: readonly Invoice[] }) {
  const say = useDocumentWords()
  const general = useConsoleWords()
  const { day, money } = useFormat()
  const openText = (one: Invoice) => {
    const open = openOf(one)
    return open === undefined ? '' : money(open, one.currencyCode)
  }
  const columns: readonly Column<Invoice>[] = [
    {
      key: 'number',
      header: say('number'),
      cell: ({ id }) => (
        <AppLink to={`/provider/invoices/${id}`} search={{ partner: partnerId }}>
          {id}
        </AppLink>
      ),
    },
    { key: 'document', header: say('document'), cell: (one) => say(kindOf(one)) },
    {
      key: 'type',
      header: say('type'),
      cell: ({ invoiceType }) => general(invoiceType === 'Recurring' ? 'recurring' : 'oneTime'),
    },
    { key: 'date', header: say('date'), cell: ({ invoiceDate }) => day(invoiceDate) },
    {
      key: 'period',
      header: say('period'),
      cell: ({ billingPeriodStartDate, billingPeriodEndDate }) =>
        `${day(billingPeriodStartDate)} – ${day(billingPeriodEndDate)}`,
    },
    { key: 'amends', header: say('amends'), cell: ({ amendsOf }) => amendsOf },
    {
      key: 'total',
      header: say('total'),
      align: 'end',
      cell: ({ totalCharges, currencyCode }) => money(totalCharges, currencyCode),
    },
    { key: 'open', header: say('open'), align: 'end', cell: (one) => openText(one) },
  ]
  return (
    <Table
      label={say('ofPartner')}
      columns={columns}
      rows={documents}
      keyOf={({ id }) => id}
      empty={<Empty text={say('noDocuments')} />}
    />
  )
}

/** What a document is called; a credit note is an adjustment note below zero. */
export function kindOf({ documentType, totalCharges }: Invoice) {
  if (documentType === 'adjustment_note' && totalCharges < 0) return 'credit_note'
  return documentType
}
