import type { PageRoute } from '../page-route.js'

export const HOME_ROUTES: readonly PageRoute[] = [
  { path: '/', load: () => import('./home-page.js').then(({ HomePage }) => HomePage) },
]
