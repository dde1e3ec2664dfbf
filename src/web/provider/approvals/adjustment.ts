import type { z } from 'zod'
import type { adjustmentSchema } from '../../../api/schema/adjustment.js'

export type Adjustment = z.output<typeof adjustmentSchema>
