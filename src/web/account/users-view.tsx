import { Text } from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Status, type Tone } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useCommonWords } from '../parts/words.js'
import { ActionForm } from '../provider/ui/action-form.js'
import { SeekPager, useSeekPages } from '../provider/ui/seek-pages.js'
import { useMay, useSession } from '../session/session.js'
import { useAccessWords } from './access-words.js'
import { type Admitted, USERS_PATH, type User } from './identity.js'
import { rolesIn, useRoleFields, useRoleNames } from './roles.js'
import { type Secret, ShownOnce } from './shown-once.js'
import { UserActions } from './user-actions.js'

interface Users {
  readonly items: readonly User[]
  readonly continuationToken?: string | undefined
}

const PAGE_ROWS = 100
const TONES: Readonly<Record<User['state'], Tone>> = { invited: 'waiting', active: 'good', disabled: 'bad' }

/** Who signs in for the account; and the ways in and out. */
export function UsersView() {
  const say = useAccessWords()
  const may = useMay()
  const [secret, setSecret] = useState<Secret>()
  const give = useEntrance(setSecret)
  const pages = useSeekPages<Users>(USERS_PATH, { size: PAGE_ROWS })
  const columns = useColumns(give)
  return (
    <Section title={say('users')} actions={may('partner-user.manage') && <Invite give={give} />}>
      <Text>{say('usersText')}</Text>
      <Loaded read={pages.read}>
        {({ items }) => <Table label={say('users')} columns={columns} rows={items} keyOf={({ id }) => id} />}
      </Loaded>
      <SeekPager pages={pages} />
      <ShownOnce secret={secret} onClose={() => setSecret(undefined)} />
    </Section>
  )
}

/** Shows the link by which somebody gets in. */
function useEntrance(show: (secret: Secret) => void): (admitted: Admitted) => void {
  const say = useAccessWords()
  const { instant } = useFormat()
  return ({ user: { fullName: name }, entrance: { link } }) => {
    if (link === undefined) return
    show({
      label: say('link', { name }),
      text: say('linkText', { name, until: instant(link.expiresAt) }),
      copyText: say('copyLink'),
      value: link.uri,
    })
  }
}

function Invite({ give }: { readonly give: (admitted: Admitted) => void }) {
  const say = useAccessWords()
  const roles = useRoleFields()
  return (
    <ActionForm
      text={say('invite')}
      icon={<PersonAddRegular />}
      appearance="primary"
      intro={say('inviteText')}
      fields={[
        { key: 'fullName', label: say('name'), maxLength: 200 },
        { key: 'userPrincipalName', label: say('signInName'), kind: 'email' },
        ...roles,
      ]}
      request={(values) => ({
        method: 'POST',
        path: USERS_PATH,
        body: {
          fullName: values['fullName'],
          userPrincipalName: values['userPrincipalName'],
          roles: rolesIn(values),
        },
      })}
      touches={[USERS_PATH]}
      done={say('sent')}
      onDone={give}
    />
  )
}

function useColumns(give: (admitted: Admitted) => void): readonly Column<User>[] {
  const say = useAccessWords()
  const common = useCommonWords()
  const may = useMay()
  const { user: self } = useSession()
  const { instant } = useFormat()
  const namesOf = useRoleNames()
  const columns: Column<User>[] = [
    {
      key: 'name',
      header: say('name'),
      cell: ({ id, fullName, userPrincipalName }) => (
        <>
          <Text weight="semibold">{id === self.id ? `${fullName} (${say('you')})` : fullName}</Text>
          <div>{userPrincipalName}</div>
        </>
      ),
    },
    { key: 'roles', header: say('roles'), cell: ({ roles }) => namesOf(roles) },
    {
      key: 'state',
      header: say('state'),
      cell: ({ state }) => <Status text={say(`state_${state}`)} tone={TONES[state]} />,
    },
    { key: 'factor', header: say('secondFactor'), cell: ({ secondFactor }) => common(secondFactor ? 'yes' : 'no') },
    {
      key: 'last',
      header: say('lastSignIn'),
      cell: ({ lastSignInDate }) => (lastSignInDate === undefined ? say('never') : instant(lastSignInDate)),
    },
  ]
  if (!may('partner-user.manage')) return columns
  return [
    ...columns,
    { key: 'actions', header: say('actions'), cell: (user) => <UserActions user={user} give={give} /> },
  ]
}
