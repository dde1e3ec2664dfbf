import { Button, makeStyles, mergeClasses, Select, Text, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { type AddOnLine, type Cart, type CartContent, type Review, withLine } from './cart-content.js'
import { useCartWords } from './cart-words.js'
import { planOf } from './choose.js'
import { LineCharges } from './line-charges.js'
import { LineQuantity } from './line-quantity.js'
import { Marks } from './offer-row.js'
import { type Offer, offerOfItem, planKeyOf } from './offers.js'
import { usePlanText } from './plan-words.js'
import { reasonOfLine } from './refusal.js'
import { Refused } from './refused.js'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  line: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 110px 32px',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    alignItems: 'start',
    padding: `${tokens.spacingVerticalM} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  addOn: { paddingLeft: tokens.spacingHorizontalXXL },
  what: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    minWidth: 0,
    alignItems: 'flex-start',
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  small: { color: tokens.colorNeutralForeground2 },
  whole: { gridColumn: '1 / -1' },
  planRow: { gridColumn: '1 / span 2', gridRow: 2, display: 'flex', flexDirection: 'column' },
  charges: { gridColumn: '1 / span 2', gridRow: 3 },
  plan: { alignSelf: 'stretch', maxWidth: '440px', minWidth: 0, '& select': { minWidth: 0, width: '100%' } },
  stale: { opacity: 0.5 },
})

export interface CartLinesProps {
  readonly customerId: string
  readonly cart: Cart
  readonly offers: readonly Offer[]
  readonly review: Review | undefined
  /** Whether the charges are being computed anew. */
  readonly isStale: boolean
  readonly edit: (edited: (content: CartContent) => CartContent) => void
  readonly remove: (id: number) => void
}

/** The lines of a cart with their add-ons: each can be changed, and says what it costs at once and why. */
export function CartLines(props: CartLinesProps) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {props.cart.lineItems.flatMap((line) => [
        <CartLine key={line.id} {...props} line={line} />,
        ...(line.addonItems ?? []).map((addOn) => <CartLine key={addOn.id} {...props} line={addOn} isAddOn />),
      ])}
    </ul>
  )
}

interface CartLineProps extends CartLinesProps {
  readonly line: AddOnLine
  readonly isAddOn?: boolean
}

function CartLine(props: CartLineProps) {
  const { line, customerId, offers, review, isStale, edit, remove, isAddOn = false } = props
  const styles = useStyles()
  const say = useCartWords()
  const offer = offerOfItem(offers, line.catalogItemId)
  const title = offer?.title ?? line.catalogItemId
  const reviewed = review?.lineItems.find(({ id }) => id === line.id)
  return (
    <li className={mergeClasses(styles.line, isAddOn && styles.addOn)}>
      <div className={styles.what}>
        <div className={styles.head}>
          <h3 className={styles.title}>{title}</h3>
          {offer !== undefined && <Marks offer={offer} />}
        </div>
        <Text size={200} className={styles.small}>
          {[
            offer?.publisherName,
            line.friendlyName === undefined ? undefined : say('nickname', { name: line.friendlyName }),
            Object.hasOwn(line.provisioningContext, 'parentSubscriptionId') ? say('forSubscription') : undefined,
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </Text>
      </div>

      <div>
        <LineQuantity
          {...{ offer, title }}
          quantity={line.quantity}
          onChange={(quantity) => edit((content) => withLine(content, line.id, { quantity }))}
        />
      </div>
      <div className={styles.planRow}>
        <LinePlan {...{ line, offer, title, edit }} fixed={isAddOn} />
      </div>
      <div className={mergeClasses(styles.charges, isStale && styles.stale)}>
        {reviewed !== undefined && <LineCharges line={reviewed} offer={offer} />}
      </div>
      <Button
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={say('removeLine', { offer: title })}
        onClick={() => remove(line.id)}
      />
      {line.error !== undefined && (
        <div className={styles.whole}>
          <Refused reason={reasonOfLine(line.error)} customerId={customerId} offers={offers} />
        </div>
      )}
    </li>
  )
}

interface LinePlanProps {
  readonly line: AddOnLine
  readonly offer: Offer | undefined
  readonly title: string
  readonly edit: CartLinesProps['edit']
  /** Add-ons have the plan of their base. */
  readonly fixed: boolean
}

function LinePlan({ line, offer, title, edit, fixed }: LinePlanProps) {
  const styles = useStyles()
  const say = useCartWords()
  const { plan, cost } = usePlanText()
  const own = offer?.terms.find(
    ({ termDuration, billingCycle }) =>
      billingCycle === line.billingCycle && (line.termDuration === undefined || line.termDuration === termDuration),
  )
  if (offer === undefined) return null
  if (own !== undefined && (fixed || offer.terms.length === 1)) {
    return (
      <Text size={200} className={styles.small}>
        {[plan(own), cost(offer, own)].filter(Boolean).join(' · ')}
      </Text>
    )
  }
  if (fixed) return null
  const change = (key: string) => {
    const [term, cycle] = key.split(' ')
    edit((content) => withLine(content, line.id, planOf(term, cycle)))
  }
  return (
    <Select
      className={styles.plan}
      aria-label={say('plan', { offer: title })}
      value={own === undefined ? '' : planKeyOf(own)}
      onChange={(_, { value }) => change(value)}
    >
      {own === undefined && <option value="">{say('planLabel')}</option>}
      {offer.terms.map((term) => (
        <option key={planKeyOf(term)} value={planKeyOf(term)}>
          {[plan(term), cost(offer, term)].filter(Boolean).join(' · ')}
        </option>
      ))}
    </Select>
  )
}
