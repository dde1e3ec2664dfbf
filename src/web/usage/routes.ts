import type { PageRoute } from '../routes.js'

export const USAGE_ROUTES: readonly PageRoute[] = []
