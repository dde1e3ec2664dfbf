import { LEAST_ID } from '../../core/access/least-id.js'
import { formatDay, type Instant, MILLISECONDS_PER_DAY } from '../../core/calendar/day.js'
import { placeName } from '../../core/invoicing/tax-territory.js'
import type { Currency } from '../../core/money/currency.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { findAccount } from '../../store/accounts.js'
import { listDocuments } from '../../store/billed-documents.js'
import { findCreditLimit } from '../../store/credit-limits.js'
import { findDemo } from '../../store/demo.js'
import { insertMails, type MailState, type NewMail } from '../../store/mail.js'
import {
  type DecidedExemption,
  type DecidedWithholding,
  listPartnersToTell,
  type ReachedBudget,
  type ReadyDocument,
  takeDecidedExemptions,
  takeDecidedWithholdings,
  takeReachedBudgets,
  takeReadyDocuments,
  takeReminders,
  type WaitingReminder,
} from '../../store/mail-causes.js'
import type { Account } from '../accounts.js'
import type { Database, Session } from '../use-case.js'
import type { MailContent } from './mail-facts.js'
import type { ToldKind } from './mail-kinds.js'
import { Recipients } from './recipients.js'

export interface WriteContext {
  readonly database: Database
  readonly clock: () => Instant
  readonly newId: () => string
  /** Whether there is a server to hand mails to; without one they are kept until there is. */
  readonly isConfigured: boolean
  readonly stopping?: () => boolean
}

/** Partners of one page, and causes of each kind in one transaction. */
const PARTNERS_OF_A_PAGE = 200
const MOST_CAUSES = 200
/** What is older is told nobody any more: it would only confuse. */
export const STALE_MILLISECONDS = 14 * MILLISECONDS_PER_DAY

/**
 * Writes the mails of what happened: one for each recipient. What is told is marked in the same transaction, so each thing
 * is told once, however many workers write and whenever one is killed. A partner whose mails cannot be written does not
 * hold up the others; its error is thrown in the end.
 * @returns how many things were told, also where nobody wants to know
 */
export async function writeMails(context: WriteContext): Promise<number> {
  const { database } = context
  const errors: unknown[] = []
  let told = 0
  let from: string | undefined = LEAST_ID
  while (from !== undefined) {
    const partners: string[] = await listPartnersToTell(database, from, PARTNERS_OF_A_PAGE)
    for (const partnerId of partners) {
      if (context.stopping?.() === true) return told
      try {
        told += await database.transaction((session) => tellPartner(session, context, partnerId))
      } catch (error) {
        errors.push(error)
      }
    }
    from = partners.length < PARTNERS_OF_A_PAGE ? undefined : partners.at(-1)
  }
  if (errors.length > 0) throw errors[0]
  return told
}

/** Something that happened, with what a mail says of it. */
interface Cause {
  readonly cause: string
  readonly happenedAt: Instant
  readonly content: MailContent & { readonly kind: ToldKind }
  readonly submitter?: string
}

async function tellPartner(session: Session, context: WriteContext, partnerId: string): Promise<number> {
  const now = context.clock()
  const documents = await takeReadyDocuments(session, partnerId, now, MOST_CAUSES)
  const reminders = await takeReminders(session, partnerId, now, MOST_CAUSES)
  const withholdings = await takeDecidedWithholdings(session, partnerId, MOST_CAUSES)
  const exemptions = await takeDecidedExemptions(session, partnerId, MOST_CAUSES)
  const budgets = await takeReachedBudgets(session, partnerId, now, MOST_CAUSES)
  const count = documents.length + reminders.length + withholdings.length + exemptions.length + budgets.length
  const account = count === 0 ? undefined : await findAccount(session, partnerId)
  if (account === undefined) return count
  const causes: Cause[] = []
  for (const document of documents) causes.push(...(await readyCause(session, account, document)))
  for (const reminder of reminders) causes.push(...(await reminderCause(session, account, reminder)))
  causes.push(...withholdings.map((one) => withholdingCause(account, one)))
  causes.push(...exemptions.map((one) => exemptionCause(account, one)))
  causes.push(...budgets.map((one) => budgetCause(account, one)))
  const state = await stateOfNew(session, account, context)
  const fresh = (cause: Cause) => state === 'sandbox' || now - cause.happenedAt <= STALE_MILLISECONDS
  const recipients = new Recipients(session, account)
  const mails: NewMail[] = []
  for (const cause of causes.filter(fresh)) {
    const { happenedAt, content, submitter } = cause
    for (const { address, name, language, reason } of await recipients.of(content.kind, submitter)) {
      mails.push({
        ...{ partnerId, mailId: context.newId(), kind: content.kind, cause: cause.cause },
        ...{ address, recipientName: name, reason, language, facts: { ...content.facts } },
        ...{ state, happenedAt, createdAt: now },
      })
    }
  }
  await insertMails(session, mails)
  return count
}

/** Nothing of a sandbox or a demo leaves the house. */
async function stateOfNew(session: Session, account: Account, { isConfigured }: WriteContext): Promise<MailState> {
  if (await staysInside(session, account)) return 'sandbox'
  return isConfigured ? 'waiting' : 'not-configured'
}

/** Whether mails of an account are only shown. */
export async function staysInside(session: Session, account: Account | undefined): Promise<boolean> {
  return account?.isSandbox === true || (await findDemo(session)) !== undefined
}

const money = (amount: bigint, currency: string) => formatAmount(amount, currency as Currency)

async function readyCause(session: Session, account: Account, ready: ReadyDocument): Promise<Cause[]> {
  const { partnerId, name: partner } = account
  const [document] = await listDocuments(session, { partnerId, numbers: [ready.number], limit: 1 })
  if (document === undefined) return []
  const { kind, number, amends, issuedOn, dueDate, currency, total } = document
  const facts = {
    ...{ partner, document: kind, number, amends, currency, amount: money(total, currency) },
    ...{ issuedOn: formatDay(issuedOn), dueOn: formatDay(dueDate) },
  }
  return [{ cause: `notice:${ready.id}`, happenedAt: ready.happenedAt, content: { kind: 'invoice-ready', facts } }]
}

async function reminderCause(session: Session, account: Account, reminder: WaitingReminder): Promise<Cause[]> {
  const content = await reminderContent(session, account, reminder)
  return content === undefined
    ? []
    : [{ cause: `reminder:${reminder.id}`, happenedAt: reminder.happenedAt, content: content }]
}

async function reminderContent(
  session: Session,
  { partnerId, name: partner }: Account,
  { kind, level, document, currency, amount: minor, dueOn }: WaitingReminder,
): Promise<Cause['content'] | undefined> {
  const amount = money(minor, currency)
  switch (kind) {
    case 'due-soon':
    case 'overdue': {
      if (document === null || dueOn === null) return undefined
      const facts = { partner, number: document, currency, amount, dueOn: formatDay(dueOn) }
      return kind === 'overdue' ? { kind, facts: { ...facts, level } } : { kind, facts }
    }
    case 'past-due':
      return { kind, facts: { partner, currency, amount, since: dueOn === null ? null : formatDay(dueOn) } }
    case 'cured':
      return { kind, facts: { partner } }
    case 'credit-limit': {
      const limit = await findCreditLimit(session, partnerId)
      const text = limit === undefined ? null : money(limit.amount, limit.currency)
      return { kind, facts: { partner, currency, amount, level, limit: text } }
    }
  }
}

function withholdingCause({ name: partner }: Account, decided: DecidedWithholding): Cause {
  const { id, happenedAt, state, note, submittedBy, invoiceNumber: number, currency, total } = decided
  const amount = money(total, currency)
  return {
    ...{ cause: `withholding:${id}:${happenedAt}`, happenedAt, submitter: submittedBy },
    content: {
      kind: 'withholding-decision',
      facts: { partner, number, currency, amount, state: state as Exclude<typeof state, 'submitted'>, note },
    },
  }
}

function exemptionCause({ name: partner }: Account, decided: DecidedExemption): Cause {
  const { id, happenedAt, state, note, submittedBy, certificate, validFrom, ...place } = decided
  return {
    ...{ cause: `exemption:${id}:${happenedAt}`, happenedAt, submitter: submittedBy },
    content: {
      kind: 'exemption-decision',
      facts: {
        ...{ partner, certificate, place: placeName(place), validFrom: formatDay(validFrom) },
        ...{ state: state as Exclude<typeof state, 'submitted'>, note },
      },
    },
  }
}

function budgetCause({ name: partner }: Account, reached: ReachedBudget): Cause {
  const { customerId, customer, threshold: level, currency, spent, budget, happenedAt } = reached
  const month = formatDay(reached.month)
  const amounts = { amount: money(spent, currency), budget: money(budget, currency) }
  return {
    ...{ cause: `budget:${customerId}:${month}:${level}`, happenedAt },
    content: { kind: 'usage-budget', facts: { partner, customer, currency, ...amounts, level, month } },
  }
}
