import { useFormat } from '../../format/format.js'
import { Facts, Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { useMay } from '../../session/session.js'
import { useRead } from '../../wire/read.js'
import { PartnerName } from '../ui/partner-name.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { Stack } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import type { CreditRequest } from './credit-request.js'
import { DecideRequest } from './decide-request.js'
import { StateChoice, stateQuery } from './state-choice.js'
import { useApprovalWords } from './words.js'

const PAGE_SIZE = 20
const TONES: Readonly<Record<CreditRequest['state'], Tone>> = {
  submitted: 'waiting',
  in_review: 'waiting',
  more_information: 'plain',
  approved: 'good',
  declined: 'bad',
  completed: 'over',
}

/** Credits partners ask for, each with what is needed to decide. */
export function CreditRequestsView() {
  const say = useApprovalWords()
  const [{ state, offset }, setState] = useUrlState({ state: '', offset: '0' })
  const chosen = state === '' ? 'submitted' : state
  const at = Number(offset)
  const found = useRead<{ items: readonly CreditRequest[]; totalCount: number }>('/v1/platform/creditrequests', {
    query: { size: PAGE_SIZE, offset: at, state: stateQuery(chosen) },
    keep: true,
  })
  return (
    <Stack>
      <StateChoice
        states={Object.keys(TONES)}
        value={chosen}
        onChoose={(next) => setState({ state: next, offset: '0' })}
      />
      <Loaded read={found}>
        {({ items, totalCount }) => (
          <>
            {items.length === 0 && <Empty text={say('noCreditRequests')} />}
            {items.map((request) => (
              <OneRequest key={request.id} request={request} />
            ))}
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
    </Stack>
  )
}

function OneRequest({ request }: { readonly request: CreditRequest }) {
  const say = useApprovalWords()
  const general = useConsoleWords()
  const may = useMay()
  const { day, instant, number } = useFormat()
  const { state, requestType, startedAt, endedAt, affectedUsers, submittedDate } = request
  const isOpen = state === 'submitted' || state === 'in_review' || state === 'more_information'
  const span = [startedAt, endedAt].map((at) => (at === undefined ? '' : instant(at))).join(' – ')
  return (
    <Section
      title={say('request', { day: day(submittedDate) })}
      actions={isOpen && may('platform.adjustment.propose') && <DecideRequest request={request} />}
    >
      <Facts
        facts={[
          [general('state'), <Status key="state" text={say(state)} tone={TONES[state]} />],
          [general('partner'), <PartnerName key="partner" id={request.partnerId} />],
          [say('requestType'), say(requestType)],
          [general('description'), request.description],
          [say('customer'), request.customerName],
          [say('subscription'), `${request.subscriptionName} (${request.subscriptionId})`.trim()],
          [say('incident'), request.incidentId],
          [say('period'), startedAt === undefined ? undefined : span],
          [say('affectedUsers'), affectedUsers === undefined ? undefined : number(affectedUsers)],
          [say('locations'), request.locations],
          [say('attempts'), request.attempts],
          [say('contact'), request.customerEmail],
          [say('claimUntil'), day(request.claimUntil)],
          [general('note'), request.note],
          [say('creditedOn'), request.creditedOn],
        ]}
      />
    </Section>
  )
}
