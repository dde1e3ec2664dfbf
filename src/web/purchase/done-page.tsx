import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useNavigate, useParams } from '@tanstack/react-router'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Loaded } from '../parts/states.js'
import { pathOf } from '../wire/path.js'
import { useChange, useRead } from '../wire/read.js'
import { type Cart, type CartContent, contentOf, faultOf, type Line, linesLeft } from './cart-content.js'
import { useCartCrumbs } from './cart-page.js'
import { useCartWords } from './cart-words.js'
import type { Customer } from './catalogue-page.js'
import { useCatalogue } from './catalogue-read.js'
import { DoneOrder } from './done-order.js'
import { type Offer, offerOfItem } from './offers.js'
import { keptOrdered, type Ordered, rememberCart, useCart } from './open-cart.js'
import { reasonOfLine, useReasonText, WayOut } from './refusal.js'
import { RefusedFault } from './refused.js'

const useStyles = makeStyles({
  links: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
})

/** What came of an order: its orders and subscriptions, what was not ordered, and where publishers are to be visited. */
export function DonePage() {
  const { customerId = '', cartId = '' } = useParams({ strict: false }) as { customerId?: string; cartId?: string }
  const say = useCartWords()
  const customer = useRead<Customer>(pathOf`/v1/customers/${customerId}`)
  const catalogue = useCatalogue(customerId)
  const cart = useCart(customerId, cartId)
  const name = customer.data?.companyProfile.companyName ?? ''
  const ordered = keptOrdered(cartId)
  const left = cart.data?.status === 'Ordered' ? linesLeft(cart.data) : []
  return (
    <Page title={say(left.length > 0 ? 'doneSome' : 'doneTitle')} crumbs={useCartCrumbs(customerId, name)}>
      <Loaded read={customer}>
        {() => (
          <Loaded read={catalogue}>
            {(offers) => (
              <>
                <Summary customerId={customerId} customer={name} ordered={ordered} />
                {cart.data !== undefined && left.length > 0 && (
                  <Failed {...{ customerId, offers, left }} cart={cart.data} />
                )}
                {ordered?.checkout.orders.map((order) => (
                  <DoneOrder key={order.id} {...{ customerId, order, offers }} review={ordered.review} />
                ))}
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}

interface SummaryProps {
  readonly customerId: string
  readonly customer: string
  /** `undefined` where the page is opened in another tab. */
  readonly ordered: Ordered | undefined
}

function Summary({ customerId, customer, ordered }: SummaryProps) {
  const styles = useStyles()
  const say = useCartWords()
  const count = ordered?.checkout.orders.length ?? 0
  return (
    <>
      <MessageBar intent={ordered === undefined ? 'info' : 'success'} layout="multiline">
        <MessageBarBody>
          {ordered === undefined
            ? `${say('orderedAlready')}. ${say('orderedText')}`
            : say('doneText', { count, customer })}
        </MessageBarBody>
      </MessageBar>
      <div className={styles.links}>
        <AppLink to={`/customers/${customerId}`} search={{ tab: 'subscriptions' }}>
          {say('showSubscriptions')}
        </AppLink>
        <AppLink to={`/customers/${customerId}`} search={{ tab: 'orders' }}>
          {say('showOrders')}
        </AppLink>
        <AppLink to={`/customers/${customerId}/add`}>{say('more')}</AppLink>
      </div>
    </>
  )
}

interface FailedProps {
  readonly customerId: string
  readonly cart: Cart
  readonly offers: readonly Offer[]
  readonly left: readonly Line[]
}

/** What was not ordered and why, with the way to try it again. */
function Failed({ customerId, cart, offers, left }: FailedProps) {
  const styles = useStyles()
  const say = useCartWords()
  const navigate = useNavigate()
  const again = useChange<CartContent, Cart>(
    (body) => ({ method: 'POST', path: pathOf`/v1/customers/${customerId}/carts`, body }),
    [],
  )
  const retry = async () => {
    const fresh = await again.mutateAsync(contentOf({ ...cart, lineItems: [...left] })).catch(() => undefined)
    if (fresh === undefined) return
    rememberCart(customerId, fresh.id)
    await navigate({ to: `/customers/${customerId}/cart/${fresh.id}` })
  }
  return (
    <>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{say('failedTitle')}</MessageBarTitle>
          <ul className={styles.list}>
            {left.map((line) => (
              <FailedLine key={line.id} {...{ customerId, line, offers, left }} />
            ))}
          </ul>
          <Text>{say('failedText')}</Text>
        </MessageBarBody>
      </MessageBar>
      <RefusedFault fault={again.error} customerId={customerId} offers={offers} />
      <div>
        <Button disabled={again.isPending} onClick={() => void retry()}>
          {say('again')}
        </Button>
      </div>
    </>
  )
}

/** A line that was not ordered: by a fault of its own, or of another that would have been on the same order. */
function FailedLine({ customerId, line, offers, left }: Omit<FailedProps, 'cart'> & { readonly line: Line }) {
  const say = useCartWords()
  const text = useReasonText(offers)
  const titleOf = ({ catalogItemId }: Line) => offerOfItem(offers, catalogItemId)?.title ?? catalogItemId
  const fault = faultOf(line)
  if (fault === undefined) {
    const others = left.filter((other) => other.orderGroup === line.orderGroup && faultOf(other) !== undefined)
    return (
      <li>
        {titleOf(line)}: {say('failedWith', { offers: others.map(titleOf).join(', ') })}
      </li>
    )
  }
  const reason = reasonOfLine(fault)
  return (
    <li>
      {titleOf(line)}: {text(reason)} <WayOut {...{ reason, customerId, offers }} />
    </li>
  )
}
