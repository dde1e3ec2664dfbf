import type { z } from 'zod'
import type { paymentSchema } from '../../../api/schema/payments.js'

export type Payment = z.output<typeof paymentSchema>
