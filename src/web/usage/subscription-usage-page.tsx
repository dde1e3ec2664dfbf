import { useParams } from '@tanstack/react-router'
import type { z } from 'zod'
import type { customerSchema } from '../../api/schema/customer.js'
import type { subscriptionSchema } from '../../api/schema/subscription.js'
import type { meterUsageRecords, subscriptionUsageSummary } from '../../api/schema/usage.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Facts, Section } from '../parts/section.js'
import { Empty, Loaded, Loading } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useMay, useSession } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { DailySection } from './daily-section.js'
import { isNever, State } from './state.js'
import { useUsageWords } from './words.js'

type Summary = z.output<typeof subscriptionUsageSummary>

/** What a subscription uses: by day, by meter, and what that costs on the invoice to come. */
export function SubscriptionUsagePage() {
  const say = useUsageWords()
  const may = useMay()
  const { now } = useSession()
  const { customerId, subscriptionId } = useParams({ strict: false }) as Record<'customerId' | 'subscriptionId', string>
  const path = pathOf`/v1/customers/${customerId}/subscriptions/${subscriptionId}`
  const seesCosts = may('charge.read')
  const subscription = useRead<z.output<typeof subscriptionSchema>>(path)
  const summary = useRead<Summary>(`${path}/usagesummary`, { enabled: seesCosts })
  const customer = useRead<z.output<typeof customerSchema>>(pathOf`/v1/customers/${customerId}`)
  const name = subscription.data?.friendlyName
  const isDated = !seesCosts || summary.data !== undefined || summary.error !== null
  return (
    <Page
      title={name === undefined ? say('title') : say('usageOf', { name })}
      beside={subscription.data !== undefined && <State status={subscription.data.status} />}
      crumbs={[
        { text: say('title'), to: '/usage' },
        { text: customer.data?.companyProfile.companyName ?? say('customer'), to: `/usage/${customerId}` },
      ]}
      actions={
        <AppLink to={`/customers/${customerId}/subscriptions/${subscriptionId}`}>{say('toSubscription')}</AppLink>
      }
    >
      <Loaded read={subscription}>
        {() => (
          <>
            {isDated ? <DailySection path={path} latest={latestMonth(now, summary.data)} /> : <Loading />}
            {seesCosts && <Costs path={path} summary={summary} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** The month people want to see first: that of the last usage, or of today. */
function latestMonth(now: string, summary: Summary | undefined): string {
  const last = summary?.lastModifiedDate ?? now
  return (isNever(last) || last > now ? now : last).slice(0, 7)
}

interface CostsProps {
  readonly path: string
  readonly summary: ReturnType<typeof useRead<Summary>>
}

function Costs({ path, summary }: CostsProps) {
  const say = useUsageWords()
  const { money, number, day, instant } = useFormat()
  const meters = useRead<z.output<typeof meterUsageRecords>>(`${path}/meterusagerecords`)
  return (
    <Section title={say('summary')}>
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
      <Loaded read={meters}>
        {({ items }) => (
          <Table
            label={say('meters')}
            rows={items}
            keyOf={({ meterId }) => meterId}
            empty={<Empty text={say('noMeters')} />}
            columns={[
              { key: 'meter', header: say('meter'), cell: ({ meterName }) => meterName },
              { key: 'category', header: say('category'), cell: ({ category }) => category },
              {
                key: 'quantity',
                header: say('quantity'),
                align: 'end',
                cell: ({ quantityUsed, unit }) => `${number(quantityUsed)} × ${unit}`,
              },
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
