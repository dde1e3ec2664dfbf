import { Page } from '../../parts/page.js'
import { useUrlState } from '../ui/url-state.js'
import { UrlTabs } from '../ui/url-tabs.js'
import { CreditNotesView } from './credit-notes-view.js'
import { DocumentsView } from './documents-view.js'
import { MarketsView } from './markets-view.js'
import { useDocumentWords } from './words.js'

/** Documents of partners, what amends them, and the rules for that. */
export function InvoicesPage() {
  const say = useDocumentWords()
  const [{ tab }, setState] = useUrlState({ tab: 'documents' })
  return (
    <Page title={say('title')}>
      <UrlTabs
        chosen={tab}
        onChoose={(chosen) => setState({ tab: chosen })}
        views={[
          { key: 'documents', text: say('ofPartner'), show: () => <DocumentsView /> },
          { key: 'notes', text: say('notes'), show: () => <CreditNotesView /> },
          { key: 'markets', text: say('markets'), show: () => <MarketsView /> },
        ]}
      />
    </Page>
  )
}
