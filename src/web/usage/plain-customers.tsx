import { Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { portalCustomersSchema } from '../../api/schema/portal-customers.js'
import { useAsked } from '../customers/asked.js'
import { AppLink } from '../parts/link.js'
import { Pager } from '../parts/pager.js'
import { Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { CustomerSearch, NoneFound } from './customer-search.js'
import { useUsageWords } from './words.js'

const ROWS = 50

/** The way to the usage of a customer for who may not see what it costs. */
export function PlainCustomers() {
  const say = useUsageWords()
  const { asked, askedNumber, ask } = useAsked()
  const offset = askedNumber('offset')
  const customers = useRead<z.output<typeof portalCustomersSchema>>('/v1/portal/customers', {
    query: { search: asked('q'), size: ROWS, offset },
    keep: true,
  })
  return (
    <Section title={say('customers')}>
      <Text>{say('whoseUsage')}</Text>
      <CustomerSearch />
      <Loaded read={customers}>
        {({ items, totalCount }) => (
          <>
            <Table
              label={say('customers')}
              rows={items}
              keyOf={({ id }) => id}
              empty={<NoneFound none={say('noneYet')} noMatch={say('noMatch')} />}
              columns={[
                {
                  key: 'customer',
                  header: say('customer'),
                  cell: ({ id, name }) => <AppLink to={`/usage/${id}`}>{name}</AppLink>,
                },
              ]}
            />
            {totalCount > ROWS && (
              <Pager
                offset={offset}
                shown={items.length}
                total={totalCount}
                onPrevious={offset === 0 ? undefined : () => ask({ offset: offset - ROWS || undefined })}
                onNext={offset + items.length >= totalCount ? undefined : () => ask({ offset: offset + ROWS })}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
