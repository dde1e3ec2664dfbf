import { z } from 'zod'
import { linkSchema } from './wire.js'

/** What the pages need before anybody has signed in. */
export const portalConfigurationSchema = z.object({
  /** The portal among the programs people sign in with. */
  clientId: z.string(),
  /** Where the token authority and the portal are reached, without a slash at the end. */
  publicUrl: z.string(),
  /** Whether scenarios may be played without signing in. */
  openSimulation: z.boolean(),
})

/** Who has signed in, and for whom they act. */
export const portalSessionSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), signInName: z.string(), roles: z.array(z.string()) }),
  /** Whether the user is of the provider's staff, who choose the partner they act for. */
  isStaff: z.boolean(),
  /** The partner account; `null` for the provider's staff outside a partner. */
  account: z
    .object({
      id: z.string(),
      name: z.string(),
      mpnId: z.string(),
      accountType: z.enum(['direct-bill', 'indirect-provider', 'indirect-reseller']),
      programStatus: z.string(),
      country: z.string(),
      currency: z.string(),
      billingDay: z.number().int(),
      isSandbox: z.boolean(),
    })
    .nullable(),
  /** What the account takes for now: the system's clock, or that of its sandbox; ISO 8601, UTC. */
  now: z.string(),
  links: z.object({ self: linkSchema }),
  attributes: z.object({ objectType: z.literal('PortalSession') }),
})
