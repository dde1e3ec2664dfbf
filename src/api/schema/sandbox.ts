import { z } from 'zod'
import { guid, instant } from './wire.js'

export const sandboxParams = z.object({ partnerId: guid })

export const advanceClockBody = z.object({ advanceTo: instant })

export const makeSandboxBody = z.object({ clockAt: instant })

/** The clock of a sandbox. `target` and the steps are those of the way it is on, or was on last. */
export const sandboxClock = z.object({
  partnerId: z.string(),
  clockAt: z.string(),
  state: z.enum(['idle', 'advancing']),
  startedFrom: z.string().optional(),
  target: z.string().optional(),
  stepsDone: z.number().int().optional(),
  stepsTotal: z.number().int().optional(),
  attributes: z.object({ objectType: z.literal('SandboxClock') }),
})
