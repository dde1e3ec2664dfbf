import { findAccount } from '../store/accounts.js'
import type { UseCase } from './use-case.js'

/** The context of whoever operates the program, for one partner: at the clock of its account where that has its own. */
export async function operatorContext(context: UseCase, partnerId: string): Promise<UseCase> {
  const account = await findAccount(context.session, partnerId)
  return {
    ...context,
    now: account?.clockAt ?? context.now,
    scope: { accountId: partnerId, partnerIds: [partnerId], resellerMpnId: null },
  }
}
