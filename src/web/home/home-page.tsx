import { Page } from '../parts/page.js'
import { Facts, Section } from '../parts/section.js'
import { useSession } from '../session/session.js'

export function HomePage() {
  const { account, user } = useSession()
  return (
    <Page title={account?.name ?? user.name}>
      <Section title="Account">
        <Facts facts={[['MPN', account?.mpnId]]} />
      </Section>
    </Page>
  )
}
