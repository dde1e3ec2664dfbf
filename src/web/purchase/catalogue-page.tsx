import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { z } from 'zod'
import type { customerSchema } from '../../api/schema/customer.js'
import { ButtonLink } from '../parts/button-link.js'
import { Page } from '../parts/page.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { useMay } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { allLines } from './cart-content.js'
import { CartPanel } from './cart-panel.js'
import { useCatalogue } from './catalogue-read.js'
import { ChooseDialog } from './choose-dialog.js'
import { Filters, useFilter } from './filters.js'
import { NeededAgreement } from './needed-agreement.js'
import { OfferList } from './offer-list.js'
import { filterOffers, type Offer } from './offers.js'
import { useCart, useRememberedCart } from './open-cart.js'
import { reasonOfOffer } from './refusal.js'
import { Refused } from './refused.js'
import type { Subscription } from './use-bases.js'
import { useCatalogueWords } from './words.js'

const NARROW = '@media (max-width: 1099px)'

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 320px',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  offers: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  empty: { [NARROW]: { display: 'none' } },
  aside: { position: 'sticky', top: '64px', [NARROW]: { position: 'static', order: -1 } },
})

export type Customer = z.output<typeof customerSchema>

/** What can be sold to a customer, or only the add-ons of one of its subscriptions, and the cart it goes into. */
export function CataloguePage() {
  const { customerId = '' } = useParams({ strict: false }) as { customerId?: string }
  const { addOnsOf = '' } = useSearch({ strict: false }) as { addOnsOf?: string }
  const say = useCatalogueWords()
  const customer = useRead<Customer>(pathOf`/v1/customers/${customerId}`)
  const catalogue = useCatalogue(customerId)
  const name = customer.data?.companyProfile.companyName
  const crumbs = [
    { text: say('customers'), to: '/customers' },
    ...(name === undefined ? [] : [{ text: name, to: `/customers/${customerId}` }]),
  ]
  return (
    <Page title={say(addOnsOf === '' ? 'title' : 'titleAddOns')} crumbs={crumbs}>
      <Loaded read={customer}>
        {() => (
          <Loaded read={catalogue}>
            {(offers) =>
              addOnsOf === '' ? (
                <Shop customerId={customerId} offers={offers} listed={offers} />
              ) : (
                <AddOnShop {...{ customerId, offers, addOnsOf }} />
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}

interface ShopProps {
  readonly customerId: string
  /** Everything of the market: what reasons and carts speak of. */
  readonly offers: readonly Offer[]
  /** What is chosen from. */
  readonly listed: readonly Offer[]
  /** The subscription whose add-ons these are. */
  readonly base?: Subscription
}

function AddOnShop({ addOnsOf, ...rest }: Omit<ShopProps, 'listed' | 'base'> & { readonly addOnsOf: string }) {
  const { customerId } = rest
  const base = useRead<Subscription>(pathOf`/v1/customers/${customerId}/subscriptions/${addOnsOf}`)
  const listed = useCatalogue(customerId, addOnsOf)
  return (
    <Loaded read={base}>
      {(found) => <Loaded read={listed}>{(addOns) => <Shop {...rest} listed={addOns} base={found} />}</Loaded>}
    </Loaded>
  )
}

function Shop({ customerId, offers, listed, base }: ShopProps) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const may = useMay()
  const mayOrder = may('order.create')
  const remembered = useRememberedCart(customerId)
  const cartRead = useCart(customerId, mayOrder ? remembered : undefined)
  const cart = cartRead.data?.status === 'Active' ? cartRead.data : undefined
  const [chosen, setChosen] = useState<{ readonly offer: Offer; readonly addOn?: Offer }>()
  const choose = useCallback(
    (offer: Offer, addOn?: Offer) => setChosen({ offer, ...(addOn === undefined ? {} : { addOn }) }),
    [],
  )
  const { filter, change, clear } = useFilter()
  const wanted = useDeferredValue(filter)
  const shown = useMemo(() => filterOffers(listed, wanted), [listed, wanted])
  const inCart = useMemo(() => quantitiesOf(cart), [cart])
  const common = commonReason(offers)
  return (
    <>
      {!mayOrder && (
        <MessageBar intent="info">
          <MessageBarBody>{say('lookOnly')}</MessageBarBody>
        </MessageBar>
      )}
      {mayOrder && <NeededAgreement customerId={customerId} />}
      {common !== undefined && <Refused reason={common} customerId={customerId} offers={offers} />}
      {base !== undefined && <OfBase customerId={customerId} base={base} />}
      <div className={styles.columns}>
        <div className={styles.offers}>
          <Section
            title={say('offers')}
            actions={<Text aria-live="polite">{say('shown', { count: shown.length })}</Text>}
          >
            {listed.length > 0 && <Filters offers={listed} filter={filter} change={change} />}
            {shown.length === 0 ? (
              <Nothing isSold={listed.length > 0} base={base} clear={clear} />
            ) : (
              <OfferList
                key={JSON.stringify(wanted)}
                {...{ shown, offers, customerId, inCart }}
                onChoose={mayOrder ? choose : undefined}
              />
            )}
          </Section>
        </div>
        {mayOrder && (
          <div className={mergeClasses(styles.aside, cart === undefined && styles.empty)}>
            <CartPanel customerId={customerId} cart={cart} offers={offers} />
          </div>
        )}
      </div>
      {chosen !== undefined && (
        <ChooseDialog
          key={chosen.offer.catalogItemId}
          {...{ customerId, offers, cart }}
          offer={chosen.offer}
          withAddOn={chosen.addOn}
          base={base}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  )
}

/** Whose add-ons are shown, and the way to everything else. */
function OfBase({ customerId, base }: { readonly customerId: string; readonly base: Subscription }) {
  const say = useCatalogueWords()
  return (
    <MessageBar intent="info">
      <MessageBarBody>{say('addOnsOf', { name: base.friendlyName, count: base.quantity })}</MessageBarBody>
      <MessageBarActions>
        <ButtonLink to={pathOf`/customers/${customerId}/add`}>{say('wholeCatalogue')}</ButtonLink>
      </MessageBarActions>
    </MessageBar>
  )
}

interface NothingProps {
  /** Whether there would be something without filters. */
  readonly isSold: boolean
  readonly base: Subscription | undefined
  readonly clear: () => void
}

function Nothing({ isSold, base, clear }: NothingProps) {
  const say = useCatalogueWords()
  if (!isSold)
    return <Empty text={base === undefined ? say('emptyCatalogue') : say('noAddOns', { name: base.friendlyName })} />
  return (
    <Empty text={say('noneFits')}>
      <Button onClick={clear}>{say('clear')}</Button>
    </Empty>
  )
}

/** Licenses in the cart, by item id. */
function quantitiesOf(cart: Parameters<typeof allLines>[0] | undefined): ReadonlyMap<string, number> {
  const quantities = new Map<string, number>()
  for (const { catalogItemId, quantity } of cart === undefined ? [] : allLines(cart)) {
    const key = catalogItemId.toLowerCase()
    quantities.set(key, (quantities.get(key) ?? 0) + quantity)
  }
  return quantities
}

/** What keeps everything from being bought, so that it is said once. */
function commonReason(offers: readonly Offer[]) {
  const [first] = offers
  const isCommon = first !== undefined && offers.every((offer) => offer.unavailable?.reason === 'program-restricted')
  return isCommon ? reasonOfOffer(first) : undefined
}
