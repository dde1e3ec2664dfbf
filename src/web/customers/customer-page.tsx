import { makeStyles, Select, Tab, TabList, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { Suspense, useEffect } from 'react'
import type { Capability } from '../../core/access/permission.js'
import { ButtonLink } from '../parts/button-link.js'
import { type Later, later } from '../parts/later.js'
import { Page } from '../parts/page.js'
import { Loaded, Loading } from '../parts/states.js'
import { useMay } from '../session/session.js'
import { useAsked } from './asked.js'
import { useCustomer, useIds } from './customer.js'
import { CustomerMenu } from './customer-menu.js'
import type { TabProps } from './tab-props.js'
import { useCustomerWords } from './words.js'

type CustomerTab = {
  readonly key:
    | 'overview'
    | 'subscriptions'
    | 'orders'
    | 'agreement'
    | 'segments'
    | 'users'
    | 'spend'
    | 'requests'
    | 'activity'
  readonly needs: Capability
  readonly Part: Later<TabProps>
}

const TABS: readonly CustomerTab[] = [
  {
    key: 'subscriptions',
    needs: 'subscription.read',
    Part: later(async () => (await import('./subscriptions-tab.js')).SubscriptionsTab),
  },
  {
    key: 'overview',
    needs: 'customer.read',
    Part: later(async () => (await import('./overview-tab.js')).OverviewTab),
  },
  {
    key: 'orders',
    needs: 'order.read',
    Part: later(async () => (await import('./orders-tab.js')).OrdersTab),
  },
  {
    key: 'agreement',
    needs: 'agreement.read',
    Part: later(async () => (await import('./agreement-tab.js')).AgreementTab),
  },
  {
    key: 'segments',
    needs: 'customer.read',
    Part: later(async () => (await import('./segments-tab.js')).SegmentsTab),
  },
  {
    key: 'users',
    needs: 'customer-user.read',
    Part: later(async () => (await import('./users-tab.js')).UsersTab),
  },
  {
    key: 'spend',
    needs: 'billing.read',
    Part: later(async () => (await import('./spend-tab.js')).SpendTab),
  },
  {
    key: 'requests',
    needs: 'service-request.read',
    Part: later(async () => (await import('./requests-tab.js')).RequestsTab),
  },
  {
    key: 'activity',
    needs: 'audit.read',
    Part: later(async () => (await import('./activity-tab.js')).ActivityTab),
  },
]

/** Where all tabs do not fit beside the menu, in any language. */
const NARROW = '@media (max-width: 1279px)'

const useStyles = makeStyles({
  tabs: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, overflowX: 'auto', [NARROW]: { display: 'none' } },
  select: { display: 'none', [NARROW]: { display: 'flex' } },
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
})

/** One customer: what it is, what it bought, and what can be done for it. */
export function CustomerPage() {
  const { customerId } = useIds()
  const customer = useCustomer(customerId)
  return <Loaded read={customer}>{(data) => <CustomerView key={data.id} customer={data} />}</Loaded>
}

function CustomerView({ customer }: TabProps) {
  const styles = useStyles()
  const say = useCustomerWords()
  const may = useMay()
  const { asked, ask } = useAsked()
  const tabs = TABS.filter(({ needs }) => may(needs))
  const { key, Part } = tabs.find((tab) => tab.key === asked('tab')) ?? tabs[0]!
  useEffect(() => {
    for (const tab of TABS) void tab.Part.preload()
  }, [])
  // The other parameters are of the tab that is left.
  const choose = (tab: string) =>
    ask({ tab: tab === tabs[0]!.key ? undefined : tab, offset: undefined, q: undefined, state: undefined })
  return (
    <Page
      title={customer.companyProfile.companyName}
      crumbs={[{ text: say('customers'), to: '/customers' }]}
      actions={
        <>
          {may('order.create') && (
            <ButtonLink to={`/customers/${customer.id}/add`} appearance="primary" icon={<AddRegular />}>
              {say('addSubscription')}
            </ButtonLink>
          )}
          <CustomerMenu customer={customer} />
        </>
      }
    >
      <TabList className={styles.tabs} selectedValue={key} onTabSelect={(_, { value }) => choose(String(value))}>
        {tabs.map((tab) => (
          <Tab key={tab.key} id={`tab-${tab.key}`} value={tab.key} aria-controls="customer-part">
            {say(tab.key)}
          </Tab>
        ))}
      </TabList>
      <Select className={styles.select} aria-label={say('tab')} value={key} onChange={(_, { value }) => choose(value)}>
        {tabs.map((tab) => (
          <option key={tab.key} value={tab.key}>
            {say(tab.key)}
          </option>
        ))}
      </Select>
      <div id="customer-part" role="tabpanel" aria-label={say(key)} className={styles.panel}>
        <Suspense fallback={<Loading />}>
          <Part customer={customer} />
        </Suspense>
      </div>
    </Page>
  )
}
