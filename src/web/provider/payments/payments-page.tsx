import { Page } from '../../parts/page.js'
import { useMay } from '../../session/session.js'
import { useUrlState } from '../ui/url-state.js'
import { UrlTabs } from '../ui/url-tabs.js'
import { BankEntriesView } from './bank-entries-view.js'
import { ImportStatements } from './import-statements.js'
import { PartnerPaymentsView } from './partner-payments-view.js'
import { usePaymentWords } from './words.js'

/** Money that came in: entries of bank statements, and the payments of partners. */
export function PaymentsPage() {
  const say = usePaymentWords()
  const may = useMay()
  const [{ tab }, setState] = useUrlState({ tab: 'bank' })
  return (
    <Page title={say('title')} actions={may('platform.payment.edit') && <ImportStatements />}>
      <UrlTabs
        chosen={tab}
        onChoose={(chosen) => setState({ tab: chosen })}
        views={[
          { key: 'bank', text: say('bank'), show: () => <BankEntriesView /> },
          { key: 'payments', text: say('payments'), show: () => <PartnerPaymentsView /> },
        ]}
      />
    </Page>
  )
}
