import { z } from 'zod'
import { checkDatabase } from '../app/check-database.js'
import { accept } from '../core/refusal.js'
import { endpoint } from './endpoint.js'

const status = z.object({ status: z.string() })

export const HEALTH_ENDPOINTS = [
  endpoint({
    id: 'health',
    method: 'GET',
    path: '/healthz',
    group: 'Operations',
    summary: 'Whether the process lives.',
    capability: 'public',
    response: status,
    handle: async () => accept({ status: 'ok' }),
  }),
  endpoint({
    id: 'ready',
    method: 'GET',
    path: '/readyz',
    group: 'Operations',
    summary: 'Whether requests can be answered: the database is reached.',
    capability: 'public',
    response: status,
    otherStatuses: { 503: 'The database cannot be reached.' },
    handle: async ({ database, reply }) => {
      const reached = await checkDatabase(database)
      if (!reached) reply.status = 503
      return accept({ status: reached ? 'ok' : 'the database cannot be reached' })
    },
  }),
]
