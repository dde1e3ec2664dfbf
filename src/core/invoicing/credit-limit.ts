import type { Currency } from '../money/currency.js'
import { formatAmount } from '../money/format-amount.js'
import { accept, type Outcome, refuse } from '../refusal.js'

/** What a credit limit is compared with: minor units of its currency. */
export interface CreditUse {
  readonly currency: Currency
  readonly limit: bigint
  /** Open on issued documents. */
  readonly unpaid: bigint
  /** Charges that are on no invoice yet, before tax, also those that are written at a later settlement or at an activation. */
  readonly unbilled: bigint
  /** Payments that no invoice was paid with yet, and credit balances of documents. */
  readonly overpaid: bigint
}

/** What counts against the limit; below zero where a partner has paid ahead. */
export function usedCredit({ unpaid, unbilled, overpaid }: CreditUse): bigint {
  return unpaid + unbilled - overpaid
}

/** What can still be bought. */
export function availableCredit(use: CreditUse): bigint {
  return use.limit - usedCredit(use)
}

/** What a purchase is for: new subscriptions, or licenses of one there is. */
export type PurchaseKind = 'purchase' | 'licenses'

/**
 * Whether something may be bought that is charged `incoming` at first. Who has used up the limit buys nothing at all, not
 * even what costs nothing yet.
 */
export function mayBuyOnCredit(use: CreditUse, incoming: bigint, kind: PurchaseKind): Outcome<undefined> {
  const { currency, limit } = use
  const available = availableCredit(use)
  const text = (amount: bigint) => `${formatAmount(amount, currency)} ${currency}`
  if (available <= 0n) return refuse('credit-limit-reached', { limit: text(limit) })
  if (incoming <= available) return accept(undefined)
  const data = { available: text(available), incoming: text(incoming) }
  return refuse(kind === 'purchase' ? 'credit-below-purchase' : 'credit-below-licenses', data)
}

/** Percents of the limit at which a partner is told. */
const NOTICE_LEVELS = [100, 85, 70] as const
export type CreditLevel = 0 | (typeof NOTICE_LEVELS)[number]

/** The highest level that is reached; 0 for none, and where nothing is used of whatever limit. */
export function creditLevelOf(use: CreditUse): CreditLevel {
  const used = usedCredit(use)
  if (used <= 0n) return 0
  return NOTICE_LEVELS.find((level) => used * 100n >= use.limit * BigInt(level)) ?? 0
}
