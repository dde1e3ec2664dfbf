import { Badge, Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { memo } from 'react'
import { hasFixedQuantity, type Offer, skuKeyOf } from './offers.js'
import { usePlanText } from './plan-words.js'
import { type Reason, reasonOfOffer, useReasonText, WayOut } from './refusal.js'
import { useCatalogueWords } from './words.js'

const NARROW = '@media (max-width: 699px)'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) 110px',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr) auto' },
  },
  text: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  small: { color: tokens.colorNeutralForeground2 },
  middle: { display: 'flex', flexDirection: 'column', minWidth: 0, [NARROW]: { gridRow: 2, gridColumn: '1 / -1' } },
  act: { display: 'flex', flexDirection: 'column', alignItems: 'flex-end', gap: tokens.spacingVerticalXXS },
  mark: { flexShrink: 0, whiteSpace: 'nowrap' },
  off: { color: tokens.colorNeutralForeground2 },
})

export interface OfferRowProps {
  readonly offer: Offer
  readonly offers: readonly Offer[]
  readonly customerId: string
  /** Licenses of it in the cart. */
  readonly inCart: number
  readonly onChoose: ((offer: Offer, withAddOn?: Offer) => void) | undefined
}

/** An offer with its price, and the button that chooses it; or why it cannot be bought and what can be done. */
export const OfferRow = memo(function OfferRow({ offer, offers, customerId, inCart, onChoose }: OfferRowProps) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const reason = reasonOfOffer(offer)
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <div className={styles.head}>
          <h3 className={mergeClasses(styles.title, reason !== undefined && styles.off)}>{offer.title}</h3>
          <Marks offer={offer} />
        </div>
        <Text size={200} className={styles.small}>
          {[offer.publisherName, ...(offer.description === offer.title ? [] : [offer.description])].join(' · ')}
        </Text>
      </div>
      <div className={styles.middle}>
        {reason === undefined ? (
          <Price offer={offer} />
        ) : (
          <WhyNot {...{ reason, offer, offers, customerId, onChoose }} />
        )}
      </div>
      <div className={styles.act}>
        {reason !== undefined && (
          <Text size={200} className={styles.small}>
            {say('unavailable')}
          </Text>
        )}
        {reason === undefined && onChoose !== undefined && (
          <Button aria-label={say('chooseOffer', { offer: offer.title })} onClick={() => onChoose(offer)}>
            {say('choose')}
          </Button>
        )}
        {inCart > 0 && <Text size={200}>{say('inCart', { count: inCart })}</Text>}
      </div>
    </li>
  )
})

const SPECIAL_SEGMENTS = ['education', 'nonprofit', 'government'] as const

/** What is special about an offer, in a word each. */
export function Marks({ offer }: { readonly offer: Offer }) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const { length } = usePlanText()
  const segment = SPECIAL_SEGMENTS.find((known) => known === offer.segment)
  const marks = [
    ...(offer.isTrial ? [say('trial')] : []),
    ...(offer.isAddOn ? [say('addOn')] : []),
    ...(!offer.isTrial && offer.freeTerm !== undefined ? [say('firstFree', { term: length(offer.freeTerm) })] : []),
    ...(offer.needsActivation ? [say('activation')] : []),
    ...(segment === undefined ? [] : [say(segment)]),
  ]
  return marks.map((mark) => (
    <Badge key={mark} className={styles.mark} appearance="tint" color="informative" shape="rounded">
      {mark}
    </Badge>
  ))
}

function Price({ offer }: { readonly offer: Offer }) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const { plan, cost } = usePlanText()
  const usual = offer.terms[0]
  if (usual === undefined) return null
  const others = offer.terms.length - 1
  const licenses = hasFixedQuantity(offer) && offer.isTrial ? [say('licenses', { count: offer.minimumQuantity })] : []
  const details = offer.isTrial ? licenses : [plan(usual), ...(others > 0 ? [say('plans', { count: others })] : [])]
  return (
    <>
      <Text>{cost(offer, usual)}</Text>
      <Text size={200} className={styles.small}>
        {details.join(' · ')}
      </Text>
    </>
  )
}

function WhyNot(props: Omit<OfferRowProps, 'inCart'> & { readonly reason: Reason }) {
  const { reason, offer, offers, customerId, onChoose } = props
  const chooseBase = (base: Offer) => onChoose?.(base, offer.addOnOf.includes(skuKeyOf(base)) ? offer : undefined)
  const text = useReasonText(offers)
  return (
    <>
      <Text size={200}>{text(reason)}</Text>
      <Text size={200}>
        <WayOut
          reason={reason}
          customerId={customerId}
          offers={offers}
          {...(onChoose === undefined ? {} : { onChoose: chooseBase })}
        />
      </Text>
    </>
  )
}
