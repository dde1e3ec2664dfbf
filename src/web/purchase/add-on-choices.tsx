import { Checkbox, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useFormat } from '../format/format.js'
import type { Wish } from './choose.js'
import { addOnsFor, hasFixedQuantity, isQuantityOf, type Offer } from './offers.js'
import { usePlanText } from './plan-words.js'
import { useCatalogueWords } from './words.js'

const useStyles = makeStyles({
  group: { border: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
  },
  label: { display: 'flex', flexDirection: 'column' },
  small: { color: tokens.colorNeutralForeground2 },
  number: { width: '120px' },
})

export interface AddOnChoicesProps {
  readonly offer: Offer
  readonly offers: readonly Offer[]
  readonly wish: Wish
  readonly change: (part: Partial<Wish>) => void
  readonly wrong: readonly string[]
}

/** The add-ons that can be bought with an offer; nothing where it has none. */
export function AddOnChoices({ offer, offers, wish, change }: AddOnChoicesProps) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const legend = useId()
  const addOns = addOnsFor(offer, offers)
  if (addOns.length === 0) return null
  const set = ({ catalogItemId }: Offer, quantity: string | undefined) => {
    const { [catalogItemId]: _, ...others } = wish.addOns
    change({ addOns: quantity === undefined ? others : { ...others, [catalogItemId]: quantity } })
  }
  return (
    <fieldset className={styles.group} aria-labelledby={legend}>
      <Text id={legend}>{say('addOns')}</Text>
      <Text size={200} className={styles.small}>
        {say('addOnsFollow')}
      </Text>
      {addOns.map((addOn) => (
        <AddOnChoice
          key={addOn.catalogItemId}
          addOn={addOn}
          quantity={wish.addOns[addOn.catalogItemId]}
          usual={isQuantityOf(addOn, wish.quantity) ? wish.quantity : String(addOn.minimumQuantity)}
          onChange={(quantity) => set(addOn, quantity)}
        />
      ))}
    </fieldset>
  )
}

interface AddOnChoiceProps {
  readonly addOn: Offer
  /** `undefined` where it is not wanted. */
  readonly quantity: string | undefined
  readonly usual: string
  readonly onChange: (quantity: string | undefined) => void
}

function AddOnChoice({ addOn, quantity, usual, onChange }: AddOnChoiceProps) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const { cost } = usePlanText()
  const [usualPlan] = addOn.terms
  const { number } = useFormat()
  const range = { minimum: number(addOn.minimumQuantity), maximum: number(addOn.maximumQuantity) }
  return (
    <div className={styles.row}>
      <Checkbox
        checked={quantity !== undefined}
        onChange={(_, { checked }) => onChange(checked === true ? usual : undefined)}
        label={
          <span className={styles.label}>
            {addOn.title}
            <Text size={200} className={styles.small}>
              {usualPlan === undefined ? '' : cost(addOn, usualPlan)}
            </Text>
          </span>
        }
      />
      {quantity !== undefined && !hasFixedQuantity(addOn) && (
        <Field {...(isQuantityOf(addOn, quantity) ? {} : { validationMessage: say('quantityWrong', range) })}>
          <Input
            className={styles.number}
            aria-label={say('addOnQuantity', { offer: addOn.title })}
            inputMode="numeric"
            value={quantity}
            onChange={(_, { value }) => onChange(value)}
          />
        </Field>
      )}
    </div>
  )
}
