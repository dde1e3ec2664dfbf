import { accept, type Outcome, refuse } from '../refusal.js'

/**
 * How a partner stands in the programme. Who is restricted or suspended manages what it has sold, changes quantities and
 * lets it renew, but buys nothing new and brings no new customers.
 */
export const PROGRAM_STATUSES = ['active', 'restricted', 'suspended'] as const
export type ProgramStatus = (typeof PROGRAM_STATUSES)[number]

/** Whether an account may buy and bring customers. */
export function mayBuy(account: { readonly programStatus: ProgramStatus }): Outcome<undefined> {
  const { programStatus } = account
  return programStatus === 'active' ? accept(undefined) : refuse('program-restricted', { status: programStatus })
}
