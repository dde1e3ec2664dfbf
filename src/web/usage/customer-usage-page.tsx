import { useParams } from '@tanstack/react-router'
import type { z } from 'zod'
import type { customerSchema } from '../../api/schema/customer.js'
import type { customerUsageSummary, subscriptionUsageRecords } from '../../api/schema/usage.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Facts, Section, Sections } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { BudgetSection } from './budget-section.js'
import { PlainSubscriptions } from './plain-subscriptions.js'
import { isNever, State } from './state.js'
import { useUsageWords } from './words.js'

type Customer = z.output<typeof customerSchema>

/** What a customer uses in the current month: its budget and its metered subscriptions. */
export function CustomerUsagePage() {
  const say = useUsageWords()
  const may = useMay()
  const { customerId } = useParams({ strict: false }) as { readonly customerId: string }
  const customer = useRead<Customer>(pathOf`/v1/customers/${customerId}`)
  const name = customer.data?.companyProfile.companyName
  return (
    <Page
      title={name === undefined ? say('title') : say('usageOf', { name })}
      crumbs={[{ text: say('title'), to: '/usage' }]}
      actions={<AppLink to={`/customers/${customerId}`}>{say('toCustomer')}</AppLink>}
    >
      <Loaded read={customer}>
        {({ companyProfile }) =>
          may('charge.read') ? (
            <>
              <Sections>
                <MonthSection customerId={customerId} />
                <BudgetSection customerId={customerId} name={companyProfile.companyName} />
              </Sections>
              <SubscriptionsSection customerId={customerId} />
            </>
          ) : (
            <PlainSubscriptions customerId={customerId} />
          )
        }
      </Loaded>
    </Page>
  )
}

function MonthSection({ customerId }: { readonly customerId: string }) {
  const say = useUsageWords()
  const { money, day, instant } = useFormat()
  const summary = useRead<z.output<typeof customerUsageSummary>>(pathOf`/v1/customers/${customerId}/usagesummary`)
  return (
    <Section title={say('thisMonth')}>
      <Loaded read={summary}>
        {(data) => (
          <Facts
            facts={[
              [say('period'), say('fromTo', { from: day(data.billingStartDate), to: day(data.billingEndDate) })],
              [say('total'), money(data.totalCost, data.currencyCode)],
              [say('updated'), isNever(data.lastModifiedDate) ? say('noUsageYet') : instant(data.lastModifiedDate)],
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}

function SubscriptionsSection({ customerId }: { readonly customerId: string }) {
  const say = useUsageWords()
  const may = useMay()
  const { money } = useFormat()
  const records = useRead<z.output<typeof subscriptionUsageRecords>>(
    pathOf`/v1/customers/${customerId}/subscriptions/usagerecords`,
  )
  return (
    <Section title={say('subscriptions')}>
      <Loaded read={records}>
        {({ items }) => (
          <Table
            label={say('subscriptions')}
            rows={items}
            keyOf={({ id }) => id}
            empty={
              <Empty text={say('noSubscriptions')}>
                {may('order.create') && <AppLink to={`/customers/${customerId}/add`}>{say('addSubscription')}</AppLink>}
              </Empty>
            }
            columns={[
              {
                key: 'name',
                header: say('subscription'),
                cell: ({ id, name }) => <AppLink to={`/usage/${customerId}/${id}`}>{name}</AppLink>,
              },
              { key: 'status', header: say('status'), cell: ({ status }) => <State status={status} /> },
              {
                key: 'cost',
                header: say('nextInvoice'),
                align: 'end',
                cell: ({ totalCost, currencyCode }) => money(totalCost, currencyCode),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}
