import { Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useState } from 'react'
import { Stack, TextField } from './form-fields.js'
import { newPassword } from './new-password.js'
import { usePeopleWords } from './words-people.js'

/** A password that is to be set. */
export interface WantedPassword {
  readonly password: string
  readonly forceChangePassword: boolean
}

/** A password made here, to begin with. */
export function useWantedPassword() {
  return useState<WantedPassword>(() => ({ password: newPassword(), forceChangePassword: true }))
}

interface PasswordChoiceProps {
  readonly wanted: WantedPassword
  readonly onChange: (wanted: WantedPassword) => void
}

/** Lets somebody choose a password, or have one made. */
export function PasswordChoice({ wanted, onChange }: PasswordChoiceProps) {
  const say = usePeopleWords()
  const [isChosen, setIsChosen] = useState(false)
  const choose = (chosen: boolean) => {
    setIsChosen(chosen)
    onChange({ ...wanted, password: chosen ? '' : newPassword() })
  }
  return (
    <Stack>
      <Field label={say('password')}>
        <RadioGroup value={isChosen ? 'choose' : 'generate'} onChange={(_, { value }) => choose(value === 'choose')}>
          <Radio value="generate" label={say('generate')} />
          <Radio value="choose" label={say('choose')} />
        </RadioGroup>
      </Field>
      {isChosen && (
        <TextField
          label={say('password')}
          hint={say('passwordHint')}
          type="password"
          autoComplete="new-password"
          value={wanted.password}
          onChange={(password) => onChange({ ...wanted, password })}
          required
        />
      )}
      <Checkbox
        label={say('mustChange')}
        checked={wanted.forceChangePassword}
        onChange={(_, { checked }) => onChange({ ...wanted, forceChangePassword: checked === true })}
      />
    </Stack>
  )
}
