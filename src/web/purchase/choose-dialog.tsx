import { Checkbox, Field, Input, makeStyles, Radio, RadioGroup, Select, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { AddOnChoices } from './add-on-choices.js'
import type { Cart } from './cart-content.js'
import { lineOf, newWish, type Wish, wrongOf } from './choose.js'
import { hasFixedQuantity, isByUsage, isQuantityOf, type Offer, planKeyOf } from './offers.js'
import { useAddLine } from './open-cart.js'
import { usePlanText } from './plan-words.js'
import { useFaultInWords } from './refusal.js'
import { type Subscription, useBases } from './use-bases.js'
import { useCatalogueWords } from './words.js'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  plan: { display: 'flex', flexDirection: 'column' },
  small: { color: tokens.colorNeutralForeground2 },
  number: { width: '160px' },
})

export interface ChooseDialogProps {
  readonly customerId: string
  readonly offer: Offer
  readonly offers: readonly Offer[]
  readonly cart: Cart | undefined
  /** An add-on that is to be bought with the offer. */
  readonly withAddOn: Offer | undefined
  /** The subscription add-ons are bought for. */
  readonly base: Subscription | undefined
  readonly onClose: () => void
}

/** Takes how an offer is to be bought, and puts it into the cart. */
export function ChooseDialog(props: ChooseDialogProps) {
  const { customerId, offer, offers, cart, withAddOn, onClose } = props
  const base = offer.isAddOn ? props.base : undefined
  const styles = useStyles()
  const say = useCatalogueWords()
  const notify = useNotify()
  const inWords = useFaultInWords(offers)
  const [wish, setWish] = useState(() => newWish(offer, withAddOn, base))
  const [shown, setShown] = useState(false)
  const { add, isPending, fault } = useAddLine(customerId, cart)
  const change = (part: Partial<Wish>) => setWish((before) => ({ ...before, ...part }))
  const wrong = wrongOf(offer, wish, offers)
  const put = async () => {
    setShown(true)
    if (wrong.length > 0) return
    const before = new Set(cart?.lineItems.map(({ id }) => id))
    const changed = await add(lineOf(offer, wish)).catch(() => undefined)
    if (changed === undefined) return
    const lines = changed.lineItems.filter(({ id }) => !before.has(id))
    const isFaulty = lines.some((line) => [line, ...(line.addonItems ?? [])].some(({ error }) => error !== undefined))
    notify(say(isFaulty ? 'addedFaulty' : 'added', { offer: offer.title }), isFaulty ? 'warning' : 'success')
    onClose()
  }
  const show = { wish, change, offer, wrong: shown ? wrong : [] }
  return (
    <Confirm
      open
      title={say('addTitle', { offer: offer.title })}
      action={say('add')}
      onConfirm={() => void put()}
      onClose={onClose}
      busy={isPending}
      fault={inWords(fault)}
    >
      <div className={styles.form}>
        <Notes offer={offer} />
        {base !== undefined && (
          <Text>
            {say('forSubscription')}: <strong>{base.friendlyName}</strong>
          </Text>
        )}
        {offer.isAddOn && base === undefined && <BaseChoice {...show} {...{ customerId, offers }} />}
        <PlanChoice {...show} />
        <QuantityChoice {...show} />
        <AddOnChoices {...show} offers={offers} />
        {offer.attestationRequired && (
          <Field {...(show.wrong.includes('attestation') ? { validationMessage: say('attestationNeeded') } : {})}>
            <Checkbox
              label={say('attestation')}
              checked={wish.attested}
              onChange={(_, { checked }) => change({ attested: checked === true })}
            />
          </Field>
        )}
        <Field label={say('nickname')} hint={say('nicknameHint')}>
          <Input value={wish.nickname} maxLength={256} onChange={(_, { value }) => change({ nickname: value })} />
        </Field>
      </div>
    </Confirm>
  )
}

/** What one should know of an offer before choosing it. */
function Notes({ offer }: { readonly offer: Offer }) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const { length } = usePlanText()
  const free = offer.freeTerm === undefined ? undefined : length(offer.freeTerm)
  const notes = [
    ...(offer.isTrial && free !== undefined ? [say('trialText', { term: free })] : []),
    ...(!offer.isTrial && free !== undefined ? [say('firstFreeText', { term: free })] : []),
    ...(offer.needsActivation ? [say('activationText')] : []),
    ...(isByUsage(offer) ? [say('usageText')] : []),
  ]
  return notes.map((note) => (
    <Text key={note} className={styles.small}>
      {note}
    </Text>
  ))
}

interface ChoiceProps {
  readonly offer: Offer
  readonly wish: Wish
  readonly change: (part: Partial<Wish>) => void
  readonly wrong: readonly string[]
}

function PlanChoice({ offer, wish, change }: ChoiceProps) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const { plan, cost } = usePlanText()
  return (
    <Field label={say('plan')}>
      <RadioGroup value={wish.plan} onChange={(_, { value }) => change({ plan: value })}>
        {offer.terms.map((term) => (
          <Radio
            key={planKeyOf(term)}
            value={planKeyOf(term)}
            label={
              <span className={styles.plan}>
                <span>{plan(term)}</span>
                <Text size={200} className={styles.small}>
                  {cost(offer, term)}
                </Text>
              </span>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  )
}

function QuantityChoice({ offer, wish, change, wrong }: ChoiceProps) {
  const { number } = useFormat()
  const styles = useStyles()
  const say = useCatalogueWords()
  if (isByUsage(offer)) return null
  if (hasFixedQuantity(offer)) return <Text>{say('fixedQuantity', { count: offer.minimumQuantity })}</Text>
  const range = { minimum: number(offer.minimumQuantity), maximum: number(offer.maximumQuantity) }
  const isWrong = !isQuantityOf(offer, wish.quantity) && (wrong.includes('quantity') || wish.quantity !== '')
  return (
    <Field
      label={say('quantity')}
      {...(isWrong ? { validationMessage: say('quantityWrong', range) } : { hint: say('quantityHint', range) })}
    >
      <Input
        className={styles.number}
        inputMode="numeric"
        value={wish.quantity}
        onChange={(_, { value }) => change({ quantity: value })}
      />
    </Field>
  )
}

function BaseChoice({
  offer,
  wish,
  change,
  wrong,
  ...rest
}: ChoiceProps & Pick<ChooseDialogProps, 'customerId' | 'offers'>) {
  const say = useCatalogueWords()
  const bases = useBases(rest.customerId, offer, rest.offers)
  const optional = offer.addOnOf.length === 0
  return (
    <Field
      label={say('forSubscription')}
      required={!optional}
      {...(wrong.includes('base') ? { validationMessage: say('baseNeeded') } : {})}
    >
      <Select value={wish.base} onChange={(_, { value }) => change({ base: value })}>
        <option value="">{optional ? say('forNone') : say('chooseSubscription')}</option>
        {bases.map(({ id, friendlyName, quantity }) => (
          <option key={id} value={id}>
            {friendlyName} · {say('licenses', { count: quantity })}
          </option>
        ))}
      </Select>
    </Field>
  )
}
