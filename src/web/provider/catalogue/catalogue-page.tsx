import { Page } from '../../parts/page.js'
import { useUrlState } from '../ui/url-state.js'
import { UrlTabs } from '../ui/url-tabs.js'
import { PoliciesView } from './policies-view.js'
import { ProfilesView } from './profiles-view.js'
import { PublishersView } from './publishers-view.js'
import { SkusView } from './skus-view.js'
import { useCatalogueWords } from './words.js'

/** What is sold, who makes it, and by which rules. */
export function CataloguePage() {
  const say = useCatalogueWords()
  const [{ tab }, setState] = useUrlState({ tab: 'skus' })
  return (
    <Page title={say('title')}>
      <UrlTabs
        chosen={tab}
        onChoose={(chosen) => setState({ tab: chosen })}
        views={[
          { key: 'skus', text: say('skus'), show: () => <SkusView /> },
          { key: 'publishers', text: say('publishers'), show: () => <PublishersView /> },
          { key: 'profiles', text: say('profiles'), show: () => <ProfilesView /> },
          { key: 'policies', text: say('policies'), show: () => <PoliciesView /> },
        ]}
      />
    </Page>
  )
}
