import type { PageRoute } from '../routes.js'

export const CUSTOMER_ROUTES: readonly PageRoute[] = []
