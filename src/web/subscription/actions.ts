import { useMay, useSession } from '../session/session.js'
import { type Choices, isOver, type Subscription } from './model.js'
import { useSubscriptionWords } from './words.js'

/** What can be done to a subscription on its page. */
export type Act =
  | 'quantity'
  | 'rename'
  | 'frequency'
  | 'renew'
  | 'schedule'
  | 'unschedule'
  | 'move'
  | 'suspend'
  | 'reactivate'
  | 'cancel'
  | 'partner'

export type ActState = 'possible' | 'absent' | { readonly reason: string }

/** Which acts there are, and why some cannot be done now: by the state of the subscription, its product and the role. */
export function useActs(subscription: Subscription, choices: Choices | undefined): (act: Act) => ActState {
  const say = useSubscriptionWords()
  const may = useMay()
  const { account } = useSession()
  const { status, isTrial } = subscription
  const active = status === 'active'
  const hindered = (): ActState => {
    if (status === 'suspended') return { reason: say('reasonSuspended') }
    return status === 'pending' ? { reason: say('reasonPending') } : 'possible'
  }
  const buying = (): ActState => (may('order.create') ? hindered() : { reason: say('reasonReseller') })
  const openEnded = choices?.openEnded ?? true
  const states: Readonly<Record<Act, () => ActState>> = {
    quantity: () => {
      if (choices?.quantity !== 'fixed') return choices === undefined ? 'absent' : hindered()
      return { reason: say(isTrial ? 'reasonTrial' : 'reasonFixed') }
    },
    rename: () => 'possible',
    frequency: () => (choices === undefined || choices.rhythm === 'fixed' ? 'absent' : buying()),
    renew: () => (choices?.autoRenew !== 'switchable' ? 'absent' : hindered()),
    schedule: () => (openEnded || !subscription.autoRenewEnabled || isTrial ? 'absent' : buying()),
    unschedule: () =>
      subscription.scheduledNextTermInstructions === undefined || isTrial ? 'absent' : active ? 'possible' : 'absent',
    move: () => (choices === undefined || choices.renewals.length + (isTrial ? 1 : 0) < 2 ? 'absent' : buying()),
    suspend: () => (active ? 'possible' : 'absent'),
    reactivate: () => (status === 'suspended' ? 'possible' : 'absent'),
    cancel: () => 'possible',
    partner: () => (account?.accountType === 'indirect-provider' ? hindered() : 'absent'),
  }
  return (act) => (isOver(subscription) || !may('subscription.manage') ? 'absent' : states[act]())
}
