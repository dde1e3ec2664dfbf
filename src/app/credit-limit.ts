import { dayOfInstant } from '../core/calendar/instant.js'
import {
  availableCredit,
  type CreditUse,
  creditLevelOf,
  mayBuyOnCredit,
  type PurchaseKind,
  usedCredit,
} from '../core/invoicing/credit-limit.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type CreditLimit,
  deleteCreditLimit,
  findCreditLimit,
  noteCreditLevel,
  saveCreditLimit,
  setPaymentDays,
} from '../store/credit-limits.js'
import { sumRatedUsage } from '../store/rated-usage.js'
import { listReceivables, sumUnallocated, sumUnbilled } from '../store/receivables.js'
import { appendReminders } from '../store/reminders.js'
import { sumAwaitingActivation } from './awaiting-activation.js'
import { lockAccount, moneyText, recordMoney } from './lock-account.js'
import { sumUnsettled } from './unsettled.js'
import type { UseCase } from './use-case.js'

type Reader = Pick<UseCase, 'session' | 'now'>

/** A credit limit with what is used of it. */
export interface Credit extends CreditUse {
  readonly notifiedLevel: CreditLimit['notifiedLevel']
  readonly used: bigint
  readonly available: bigint
}

/**
 * The credit of a partner; `undefined` where it has no limit. What is owed in other currencies does not count; what was
 * bought and waits for its activation does, for it will be charged without being asked again, and so does what was used.
 */
export async function readCredit({ session, now }: Reader, partnerId: string): Promise<Credit | undefined> {
  const limit = await findCreditLimit(session, partnerId)
  if (limit === undefined) return undefined
  const { currency, amount, notifiedLevel } = limit
  const documents = (await listReceivables(session, partnerId, 'claimable')).filter((one) => one.currency === currency)
  const unpaid = documents.reduce((sum, { open }) => sum + (open > 0n ? open : 0n), 0n)
  const balances = documents.reduce((sum, { open }) => sum + (open < 0n ? -open : 0n), 0n)
  const overpaid = balances + ((await sumUnallocated(session, partnerId)).get(currency) ?? 0n)
  const charged =
    (await sumUnbilled(session, partnerId, currency)) + (await sumRatedUsage(session, partnerId, currency))
  const later = await sumUnsettled({ session }, partnerId, currency)
  const unbilled = charged + later + (await sumAwaitingActivation({ session, now }, partnerId, currency))
  const use: CreditUse = { currency, limit: amount, unpaid, unbilled, overpaid }
  return { ...use, notifiedLevel, used: usedCredit(use), available: availableCredit(use) }
}

/**
 * Whether a partner has credit for something that is charged `incoming` at first. The caller holds the partner's ledger,
 * so that two purchases at once do not both take the last of it.
 */
export async function checkCredit(
  context: Reader,
  partnerId: string,
  incoming: bigint,
  kind: PurchaseKind,
): Promise<Outcome<undefined>> {
  const credit = await readCredit(context, partnerId)
  return credit === undefined ? accept(undefined) : mayBuyOnCredit(credit, incoming, kind)
}

/**
 * Reminds a partner that crosses 70, 85 or 100 percent of its limit, once for each crossing; using less takes that back,
 * so that the next crossing is told again.
 */
export async function watchCredit(context: UseCase, partnerId: string): Promise<void> {
  const { session, now, newId } = context
  const credit = await readCredit(context, partnerId)
  if (credit === undefined) return
  const level = creditLevelOf(credit)
  if (level === credit.notifiedLevel) return
  await noteCreditLevel(session, partnerId, level)
  if (level < credit.notifiedLevel) return
  const { currency, used } = credit
  const reminder = { partnerId, reminderId: newId(), kind: 'credit-limit', level, currency, amount: used } as const
  await appendReminders(session, [{ ...reminder, document: null, dueOn: null, happenedOn: dayOfInstant(now) }], now)
}

/** Sets the credit limit of a partner, in its own currency; `null` takes it away. */
export async function setCreditLimit(
  given: UseCase,
  partnerId: string,
  amount: bigint | null,
): Promise<Outcome<Credit | undefined>> {
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context, account } = locked.value
  const { session, now, actor } = context
  const { currency } = account
  if (amount !== null && amount < 0n) {
    return refuse('malformed', { what: 'amount', problem: 'a credit limit is not below zero' })
  }
  if (amount === null) await deleteCreditLimit(session, partnerId)
  else await saveCreditLimit(session, { partnerId, currency, amount, setAt: now, setBy: actor.name })
  const limit = amount === null ? 'none' : moneyText(amount, currency)
  await recordMoney(context, partnerId, 'set_credit_limit', { limit })
  await watchCredit(context, partnerId)
  return accept(await readCredit(context, partnerId))
}

/** Sets how many days a partner has to pay, for invoices issued from now on. */
export async function changePaymentDays(given: UseCase, partnerId: string, days: number): Promise<Outcome<number>> {
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  await setPaymentDays(given.session, partnerId, days)
  await recordMoney(locked.value.context, partnerId, 'set_payment_days', { days: String(days) })
  return accept(days)
}
