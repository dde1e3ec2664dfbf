// Invoices that are owed, for tests of payments: what issuing puts into the journal, without the charges.
import { type Day, formatDay } from '../../src/core/calendar/day.js'
import { postingsOfCreditNote, postingsOfInvoice } from '../../src/core/invoicing/posting.js'
import type { Database } from '../../src/store/database.js'
import { appendPostings } from '../../src/store/journal.js'
import { dayOfText, NOW } from '../billing/provider.js'
import { type ApiAnswer, type ApiTest, DIRECT, PLATFORM_ID } from './api.js'

export const FINANCE = { account: PLATFORM_ID, roles: ['platform-finance'] as const }

export interface Owed {
  readonly number: string
  /** Minor units, tax included: a fifth of it. */
  readonly total: bigint
  readonly partnerId?: string
  readonly currency?: string
  readonly issuedOn?: string
  /** Days to pay; 60. */
  readonly days?: number
}

/** Puts issued invoices into the journal. */
export async function owe(database: Database, ...invoices: readonly Owed[]): Promise<void> {
  const postings = invoices.flatMap(({ number, total, partnerId = DIRECT, currency = 'EUR', ...rest }) => {
    const issuedOn = dayOfText(rest.issuedOn ?? '2026-02-15')
    const tax = total / 5n
    return postingsOfInvoice({
      ...{ partnerId, number, currency, issuedOn, dueOn: (issuedOn + (rest.days ?? 60)) as Day },
      ...{
        invoiceType: number.startsWith('D') ? 'recurring' : 'one-time',
        net: total - tax,
        tax,
        total,
        adjustments: 0n,
      },
    })
  })
  await database.transaction((session) => appendPostings(session, postings, NOW))
}

/** Puts a credit note of so much against an invoice into the journal. */
export async function credit(database: Database, number: string, against: string, total: bigint): Promise<void> {
  const sums = { net: -total, tax: 0n, total: -total, adjustments: 0n }
  const note = { partnerId: DIRECT, number, against, currency: 'EUR', issuedOn: dayOfText('2026-03-01'), ...sums }
  await database.transaction((session) => appendPostings(session, postingsOfCreditNote(note), NOW))
}

/** Records a payment as finance does; the answer. */
export function pay(api: ApiTest, amount: number | string, more: object = {}, partnerId = DIRECT): Promise<ApiAnswer> {
  const receivedDate = formatDay(Math.floor(api.now() / 86_400_000) as Day)
  const body = { method: 'bank_transfer', currency: 'EUR', amount, receivedDate, ...more }
  return api.call(`/v1/platform/partners/${partnerId}/payments`, { ...FINANCE, body })
}

/** What is open on an invoice, in minor units, as the journal has it. */
export async function openOn(database: Database, number: string): Promise<bigint | undefined> {
  const { rows } = await database.query<{ open: bigint }>(
    'select sum(amount)::bigint as open from journal_entry where document = $1 group by document',
    [number],
  )
  return rows[0]?.open
}
