import { ActionForm } from '../ui/action-form.js'
import { useMeterWords } from './words.js'

/** Rates the usage that waits. */
export function RateNow() {
  const say = useMeterWords()
  return (
    <ActionForm
      text={say('rateNow')}
      intro={say('rateNowText')}
      fields={[{ key: 'partnerId', label: say('onlyPartner'), kind: 'partner', optional: true }]}
      request={({ partnerId }) => ({
        method: 'POST',
        path: '/v1/platform/usageratings',
        body: partnerId ? { partnerId } : {},
      })}
      touches={['/v1/platform/usagerefusals']}
      done={say('rated')}
    />
  )
}
