import { Button, Field, makeStyles, Select, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { z } from 'zod'
import type { directoryRoles } from '../../api/schema/customer-user.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { useMay } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { customerPath } from './customer.js'
import type { UserProps } from './user-props.js'
import { userPath } from './users.js'
import { usePeopleWords } from './words-people.js'

type Roles = z.output<typeof directoryRoles>
type Role = Roles['items'][number]

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  role: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
})

function membersPath(customerId: string, roleId: string): string {
  return `${customerPath(customerId)}/directoryroles/${encodeURIComponent(roleId)}/usermembers`
}

/** The administrator roles of a user, and the way to give and take them. */
export function UserRoles({ customerId, user }: UserProps) {
  const styles = useStyles()
  const say = usePeopleWords()
  const notify = useNotify()
  const may = useMay()
  const [isGiven, setIsGiven] = useState(false)
  const path = `${userPath(customerId, user.id)}/directoryroles`
  const roles = useRead<Roles>(path)
  const take = useChange<Role>(
    (role) => ({ method: 'DELETE', path: `${membersPath(customerId, role.id)}/${user.id}` }),
    [path],
  )
  const remove = (role: Role) =>
    take.mutate(role, {
      onSuccess: () => notify(say('roleTaken')),
      onError: ({ message }) => notify(message, 'error'),
    })
  const canManage = may('customer-user.manage')
  return (
    <Section
      title={say('roles')}
      actions={canManage && <Button onClick={() => setIsGiven(true)}>{say('giveRole')}</Button>}
    >
      <Loaded read={roles}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty text={say('noRoles')} />
          ) : (
            <ul className={styles.list}>
              {items.map((role) => (
                <li key={role.id} className={styles.role}>
                  {role.name}
                  {canManage && (
                    <Button
                      appearance="subtle"
                      icon={<DeleteRegular />}
                      disabled={take.isPending}
                      aria-label={say('takeRole', { name: role.name })}
                      onClick={() => remove(role)}
                    />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {isGiven && roles.data !== undefined && (
        <GiveRole customerId={customerId} user={user} held={roles.data.items} onClose={() => setIsGiven(false)} />
      )}
    </Section>
  )
}

interface GiveProps extends UserProps {
  readonly held: readonly Role[]
  readonly onClose: () => void
}

function GiveRole({ customerId, user, held, onClose }: GiveProps) {
  const say = usePeopleWords()
  const notify = useNotify()
  const [chosen, setChosen] = useState('')
  const all = useRead<Roles>(`${customerPath(customerId)}/directoryroles`)
  const choices = (all.data?.items ?? []).filter(({ id }) => held.every((role) => role.id !== id))
  const change = useChange<void>(
    () => ({ method: 'POST', path: membersPath(customerId, chosen), body: { id: user.id } }),
    [`${userPath(customerId, user.id)}/directoryroles`],
  )
  const give = () =>
    change.mutate(undefined, {
      onSuccess: () => {
        notify(say('roleGiven'))
        onClose()
      },
    })
  return (
    <Confirm
      open
      title={say('giveRole')}
      action={say('giveRole')}
      busy={change.isPending}
      disabled={chosen === ''}
      fault={change.error}
      onConfirm={give}
      onClose={onClose}
    >
      <Field label={say('role')} required>
        <Select value={chosen} onChange={(_, { value }) => setChosen(value)}>
          <option value="">–</option>
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </Confirm>
  )
}
