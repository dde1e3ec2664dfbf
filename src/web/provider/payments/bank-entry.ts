import type { z } from 'zod'
import type { bankEntrySchema } from '../../../api/schema/payments.js'

export type BankEntry = z.output<typeof bankEntrySchema>
