import type { z } from 'zod'
import type { partnerUsageSummary } from '../../api/schema/usage.js'
import { useFormat } from '../format/format.js'
import { Page } from '../parts/page.js'
import { Facts, Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { CustomersUsage } from './customers-usage.js'
import { PlainCustomers } from './plain-customers.js'
import { isNever } from './state.js'
import { useUsageWords } from './words.js'

/** What all customers use in the current month, and how their budgets stand. */
export function UsagePage() {
  const say = useUsageWords()
  const may = useMay()
  const seesCosts = may('charge.read')
  return (
    <Page title={say('title')}>
      {seesCosts ? (
        <>
          <Summary />
          <CustomersUsage />
        </>
      ) : (
        <PlainCustomers />
      )}
    </Page>
  )
}

function Summary() {
  const say = useUsageWords()
  const { money, day, instant, number } = useFormat()
  const summary = useRead<z.output<typeof partnerUsageSummary>>('/v1/usagesummary')
  return (
    <Section title={say('thisMonth')}>
      <Loaded read={summary}>
        {(data) => {
          const { customersOverBudget: over, customersTrendingOver: trending } = data
          return (
            <Facts
              facts={[
                [say('period'), say('fromTo', { from: day(data.billingStartDate), to: day(data.billingEndDate) })],
                [say('total'), money(data.totalCost, data.currencyCode)],
                [say('updated'), isNever(data.lastModifiedDate) ? say('noUsageYet') : instant(data.lastModifiedDate)],
                [say('customersWithUsage'), number(data.customersWithUsageBasedSubscription)],
                [say('overBudget'), over === 0 ? number(0) : <Status key="over" text={number(over)} tone="bad" />],
                [
                  say('trendingOver'),
                  trending === 0 ? number(0) : <Status key="trending" text={number(trending)} tone="waiting" />,
                ],
              ]}
            />
          )
        }}
      </Loaded>
    </Section>
  )
}
