import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Receivable } from '../core/invoicing/payment.js'
import { postingsOfAllocation } from '../core/invoicing/posting.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { appendPostings } from '../store/journal.js'
import { listOldBooks, listReceivables, noteBooksOpened } from '../store/receivables.js'
import { watchAccount } from './dunning.js'
import { lockAccount, moneyText, recordMoney } from './lock-account.js'
import { writePayment } from './record-payment.js'
import { refundPayment } from './refund-payment.js'
import type { Database, UseCase } from './use-case.js'
import { releaseCredit } from './write-off.js'

const REASON = 'settled before the books were opened'

export interface OpenedBooks {
  /** Partners whose books were opened now. */
  readonly partners: number
  /** Documents that were noted as settled now. */
  readonly documents: number
}

/**
 * Opens the books of partners with documents from before the journal, or of one of them: those dated up to a day are noted
 * as settled, by a payment that is no transfer; what is left of them is owed from now on. Partner by partner, each in a
 * transaction of its own; once more changes nothing, and with a later day notes what was left.
 *
 * @param settledThrough `undefined` where none of them is settled
 */
export async function openBooks(
  given: Omit<UseCase, 'session'> & { readonly database: Database },
  settledThrough: Day | undefined,
  partnerId: string | undefined,
): Promise<Outcome<OpenedBooks>> {
  const { database } = given
  if (settledThrough !== undefined && settledThrough > dayOfInstant(given.now)) {
    return refuse('malformed', { what: 'settled through', problem: `${formatDay(settledThrough)} is yet to come` })
  }
  let opened: OpenedBooks = { partners: 0, documents: 0 }
  for (const { partnerId: owner, isOpened } of await listOldBooks(database, partnerId)) {
    const documents = await database.transaction((session) => openOne({ ...given, session }, owner, settledThrough))
    opened = { partners: opened.partners + (isOpened ? 0 : 1), documents: opened.documents + documents }
  }
  return accept(opened)
}

/** @returns how many documents were noted as settled */
async function openOne(given: UseCase, partnerId: string, settledThrough: Day | undefined): Promise<number> {
  const { context } = must(await lockAccount(given, partnerId))
  const old = await listReceivables(context.session, partnerId, 'old')
  const settled = old.filter(({ issuedOn }) => settledThrough !== undefined && issuedOn <= settledThrough)
  for (const receivable of settled) await settle(context, partnerId, receivable, settledThrough!)
  await noteBooksOpened(context.session, partnerId, context.now)
  const through = settledThrough === undefined ? 'none' : formatDay(settledThrough)
  await recordMoney(context, partnerId, 'open_books', { settledThrough: through, documents: String(settled.length) })
  await watchAccount(context, partnerId)
  return settled.length
}

async function settle(context: UseCase, partnerId: string, receivable: Receivable, through: Day): Promise<void> {
  const { session, now, newId } = context
  const { number, currency, open, dueOn } = receivable
  const today = dayOfInstant(now)
  if (open < 0n) {
    const paymentId = must(await releaseCredit(context, partnerId, number))
    must(await refundPayment(context, partnerId, paymentId, { amount: -open, refundedOn: today, reason: REASON }))
    return
  }
  const receivedOn = Math.min(dueOn, through, today) as Day
  const paid = { method: 'other', currency, amount: open, receivedOn, payer: '', reference: REASON } as const
  const paymentId = await writePayment(context, { ...paid, partnerId, document: null })
  const allocation = { partnerId, id: newId(), currency, amount: open, on: today, note: REASON }
  await appendPostings(session, postingsOfAllocation({ ...allocation, paymentId, document: number }), now)
  await recordMoney(context, partnerId, 'allocate_payment', {
    paymentId,
    invoiceId: number,
    amount: moneyText(open, currency),
  })
}

/** What cannot be refused under the lock of the account. */
function must<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new Error(outcome.refusal.message)
}
