import { Text } from '@fluentui/react-components'
import { Page } from '../parts/page.js'
import { Sections } from '../parts/section.js'
import { useMay } from '../session/session.js'
import { LastRunSection } from './last-run-section.js'
import { WaitingSection } from './waiting-section.js'
import { useHomeWords } from './words.js'

/** What the provider's staff sees first, as long as it acts for no partner. */
export function ProviderHome() {
  const say = useHomeWords()
  const may = useMay()
  return (
    <Page title={say('providerTitle')}>
      <Text>{say('chooseAccount')}</Text>
      {may('platform.billing.read') && (
        <Sections>
          <WaitingSection />
          <LastRunSection />
        </Sections>
      )}
    </Page>
  )
}
