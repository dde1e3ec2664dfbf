import { Page } from '../../parts/page.js'
import { useMay } from '../../session/session.js'
import { useUrlState } from '../ui/url-state.js'
import { UrlTabs } from '../ui/url-tabs.js'
import { BooksView } from './books-view.js'
import { LateView } from './late-view.js'
import { QuarantineView } from './quarantine-view.js'
import { RunsView } from './runs-view.js'
import { StartRun } from './start-run.js'
import { useRunWords } from './words.js'

/** Billing runs, what they could not charge or issue, and whether the books are right. */
export function BillingRunsPage() {
  const say = useRunWords()
  const may = useMay()
  const [{ tab }, setState] = useUrlState({ tab: 'runs' })
  return (
    <Page title={say('title')} actions={may('platform.billing.run') && <StartRun />}>
      <UrlTabs
        chosen={tab}
        onChoose={(chosen) => setState({ tab: chosen })}
        views={[
          { key: 'runs', text: say('runs'), show: () => <RunsView /> },
          { key: 'quarantine', text: say('quarantine'), show: () => <QuarantineView /> },
          { key: 'late', text: say('late'), show: () => <LateView /> },
          { key: 'books', text: say('books'), show: () => <BooksView /> },
        ]}
      />
    </Page>
  )
}
