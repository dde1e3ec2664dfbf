import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components'
import type { UseQueryResult } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { useBuy } from './buy.js'
import { type Cart, contentOf, outdatedLines, type Review, withoutLine } from './cart-content.js'
import { CartLines } from './cart-lines.js'
import { CartSummary } from './cart-summary.js'
import { useCartWords } from './cart-words.js'
import type { Customer } from './catalogue-page.js'
import { useCatalogue } from './catalogue-read.js'
import { NeededAgreement } from './needed-agreement.js'
import type { Offer } from './offers.js'
import { cartPathOf, rememberCart, useCart, useCartChange } from './open-cart.js'
import { RefusedFault } from './refused.js'

const NARROW = '@media (max-width: 1099px)'

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 360px',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  links: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalL },
  aside: { position: 'sticky', top: '64px', [NARROW]: { position: 'static' } },
})

/** A cart with what it costs at once, and the button that orders it. */
export function CartPage() {
  const { customerId = '', cartId = '' } = useParams({ strict: false }) as { customerId?: string; cartId?: string }
  const say = useCartWords()
  const customer = useRead<Customer>(pathOf`/v1/customers/${customerId}`)
  const catalogue = useCatalogue(customerId)
  const cart = useCart(customerId, cartId)
  const name = customer.data?.companyProfile.companyName ?? ''
  const isGone = cart.error?.word === 'cart-not-found'
  useEffect(() => {
    if (isGone) rememberCart(customerId, undefined)
  }, [isGone, customerId])
  return (
    <Page title={say('title')} crumbs={useCartCrumbs(customerId, name)}>
      {isGone ? (
        <Gone customerId={customerId} />
      ) : (
        <Loaded read={cart}>
          {(data) => (
            <Loaded read={customer}>
              {() => (
                <Loaded read={catalogue}>
                  {(offers) => <OpenCart {...{ customerId, customer: name, cart: data, offers }} />}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      )}
    </Page>
  )
}

/** The pages above a cart. */
export function useCartCrumbs(customerId: string, name: string) {
  const say = useCartWords()
  return [
    { text: say('customers'), to: '/customers' },
    ...(name === '' ? [] : [{ text: name, to: `/customers/${customerId}` }]),
    { text: say('add'), to: `/customers/${customerId}/add` },
  ]
}

function Gone({ customerId }: { readonly customerId: string }) {
  const styles = useStyles()
  const say = useCartWords()
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{say('gone')}</MessageBarTitle> {say('goneText')}
        <div className={styles.links}>
          <AppLink to={`/customers/${customerId}/add`}>{say('startAgain')}</AppLink>
        </div>
      </MessageBarBody>
    </MessageBar>
  )
}

interface OpenCartProps {
  readonly customerId: string
  readonly customer: string
  readonly cart: Cart
  readonly offers: readonly Offer[]
}

function OpenCart({ customerId, customer, cart, offers }: OpenCartProps) {
  const styles = useStyles()
  const say = useCartWords()
  const navigate = useNavigate()
  const isOpen = cart.status === 'Active'
  const review = useRead<Review>(`${cartPathOf(customerId, cart.id)}/review`, { enabled: isOpen })
  const { edit, isPending, fault } = useCartChange(customerId, cart.id)
  const buying = useBuy(customerId, cart.id)
  useRecheck(cart, review, isPending, edit)
  if (!isOpen && !buying.isBusy && !buying.isDone) return <OrderedAlready customerId={customerId} />
  const empty = () => {
    rememberCart(customerId, undefined)
    void navigate({ to: `/customers/${customerId}/add` })
  }
  const remove = (id: number) => {
    if (withoutLine(contentOf(cart), id).lineItems.length === 0) empty()
    else edit((content) => withoutLine(content, id))
  }
  const isStale = isPending || review.isFetching
  return (
    <>
      <NeededAgreement customerId={customerId} />
      <div className={styles.columns}>
        <Section
          title={say('linesTitle')}
          actions={<AppLink to={`/customers/${customerId}/add`}>{say('addMore')}</AppLink>}
        >
          <RefusedFault {...{ fault, customerId, offers }} />
          <CartLines {...{ customerId, cart, offers, edit, remove, isStale }} review={review.data} />
        </Section>
        <div className={styles.aside}>
          <CartSummary {...{ customerId, customer, cart, offers, review, isStale, buying, edit }} onEmpty={empty} />
        </div>
      </div>
    </>
  )
}

/** Has a cart checked anew where something in it can be ordered no more, or again, since it was filled; once for the same. */
function useRecheck(
  cart: Cart,
  { data, isFetching }: Pick<UseQueryResult<Review>, 'data' | 'isFetching'>,
  isPending: boolean,
  edit: ReturnType<typeof useCartChange>['edit'],
): void {
  const checked = useRef('')
  const isSettled = cart.status === 'Active' && !isPending && !isFetching && data !== undefined
  const outdated = isSettled ? outdatedLines(cart, data).join(' ') : ''
  useEffect(() => {
    if (outdated === '' || outdated === checked.current) return
    checked.current = outdated
    edit((content) => content)
  }, [outdated, edit])
}

function OrderedAlready({ customerId }: { readonly customerId: string }) {
  const styles = useStyles()
  const say = useCartWords()
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{say('orderedAlready')}</MessageBarTitle> {say('orderedText')}
        <div className={styles.links}>
          <AppLink to={`/customers/${customerId}`} search={{ tab: 'orders' }}>
            {say('showOrders')}
          </AppLink>
          <AppLink to={`/customers/${customerId}/add`}>{say('startAgain')}</AppLink>
        </div>
      </MessageBarBody>
    </MessageBar>
  )
}
