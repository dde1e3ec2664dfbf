import { MessageBar, MessageBarBody, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import type { useBuy } from './buy.js'
import { allLines, type Cart, type Review } from './cart-content.js'
import { useCartWords } from './cart-words.js'
import { type Offer, offerOfItem } from './offers.js'
import { reasonOfLine, useReasonText } from './refusal.js'
import { RefusedFault } from './refused.js'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
})

export interface BuyDialogProps {
  readonly customerId: string
  readonly customer: string
  readonly cart: Cart
  readonly offers: readonly Offer[]
  readonly review: Review
  readonly buying: ReturnType<typeof useBuy>
  readonly open: boolean
  readonly onClose: () => void
}

/** Asks, with the exact money, before a cart is ordered; asks again where something costs other than was shown. */
export function BuyDialog({ customerId, customer, cart, offers, review, buying, open, onClose }: BuyDialogProps) {
  const styles = useStyles()
  const say = useCartWords()
  const amountOf = useAmount()
  const reasonText = useReasonText(offers)
  const { state } = buying
  const left = leftOut(cart, review, offers)
  const amount = amountOf(review)
  return (
    <Confirm
      open={open}
      title={say('confirmTitle', { count: review.lineItems.length, customer })}
      action={amount === '' ? say('buy') : say('buyFor', { amount })}
      busy={buying.isBusy}
      onConfirm={() => void buying.buy(review)}
      onClose={onClose}
    >
      <div className={styles.content}>
        <Text>{amount === '' ? say('confirmNothing') : say('confirmText', { amount })}</Text>
        <Text>{say('confirmUndo')}</Text>
        {left.length > 0 && (
          <div>
            <Text>{say('leftOut')}</Text>
            <ul className={styles.list}>
              {left.map(({ id, title, error }) => (
                <li key={id}>
                  {title}
                  {error !== undefined && `: ${reasonText(reasonOfLine(error))}`}
                </li>
              ))}
            </ul>
          </div>
        )}
        {state.step === 'changed' && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{say('changed', { before: amountOf(state.before), after: amount })}</MessageBarBody>
          </MessageBar>
        )}
        {state.step === 'refused' && <RefusedFault fault={state.fault} customerId={customerId} offers={offers} />}
        {state.step === 'none' && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              {say('doneNone')}: {state.errors.map(({ description }) => description).join(' ')}
            </MessageBarBody>
          </MessageBar>
        )}
        {buying.isBusy && <Spinner size="tiny" label={say('buying')} labelPosition="after" />}
      </div>
    </Confirm>
  )
}

/** Gives what a cart costs at once, in each of its currencies; nothing where it costs nothing. */
function useAmount(): (review: Review) => string {
  const { money } = useFormat()
  return ({ totals }) =>
    totals
      .filter(({ amount }) => amount !== 0)
      .map(({ amount, currencyCode }) => money(amount, currencyCode))
      .join(' + ')
}

/** Lines that would not be ordered. */
function leftOut(cart: Cart, review: Review, offers: readonly Offer[]) {
  const ordered = new Set(review.lineItems.map(({ id }) => id))
  return allLines(cart)
    .filter(({ id }) => !ordered.has(id))
    .map(({ id, catalogItemId, error }) => ({
      id,
      error,
      title: offerOfItem(offers, catalogItemId)?.title ?? catalogItemId,
    }))
}
