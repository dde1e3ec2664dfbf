import { ArrowUpRegular, DeleteRegular, NumberSymbolRegular, PauseRegular, PlayRegular } from '@fluentui/react-icons'
import { useParams } from '@tanstack/react-router'
import { Page } from '../parts/page.js'
import { Sections } from '../parts/section.js'
import { Loading, Problem } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { ActButton } from './act-button.js'
import { type Act, type ActState, useActs } from './actions.js'
import { AddOnsSection } from './add-ons-section.js'
import { type Open, useDialogs } from './dialogs.js'
import { apiPath, type Choices, type Place, STATUS_TONES, type Subscription } from './model.js'
import { NoticeBars } from './notice-bars.js'
import { AboutSection, BillingSection, RenewalSection } from './overview-sections.js'
import { ServicesSection } from './services-section.js'
import { NextSection, TimelineSection } from './timeline-section.js'
import { useChoices } from './use-subscription.js'
import { useSubscriptionWords } from './words.js'

/** One subscription of a customer: what it is, what it charges, what happened to it, and everything that can be done. */
export function SubscriptionPage() {
  const { customerId = '', subscriptionId = '' } = useParams({ strict: false }) as Partial<Place>
  const place = { customerId, subscriptionId }
  const subscription = useRead<Subscription>(apiPath(place))
  const choices = useChoices(place)
  const say = useSubscriptionWords()
  if (subscription.data === undefined) {
    return (
      <Page title={say('about')} crumbs={[{ text: say('customers'), to: '/customers' }]}>
        {subscription.error === null ? <Loading /> : <Problem fault={subscription.error} />}
      </Page>
    )
  }
  return <Shown place={place} subscription={subscription.data} choices={choices.data} key={subscriptionId} />
}

interface ShownProps {
  readonly place: Place
  readonly subscription: Subscription
  readonly choices: Choices | undefined
}

function Shown({ place, subscription, choices }: ShownProps) {
  const say = useSubscriptionWords()
  const stateOf = useActs(subscription, choices)
  const [open, dialog] = useDialogs({ place, subscription, choices })
  const { friendlyName, status, isTrial, parentSubscriptionId } = subscription
  const shared = { place, subscription, choices, stateOf, open }
  const customer = pathOf`/customers/${place.customerId}`
  return (
    <Page
      title={friendlyName}
      beside={
        <>
          <Status text={say(status)} tone={STATUS_TONES[status]} />
          {isTrial && <Status text={say('trial')} tone="plain" />}
          {parentSubscriptionId !== undefined && <Status text={say('addOn')} tone="plain" />}
        </>
      }
      crumbs={[
        { text: say('customers'), to: '/customers' },
        { text: choices?.customerName ?? '…', to: customer },
      ]}
      actions={<Actions subscription={subscription} stateOf={stateOf} open={open} />}
    >
      <NoticeBars {...shared} />
      <Sections>
        <AboutSection {...shared} />
        <BillingSection {...shared} />
      </Sections>
      <Sections>
        <NextSection place={place} />
        <RenewalSection {...shared} />
      </Sections>
      <Sections>
        {parentSubscriptionId === undefined && subscription.hasPurchasableAddons && (
          <AddOnsSection place={place} subscription={subscription} />
        )}
        <ServicesSection {...shared} />
      </Sections>
      <TimelineSection place={place} />
      {dialog}
    </Page>
  )
}

interface ActionsProps {
  readonly subscription: Subscription
  readonly stateOf: (act: Act) => ActState
  readonly open: Open
}

/** The main things one does with a subscription; smaller ones stand beside what they change. */
function Actions({ subscription, stateOf, open }: ActionsProps) {
  const say = useSubscriptionWords()
  const quantity = stateOf('quantity')
  const buttons = [
    { act: 'reactivate', text: say('reactivate'), icon: <PlayRegular /> },
    { act: 'quantity', text: say('changeQuantity'), icon: <NumberSymbolRegular /> },
    { act: 'move', text: say(subscription.isTrial ? 'convert' : 'move'), icon: <ArrowUpRegular /> },
    { act: 'suspend', text: say('suspend'), icon: <PauseRegular /> },
    { act: 'cancel', text: say('cancelIt'), icon: <DeleteRegular /> },
  ] as const
  return (
    <>
      {buttons.map(({ act, text, icon }) => (
        <ActButton
          key={act}
          act={act}
          state={stateOf(act)}
          text={text}
          icon={icon}
          open={open}
          {...(act === 'quantity' && quantity === 'possible' ? { appearance: 'primary' as const } : {})}
          {...(act === 'reactivate' ? { appearance: 'primary' as const } : {})}
        />
      ))}
    </>
  )
}
