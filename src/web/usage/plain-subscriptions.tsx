import type { z } from 'zod'
import type { subscriptionCollection } from '../../api/schema/subscription.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { State } from './state.js'
import { useUsageWords } from './words.js'

/** The metered subscriptions of a customer for who may not see what they cost. */
export function PlainSubscriptions({ customerId }: { readonly customerId: string }) {
  const say = useUsageWords()
  const subscriptions = useRead<z.output<typeof subscriptionCollection>>(
    pathOf`/v1/customers/${customerId}/subscriptions`,
  )
  return (
    <Section title={say('subscriptions')}>
      <Loaded read={subscriptions}>
        {({ items }) => (
          <Table
            label={say('subscriptions')}
            rows={items.filter(({ billingType }) => billingType === 'usage')}
            keyOf={({ id }) => id}
            empty={<Empty text={say('noSubscriptions')} />}
            columns={[
              {
                key: 'name',
                header: say('subscription'),
                cell: ({ id, friendlyName }) => <AppLink to={`/usage/${customerId}/${id}`}>{friendlyName}</AppLink>,
              },
              { key: 'status', header: say('status'), cell: ({ status }) => <State status={status} /> },
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}
