import type { z } from 'zod'
import type { exemptionSchema } from '../../../api/schema/tax.js'
import { useNames } from '../../customers/names.js'
import { useFormat } from '../../format/format.js'
import { Download } from '../../parts/download.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { useTaxClass } from '../../words/tax-classes.js'
import { ActionForm } from '../ui/action-form.js'
import { type Partner, PartnerName } from '../ui/partner-name.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { Buttons } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { StateChoice, stateQuery } from './state-choice.js'
import { useApprovalWords } from './words.js'

type Exemption = z.output<typeof exemptionSchema>

const PATH = '/v1/platform/taxes/exemptions'
const PAGE_SIZE = 50
const TONES: Readonly<Record<Exemption['state'], Tone>> = { submitted: 'waiting', approved: 'good', rejected: 'bad' }

/** Certificates of exemption partners handed in. */
export function ExemptionsView() {
  const say = useApprovalWords()
  const [{ state }, setState] = useUrlState({ state: '' })
  const chosen = state === '' ? 'submitted' : state
  const pages = useSeekPages<{ items: readonly Exemption[]; continuationToken?: string }>(PATH, {
    size: PAGE_SIZE,
    state: stateQuery(chosen),
  })
  return (
    <Section title={say('exemptions')}>
      <StateChoice states={Object.keys(TONES)} value={chosen} onChoose={(next) => setState({ state: next })} />
      <Loaded read={pages.read}>{({ items }) => <Exemptions items={items} />}</Loaded>
      <SeekPager pages={pages} />
    </Section>
  )
}

function Exemptions({ items }: { readonly items: readonly Exemption[] }) {
  const say = useApprovalWords()
  const general = useConsoleWords()
  const names = useNames()
  const nameOf = useTaxClass()
  const { day } = useFormat()
  const columns: readonly Column<Exemption>[] = [
    { key: 'state', header: general('state'), cell: ({ state }) => <Status text={say(state)} tone={TONES[state]} /> },
    { key: 'partner', header: general('partner'), cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
    { key: 'country', header: general('country'), cell: names.place },
    { key: 'number', header: say('certificateNumber'), cell: ({ certificateNumber }) => certificateNumber },
    { key: 'reason', header: general('reason'), cell: ({ reason }) => reason },
    {
      key: 'classes',
      header: say('classes'),
      cell: ({ taxClasses }) => (taxClasses.length === 0 ? say('allClasses') : taxClasses.map(nameOf).join(', ')),
    },
    {
      key: 'valid',
      header: say('validity'),
      cell: ({ validFrom, validTo }) => `${day(validFrom)} – ${validTo === undefined ? say('open') : day(validTo)}`,
    },
    { key: 'actions', header: general('actions'), cell: (exemption) => <DecideExemption exemption={exemption} /> },
  ]
  return (
    <Table
      label={say('exemptions')}
      columns={columns}
      rows={items}
      keyOf={({ id }) => id}
      empty={<Empty text={say('noExemptions')} />}
    />
  )
}

function DecideExemption({ exemption }: { readonly exemption: Exemption }) {
  const say = useApprovalWords()
  const general = useConsoleWords()
  const may = useMay()
  const { day } = useFormat()
  const { id, partnerId, state, links, certificateNumber } = exemption
  const partner = useRead<Partner>(pathOf`/v1/platform/partners/${partnerId}`)
  const facts = { partner: partner.data?.name ?? '', from: day(exemption.validFrom) }
  const decide = (word: 'approved' | 'rejected', text: 'approve' | 'reject', intro: string) => (
    <ActionForm
      text={say(text)}
      size="small"
      appearance={word === 'approved' ? 'primary' : 'secondary'}
      intro={intro}
      fields={[{ key: 'note', label: general('note'), kind: 'area', optional: true, maxLength: 1_000 }]}
      request={({ note }) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${partnerId}/taxes/exemptions/${id}/decision`,
        body: { state: word, ...(note ? { note } : {}) },
      })}
      touches={[PATH, pathOf`/v1/platform/partners/${partnerId}/taxes`]}
      done={say('decided')}
    />
  )
  return (
    <Buttons>
      <Download request={{ path: `/v1${links.certificate.uri}` }} name={certificateNumber} text={say('certificate')} />
      {may('platform.tax.edit') &&
        state === 'submitted' &&
        decide('approved', 'approve', say('approveExemption', facts))}
      {may('platform.tax.edit') && state !== 'rejected' && decide('rejected', 'reject', say('rejectExemption', facts))}
    </Buttons>
  )
}
