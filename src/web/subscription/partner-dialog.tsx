import { Field, Select, Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { relationshipSchema } from '../../api/schema/customer.js'
import { Loaded } from '../parts/states.js'
import { useRead } from '../wire/read.js'
import { ChangeDialog, type DialogProps } from './change-dialog.js'
import { useSubscriptionWords } from './words.js'

type Relationship = z.output<typeof relationshipSchema>

/** Takes the reseller a subscription was sold through, of those an indirect provider works with. */
export function PartnerDialog(props: DialogProps) {
  const say = useSubscriptionWords()
  const { partnerId: now } = props.subscription
  const resellers = useRead<{ readonly items: readonly Relationship[] }>('/v1/relationships')
  const [chosen, setChosen] = useState(now)
  return (
    <ChangeDialog
      {...props}
      free
      title={say('partnerChange')}
      action={say('partnerChange')}
      wish={chosen === '' || chosen === now ? undefined : { partnerId: chosen }}
      done={say('partnerSaved')}
    >
      {() => (
        <Loaded read={resellers}>
          {({ items }) => <Choice resellers={items} {...{ now, chosen }} onChoose={setChosen} />}
        </Loaded>
      )}
    </ChangeDialog>
  )
}

interface ChoiceProps {
  readonly resellers: readonly Relationship[]
  /** Network ids of the one that is on record and of the one that is chosen; empty for none. */
  readonly now: string
  readonly chosen: string
  readonly onChoose: (mpnId: string) => void
}

function Choice({ resellers, now, chosen, onChoose }: ChoiceProps) {
  const say = useSubscriptionWords()
  const offered = resellers.filter(({ state, mpnId }) => state === 'active' || mpnId === now)
  if (offered.length === 0) return <Text>{say('partnerNobody')}</Text>
  return (
    <Field label={say('partner')} hint={say('partnerHint')}>
      <Select value={chosen} onChange={(_, { value }) => onChoose(value)}>
        {now === '' && <option value="">{say('partnerNone')}</option>}
        {offered.map(({ id, name, mpnId }) => (
          <option key={id} value={mpnId}>
            {name} ({mpnId})
          </option>
        ))}
      </Select>
    </Field>
  )
}
