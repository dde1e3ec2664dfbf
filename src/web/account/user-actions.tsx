import { ActionForm } from '../provider/ui/action-form.js'
import { Buttons } from '../provider/ui/toolbar.js'
import { useSession } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useAccessWords } from './access-words.js'
import { type Admitted, USERS_PATH, type User } from './identity.js'
import { rolesIn, ticked, useRoleFields } from './roles.js'

interface UserProps {
  readonly user: User
  readonly give: (admitted: Admitted) => void
}

/** What can be done about a user. Nobody locks themselves out. */
export function UserActions({ user, give }: UserProps) {
  const { user: self } = useSession()
  return (
    <Buttons>
      <Edit user={user} />
      <NewWayIn user={user} give={give} />
      {user.id !== self.id && (
        <>
          <Disable user={user} />
          <Remove user={user} />
        </>
      )}
    </Buttons>
  )
}

const pathTo = ({ id }: User) => pathOf`/v1/account/users/${id}`
const TOUCHES = [USERS_PATH, '/v1/portal/session']

function Edit({ user }: { readonly user: User }) {
  const say = useAccessWords()
  const roles = useRoleFields()
  const name = user.fullName
  return (
    <ActionForm
      text={say('editShort')}
      label={say('edit', { name })}
      size="small"
      action={say('save')}
      intro={say('editText')}
      fields={[{ key: 'fullName', label: say('name'), maxLength: 200 }, ...roles]}
      initial={{ fullName: name, ...ticked(user.roles) }}
      request={(values) => ({
        method: 'PATCH',
        path: pathTo(user),
        body: { fullName: values['fullName'], roles: rolesIn(values) },
      })}
      touches={TOUCHES}
      done={say('changed')}
    />
  )
}

function NewWayIn({ user, give }: UserProps) {
  const say = useAccessWords()
  const name = user.fullName
  return (
    <ActionForm
      text={say('reset')}
      label={`${say('reset')}: ${name}`}
      title={say('resetOf', { name })}
      size="small"
      intro={say('resetText', { name })}
      fields={user.secondFactor ? [{ key: 'secondFactor', label: say('resetFactor'), kind: 'check' }] : []}
      request={(values) => ({
        method: 'POST',
        path: `${pathTo(user)}/reset`,
        body: { secondFactor: values['secondFactor'] === 'true' },
      })}
      touches={TOUCHES}
      done={say('changed')}
      onDone={give}
    />
  )
}

function Disable({ user }: { readonly user: User }) {
  const say = useAccessWords()
  const name = user.fullName
  const isDisabled = user.state === 'disabled'
  const word = isDisabled ? 'enable' : 'disable'
  return (
    <ActionForm
      text={say(word)}
      label={`${say(word)}: ${name}`}
      title={say(`${word}Of`, { name })}
      size="small"
      intro={say(`${word}Text`, { name })}
      request={() => ({ method: 'PATCH', path: pathTo(user), body: { state: isDisabled ? 'active' : 'disabled' } })}
      touches={TOUCHES}
      done={say('changed')}
    />
  )
}

function Remove({ user }: { readonly user: User }) {
  const say = useAccessWords()
  const name = user.fullName
  return (
    <ActionForm
      text={say('remove')}
      label={`${say('remove')}: ${name}`}
      title={say('removeOf', { name })}
      size="small"
      intro={say('removeText', { name })}
      request={() => ({ method: 'DELETE', path: pathTo(user) })}
      touches={TOUCHES}
      done={say('removed')}
    />
  )
}
