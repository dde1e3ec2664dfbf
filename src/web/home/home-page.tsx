import { Page } from '../parts/page.js'
import { Sections } from '../parts/section.js'
import { useMay, useSession } from '../session/session.js'
import { AttentionSection } from './attention-section.js'
import { BalanceSection } from './balance-section.js'
import { CustomersSection } from './customers-section.js'
import { NextInvoicesSection } from './next-invoices-section.js'
import { ProviderHome } from './provider-home.js'
import { QuickLinks } from './quick-links.js'
import { SpendSections } from './spend-sections.js'
import { useHomeWords } from './words.js'

/** What somebody sees first: how the account stands, and what needs attention. */
export function HomePage() {
  const say = useHomeWords()
  const may = useMay()
  const { account } = useSession()
  if (account === null) return <ProviderHome />
  const seesMoney = may('billing.read')
  return (
    <Page title={say('title', { name: account.name })} actions={<QuickLinks />}>
      {may('subscription.read') && <AttentionSection />}
      {account.accountType === 'indirect-reseller' && may('customer.read') && <CustomersSection />}
      {seesMoney && (
        <>
          <Sections>
            <BalanceSection />
            <NextInvoicesSection />
          </Sections>
          <SpendSections />
        </>
      )}
    </Page>
  )
}
