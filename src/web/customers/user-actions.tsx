import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Text,
} from '@fluentui/react-components'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { useCommonWords } from '../parts/words.js'
import { useChange } from '../wire/read.js'
import { Credentials } from './credentials.js'
import { Stack } from './form-fields.js'
import { PasswordChoice, useWantedPassword } from './password-choice.js'
import type { UserProps } from './user-props.js'
import { userPath, usersPath } from './users.js'
import { usePeopleWords } from './words-people.js'

/** What can be done with a user as a whole. */
export function UserActions({ customerId, user }: UserProps) {
  const say = usePeopleWords()
  const [asked, setAsked] = useState<'reset' | 'delete'>()
  const close = () => setAsked(undefined)
  return (
    <>
      <Button onClick={() => setAsked('reset')}>{say('reset')}</Button>
      <Button onClick={() => setAsked('delete')}>{say('delete')}</Button>
      {asked === 'reset' && <Reset customerId={customerId} user={user} onClose={close} />}
      {asked === 'delete' && <Delete customerId={customerId} user={user} onClose={close} />}
    </>
  )
}

interface AskedProps extends UserProps {
  readonly onClose: () => void
}

function Reset({ customerId, user, onClose }: AskedProps) {
  const say = usePeopleWords()
  const common = useCommonWords()
  const [wanted, setWanted] = useWantedPassword()
  const change = useChange<void>(
    () => ({
      method: 'PATCH',
      path: `${userPath(customerId, user.id)}/resetpassword`,
      body: { passwordProfile: wanted },
    }),
    [],
  )
  if (change.isSuccess) {
    return (
      <Dialog open modalType="alert">
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{say('resetDone')}</DialogTitle>
            <DialogContent>
              <Credentials text={say('resetText')} userName={user.userPrincipalName} password={wanted.password} />
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" onClick={onClose}>
                {common('close')}
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    )
  }
  return (
    <Confirm
      open
      title={say('resetTitle', { name: user.displayName })}
      action={say('resetAction')}
      busy={change.isPending}
      disabled={wanted.password === ''}
      fault={change.error}
      onConfirm={() => change.mutate()}
      onClose={onClose}
    >
      <Stack>
        <Text>{say('resetWarning')}</Text>
        <PasswordChoice wanted={wanted} onChange={setWanted} />
      </Stack>
    </Confirm>
  )
}

function Delete({ customerId, user, onClose }: AskedProps) {
  const say = usePeopleWords()
  const notify = useNotify()
  const navigate = useNavigate()
  const change = useChange<void>(
    () => ({ method: 'DELETE', path: userPath(customerId, user.id) }),
    [usersPath(customerId)],
  )
  // Not as a callback of the change: this dialog is gone once the page knows that the user is.
  const remove = async () => {
    const done = await change.mutateAsync().then(
      () => true,
      () => false,
    )
    if (!done) return
    notify(say('wasDeleted', { name: user.displayName }))
    await navigate({ to: `/customers/${customerId}`, search: { tab: 'users' } as never })
  }
  return (
    <Confirm
      open
      title={say('deleteTitle', { name: user.displayName })}
      action={say('deleteAction')}
      busy={change.isPending}
      fault={change.error}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      {say('deleteText')}
    </Confirm>
  )
}
