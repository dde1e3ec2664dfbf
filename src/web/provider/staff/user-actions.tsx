import { useAccessWords } from '../../account/access-words.js'
import { useSession } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { ActionForm } from '../ui/action-form.js'
import { Buttons } from '../ui/toolbar.js'
import { rolesIn, ticked, useRoleFields } from './roles.js'
import { type Admitted, USERS_PATH, type User } from './user.js'

const TOUCHES = [USERS_PATH, '/v1/portal/session']

/** What can be done about somebody. Nobody locks themselves out. */
export function UserActions({ user, give }: { readonly user: User; readonly give: (admitted: Admitted) => void }) {
  const say = useAccessWords()
  const roles = useRoleFields()
  const { user: self } = useSession()
  const name = user.fullName
  const path = USERS_PATH + pathOf`/${user.id}`
  const isDisabled = user.state === 'disabled'
  const word = isDisabled ? 'enable' : 'disable'
  const common = { size: 'small', touches: TOUCHES } as const
  return (
    <Buttons>
      <ActionForm
        {...common}
        text={say('editShort')}
        label={say('edit', { name })}
        action={say('save')}
        intro={say('editText')}
        fields={[{ key: 'fullName', label: say('name'), maxLength: 200 }, ...roles]}
        initial={{ fullName: name, ...ticked(user.roles) }}
        request={(values) => ({
          method: 'PATCH',
          path,
          body: { fullName: values['fullName'], roles: rolesIn(values) },
        })}
        done={say('changed')}
      />
      <ActionForm
        {...common}
        text={say('reset')}
        label={`${say('reset')}: ${name}`}
        title={say('resetOf', { name })}
        intro={say('resetText', { name })}
        fields={user.secondFactor ? [{ key: 'secondFactor', label: say('resetFactor'), kind: 'check' }] : []}
        request={({ secondFactor }) => ({
          method: 'POST',
          path: `${path}/reset`,
          body: { secondFactor: secondFactor === 'true' },
        })}
        done={say('changed')}
        onDone={give}
      />
      {user.id !== self.id && (
        <>
          <ActionForm
            {...common}
            text={say(word)}
            label={`${say(word)}: ${name}`}
            title={say(`${word}Of`, { name })}
            intro={say(`${word}Text`, { name })}
            request={() => ({ method: 'PATCH', path, body: { state: isDisabled ? 'active' : 'disabled' } })}
            done={say('changed')}
          />
          <ActionForm
            {...common}
            text={say('remove')}
            label={`${say('remove')}: ${name}`}
            title={say('removeOf', { name })}
            intro={say('removeText', { name })}
            request={() => ({ method: 'DELETE', path })}
            done={say('removed')}
          />
        </>
      )}
    </Buttons>
  )
}
