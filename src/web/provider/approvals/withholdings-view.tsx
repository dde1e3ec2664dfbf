import type { z } from 'zod'
import type { withholdingSchema } from '../../../api/schema/tax.js'
import { useFormat } from '../../format/format.js'
import { Download } from '../../parts/download.js'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { ActionForm } from '../ui/action-form.js'
import { PartnerName } from '../ui/partner-name.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { Buttons } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { StateChoice, stateQuery } from './state-choice.js'
import { useApprovalWords } from './words.js'

type Withholding = z.output<typeof withholdingSchema>

const PATH = '/v1/platform/taxes/withholdings'
const PAGE_SIZE = 50
const TONES: Readonly<Record<Withholding['state'], Tone>> = {
  submitted: 'waiting',
  sent_back: 'plain',
  approved: 'waiting',
  completed: 'good',
}

/** Claims for tax that partners withheld. */
export function WithholdingsView() {
  const say = useApprovalWords()
  const [{ state }, setState] = useUrlState({ state: '' })
  const chosen = state === '' ? 'submitted' : state
  const pages = useSeekPages<{ items: readonly Withholding[]; continuationToken?: string }>(PATH, {
    size: PAGE_SIZE,
    state: stateQuery(chosen),
  })
  return (
    <Section title={say('withholdings')}>
      <StateChoice states={Object.keys(TONES)} value={chosen} onChoose={(next) => setState({ state: next })} />
      <Loaded read={pages.read}>{({ items }) => <Withholdings items={items} />}</Loaded>
      <SeekPager pages={pages} />
    </Section>
  )
}

function Withholdings({ items }: { readonly items: readonly Withholding[] }) {
  const say = useApprovalWords()
  const general = useConsoleWords()
  const { day, money } = useFormat()
  const columns: readonly Column<Withholding>[] = [
    { key: 'state', header: general('state'), cell: ({ state }) => <Status text={say(state)} tone={TONES[state]} /> },
    { key: 'partner', header: general('partner'), cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
    {
      key: 'invoice',
      header: say('invoice'),
      cell: ({ invoiceId, partnerId }) => (
        <AppLink to={`/provider/invoices/${invoiceId}`} search={{ partner: partnerId }}>
          {invoiceId}
        </AppLink>
      ),
    },
    {
      key: 'total',
      header: say('withheld'),
      align: 'end',
      cell: ({ total, currencyCode }) => money(total, currencyCode),
    },
    {
      key: 'submitted',
      header: say('submitted'),
      cell: ({ submittedDate, submittedBy }) => `${day(submittedDate)} ${general('by', { name: submittedBy })}`,
    },
    { key: 'note', header: general('note'), cell: ({ note }) => note },
    { key: 'actions', header: general('actions'), cell: (one) => <DecideWithholding withholding={one} /> },
  ]
  return (
    <Table
      label={say('withholdings')}
      columns={columns}
      rows={items}
      keyOf={({ id }) => id}
      empty={<Empty text={say('noWithholdings')} />}
    />
  )
}

function DecideWithholding({ withholding }: { readonly withholding: Withholding }) {
  const say = useApprovalWords()
  const general = useConsoleWords()
  const may = useMay()
  const { money } = useFormat()
  const { id, partnerId, invoiceId, state, links, total, currencyCode } = withholding
  const facts = { amount: money(total, currencyCode), invoice: invoiceId }
  const decide = (
    word: 'sent_back' | 'approved' | 'completed',
    text: 'sendBack' | 'approve' | 'complete',
    intro: string,
  ) => (
    <ActionForm
      text={say(text)}
      size="small"
      appearance={word === 'sent_back' ? 'secondary' : 'primary'}
      intro={intro}
      fields={[{ key: 'note', label: general('note'), kind: 'area', optional: word !== 'sent_back', maxLength: 1_000 }]}
      request={({ note }) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${partnerId}/taxes/withholdings/${id}/decision`,
        body: { state: word, ...(note ? { note } : {}) },
      })}
      touches={[PATH, pathOf`/v1/platform/partners/${partnerId}`]}
      done={say('decided')}
    />
  )
  return (
    <Buttons>
      <Download request={{ path: `/v1${links.certificate.uri}` }} name={invoiceId} text={say('certificate')} />
      {may('platform.tax.edit') && (
        <>
          {state === 'submitted' && decide('approved', 'approve', say('approveWithholding', facts))}
          {state === 'submitted' && decide('sent_back', 'sendBack', say('sendBackText'))}
          {state === 'approved' && decide('completed', 'complete', say('completeText', facts))}
        </>
      )}
    </Buttons>
  )
}
