import type { z } from 'zod'
import type { creditRequestSchema } from '../../../api/schema/credit-request.js'

export type CreditRequest = z.output<typeof creditRequestSchema>
