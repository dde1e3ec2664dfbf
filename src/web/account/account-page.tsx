import { Button } from '@fluentui/react-components'
import { SignOutRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import type { Capability } from '../../core/access/permission.js'
import { Page } from '../parts/page.js'
import { useUrlState } from '../provider/ui/url-state.js'
import { UrlTabs } from '../provider/ui/url-tabs.js'
import { useMay, useSession } from '../session/session.js'
import { signOut } from '../session/tokens.js'
import { ActivityView } from './activity-view.js'
import { ClockView } from './clock-view.js'
import { MailsView } from './mails-view.js'
import { ProfilesView } from './profiles-view.js'
import { ProgramsView } from './programs-view.js'
import { UsersView } from './users-view.js'
import { WebhooksView } from './webhooks-view.js'
import { useAccountWords } from './words.js'

type AccountWord = Parameters<ReturnType<typeof useAccountWords>>[0]

interface View {
  readonly key: AccountWord
  readonly needs: Capability
  readonly show: () => ReactNode
  /** Only where the account is a sandbox. */
  readonly sandbox?: boolean
  /** Only for people of the partner. */
  readonly own?: boolean
}

const VIEWS: readonly View[] = [
  { key: 'profiles', needs: 'account.read', show: () => <ProfilesView /> },
  { key: 'users', needs: 'partner-user.read', show: () => <UsersView /> },
  { key: 'programs', needs: 'partner-user.read', show: () => <ProgramsView /> },
  { key: 'webhooks', needs: 'webhook.manage', show: () => <WebhooksView /> },
  { key: 'activity', needs: 'audit.read', show: () => <ActivityView /> },
  { key: 'mails', needs: 'mail-preference.edit', show: () => <MailsView />, own: true },
  { key: 'clock', needs: 'account.read', show: () => <ClockView />, sandbox: true },
]

/** All that concerns the account itself, and who signs in for it. */
export function AccountPage() {
  const say = useAccountWords()
  const may = useMay()
  const { account, isStaff } = useSession()
  const [{ tab }, change] = useUrlState({ tab: 'profiles' })
  const views = VIEWS.filter(
    ({ needs, sandbox, own }) =>
      may(needs) && (sandbox !== true || account?.isSandbox === true) && (own !== true || !isStaff),
  )
  return (
    <Page
      title={account === null ? say('account') : say('accountOf', { name: account.name })}
      actions={
        <Button icon={<SignOutRegular />} onClick={() => void signOut()}>
          {say('signOut')}
        </Button>
      }
    >
      <UrlTabs
        views={views.map(({ key, show }) => ({ key, text: say(key), show }))}
        chosen={tab}
        onChoose={(key) => change({ tab: key })}
      />
    </Page>
  )
}
