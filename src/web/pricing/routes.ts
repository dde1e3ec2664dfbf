import type { PageRoute } from '../page-route.js'

export const PRICING_ROUTES: readonly PageRoute[] = [
  {
    path: '/pricing',
    load: () => import('./pricing-page.js').then(({ PricingPage }) => PricingPage),
    needs: 'price.read',
  },
  {
    path: '/pricing/$priceListId',
    load: () => import('./published-list-page.js').then(({ PublishedListPage }) => PublishedListPage),
    needs: 'price.read',
  },
]

/** Price lists as the provider's staff sees them. */
export const PRICE_LIST_ROUTES: readonly PageRoute[] = [
  {
    path: '/provider/price-lists',
    load: () => import('./price-lists-page.js').then(({ PriceListsPage }) => PriceListsPage),
    needs: 'platform.catalog.read',
  },
  {
    path: '/provider/price-lists/import',
    load: () => import('./import-page.js').then(({ ImportPage }) => ImportPage),
    needs: 'platform.price-list.edit',
  },
  {
    path: '/provider/price-lists/$priceListId',
    load: () => import('./price-list-page.js').then(({ PriceListPage }) => PriceListPage),
    needs: 'platform.catalog.read',
  },
]
