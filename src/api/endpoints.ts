import type { Endpoint } from './endpoint.js'
import { HEALTH_ENDPOINTS } from './health.js'

/** Every operation of the API. */
export const ENDPOINTS: readonly Endpoint[] = [...HEALTH_ENDPOINTS]
