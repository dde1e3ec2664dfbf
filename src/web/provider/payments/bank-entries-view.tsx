import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { useSaid } from '../../words/said.js'
import { Choice } from '../ui/choice.js'
import { InlineLink } from '../ui/inline-link.js'
import { PartnerName } from '../ui/partner-name.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { Buttons, Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import type { BankEntry } from './bank-entry.js'
import { ConfirmEntry, IgnoreEntry } from './decide-entry.js'
import { usePaymentWords } from './words.js'

type Suggestion = BankEntry['suggestions'][number]

const PAGE_SIZE = 50
const STATES = ['open', 'confirmed', 'ignored'] as const
const STATE_TONES: Readonly<Record<BankEntry['state'], Tone>> = { open: 'waiting', confirmed: 'good', ignored: 'over' }
const CONFIDENCE_TONES: Readonly<Record<Suggestion['confidence'], Tone>> = {
  exact: 'good',
  high: 'good',
  medium: 'waiting',
  low: 'plain',
}

const useStyles = makeStyles({
  suggestion: { marginBottom: tokens.spacingVerticalS },
  reasons: { color: tokens.colorNeutralForeground2 },
})

/** Money that came in by the bank, with what it may pay. */
export function BankEntriesView() {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const [{ state }, setState] = useUrlState({ state: 'open' })
  const pages = useSeekPages<{ items: readonly BankEntry[]; continuationToken?: string }>('/v1/platform/bank-entries', {
    size: PAGE_SIZE,
    state: state === 'all' ? undefined : state,
  })
  return (
    <Section title={say('bank')}>
      <Toolbar>
        <Choice
          label={general('state')}
          value={state}
          options={[
            ...STATES.map((value) => ({ value, text: say(value) })),
            { value: 'all', text: general('allStates') },
          ]}
          onChoose={(chosen) => setState({ state: chosen })}
        />
      </Toolbar>
      <Loaded read={pages.read}>{({ items }) => <Entries entries={items} />}</Loaded>
      <SeekPager pages={pages} />
    </Section>
  )
}

function Entries({ entries }: { readonly entries: readonly BankEntry[] }) {
  const say = usePaymentWords()
  const general = useConsoleWords()
  const may = useMay()
  const { day, money } = useFormat()
  const columns: readonly Column<BankEntry>[] = [
    { key: 'booked', header: say('booked'), cell: ({ bookedDate }) => day(bookedDate) },
    {
      key: 'amount',
      header: general('amount'),
      align: 'end',
      cell: ({ amount, currencyCode }) => money(amount, currencyCode),
    },
    { key: 'payer', header: say('payer'), cell: ({ payer, payerAccount }) => `${payer} ${payerAccount}`.trim() },
    {
      key: 'text',
      header: say('text'),
      cell: ({ remittance, structuredReference, possibleDuplicateOf }) => (
        <>
          {`${remittance} ${structuredReference}`.trim()}
          {possibleDuplicateOf !== undefined && (
            <div>
              <Status text={say('duplicate')} tone="waiting" />
            </div>
          )}
        </>
      ),
    },
    { key: 'suggestions', header: say('suggestions'), cell: (entry) => <Outcome entry={entry} /> },
    {
      key: 'state',
      header: general('state'),
      cell: ({ state }) => <Status text={say(state)} tone={STATE_TONES[state]} />,
    },
    ...(may('platform.payment.edit')
      ? [
          {
            key: 'actions',
            header: general('actions'),
            cell: (entry: BankEntry) =>
              entry.state === 'open' && (
                <Buttons>
                  <ConfirmEntry entry={entry} />
                  <IgnoreEntry entry={entry} />
                </Buttons>
              ),
          },
        ]
      : []),
  ]
  return (
    <Table
      label={say('bank')}
      columns={columns}
      rows={entries}
      keyOf={({ id }) => id}
      empty={<Empty text={say('noEntries')} />}
    />
  )
}

/** What an entry may pay, or what became of it. */
function Outcome({ entry }: { readonly entry: BankEntry }) {
  const say = usePaymentWords()
  const { day } = useFormat()
  const { state, suggestions, partnerId, decidedBy, decidedDate, reason } = entry
  if (state === 'open') {
    return suggestions.length === 0
      ? say('noSuggestion')
      : suggestions.map((one) => <SuggestionText key={one.partnerId} suggestion={one} />)
  }
  return (
    <>
      {partnerId !== undefined && <PartnerName id={partnerId} />}
      {reason !== '' && <div>{reason}</div>}
      {decidedDate !== undefined && <div>{say('decidedBy', { name: decidedBy ?? '', day: day(decidedDate) })}</div>}
    </>
  )
}

function SuggestionText({ suggestion }: { readonly suggestion: Suggestion }) {
  const styles = useStyles()
  const said = useSaid()
  const say = usePaymentWords()
  const { partnerId, confidence, reasons, allocations } = suggestion
  return (
    <div className={styles.suggestion}>
      <Status text={say(confidence)} tone={CONFIDENCE_TONES[confidence]} /> <PartnerName id={partnerId} />:{' '}
      {allocations.map(({ invoiceId }, index) => (
        <span key={invoiceId}>
          {index > 0 && ', '}
          <InlineLink to={`/provider/invoices/${invoiceId}`} search={{ partner: partnerId }}>
            {invoiceId}
          </InlineLink>
        </span>
      ))}
      <Text as="p" size={200} className={styles.reasons} style={{ margin: 0 }}>
        {reasons.map((one) => said(one)).join('; ')}
      </Text>
    </div>
  )
}
