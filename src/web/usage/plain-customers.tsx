import { Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { customersSchema } from '../../api/schema/customer.js'
import { AppLink } from '../parts/link.js'
import { Pager } from '../parts/pager.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { useUsageWords } from './words.js'

type Customers = z.output<typeof customersSchema> & { readonly continuationToken?: string }

const ROWS = 50

/** The way to the usage of a customer for who may not see what it costs. */
export function PlainCustomers() {
  const say = useUsageWords()
  const [before, setBefore] = useState<readonly string[]>([])
  const token = before.at(-1)
  const customers = useRead<Customers>('/v1/customers', {
    query: { size: ROWS, ...(token === undefined ? {} : { seekOperation: 'Next' }) },
    ...(token === undefined ? {} : { headers: { 'MS-ContinuationToken': token } }),
    keep: true,
  })
  return (
    <Section title={say('customers')}>
      <Text>{say('whoseUsage')}</Text>
      <Loaded read={customers}>
        {({ items, continuationToken }) => (
          <>
            <Table
              label={say('customers')}
              rows={items}
              keyOf={({ id }) => id}
              empty={<Empty />}
              columns={[
                {
                  key: 'customer',
                  header: say('customer'),
                  cell: ({ id, companyProfile }) => <AppLink to={`/usage/${id}`}>{companyProfile.companyName}</AppLink>,
                },
              ]}
            />
            {(before.length > 0 || continuationToken !== undefined) && (
              <Pager
                offset={before.length * ROWS}
                shown={items.length}
                onPrevious={before.length === 0 ? undefined : () => setBefore(before.slice(0, -1))}
                onNext={continuationToken === undefined ? undefined : () => setBefore([...before, continuationToken])}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
