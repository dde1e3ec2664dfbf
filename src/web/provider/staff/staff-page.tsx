import { Page } from '../../parts/page.js'
import { useUrlState } from '../ui/url-state.js'
import { UrlTabs } from '../ui/url-tabs.js'
import { ProgramsView } from './programs-view.js'
import { UsersView } from './users-view.js'
import { useStaffWords } from './words.js'

/** The people and programs of the provider. */
export function StaffPage() {
  const say = useStaffWords()
  const [{ tab }, setState] = useUrlState({ tab: 'users' })
  return (
    <Page title={say('title')}>
      <UrlTabs
        chosen={tab}
        onChoose={(chosen) => setState({ tab: chosen })}
        views={[
          { key: 'users', text: say('users'), show: () => <UsersView /> },
          { key: 'programs', text: say('programs'), show: () => <ProgramsView /> },
        ]}
      />
    </Page>
  )
}
