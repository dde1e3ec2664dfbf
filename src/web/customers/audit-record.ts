import type { z } from 'zod'
import type { auditRecord } from '../../api/schema/audit.js'

export type AuditRecord = z.output<typeof auditRecord>
