import { Text } from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useAccessWords } from '../../account/access-words.js'
import { type Secret, ShownOnce } from '../../account/shown-once.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useCommonWords } from '../../parts/words.js'
import { useSession } from '../../session/session.js'
import { ActionForm } from '../ui/action-form.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { rolesIn, useRoleFields, useRoleNames } from './roles.js'
import { type Admitted, USERS_PATH, type User } from './user.js'
import { UserActions } from './user-actions.js'
import { useStaffWords } from './words.js'

const PAGE_SIZE = 100
const TONES: Readonly<Record<User['state'], Tone>> = { invited: 'waiting', active: 'good', disabled: 'bad' }

/** Who signs in for the provider. */
export function UsersView() {
  const say = useStaffWords()
  const access = useAccessWords()
  const { instant } = useFormat()
  const [secret, setSecret] = useState<Secret>()
  const pages = useSeekPages<{ items: readonly User[]; continuationToken?: string }>(USERS_PATH, { size: PAGE_SIZE })
  const give = ({ user: { fullName: name }, entrance: { link } }: Admitted) => {
    if (link === undefined) return
    setSecret({
      label: access('link', { name }),
      text: access('linkText', { name, until: instant(link.expiresAt) }),
      copyText: access('copyLink'),
      value: link.uri,
    })
  }
  return (
    <Section title={say('users')} actions={<Invite give={give} />}>
      <Text>{say('usersText')}</Text>
      <Loaded read={pages.read}>{({ items }) => <Users users={items} give={give} />}</Loaded>
      <SeekPager pages={pages} />
      <ShownOnce secret={secret} onClose={() => setSecret(undefined)} />
    </Section>
  )
}

interface GiveProps {
  readonly give: (admitted: Admitted) => void
}

function Users({ users, give }: GiveProps & { readonly users: readonly User[] }) {
  const say = useStaffWords()
  const access = useAccessWords()
  const common = useCommonWords()
  const namesOf = useRoleNames()
  const { instant } = useFormat()
  const { user: self } = useSession()
  const columns: readonly Column<User>[] = [
    {
      key: 'name',
      header: access('name'),
      cell: ({ id, fullName }) => (id === self.id ? `${fullName} (${access('you')})` : fullName),
    },
    { key: 'signIn', header: access('signInName'), cell: ({ userPrincipalName }) => userPrincipalName },
    { key: 'roles', header: access('roles'), cell: ({ roles }) => namesOf(roles) },
    {
      key: 'state',
      header: access('state'),
      cell: ({ state }) => <Status text={access(`state_${state}`)} tone={TONES[state]} />,
    },
    {
      key: 'factor',
      header: access('secondFactor'),
      cell: ({ secondFactor }) => (secondFactor ? common('yes') : common('no')),
    },
    {
      key: 'last',
      header: access('lastSignIn'),
      cell: ({ lastSignInDate }) => (lastSignInDate === undefined ? access('never') : instant(lastSignInDate)),
    },
    { key: 'actions', header: access('actions'), cell: (user) => <UserActions user={user} give={give} /> },
  ]
  return <Table label={say('users')} columns={columns} rows={users} keyOf={({ id }) => id} />
}

function Invite({ give }: GiveProps) {
  const say = useStaffWords()
  const access = useAccessWords()
  const roles = useRoleFields()
  return (
    <ActionForm
      text={say('invite')}
      icon={<PersonAddRegular />}
      appearance="primary"
      intro={access('inviteText')}
      fields={[
        { key: 'fullName', label: access('name'), maxLength: 200 },
        { key: 'userPrincipalName', label: access('signInName'), kind: 'email' },
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
      done={access('sent')}
      onDone={give}
    />
  )
}
