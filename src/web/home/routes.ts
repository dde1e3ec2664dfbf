import type { PageRoute } from '../routes.js'

export const HOME_ROUTES: readonly PageRoute[] = [
  { path: '/', load: () => import('./home-page.js').then(({ HomePage }) => HomePage) },
]
