import { Button, MessageBar, MessageBarBody, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useParams } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { z } from 'zod'
import type { customerSchema } from '../../api/schema/customer.js'
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

/** What can be sold to a customer, and the cart it goes into. */
export function CataloguePage() {
  const { customerId = '' } = useParams({ strict: false }) as { customerId?: string }
  const say = useCatalogueWords()
  const customer = useRead<Customer>(pathOf`/v1/customers/${customerId}`)
  const catalogue = useCatalogue(customerId)
  const name = customer.data?.companyProfile.companyName
  const crumbs = [
    { text: say('customers'), to: '/customers' },
    ...(name === undefined ? [] : [{ text: name, to: `/customers/${customerId}` }]),
  ]
  return (
    <Page title={say('title')} crumbs={crumbs}>
      <Loaded read={customer}>
        {() => <Loaded read={catalogue}>{(offers) => <Shop customerId={customerId} offers={offers} />}</Loaded>}
      </Loaded>
    </Page>
  )
}

interface ShopProps {
  readonly customerId: string
  readonly offers: readonly Offer[]
}

function Shop({ customerId, offers }: ShopProps) {
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
  const shown = useMemo(() => filterOffers(offers, wanted), [offers, wanted])
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
      <div className={styles.columns}>
        <div className={styles.offers}>
          <Section
            title={say('offers')}
            actions={<Text aria-live="polite">{say('shown', { count: shown.length })}</Text>}
          >
            <Filters offers={offers} filter={filter} change={change} />
            {shown.length === 0 ? (
              <Empty text={offers.length === 0 ? say('emptyCatalogue') : say('noneFits')}>
                {offers.length > 0 && <Button onClick={clear}>{say('clear')}</Button>}
              </Empty>
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
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
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
