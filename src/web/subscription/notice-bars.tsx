import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { useMay, useSession } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import type { ActState } from './actions.js'
import type { Open } from './dialogs.js'
import { type Choices, daysUntil, isOver, type Place, type Subscription } from './model.js'
import { useSubscriptionWords } from './words.js'

export interface NoticeProps {
  readonly place: Place
  readonly subscription: Subscription
  readonly choices: Choices | undefined
  readonly stateOf: (act: 'reactivate' | 'renew' | 'move') => ActState
  readonly open: Open
}

/** What somebody who opens the page has to know first, with what can be done about it. */
export function NoticeBars(props: NoticeProps) {
  const { status, isTrial, autoRenewEnabled } = props.subscription
  if (isOver(props.subscription)) return <OverBar {...props} />
  if (status === 'suspended') return <SuspendedBar {...props} />
  if (status === 'pending') return <PendingBar {...props} />
  if (isTrial) return <TrialBar {...props} />
  return autoRenewEnabled || props.choices?.openEnded !== false ? null : <EndsBar {...props} />
}

function OverBar({ place }: NoticeProps) {
  const say = useSubscriptionWords()
  const may = useMay()
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>{say('overBar')}</MessageBarBody>
      {may('order.create') && (
        <MessageBarActions>
          <ButtonLink to={pathOf`/customers/${place.customerId}/add`}>{say('orderAgain')}</ButtonLink>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}

function SuspendedBar({ subscription, choices, stateOf, open }: NoticeProps) {
  const say = useSubscriptionWords()
  const { day } = useFormat()
  const { now } = useSession()
  const end = subscription.deprovisioningDate
  const left = end === undefined ? 0 : daysUntil(end, now)
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {end !== undefined && say(left === 1 ? 'suspendedBar1' : 'suspendedBar', { day: day(end), count: left })}{' '}
        {choices !== undefined && say(choices.suspension.stopsBilling ? 'suspendedNot' : 'suspendedStill')}
      </MessageBarBody>
      {stateOf('reactivate') === 'possible' && (
        <MessageBarActions>
          <Button onClick={() => open('reactivate')}>{say('reactivate')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}

function PendingBar({ subscription }: NoticeProps) {
  const say = useSubscriptionWords()
  const { day } = useFormat()
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>{say('pendingBar', { day: day(subscription.deprovisioningDate ?? '') })}</MessageBarBody>
    </MessageBar>
  )
}

function TrialBar({ subscription, stateOf, open }: NoticeProps) {
  const say = useSubscriptionWords()
  const { day } = useFormat()
  const becomes = subscription.scheduledNextTermInstructions !== undefined || subscription.autoRenewEnabled
  return (
    <MessageBar intent={becomes ? 'info' : 'warning'} layout="multiline">
      <MessageBarBody>
        {say('trialBar', { day: day(subscription.commitmentEndDate) })}{' '}
        {say(becomes ? 'trialBarBecomes' : 'trialBarEnds')}
      </MessageBarBody>
      {stateOf('move') === 'possible' && (
        <MessageBarActions>
          <Button onClick={() => open('move')}>{say('convert')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}

function EndsBar({ subscription, stateOf, open }: NoticeProps) {
  const say = useSubscriptionWords()
  const { day } = useFormat()
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{say('endsBar', { day: day(subscription.commitmentEndDate) })}</MessageBarBody>
      {stateOf('renew') === 'possible' && (
        <MessageBarActions>
          <Button onClick={() => open('renew')}>{say('renewOn')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
