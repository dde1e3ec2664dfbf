import type { ReactNode } from 'react'
import { Page } from '../../parts/page.js'
import { useMay } from '../../session/session.js'
import { useUrlState } from '../ui/url-state.js'
import { UrlTabs } from '../ui/url-tabs.js'
import { AdjustmentLimits } from './adjustment-limits.js'
import { AdjustmentsView } from './adjustments-view.js'
import { CreditRequestsView } from './credit-requests-view.js'
import { ExemptionsView } from './exemptions-view.js'
import { WaitingPriceLists } from './waiting-price-lists.js'
import { WithholdingsView } from './withholdings-view.js'
import { useApprovalWords } from './words.js'

/** What waits for a decision of the provider's staff. */
export function ApprovalsPage() {
  const say = useApprovalWords()
  const may = useMay()
  const [{ tab }, setState] = useUrlState({ tab: 'adjustments', state: '', offset: '0' })
  const view = (
    key: 'adjustments' | 'creditRequests' | 'exemptions' | 'withholdings' | 'priceLists',
    shown: ReactNode,
  ) => ({
    key,
    text: say(key),
    show: () => shown,
  })
  return (
    <Page title={say('title')}>
      <UrlTabs
        chosen={tab}
        onChoose={(chosen) => setState({ tab: chosen, state: '', offset: '0' })}
        views={[
          view(
            'adjustments',
            <>
              <AdjustmentsView />
              <br />
              <AdjustmentLimits />
            </>,
          ),
          view('creditRequests', <CreditRequestsView />),
          ...(may('platform.tax.read')
            ? [view('exemptions', <ExemptionsView />), view('withholdings', <WithholdingsView />)]
            : []),
          ...(may('platform.catalog.read') ? [view('priceLists', <WaitingPriceLists />)] : []),
        ]}
      />
    </Page>
  )
}
