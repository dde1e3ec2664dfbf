import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { Facts, Section } from '../parts/section.js'
import { Problem } from '../parts/states.js'
import { useSession } from '../session/session.js'
import type { Fault } from '../wire/fault.js'
import type { useBuy } from './buy.js'
import { BuyDialog } from './buy-dialog.js'
import { type Cart, type CartContent, type Review, resellerOf } from './cart-content.js'
import { useCartWords } from './cart-words.js'
import type { Offer } from './offers.js'
import { reasonOfReview } from './refusal.js'
import { Refused } from './refused.js'
import { ResellerChoice } from './reseller-choice.js'

const useStyles = makeStyles({
  total: { display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: tokens.spacingHorizontalM },
  small: { color: tokens.colorNeutralForeground2 },
  stale: { opacity: 0.5 },
})

export interface CartSummaryProps {
  readonly customerId: string
  readonly customer: string
  readonly cart: Cart
  readonly offers: readonly Offer[]
  readonly review: UseQueryResult<Review, Fault>
  readonly isStale: boolean
  readonly buying: ReturnType<typeof useBuy>
  readonly edit: (edited: (content: CartContent) => CartContent) => void
  readonly onEmpty: () => void
}

/** What the cart costs at once, how long it is kept, and the button that orders it. */
export function CartSummary(props: CartSummaryProps) {
  const { customerId, customer, cart, offers, review, isStale, buying, edit, onEmpty } = props
  const styles = useStyles()
  const say = useCartWords()
  const { instant } = useFormat()
  const { account } = useSession()
  const [asking, setAsking] = useState<'buy' | 'empty'>()
  const isUnattested = resellerOf(cart) !== undefined && cart.partnerOnRecordAttestationAccepted !== true
  const refusal = review.data === undefined ? undefined : reasonOfReview(review.data)
  const isEmpty = review.data?.lineItems.length === 0
  return (
    <Section title={say('total')}>
      {review.error !== null && <Problem fault={review.error} retry={() => void review.refetch()} />}
      {review.data !== undefined && (
        <div className={isStale ? styles.stale : undefined} aria-live="polite">
          <Totals review={review.data} />
        </div>
      )}
      {account?.accountType === 'indirect-provider' && <ResellerChoice cart={cart} edit={edit} />}
      {isEmpty && <Text>{say('nothingToBuy')}</Text>}
      {refusal !== undefined && <Refused {...{ customerId, offers }} intent="error" reason={refusal} />}
      <Button
        appearance="primary"
        size="large"
        disabled={review.data === undefined || isStale || isEmpty || isUnattested || buying.isBusy}
        onClick={() => {
          buying.reset()
          setAsking('buy')
        }}
      >
        {isStale ? say('computing') : say('buy')}
      </Button>
      <Facts
        facts={[
          [say('customer'), customer],
          [say('expires'), instant(cart.expirationTimestamp)],
        ]}
      />
      <Button appearance="subtle" onClick={() => setAsking('empty')}>
        {say('emptyCart')}
      </Button>
      {review.data !== undefined && (
        <BuyDialog
          {...{ customerId, customer, cart, offers, buying }}
          review={review.data}
          open={asking === 'buy'}
          onClose={() => setAsking(undefined)}
        />
      )}
      <Confirm
        open={asking === 'empty'}
        title={say('emptyTitle')}
        action={say('emptyCart')}
        onConfirm={onEmpty}
        onClose={() => setAsking(undefined)}
      >
        {say('emptyText')}
      </Confirm>
    </Section>
  )
}

function Totals({ review }: { readonly review: Review }) {
  const styles = useStyles()
  const say = useCartWords()
  const { money } = useFormat()
  if (review.totals.length === 0) return <Text>{say('nothingNow')}</Text>
  return (
    <>
      {review.totals.map(({ currencyCode, amount }) => (
        <div key={currencyCode} className={styles.total}>
          <Text>{say('totalNow')}</Text>
          <Text size={500} weight="semibold">
            {money(amount, currencyCode)}
          </Text>
        </div>
      ))}
      <Text size={200} className={styles.small}>
        {say('onInvoice')}
      </Text>
    </>
  )
}
