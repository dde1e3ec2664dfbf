import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Facts, Section } from '../parts/section.js'
import { useMay, useSession } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { ActButton } from './act-button.js'
import type { Act, ActState } from './actions.js'
import type { Open } from './dialogs.js'
import {
  type Choices,
  dateOf,
  dayAfter,
  isOver,
  openWindows,
  type Place,
  pagePath,
  type Rhythm,
  returnable,
  type Subscription,
} from './model.js'
import { useRhythmText } from './rhythm-words.js'
import { useSubscriptionWords } from './words.js'

export interface OverviewProps {
  readonly place: Place
  readonly subscription: Subscription
  readonly choices: Choices | undefined
  readonly stateOf: (act: Act) => ActState
  readonly open: Open
}

const useStyles = makeStyles({
  value: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  lines: { display: 'flex', flexDirection: 'column' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** A value with the button that changes it. */
function Changeable({ children, button }: { readonly children: ReactNode; readonly button: ReactNode }) {
  return (
    <span className={useStyles().value}>
      {children}
      {button}
    </span>
  )
}

/** What it is, how many, and where it comes from. */
export function AboutSection({ place, subscription, choices, stateOf, open }: OverviewProps) {
  const styles = useStyles()
  const say = useSubscriptionWords()
  const { number, day } = useFormat()
  const may = useMay()
  const { customerId } = place
  const { friendlyName, offerName, quantity, creationDate, orderId, parentSubscriptionId } = subscription
  const isMetered = subscription.billingType === 'usage' || subscription.productType.id === 'Azure'
  const button = (act: Act, text: string) => (
    <ActButton act={act} state={stateOf(act)} text={text} open={open} appearance="subtle" size="small" />
  )
  const orderLink = (
    <AppLink key="order" to={pathOf`/customers/${customerId}/orders/${orderId}`}>
      {orderId}
    </AppLink>
  )
  const basePath = parentSubscriptionId && pagePath({ customerId, subscriptionId: parentSubscriptionId })
  return (
    <Section title={say('about')}>
      <Facts
        facts={[
          [say('status'), useStatusText()(subscription)],
          [say('offer'), offerName],
          [say('publisher'), choices?.offer.publisherName ?? subscription.publisherName],
          [
            say('licenses'),
            isMetered ? undefined : (
              <Changeable key="quantity" button={button('quantity', say('changeQuantity'))}>
                <Text weight="semibold">{number(quantity)}</Text>
              </Changeable>
            ),
          ],
          [
            say('nickname'),
            <Changeable key="name" button={button('rename', say('rename'))}>
              {friendlyName}
            </Changeable>,
          ],
          [say('base'), basePath && <AppLink to={basePath}>{say('showBase')}</AppLink>],
          [say('bought'), day(creationDate)],
          [say('order'), may('order.read') ? orderLink : orderId],
          [
            say('usage'),
            isMetered ? (
              <AppLink key="usage" to={pathOf`/usage/${customerId}/${subscription.id}`}>
                {say('usageOpen')}
              </AppLink>
            ) : undefined,
          ],
          [
            say('id'),
            <span key="id" className={styles.id}>
              {subscription.id}
            </span>,
          ],
        ]}
      />
    </Section>
  )
}

/** The state in a sentence, with the date until which it lasts. */
function useStatusText(): (subscription: Subscription) => string {
  const say = useSubscriptionWords()
  const { day } = useFormat()
  return ({ status, deprovisioningDate: end, isTrial, commitmentEndDate }) => {
    if (status === 'suspended' && end !== undefined) return say('deletedOn', { day: day(end) })
    if (status === 'pending' && end !== undefined) return say('givenUpOn', { day: day(end) })
    return status === 'active' && isTrial ? say('trialUntil', { day: day(commitmentEndDate) }) : say(status)
  }
}

/** How it is billed, until when, and what leaving it gives back. */
export function BillingSection({ place, subscription, choices, stateOf, open }: OverviewProps) {
  const styles = useStyles()
  const say = useSubscriptionWords()
  const { day } = useFormat()
  const { term, cycle } = useRhythmText()
  const { effectiveStartDate, commitmentEndDate, billingCycleEndDate, billingCycle, termDuration } = subscription
  const until = dateOf(commitmentEndDate)
  const cycleEnd = dateOf(billingCycleEndDate)
  const over = isOver(subscription)
  const byOrder = choices?.rhythm === 'by-order' && stateOf('frequency') === 'possible'
  const orderPage = pathOf`/customers/${place.customerId}/orders/${subscription.orderId}/billing-frequency`
  const frequency = byOrder ? (
    <AppLink to={orderPage}>{say('changeFrequency')}</AppLink>
  ) : (
    <ActButton
      act="frequency"
      state={stateOf('frequency')}
      text={say('changeFrequency')}
      open={open}
      appearance="subtle"
      size="small"
    />
  )
  return (
    <Section title={say('billing')}>
      <Facts
        facts={[
          [
            say('frequency'),
            <Changeable key="frequency" button={frequency}>
              {cycle(billingCycle as Rhythm['billingCycle'])}
            </Changeable>,
          ],
          [
            say('term'),
            until === undefined ? (
              say('termOpen')
            ) : (
              <span key="term" className={styles.lines}>
                {!subscription.isTrial && <span>{term(termDuration)}</span>}
                <span>{say('termFromTo', { from: day(effectiveStartDate), to: day(until) })}</span>
              </span>
            ),
          ],
          [say('cycleUntil'), cycleEnd === undefined || over ? undefined : say('until', { day: day(cycleEnd) })],
          [
            say('autoRenew'),
            until === undefined || over ? undefined : (
              <AutoRenew key="renew" {...{ subscription, choices, stateOf, open }} />
            ),
          ],
          [say('cancellation'), over ? undefined : <Windows key="windows" subscription={subscription} />],
        ]}
      />
    </Section>
  )
}

function AutoRenew({ subscription, choices, stateOf, open }: Omit<OverviewProps, 'place'>) {
  const say = useSubscriptionWords()
  const { day } = useFormat()
  const { autoRenewEnabled: isOn, commitmentEndDate: end } = subscription
  const renews = day(dayAfter(end))
  const always = choices?.autoRenew === 'always' && isOn
  const text = always
    ? say('autoRenewAlways', { day: renews })
    : isOn
      ? say('autoRenewOn', { day: renews })
      : say('autoRenewOff', { day: day(end) })
  const button = (
    <ActButton
      act="renew"
      state={stateOf('renew')}
      text={say(isOn ? 'renewOff' : 'renewOn')}
      open={open}
      appearance="subtle"
      size="small"
    />
  )
  return <Changeable button={button}>{text}</Changeable>
}

/** What a cancellation gives back now, until when, and how many licenses can still be removed. */
function Windows({ subscription }: { readonly subscription: Subscription }) {
  const styles = useStyles()
  const say = useSubscriptionWords()
  const { instant, number } = useFormat()
  const { now } = useSession()
  const { cancellationAllowedUntilDate, refundableQuantity, quantity } = subscription
  const open = openWindows(subscription, now)
  const until = dateOf(cancellationAllowedUntilDate)
  const left = returnable(subscription)
  const closed = open.length === 0 && until !== undefined && Date.parse(until) <= Date.parse(now)
  return (
    <span className={styles.lines}>
      {open.map(({ type, expiresAt }) => (
        <span key={type}>
          {dateOf(expiresAt) === undefined
            ? say(type === 'Full' ? 'windowAlwaysFull' : 'windowAlwaysPartial')
            : say(type === 'Full' ? 'windowFull' : 'windowPartial', { until: instant(expiresAt) })}
        </span>
      ))}
      {open.length === 0 && <span>{say('windowNone')}</span>}
      {closed && <span>{say('windowClosed', { until: instant(until) })}</span>}
      {refundableQuantity !== undefined && left !== undefined && (
        <span>
          {left === 0 ? say('removableNone') : say('removable', { count: number(left), total: number(quantity) })}
        </span>
      )}
    </span>
  )
}

/** What the renewal changes, and the ways to plan or take back a change. */
export function RenewalSection({ subscription, choices, stateOf, open }: OverviewProps) {
  const styles = useStyles()
  const say = useSubscriptionWords()
  const { day, number } = useFormat()
  const { rhythm } = useRhythmText()
  const { scheduledNextTermInstructions: planned, autoRenewEnabled, commitmentEndDate: end } = subscription
  if (isOver(subscription)) return null
  const renews = day(dayAfter(end))
  const nothing = choices?.openEnded === true ? say('renewalOpen') : say('renewalNothing', { day: renews })
  const title = (product: { productId: string; skuId: string }) =>
    choices?.renewals.find((one) => one.productId === product.productId && one.skuId === product.skuId)?.title ??
    product.productId
  const ends = choices?.openEnded === false && !autoRenewEnabled
  const canRenew = choices?.autoRenew === 'switchable'
  return (
    <Section title={say('renewal')}>
      {planned === undefined ? (
        <Text>{ends ? say(canRenew ? 'renewalEnds' : 'renewalEnding', { day: day(end) }) : nothing}</Text>
      ) : (
        <>
          <Text>{say('renewalOn', { day: renews })}</Text>
          <Facts
            facts={[
              [say('becomes'), title(planned.product)],
              [say('frequency'), rhythm(planned.product as Rhythm)],
              [say('licenses'), number(planned.quantity)],
            ]}
          />
        </>
      )}
      <div className={styles.buttons}>
        <ActButton
          act="schedule"
          state={stateOf('schedule')}
          text={say(planned === undefined ? 'schedule' : 'changeSchedule')}
          open={open}
        />
        <ActButton act="unschedule" state={stateOf('unschedule')} text={say('unschedule')} open={open} />
      </div>
    </Section>
  )
}
