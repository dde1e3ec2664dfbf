import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { ChangeDialog, type DialogProps } from './change-dialog.js'
import { useSubscriptionWords } from './words.js'

const LONGEST = 20

/** Takes the network id of the reseller a subscription was sold through. */
export function PartnerDialog(props: DialogProps) {
  const say = useSubscriptionWords()
  const { partnerId: now } = props.subscription
  const [typed, setTyped] = useState(now)
  const partnerId = typed.trim()
  return (
    <ChangeDialog
      {...props}
      free
      title={say('partnerChange')}
      action={say('partnerChange')}
      wish={partnerId === '' || partnerId === now ? undefined : { partnerId }}
      done={say('partnerSaved')}
    >
      {() => (
        <Field label={say('supportId')} hint={say('partnerHint')}>
          <Input value={typed} maxLength={LONGEST} onChange={(_, { value }) => setTyped(value)} />
        </Field>
      )}
    </ChangeDialog>
  )
}
