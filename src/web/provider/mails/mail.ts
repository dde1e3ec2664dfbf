import type { z } from 'zod'
import type { mailSchema } from '../../../api/schema/mail.js'

export type Mail = z.output<typeof mailSchema>
