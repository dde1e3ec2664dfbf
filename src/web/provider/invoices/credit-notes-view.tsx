import type { z } from 'zod'
import type { amendmentsSchema } from '../../../api/schema/amendment.js'
import { useFormat } from '../../format/format.js'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { PartnerField } from '../ui/partner-field.js'
import { PartnerName } from '../ui/partner-name.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { useDocumentWords } from './words.js'

type Amendments = z.output<typeof amendmentsSchema>
type Item = Amendments['items'][number]

const PAGE_SIZE = 50

/** What amends invoices, of all partners or of one, newest first. */
export function CreditNotesView() {
  const say = useDocumentWords()
  const general = useConsoleWords()
  const [{ partner, offset }, setState] = useUrlState({ partner: '', offset: '0' })
  const at = Number(offset)
  const found = useRead<Amendments>('/v1/platform/credit-notes', {
    query: { size: PAGE_SIZE, offset: at, partnerId: partner },
    keep: true,
  })
  return (
    <Section title={say('notes')}>
      <Toolbar>
        <PartnerField
          label={general('partner')}
          value={partner}
          onChoose={(chosen) => setState({ partner: chosen, offset: '0' })}
        />
      </Toolbar>
      <Loaded read={found}>
        {({ items, totalCount }) => (
          <>
            <Notes items={items} />
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
    </Section>
  )
}

function Notes({ items }: { readonly items: readonly Item[] }) {
  const say = useDocumentWords()
  const general = useConsoleWords()
  const { day, money } = useFormat()
  const linked = (number: string | undefined, partnerId: string) =>
    number !== undefined && (
      <AppLink to={`/provider/invoices/${number}`} search={{ partner: partnerId }}>
        {number}
      </AppLink>
    )
  const columns: readonly Column<Item>[] = [
    { key: 'number', header: say('number'), cell: ({ id, partnerId }) => linked(id, partnerId) },
    { key: 'document', header: say('document'), cell: ({ documentType }) => say(documentType) },
    { key: 'amends', header: say('amends'), cell: ({ amendsOf, partnerId }) => linked(amendsOf, partnerId) },
    { key: 'partner', header: general('partner'), cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
    { key: 'date', header: say('date'), cell: ({ issueDate }) => day(issueDate) },
    { key: 'reason', header: general('reason'), cell: ({ reason }) => say(reason as 'goodwill') },
    { key: 'note', header: say('note'), cell: ({ note }) => note },
    {
      key: 'total',
      header: say('total'),
      align: 'end',
      cell: ({ totalCharges, currencyCode }) => money(totalCharges, currencyCode),
    },
  ]
  return (
    <Table
      label={say('notes')}
      columns={columns}
      rows={items}
      keyOf={({ id, amendsOf }) => id ?? amendsOf}
      empty={<Empty text={say('noNotes')} />}
    />
  )
}
