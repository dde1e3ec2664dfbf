import { Button, Field } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Facts, Section } from '../parts/section.js'
import { useCommonWords } from '../parts/words.js'
import { useMay } from '../session/session.js'
import { useChange } from '../wire/read.js'
import { CountrySelect } from './country-select.js'
import { Stack, TextField } from './form-fields.js'
import { useNames } from './names.js'
import type { UserProps } from './user-props.js'
import { userPath, usersPath } from './users.js'
import { usePeopleWords } from './words-people.js'

/** Who a user is, and the way to change that. */
export function UserDetails({ customerId, user }: UserProps) {
  const say = usePeopleWords()
  const may = useMay()
  const names = useNames()
  const [isEdited, setIsEdited] = useState(false)
  return (
    <Section
      title={say('details')}
      actions={
        user.state === 'active' &&
        may('customer-user.manage') && (
          <Button icon={<EditRegular />} onClick={() => setIsEdited(true)}>
            {say('edit')}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          [say('displayName'), user.displayName],
          [say('firstName'), user.firstName],
          [say('lastName'), user.lastName],
          [say('signInName'), user.userPrincipalName],
          [say('location'), user.usageLocation === undefined ? '–' : names.country(user.usageLocation)],
          [say('phone'), user.phoneNumber],
        ]}
      />
      {isEdited && <EditUser customerId={customerId} user={user} onClose={() => setIsEdited(false)} />}
    </Section>
  )
}

const FIELDS = [
  ['firstName', 'firstName', true],
  ['lastName', 'lastName', true],
  ['displayName', 'displayName', true],
  ['userPrincipalName', 'signInName', true],
  ['phoneNumber', 'phone', false],
] as const

function EditUser({ customerId, user, onClose }: UserProps & { readonly onClose: () => void }) {
  const say = usePeopleWords()
  const common = useCommonWords()
  const notify = useNotify()
  const { firstName, lastName, displayName, userPrincipalName, phoneNumber = '', usageLocation = '' } = user
  const [typed, setTyped] = useState({
    firstName,
    lastName,
    displayName,
    userPrincipalName,
    phoneNumber,
    usageLocation,
  })
  const change = useChange<void>(
    () => ({ method: 'PATCH', path: userPath(customerId, user.id), body: typed }),
    [usersPath(customerId)],
  )
  const save = () =>
    change.mutate(undefined, {
      onSuccess: () => {
        notify(say('saved'))
        onClose()
      },
    })
  return (
    <Confirm
      open
      title={say('edit')}
      action={common('save')}
      busy={change.isPending}
      disabled={FIELDS.some(([name, , required]) => required && typed[name].trim() === '')}
      fault={change.error}
      onConfirm={save}
      onClose={onClose}
    >
      <Stack>
        {FIELDS.map(([name, word, required]) => (
          <TextField
            key={name}
            label={say(word)}
            value={typed[name]}
            onChange={(value) => setTyped({ ...typed, [name]: value })}
            required={required}
          />
        ))}
        <Field label={say('location')} hint={say('locationHint')}>
          <CountrySelect
            anywhere
            value={typed.usageLocation}
            {...(usageLocation === '' ? { all: '–' } : {})}
            onChange={(_, { value }) => setTyped({ ...typed, usageLocation: value })}
          />
        </Field>
      </Stack>
    </Confirm>
  )
}
