import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { AmendmentAction, AmendmentReason } from '../core/invoicing/amendment.js'
import type { CreditWish } from '../core/invoicing/amendment-credit.js'
import { documentSeries, invoiceNumber } from '../core/invoicing/assemble.js'
import { postingsOfCreditNote, postingsOfInvoice } from '../core/invoicing/posting.js'
import type { Currency } from '../core/money/currency.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type Amendment, type AmendmentInFull, insertAmendment } from '../store/amendments.js'
import { type BilledDocument, findDocument } from '../store/billed-documents.js'
import { loadPaymentDays } from '../store/credit-limits.js'
import { findInvoiceParties, insertInvoiceParties } from '../store/invoice-parties.js'
import { takeInvoiceNumbers } from '../store/invoices.js'
import { appendPostings } from '../store/journal.js'
import { loadPartners } from '../store/partner-billing.js'
import { listReceivables } from '../store/receivables.js'
import { allocateLocked } from './allocate-payment.js'
import { type AmendmentFrame, draftCreditNote, draftReplacement, draftVoidNote } from './amend-draft.js'
import { type DocumentState, judgeDocument, loadDocumentState } from './amendable-document.js'
import { recordChange } from './audit.js'
import { currentCatalog } from './current-catalog.js'
import { watchAccount } from './dunning.js'
import { partiesOf } from './invoice-parties.js'
import { lockAccount, moneyText } from './lock-account.js'
import type { Session, UseCase } from './use-case.js'
import { releaseCredit } from './write-off.js'

export type { AmendmentInFull, CreditWish }

/** What is to be done with an issued document. */
export interface AmendmentWish {
  readonly action: AmendmentAction
  readonly reason: AmendmentReason
  /** Printed behind the reason. */
  readonly note: string
  /** For a credit note: what it takes back, read in the currency of the document; nothing takes back all that is left. */
  readonly credits: (currency: Currency) => Outcome<readonly CreditWish[]>
}

/** The documents that amend one, in order: a credit note, a void note, or a void note and what replaces it. */
export interface Amended {
  readonly document: BilledDocument
  readonly amendments: readonly AmendmentInFull[]
}

/**
 * Amends an issued document, whoever it is for: credits, voids, or voids it and bills it again. What had been paid of it and
 * is not owed any more pays the replacement, and else is left unallocated.
 */
export async function amendDocument(given: UseCase, number: string, wish: AmendmentWish): Promise<Outcome<Amended>> {
  const planned = await planAmendments(given, number, wish)
  if (!planned.ok) return planned
  const { context, state, drafts } = planned.value
  const { document } = state
  const amendments: AmendmentInFull[] = []
  for (const draft of drafts) amendments.push(await issue(context, document, draft))
  await settle(context, document, amendments)
  await watchAccount(context, document.partnerId)
  return accept({ document, amendments })
}

/** What `amendDocument` would issue; nothing is written, and nothing has a number. */
export async function previewAmendment(given: UseCase, number: string, wish: AmendmentWish): Promise<Outcome<Amended>> {
  const planned = await planAmendments(given, number, wish)
  return planned.ok ? accept({ document: planned.value.state.document, amendments: planned.value.drafts }) : planned
}

interface Planned {
  readonly context: UseCase
  readonly state: DocumentState
  readonly drafts: readonly AmendmentInFull[]
}

/** Locks the account, so that two at once never credit the same. */
async function planAmendments(
  given: UseCase,
  number: string,
  { action, reason, note, credits }: AmendmentWish,
): Promise<Outcome<Planned>> {
  const asked = await findDocument(given.session, undefined, number.toUpperCase())
  if (asked === undefined) return refuse('not-found', { what: 'invoice', id: number })
  const { partnerId } = asked
  const locked = await lockAccount(given, partnerId)
  if (!locked.ok) return locked
  const { context, account } = locked.value
  const { session } = context
  const document = (await findDocument(session, partnerId, asked.number))!
  const state = await loadDocumentState(session, document)
  const judged = await judgeDocument(session, state, account.country, action, reason)
  if (!judged.ok) return judged
  const today = dayOfInstant(context.now)
  // Invoices of a run for the days to come are dated ahead; nothing amends them before their date.
  const issuedOn = (today > document.issuedOn ? today : document.issuedOn) as Day
  const frame: AmendmentFrame = { issuedOn, reason, note }
  if (action === 'credit') {
    const wishes = credits(document.currency as Currency)
    if (!wishes.ok) return wishes
    const credit = await draftCreditNote(session, state, frame, wishes.value)
    return credit.ok ? accept({ context, state, drafts: [credit.value] }) : credit
  }
  const voided = draftVoidNote(state, frame)
  if (!voided.ok) return voided
  if (action === 'void') return accept({ context, state, drafts: [voided.value] })
  const days = (await loadPaymentDays(session, [partnerId])).get(partnerId)!
  const replacement = await draftReplacement(session, state, frame, days)
  return replacement.ok ? accept({ context, state, drafts: [voided.value, replacement.value] }) : replacement
}

/** Numbers an amendment and writes it, with its entries in the journal and what it says of the parties. */
async function issue(context: UseCase, document: BilledDocument, draft: AmendmentInFull): Promise<AmendmentInFull> {
  const { session, now, actor } = context
  const { partnerId, kind, currency, issuedOn, dueOn, adjusted: adjustments, tax, total } = draft.amendment
  const { isSandbox } = (await loadPartners(session, [partnerId])).get(partnerId)!
  const series = documentSeries(kind === 'adjustment-note' ? document.invoiceType : 'credit', isSandbox)
  const number = invoiceNumber(series, await takeInvoiceNumbers(session, series, 1))
  const amendment: Amendment = { ...draft.amendment, number }
  const issued: AmendmentInFull = { ...draft, amendment }
  await insertAmendment(session, issued, { issuedAt: now, issuedBy: actor.name })
  await keepParties(session, document, issued, now)
  const net = amendment.charged + adjustments
  const posted = { partnerId, number, currency, issuedOn, net, adjustments, tax, total }
  const postings =
    dueOn === null
      ? postingsOfCreditNote({ ...posted, against: document.number })
      : postingsOfInvoice({ ...posted, invoiceType: document.invoiceType, dueOn })
  await appendPostings(session, postings, now)
  await recordChange(context, {
    partnerId,
    customer: null,
    resourceType: 'credit',
    operationType: 'create_credit',
    before: null,
    after: {
      ...{ number, kind, amends: document.number, reason: amendment.reason, note: amendment.note },
      total: moneyText(total, currency as Currency),
    },
    notice: { eventName: 'invoice-ready', resourceUri: `/invoices/${number}`, resourceName: 'invoice' },
  })
  return issued
}

/** What takes something back says the same of the parties as what it is taken from; what replaces it, what is known now. */
async function keepParties(
  session: Session,
  document: BilledDocument,
  { amendment: { kind, number }, lines }: AmendmentInFull,
  now: UseCase['now'],
): Promise<void> {
  const { partnerId, invoiceDate } = document
  if (kind === 'adjustment-note') {
    const replacing = { partnerId, number, invoiceDate, lines }
    const parties = await partiesOf(session, [replacing], await currentCatalog(session), 'now')
    return insertInvoiceParties(session, parties, now)
  }
  const said = await findInvoiceParties(session, partnerId, document.number)
  if (said !== undefined) await insertInvoiceParties(session, [{ partnerId, number, said }], now)
}

/** Money that paid more than is owed any more pays the replacement; what is left of it is unallocated. */
async function settle(
  context: UseCase,
  { partnerId, number }: BilledDocument,
  amendments: readonly AmendmentInFull[],
): Promise<void> {
  const [receivable] = await listReceivables(context.session, partnerId, [number])
  if (receivable === undefined || receivable.open >= 0n) return
  const paymentId = await releaseCredit(context, partnerId, number)
  if (!paymentId.ok) throw new Error(paymentId.refusal.message)
  const replacement = amendments.find(({ amendment }) => amendment.kind === 'adjustment-note')?.amendment
  if (replacement === undefined || replacement.total <= 0n) return
  const wish = { number: replacement.number, amount: undefined }
  const allocated = await allocateLocked(context, partnerId, paymentId.value, [wish])
  if (!allocated.ok) throw new Error(allocated.refusal.message)
}
