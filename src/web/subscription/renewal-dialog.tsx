import { Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { ChangeDialog, type DialogProps } from './change-dialog.js'
import { useChangeWords } from './change-words.js'
import { Rhythms } from './frequency-dialog.js'
import { type Choices, dayAfter, quantityOf, type Rhythm, sameRhythm } from './model.js'

type Renewal = Choices['renewals'][number]

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

const keyOf = ({ productId, skuId }: Pick<Renewal, 'productId' | 'skuId'>) => `${productId}:${skuId}`

/** What is planned already, or what the subscription is now. */
function plannedOf({ subscription, choices }: DialogProps & { readonly choices: Choices }) {
  const { scheduledNextTermInstructions: planned, quantity } = subscription
  const offer = choices.renewals.find((one) => planned !== undefined && keyOf(one) === keyOf(planned.product))
  const rhythm = (planned?.product ?? subscription) as Rhythm
  return { offer: offer ?? choices.renewals[0], rhythm, quantity: planned?.quantity ?? quantity }
}

/** Plans what the renewal is to change: product, term, billing frequency and number of licenses. */
export function RenewalDialog(props: DialogProps & { readonly choices: Choices }) {
  const { choices, ...rest } = props
  const styles = useStyles()
  const say = useChangeWords()
  const { day, number } = useFormat()
  const { friendlyName: name, commitmentEndDate, quantity: now } = props.subscription
  const planned = plannedOf(props)
  const [offer, setOffer] = useState(planned.offer)
  const [rhythm, setRhythm] = useState(planned.rhythm)
  const [typed, setTyped] = useState(String(planned.quantity))
  const quantity = quantityOf(typed)
  const isGood = quantity !== undefined && quantity >= 1
  const limits = { from: number(choices.minimumQuantity), to: number(choices.maximumQuantity) }
  const choose = (key: string) => {
    const wanted = choices.renewals.find((one) => keyOf(one) === key)
    setOffer(wanted)
    const fitting = wanted?.rhythms.find((one) => sameRhythm(one, rhythm)) ?? wanted?.rhythms[0]
    if (fitting !== undefined) setRhythm(fitting)
  }
  const isOther = offer !== planned.offer || !sameRhythm(rhythm, planned.rhythm) || (quantity ?? 0) !== planned.quantity
  const wish =
    offer === undefined || !isGood || !isOther
      ? undefined
      : {
          scheduledNextTermInstructions: {
            product: { productId: offer.productId, skuId: offer.skuId, ...rhythmOf(rhythm) },
            quantity,
          },
        }
  return (
    <ChangeDialog
      {...rest}
      title={say('renewalTitle', { name })}
      action={say('renewalAction')}
      wish={wish}
      done={say('renewalDone', { name })}
    >
      {() => (
        <div className={styles.fields}>
          <Text>{say('renewalText', { day: day(dayAfter(commitmentEndDate)) })}</Text>
          <Product renewals={choices.renewals} chosen={offer} onChoose={choose} />
          <Field label={say('frequencyField')}>
            <Rhythms
              rhythms={offer?.rhythms ?? []}
              current={offer === choices.renewals[0] ? (props.subscription as Rhythm) : undefined}
              chosen={rhythm}
              onChoose={setRhythm}
            />
          </Field>
          <Field
            label={say('quantityField')}
            hint={say('quantityNow', { now: number(now), ...limits })}
            {...(isGood ? {} : { validationMessage: say('quantityBad', limits), validationState: 'error' as const })}
          >
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              value={typed}
              onChange={(_, { value }) => setTyped(value)}
            />
          </Field>
        </div>
      )}
    </ChangeDialog>
  )
}

interface ProductProps {
  readonly renewals: Choices['renewals']
  readonly chosen: Choices['renewals'][number] | undefined
  readonly onChoose: (key: string) => void
}

function Product({ renewals, chosen, onChoose }: ProductProps) {
  const say = useChangeWords()
  return (
    <Field label={say('renewalProduct')}>
      <Select value={chosen === undefined ? '' : keyOf(chosen)} onChange={(_, { value }) => onChoose(value)}>
        {renewals.map((one) => (
          <option key={keyOf(one)} value={keyOf(one)}>
            {one.title}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function rhythmOf({ termDuration, billingCycle }: Rhythm) {
  return { termDuration, billingCycle }
}

const NOTHING = { scheduledNextTermInstructions: null } as const

/** Takes back what was planned. */
export function UnscheduleDialog(props: DialogProps) {
  const say = useChangeWords()
  const { day } = useFormat()
  const { friendlyName: name, commitmentEndDate } = props.subscription
  return (
    <ChangeDialog
      {...props}
      title={say('unscheduleTitle')}
      action={say('unscheduleAction')}
      wish={NOTHING}
      done={say('unscheduleDone', { name })}
    >
      {() => <Text>{say('unscheduleText', { name, day: day(dayAfter(commitmentEndDate)) })}</Text>}
    </ChangeDialog>
  )
}
