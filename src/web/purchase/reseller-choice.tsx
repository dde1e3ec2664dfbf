import { Checkbox, Field, Select } from '@fluentui/react-components'
import type { z } from 'zod'
import type { relationshipSchema } from '../../api/schema/customer.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { type Cart, type CartContent, resellerOf, withReseller } from './cart-content.js'
import { useCartWords } from './cart-words.js'

export interface ResellerChoiceProps {
  readonly cart: Cart
  readonly edit: (edited: (content: CartContent) => CartContent) => void
}

/** Who brought the sale, of the resellers an indirect provider works with, and that it did. */
export function ResellerChoice({ cart, edit }: ResellerChoiceProps) {
  const say = useCartWords()
  const may = useMay()
  const { data } = useRead<{ readonly items: readonly z.output<typeof relationshipSchema>[] }>('/v1/relationships', {
    enabled: may('relationship.read'),
  })
  const chosen = resellerOf(cart)
  const isAttested = cart.partnerOnRecordAttestationAccepted === true
  const resellers = (data?.items ?? []).filter(({ state, mpnId }) => state === 'active' || mpnId === chosen)
  return (
    <>
      <Field label={say('reseller')}>
        <Select
          value={chosen ?? ''}
          onChange={(_, { value }) =>
            edit((content) => withReseller(content, value === '' ? undefined : value, isAttested))
          }
        >
          <option value="">{say('noReseller')}</option>
          {resellers.map(({ id, name, mpnId }) => (
            <option key={id} value={mpnId}>
              {name} ({mpnId})
            </option>
          ))}
        </Select>
      </Field>
      {chosen !== undefined && (
        <Field {...(isAttested ? {} : { hint: say('attestNeeded') })}>
          <Checkbox
            label={say('attest')}
            checked={isAttested}
            onChange={(_, { checked }) => edit((content) => withReseller(content, chosen, checked === true))}
          />
        </Field>
      )}
    </>
  )
}
