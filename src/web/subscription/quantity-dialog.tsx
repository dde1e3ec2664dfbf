import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { ChangeDialog, type DialogProps } from './change-dialog.js'
import { useChangeWords } from './change-words.js'
import { type Choices, quantityOf } from './model.js'

/** Takes a new number of licenses and shows what it charges. */
export function QuantityDialog({ choices, ...props }: DialogProps & { readonly choices: Choices }) {
  const say = useChangeWords()
  const { number } = useFormat()
  const { friendlyName: name, quantity: now } = props.subscription
  const { minimumQuantity, maximumQuantity } = choices
  const [typed, setTyped] = useState(String(now))
  const quantity = quantityOf(typed)
  const isGood = quantity !== undefined && quantity >= minimumQuantity && quantity <= maximumQuantity
  const limits = { from: number(minimumQuantity), to: number(maximumQuantity) }
  const count = number(quantity ?? now)
  return (
    <ChangeDialog
      {...props}
      title={say('quantityTitle', { name })}
      action={say('quantityAction', { count })}
      wish={isGood && quantity !== now ? { quantity } : undefined}
      done={say('quantityDone', { name, count })}
    >
      {() => (
        <Field
          label={say('quantityField')}
          hint={say('quantityNow', { now: number(now), ...limits })}
          {...(isGood ? {} : { validationMessage: say('quantityBad', limits), validationState: 'error' as const })}
        >
          <Input
            type="number"
            inputMode="numeric"
            min={minimumQuantity}
            max={maximumQuantity}
            value={typed}
            onChange={(_, { value }) => setTyped(value)}
          />
        </Field>
      )}
    </ChangeDialog>
  )
}
