import { Page } from '../../parts/page.js'
import { useUrlState } from '../ui/url-state.js'
import { UrlTabs } from '../ui/url-tabs.js'
import { ProfileView } from './profile-view.js'
import { RatesView } from './rates-view.js'
import { RegistrationsView } from './registrations-view.js'
import { useTaxWords } from './words.js'

/** Tax rates, where the provider is registered, and what documents say of it. */
export function TaxesPage() {
  const say = useTaxWords()
  const [{ tab }, setState] = useUrlState({ tab: 'rates' })
  return (
    <Page title={say('title')}>
      <UrlTabs
        chosen={tab}
        onChoose={(chosen) => setState({ tab: chosen })}
        views={[
          { key: 'rates', text: say('rates'), show: () => <RatesView /> },
          { key: 'registrations', text: say('registrations'), show: () => <RegistrationsView /> },
          { key: 'profile', text: say('profile'), show: () => <ProfileView /> },
        ]}
      />
    </Page>
  )
}
