import type { PageRoute } from '../routes.js'

export const ACCOUNT_ROUTES: readonly PageRoute[] = []
