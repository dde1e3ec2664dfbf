import type { z } from 'zod'
import type { customersSchema } from '../../api/schema/customer.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { useHomeWords } from './words.js'

const SHOWN = 10

/** The first customers of a reseller, which has no figures of its own to see. */
export function CustomersSection() {
  const say = useHomeWords()
  const customers = useRead<z.output<typeof customersSchema>>('/v1/customers', { query: { size: SHOWN } })
  return (
    <Section title={say('customers')} actions={<AppLink to="/customers">{say('toCustomers')}</AppLink>}>
      <Loaded read={customers}>
        {({ items }) => (
          <Table
            label={say('customers')}
            rows={items}
            keyOf={({ id }) => id}
            empty={<Empty text={say('noCustomers')} />}
            columns={[
              {
                key: 'name',
                header: say('customer'),
                cell: ({ id, companyProfile }) => (
                  <AppLink to={`/customers/${id}`}>{companyProfile.companyName}</AppLink>
                ),
              },
              { key: 'domain', header: say('domain'), cell: ({ companyProfile }) => companyProfile.domain },
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}
