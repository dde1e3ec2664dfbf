import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { ChangeDialog, type DialogProps } from './change-dialog.js'
import { useChangeWords } from './change-words.js'

const LONGEST = 200

export function RenameDialog(props: DialogProps) {
  const say = useChangeWords()
  const { friendlyName } = props.subscription
  const [typed, setTyped] = useState(friendlyName)
  const name = typed.trim()
  return (
    <ChangeDialog
      {...props}
      free
      title={say('renameTitle', { name: friendlyName })}
      action={say('renameAction')}
      wish={name === '' || name === friendlyName ? undefined : { friendlyName: name }}
      done={say('renameDone', { name })}
    >
      {() => (
        <Field label={say('renameField')} hint={say('renameHint')}>
          <Input value={typed} maxLength={LONGEST} onChange={(_, { value }) => setTyped(value)} />
        </Field>
      )}
    </ChangeDialog>
  )
}
