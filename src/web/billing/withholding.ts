import type { z } from 'zod'
import type { withholdingsSchema } from '../../api/schema/tax.js'

export type Withholding = z.output<typeof withholdingsSchema>['items'][number]
