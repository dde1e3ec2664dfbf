import { z } from 'zod'

/** Ours: a charge that a purchase or a change would bring about; dates print the last day. */
export const foreseenCharge = z.object({
  chargeType: z.string(),
  chargeStartDate: z.string(),
  chargeEndDate: z.string(),
  unitPrice: z.number(),
  quantity: z.number().int(),
  amount: z.number(),
  explanation: z.string(),
  /** The calculation figure by figure, and the cycle the days are of. */
  steps: z.array(z.object({ label: z.string(), expression: z.string(), result: z.string() })),
  cycleStartDate: z.string(),
  cycleEndDate: z.string(),
})

/** What charges of one currency come to. */
export const total = z.object({ currencyCode: z.string(), amount: z.number() })
