import { useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { apiPath, type Place, pagePath, STATUS_TONES, type Subscription, type Subscriptions } from './model.js'
import { useRhythmText } from './rhythm-words.js'
import { useSubscriptionWords } from './words.js'

/** The add-ons of a subscription; each has a page of its own, where it is changed. */
export function AddOnsSection({ place, subscription }: { readonly place: Place; readonly subscription: Subscription }) {
  const say = useSubscriptionWords()
  const may = useMay()
  const addOns = useRead<Subscriptions>(`${apiPath(place)}/addons`)
  const canAdd = may('order.create') && subscription.status === 'active' && subscription.hasPurchasableAddons
  const add = canAdd && (
    <ButtonLink to={pathOf`/customers/${place.customerId}/add`} search={{ addOnsOf: place.subscriptionId }}>
      {say('addOnsAdd')}
    </ButtonLink>
  )
  return (
    <Section title={say('addOns')} actions={add}>
      <Loaded read={addOns}>{({ items }) => <AddOns customerId={place.customerId} addOns={items} />}</Loaded>
    </Section>
  )
}

function AddOns({ customerId, addOns }: { readonly customerId: string; readonly addOns: readonly Subscription[] }) {
  const say = useSubscriptionWords()
  const { number } = useFormat()
  const { cycle } = useRhythmText()
  return (
    <Table
      label={say('addOns')}
      rows={addOns}
      keyOf={({ id }) => id}
      empty={<Empty text={say('addOnsNone')} />}
      columns={[
        {
          key: 'name',
          header: say('name'),
          cell: ({ id, friendlyName }) => (
            <AppLink to={pagePath({ customerId, subscriptionId: id })}>{friendlyName}</AppLink>
          ),
        },
        {
          key: 'status',
          header: say('status'),
          cell: ({ status }) => <Status text={say(status)} tone={STATUS_TONES[status]} />,
        },
        { key: 'licenses', header: say('licenses'), align: 'end', cell: ({ quantity }) => number(quantity) },
        { key: 'frequency', header: say('frequency'), cell: ({ billingCycle }) => cycle(billingCycle) },
      ]}
    />
  )
}
