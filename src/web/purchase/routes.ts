import type { PageRoute } from '../page-route.js'

const CART = '/customers/$customerId/cart/$cartId'

export const PURCHASE_ROUTES: readonly PageRoute[] = [
  {
    path: '/customers/$customerId/add',
    load: () => import('./catalogue-page.js').then(({ CataloguePage }) => CataloguePage),
    needs: 'catalog.read',
  },
  { path: CART, load: () => import('./cart-page.js').then(({ CartPage }) => CartPage), needs: 'order.create' },
  {
    path: `${CART}/done`,
    load: () => import('./done-page.js').then(({ DonePage }) => DonePage),
    needs: 'order.read',
  },
]
