import type { Operation } from '../core/access/operation.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import type { Outcome } from '../core/refusal.js'
import { accept } from '../core/refusal.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { lockLedger } from './change-family.js'
import { loadPartner } from './partners.js'
import type { UseCase } from './use-case.js'

/** A partner's account while nobody else can move its money; the context has the account's own clock. */
export interface LockedAccount {
  readonly context: UseCase
  readonly account: Account
}

/**
 * Locks the money of a partner until the transaction ends. Whoever allocates, refunds or writes off holds it, so that two
 * at once never take more than there is.
 */
export async function lockAccount(context: UseCase, partnerId: string): Promise<Outcome<LockedAccount>> {
  const loaded = await loadPartner(context, partnerId)
  if (!loaded.ok) return loaded
  await lockLedger(context.session, partnerId)
  const { clockAt } = loaded.value
  return accept({ context: { ...context, now: clockAt ?? context.now }, account: loaded.value })
}

/** Writes what was done with a partner's money into its activity log. */
export function recordMoney(
  context: UseCase,
  partnerId: string,
  action: Operation,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  return recordChange(context, {
    partnerId,
    customer: null,
    resourceType: 'undefined',
    operationType: 'undefined',
    before: null,
    after: facts,
    data: { action },
  })
}

/** An amount for the activity log: `12.50 EUR`. */
export function moneyText(amount: bigint, currency: Currency): string {
  return `${formatAmount(amount, currency)} ${currency}`
}
