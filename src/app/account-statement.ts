import { type Day, formatDay } from '../core/calendar/day.js'
import { type Currency, parseCurrency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { csvRecord, LINE_END } from '../core/recon/csv.js'
import { type BookFault, findBookFaults, findNumberGaps } from '../store/book-rules.js'
import { loadPaymentDays } from '../store/credit-limits.js'
import {
  type AccountSum,
  type ExportedEntry,
  type JournalFilter,
  listEntries,
  listStatement,
  type OpeningBalance,
  openingBalances,
  type StatementFilter,
  type StatementLine,
  sumAccounts,
} from '../store/journal.js'
import { accountBalances, type CurrencyBalance, listOldBooks } from '../store/receivables.js'
import { type Credit, readCredit } from './credit-limit.js'
import { readStanding, type Standing } from './dunning.js'
import type { Database, UseCase } from './use-case.js'

export type { CurrencyBalance, StatementFilter, StatementLine }

type Reader = Pick<UseCase, 'session' | 'now'>

/** What a partner owes, may still buy, and whether it is past due. */
export interface AccountOverview {
  readonly balances: readonly CurrencyBalance[]
  readonly standing: Standing
  readonly credit: Credit | undefined
  readonly paymentDays: number
}

export async function readAccount(context: Reader, partnerId: string): Promise<AccountOverview> {
  const { session } = context
  return {
    balances: await accountBalances(session, partnerId),
    standing: await readStanding(context, partnerId),
    credit: await readCredit(context, partnerId),
    paymentDays: (await loadPaymentDays(session, [partnerId])).get(partnerId)!,
  }
}

/** A page of the running statement. */
export interface Statement {
  /** Before the first day. */
  readonly opening: readonly OpeningBalance[]
  readonly lines: readonly StatementLine[]
  readonly more: boolean
}

export async function readStatement(
  { session }: Pick<UseCase, 'session'>,
  partnerId: string,
  filter: StatementFilter,
): Promise<Statement> {
  const lines = await listStatement(session, partnerId, { ...filter, limit: filter.limit + 1 })
  return {
    opening: await openingBalances(session, partnerId, filter),
    lines: lines.slice(0, filter.limit),
    more: lines.length > filter.limit,
  }
}

const COLUMNS = [
  'PartnerId',
  'PartnerName',
  'Date',
  'TransactionType',
  'TransactionId',
  'Entry',
  'Account',
  'Currency',
  'Debit',
  'Credit',
  'Document',
  'DueDate',
  'PaymentId',
  'Note',
]
const ENTRIES_OF_A_PAGE = 5_000

/** The journal as CSV, piece by piece: partner by partner in order of day, the same on every run. */
export async function* journalCsv(
  session: Database | UseCase['session'],
  filter: JournalFilter,
): AsyncGenerator<string> {
  yield csvRecord(COLUMNS) + LINE_END
  let last: ExportedEntry | undefined
  do {
    const entries = await listEntries(session, filter, last, ENTRIES_OF_A_PAGE)
    if (entries.length > 0) yield entries.map(entryRecord).join('')
    last = entries.length < ENTRIES_OF_A_PAGE ? undefined : entries.at(-1)
  } while (last !== undefined)
}

function entryRecord(entry: ExportedEntry): string {
  const currency = parseCurrency(entry.currency) as Currency
  const { amount } = entry
  const record = [
    entry.partnerId,
    entry.partnerName,
    formatDay(entry.bookedOn),
    entry.sourceKind,
    entry.sourceId,
    String(entry.entryNumber),
    entry.account,
    currency,
    amount < 0n ? '' : formatAmount(amount, currency),
    amount < 0n ? formatAmount(-amount, currency) : '',
    entry.document ?? '',
    entry.dueOn === null ? '' : formatDay(entry.dueOn as Day),
    entry.paymentId ?? '',
    entry.note,
  ]
  return csvRecord(record) + LINE_END
}

/** The trial balance, and whatever is wrong with the books. */
export interface BookCheck {
  readonly accounts: readonly AccountSum[]
  readonly faults: readonly BookFault[]
  /** Partners with documents from before the journal of which nobody has said yet which are paid. */
  readonly unopened: number
}

/** Checks the journal of a partner, or of all; for all, also that no number of a document is missing. */
export async function checkBooks(session: UseCase['session'], partnerId: string | undefined): Promise<BookCheck> {
  const accounts = await sumAccounts(session, partnerId)
  const faults = await findBookFaults(session, partnerId)
  const gaps = partnerId === undefined ? await findNumberGaps(session) : []
  const missing = gaps.map(({ series, after, before }) => ({
    rule: 'no number is missing in a series',
    what: `${series}: ${before - after - 1n} between ${after} and ${before}`,
  }))
  const unopened = (await listOldBooks(session, partnerId)).filter(({ isOpened }) => !isOpened).length
  return { accounts, faults: [...faults, ...missing], unopened }
}
