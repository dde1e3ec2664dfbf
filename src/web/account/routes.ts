import type { PageRoute } from '../page-route.js'

export const ACCOUNT_ROUTES: readonly PageRoute[] = [
  { path: '/account', load: async () => (await import('./account-page.js')).AccountPage, needs: 'account.read' },
]
