import { numbersOf, type Suggestion, suggestMatches } from '../core/invoicing/bank-matching.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type BankEntry,
  type BankEntryFilter,
  type BankEntryState,
  decideBankEntry,
  findBankEntry,
  findCandidates,
  findKnownPayers,
  listBankEntries,
} from '../store/bank-statements.js'
import type { AllocationWishes } from './allocate-payment.js'
import { recordChange } from './audit.js'
import type { PaymentView } from './payments.js'
import { recordPayment } from './record-payment.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

export type { BankEntryFilter, Suggestion }

/** An entry of a bank statement; while it is open, with what it may pay. */
export interface BankEntryView extends BankEntry {
  readonly suggestions: readonly Suggestion[]
}

type Reader = Pick<UseCase, 'session'>

/** A page of entries, oldest first. */
export async function readEntries({ session }: Reader, filter: BankEntryFilter): Promise<BankEntryView[]> {
  return suggestFor({ session }, await listBankEntries(session, filter))
}

/** Entries by id; those that do not exist are left out. */
export async function loadEntries({ session }: Reader, bankEntryIds: readonly string[]): Promise<BankEntryView[]> {
  const entries: BankEntry[] = []
  for (const bankEntryId of bankEntryIds) {
    const entry = await findBankEntry(session, bankEntryId, 'read')
    if (entry !== undefined) entries.push(entry)
  }
  return suggestFor({ session }, entries)
}

async function suggestFor({ session }: Reader, entries: readonly BankEntry[]): Promise<BankEntryView[]> {
  const open = entries.filter(({ state }) => state === 'open')
  if (open.length === 0) return entries.map((entry) => ({ ...entry, suggestions: [] }))
  const numbers = new Set(open.flatMap((entry) => numbersOf(entry).map(({ number }) => number)))
  const candidates = await findCandidates(session, [...numbers], open)
  const payers = await findKnownPayers(
    session,
    open.map(({ payerAccount }) => payerAccount),
  )
  return entries.map((entry) => ({
    ...entry,
    suggestions: entry.state === 'open' ? suggestMatches(entry, candidates, payers.get(entry.payerAccount)) : [],
  }))
}

/** Who paid, and what. */
export interface EntryConfirmation {
  readonly partnerId: string
  readonly allocations: AllocationWishes
}

/** Confirmed by somebody: the entry becomes a payment of a partner, and pays what was chosen. Once only. */
export async function confirmEntry(
  context: UseCase,
  bankEntryId: string,
  { partnerId, allocations }: EntryConfirmation,
): Promise<Outcome<{ readonly entry: BankEntryView; readonly payment: PaymentView }>> {
  const entry = await openEntry(context, bankEntryId)
  if (!entry.ok) return entry
  const { currency, amount, bookedOn: receivedOn, payer, remittance, structuredReference } = entry.value
  const reference = structuredReference === '' ? remittance : structuredReference
  const received = { method: 'bank-transfer', currency, amount, receivedOn, payer, reference, allocations } as const
  const payment = await recordPayment(context, partnerId, received, 'bank')
  if (!payment.ok) return payment
  const { paymentId } = payment.value
  const decided = await decide(context, bankEntryId, { state: 'confirmed', ownerId: partnerId, paymentId, reason: '' })
  return accept({ entry: decided, payment: payment.value })
}

/** Sets an entry aside that is no payment of a partner, with the reason. */
export async function ignoreEntry(
  context: UseCase,
  bankEntryId: string,
  reason: string,
): Promise<Outcome<BankEntryView>> {
  const entry = await openEntry(context, bankEntryId)
  if (!entry.ok) return entry
  return accept(await decide(context, bankEntryId, { state: 'ignored', ownerId: null, paymentId: null, reason }))
}

/** An entry nobody has decided yet, locked, so that two people do not. */
async function openEntry({ session }: Reader, bankEntryId: string): Promise<Outcome<BankEntry>> {
  const entry = await findBankEntry(session, bankEntryId, 'lock')
  if (entry === undefined) return refuse('not-found', { what: 'bank entry', id: bankEntryId })
  return entry.state === 'open'
    ? accept(entry)
    : refuse('bank-entry-decided', { entry: bankEntryId, state: entry.state })
}

async function decide(
  context: UseCase,
  bankEntryId: string,
  decision: Pick<BankEntry, 'ownerId' | 'paymentId' | 'reason'> & { readonly state: Exclude<BankEntryState, 'open'> },
): Promise<BankEntryView> {
  const { session, now, actor } = context
  await decideBankEntry(session, { ...decision, bankEntryId, decidedAt: now, decidedBy: actor.name })
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'undefined',
    operationType: 'undefined',
    before: null,
    after: { bankEntryId, ...decision },
    data: { action: decision.state === 'confirmed' ? 'confirm_bank_entry' : 'ignore_bank_entry' },
  })
  const entry = await findBankEntry(session, bankEntryId, 'read')
  return { ...entry!, suggestions: [] }
}
