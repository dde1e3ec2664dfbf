import { PlayRegular } from '@fluentui/react-icons'
import { useFormat } from '../../format/format.js'
import { useSession } from '../../session/session.js'
import { ActionForm } from '../ui/action-form.js'
import { useRunWords } from './words.js'

const DAY_MILLISECONDS = 86_400_000

/** Starts a run for a day that is over; yesterday unless said otherwise. */
export function StartRun() {
  const say = useRunWords()
  const { day: write } = useFormat()
  const { now } = useSession()
  const yesterday = new Date(Date.parse(now) - DAY_MILLISECONDS).toISOString().slice(0, 10)
  return (
    <ActionForm
      text={say('start')}
      title={say('startTitle')}
      icon={<PlayRegular />}
      appearance="primary"
      intro={({ asOf }) => say('startText', { day: asOf ? write(asOf) : '…' })}
      fields={[
        { key: 'asOf', label: say('day'), kind: 'day', hint: say('dayHint') },
        { key: 'partnerId', label: say('onlyPartner'), kind: 'partner', optional: true, hint: say('onlyHint') },
      ]}
      initial={{ asOf: yesterday }}
      request={({ asOf, partnerId }) => ({
        method: 'POST',
        path: '/v1/platform/billing-runs',
        body: { asOf, ...(partnerId ? { partnerId } : {}) },
      })}
      touches={['/v1/platform/']}
      done={say('startedNotice')}
    />
  )
}
