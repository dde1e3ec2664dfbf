import type { PageRoute } from '../routes.js'

export const PRICING_ROUTES: readonly PageRoute[] = []
