import type { PageRoute } from '../routes.js'

export const PROVIDER_ROUTES: readonly PageRoute[] = []
