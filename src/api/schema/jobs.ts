import { z } from 'zod'
import { JOB_KINDS, JOB_STATES } from '../../app/jobs.js'
import { collectionOf, linkSchema, wholeNumber } from './wire.js'

/** Days of the daily jobs where no other number is asked for, and the most. */
export const USUAL_DAYS = 30
const MOST_DAYS = 366

export const jobDaysQuery = z.object({ size: wholeNumber(1, MOST_DAYS).optional() })

const jobSchema = z.object({
  kind: z.enum(JOB_KINDS),
  /** The worst that is true of it, in this order. */
  state: z.enum(JOB_STATES),
  /** To be done and not begun; counted up to 100,000. */
  waiting: z.number().int(),
  working: z.number().int(),
  /** Failed for good or given up in the last seven days. */
  failed: z.number().int(),
  /** Since when the oldest waits, where that is told by the clock of the system. */
  oldestDate: z.string().optional(),
  lastSuccessDate: z.string().optional(),
  /** When there will be something to do, where that is known. */
  nextDate: z.string().optional(),
  /** When a process last looked for work of this kind. */
  lastLookDate: z.string().optional(),
  /** The last thing that went wrong in the last seven days, and whose work it was. */
  problem: z.object({ what: z.string(), date: z.string(), partnerId: z.string().optional() }).optional(),
  /** Where its work is listed one by one, and may be tried again. */
  links: z.object({ details: linkSchema.optional() }),
  attributes: z.object({ objectType: z.literal('Job') }),
})

export const jobsSchema = collectionOf(jobSchema).extend({
  /** Whether some process works on the jobs: `prorata work`, or `prorata serve --with-jobs`. */
  isAttended: z.boolean(),
  /** When one last did. */
  lastLookDate: z.string().optional(),
})

export const jobDaysSchema = collectionOf(
  z.object({
    day: z.string(),
    startedDate: z.string(),
    finishedDate: z.string().optional(),
    /** What billing everybody as of the day made. */
    charges: z.number().int(),
    invoices: z.number().int(),
    attributes: z.object({ objectType: z.literal('JobDay') }),
  }),
)
