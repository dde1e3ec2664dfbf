import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Status } from '../parts/status.js'
import { type AddOnLine, allLines, type Cart, contentOf, withoutLine } from './cart-content.js'
import { useCartWords } from './cart-words.js'
import { type Offer, offerOfItem } from './offers.js'
import { rememberCart, useCartChange } from './open-cart.js'
import { RefusedFault } from './refused.js'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '50vh', overflowY: 'auto' },
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    padding: `${tokens.spacingVerticalXS} 0`,
  },
  text: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, alignItems: 'flex-start' },
  small: { color: tokens.colorNeutralForeground2 },
  review: {
    display: 'block',
    textAlign: 'center',
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    fontWeight: tokens.fontWeightSemibold,
    ':hover': {
      backgroundColor: tokens.colorBrandBackgroundHover,
      color: tokens.colorNeutralForegroundOnBrand,
      textDecorationLine: 'none',
    },
  },
})

export interface CartPanelProps {
  readonly customerId: string
  readonly cart: Cart | undefined
  readonly offers: readonly Offer[]
}

/** What is in the cart so far, and the way to buy it. */
export function CartPanel({ customerId, cart, offers }: CartPanelProps) {
  const say = useCartWords()
  if (cart === undefined) {
    return (
      <Section title={say('cart')}>
        <Text>{say('empty')}</Text>
      </Section>
    )
  }
  return <FilledPanel {...{ customerId, cart, offers }} />
}

function FilledPanel({ customerId, cart, offers }: CartPanelProps & { readonly cart: Cart }) {
  const styles = useStyles()
  const say = useCartWords()
  const { instant } = useFormat()
  const { edit, isPending, fault } = useCartChange(customerId, cart.id)
  const remove = (id: number) => {
    const isLast = withoutLine(contentOf(cart), id).lineItems.length === 0
    if (isLast) rememberCart(customerId, undefined)
    else edit((content) => withoutLine(content, id))
  }
  return (
    <Section title={say('cart')} actions={<Text>{say('lines', { count: allLines(cart).length })}</Text>}>
      <ul className={styles.list}>
        {allLines(cart).map((line) => (
          <PanelLine
            key={line.id}
            line={line}
            title={offerOfItem(offers, line.catalogItemId)?.title ?? line.catalogItemId}
            disabled={isPending}
            onRemove={() => remove(line.id)}
          />
        ))}
      </ul>
      <RefusedFault {...{ fault, customerId, offers }} />
      <AppLink to={`/customers/${customerId}/cart/${cart.id}`} className={styles.review}>
        {say('review')}
      </AppLink>
      <Text size={200} className={styles.small}>
        {say('keepUntil', { until: instant(cart.expirationTimestamp) })}
      </Text>
    </Section>
  )
}

interface PanelLineProps {
  readonly line: AddOnLine
  readonly title: string
  readonly disabled: boolean
  readonly onRemove: () => void
}

function PanelLine({ line, title, disabled, onRemove }: PanelLineProps) {
  const styles = useStyles()
  const say = useCartWords()
  return (
    <li className={styles.line}>
      <div className={styles.text}>
        <Text>{title}</Text>
        <Text size={200} className={styles.small}>
          {say('licenses', { count: line.quantity })}
        </Text>
        {line.error !== undefined && <Status tone="waiting" text={say('faulty')} />}
      </div>
      <Button
        appearance="subtle"
        size="small"
        icon={<DeleteRegular />}
        disabled={disabled}
        aria-label={say('removeLine', { offer: title })}
        onClick={onRemove}
      />
    </li>
  )
}
