import { Field, Input, makeStyles, Text } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { useFormat } from '../format/format.js'
import { useCartWords } from './cart-words.js'
import { hasFixedQuantity, isByUsage, isQuantityOf, type Offer } from './offers.js'

const PAUSE_MILLISECONDS = 600

const useStyles = makeStyles({ input: { width: '100%', minWidth: 0, '& input': { minWidth: 0, width: '100%' } } })

export interface LineQuantityProps {
  readonly offer: Offer | undefined
  readonly title: string
  readonly quantity: number
  readonly onChange: (quantity: number) => void
}

/** The licenses of a line; a change is taken when one stops typing or leaves the field. */
export function LineQuantity({ offer, title, quantity, onChange }: LineQuantityProps) {
  const styles = useStyles()
  const say = useCartWords()
  const { number } = useFormat()
  const [typed, setTyped] = useState(String(quantity))
  const isRight = offer === undefined ? /^[1-9]\d{0,7}$/.test(typed) : isQuantityOf(offer, typed)
  const isNew = isRight && Number(typed) !== quantity
  // A quantity that was changed elsewhere, or put right by the server.
  useEffect(() => setTyped(String(quantity)), [quantity])
  const change = useRef(onChange)
  useEffect(() => {
    change.current = onChange
  })
  useEffect(() => {
    if (!isNew) return
    const timer = setTimeout(() => change.current(Number(typed)), PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [typed, isNew])
  if (offer !== undefined && isByUsage(offer)) return null
  if (offer !== undefined && hasFixedQuantity(offer)) {
    return <Text>{say('licenses', { count: quantity })}</Text>
  }
  const range = { minimum: number(offer?.minimumQuantity ?? 1), maximum: number(offer?.maximumQuantity ?? 1) }
  return (
    <Field {...(isRight || offer === undefined ? {} : { validationMessage: say('quantityWrong', range) })}>
      <Input
        className={styles.input}
        aria-label={say('quantity', { offer: title })}
        inputMode="numeric"
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
        onBlur={() => isNew && onChange(Number(typed))}
        onKeyDown={({ key }) => key === 'Enter' && isNew && onChange(Number(typed))}
      />
    </Field>
  )
}
