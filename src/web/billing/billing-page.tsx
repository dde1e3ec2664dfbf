import { Field, makeStyles, Select, Tab, TabList, tokens } from '@fluentui/react-components'
import { useAsked } from '../customers/asked.js'
import { Page } from '../parts/page.js'
import { Loaded } from '../parts/states.js'
import { useSession } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { Balances } from './balances.js'
import { BillList } from './bill-list.js'
import { BillingNav } from './billing-nav.js'
import { StatementTab } from './statement-tab.js'
import type { Account } from './types.js'
import { UnbilledTab } from './unbilled-tab.js'
import { useBillingWords } from './words.js'

const TABS = ['recurring', 'one_time', 'unbilled', 'statement'] as const
type TabName = (typeof TABS)[number]

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
  tabs: { flexWrap: 'wrap', maxWidth: '100%', minWidth: 0 },
})

/** What is owed, the bills of each type and currency, what is not invoiced yet, and the running statement. */
export function BillingPage() {
  const say = useBillingWords()
  const account = useRead<Account>('/v1/account/balance')
  return (
    <Page title={say('billing')}>
      <BillingNav here="/billing" />
      <Loaded read={account}>{(data) => <Billing account={data} />}</Loaded>
    </Page>
  )
}

function Billing({ account }: { readonly account: Account }) {
  const styles = useStyles()
  const say = useBillingWords()
  const session = useSession()
  const { asked, ask } = useAsked()
  const own = session.account?.currency
  const found = account.balances.map(({ currencyCode }) => currencyCode)
  const currencies = own === undefined || found.includes(own) ? found : [own, ...found]
  const currency = currencies.find((one) => one === asked('currency')) ?? own ?? currencies[0] ?? 'EUR'
  const tab: TabName = TABS.find((one) => one === asked('show')) ?? 'recurring'
  return (
    <>
      <Balances account={account} currency={currency} />
      <div className={styles.bar}>
        <TabList
          className={styles.tabs}
          selectedValue={tab}
          aria-label={say('kindOfBill')}
          onTabSelect={(_, { value }) =>
            ask({ show: value === 'recurring' ? undefined : String(value), year: undefined })
          }
        >
          {TABS.map((name) => (
            <Tab key={name} value={name} id={`billing-${name}`} aria-controls="billing-panel">
              {say(name)}
            </Tab>
          ))}
        </TabList>
        {currencies.length > 1 && (
          <Field label={say('currency')} orientation="horizontal">
            <Select value={currency} onChange={(_, { value }) => ask({ currency: value, year: undefined })}>
              {currencies.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          </Field>
        )}
      </div>
      <TabContent tab={tab} account={account} currency={currency} />
    </>
  )
}

const usePanelStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
})

function TabContent({
  tab,
  account,
  currency,
}: {
  readonly tab: TabName
  readonly account: Account
  readonly currency: string
}) {
  const styles = usePanelStyles()
  return (
    <div role="tabpanel" id="billing-panel" aria-labelledby={`billing-${tab}`} className={styles.panel}>
      {tab === 'unbilled' && <UnbilledTab currency={currency} />}
      {tab === 'statement' && <StatementTab currency={currency} />}
      {(tab === 'recurring' || tab === 'one_time') && <BillList account={account} currency={currency} type={tab} />}
    </div>
  )
}
