import { Page } from '../../parts/page.js'
import { useMay } from '../../session/session.js'
import { useUrlState } from '../ui/url-state.js'
import { UrlTabs } from '../ui/url-tabs.js'
import { ExchangeView } from './exchange-view.js'
import { MetersView } from './meters-view.js'
import { RateNow } from './rate-now.js'
import { RefusalsView } from './refusals-view.js'
import { UsageRatesView } from './usage-rates-view.js'
import { useMeterWords } from './words.js'

/** What is measured, what it costs, and what could not be rated. */
export function MetersPage() {
  const say = useMeterWords()
  const may = useMay()
  const [{ tab }, setState] = useUrlState({ tab: 'meters' })
  return (
    <Page title={say('title')} actions={may('platform.billing.run') && <RateNow />}>
      <UrlTabs
        chosen={tab}
        onChoose={(chosen) => setState({ tab: chosen })}
        views={[
          { key: 'meters', text: say('meters'), show: () => <MetersView /> },
          { key: 'rates', text: say('rates'), show: () => <UsageRatesView /> },
          { key: 'exchange', text: say('exchange'), show: () => <ExchangeView /> },
          ...(may('platform.usage.read')
            ? [{ key: 'refusals', text: say('refusals'), show: () => <RefusalsView /> }]
            : []),
        ]}
      />
    </Page>
  )
}
