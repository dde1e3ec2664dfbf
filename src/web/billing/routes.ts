import type { PageRoute } from '../routes.js'

export const BILLING_ROUTES: readonly PageRoute[] = []
