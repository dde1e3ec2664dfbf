import type { PageRoute } from '../routes.js'

export const PURCHASE_ROUTES: readonly PageRoute[] = []
