import type { PageRoute } from '../routes.js'

export const SUBSCRIPTION_ROUTES: readonly PageRoute[] = []
