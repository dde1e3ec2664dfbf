import type { z } from 'zod'
import type { importedSchema } from '../../api/schema/price-list.js'

export type Imported = z.output<typeof importedSchema>
