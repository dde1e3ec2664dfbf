import { beforeAll, expect, it } from 'vitest'
import { describeEachDatabase } from '../../test/support/databases.js'
import { dayOf } from '../core/calendar/day.js'
import { parseInstant } from '../core/calendar/instant.js'
import {
  postingsOfAllocation,
  postingsOfCreditNote,
  postingsOfInvoice,
  postingsOfPayment,
} from '../core/invoicing/posting.js'
import { findBookFaults } from './book-rules.js'
import type { Database } from './database.js'
import { appendPostings } from './journal.js'
import { migrate } from './migrate.js'

const PARTNER = '018f0001-0000-7000-8000-000000000001'
const PAYMENT = '018f0002-0000-7000-8000-000000000001'
const NOW = parseInstant('2026-02-01T00:00:00Z')!
const DAY = dayOf(2026, 1, 15)

describeEachDatabase('the rules of the books', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open({ maxSessions: 1 })
    await migrate(database)
    const key = `'${PARTNER}', '2026-01-15', 1, 'EUR'`
    await database.execute(`
      insert into partner (partner_id, name, mpn_id, country, currency, billing_day, opened_on, ledger_start,
        charged_through, invoiced_through)
      values ('${PARTNER}', 'Alder', '1', 'NL', 'EUR', 15, '2025-01-01', '2025-01-01', '2026-01-31', '2026-01-31');
      insert into invoice (partner_id, invoice_date, invoice_type, currency, number, period_start, period_end, due_date,
        charged, adjusted, tax, total, charge_count, issued_at, billing_run_id)
      values (${key}, 'D000000001', '2025-12-16', '2026-01-16', '2026-03-16', 1000, -100, 180, 1080, 1,
        '2026-01-16T01:00:00Z', '${PARTNER}');
      insert into amendment (partner_id, number, kind, amends, invoice_date, invoice_type, currency, issued_on, due_on,
        reason, note, charged, adjusted, tax, total, charge_count, issued_at, issued_by)
      select partner_id, v.number, v.kind, 'D000000001', invoice_date, invoice_type, currency, '2026-01-20', v.due, '', '',
        v.sign * charged, v.sign * adjusted, v.sign * tax, v.sign * total, 1, issued_at, ''
      from invoice, (values ('C000000001', 'void-note', null, -1), ('D000000002', 'adjustment-note', date '2026-03-20', 1))
        as v (number, kind, due, sign);
      insert into payment (partner_id, payment_id, method, currency, amount, received_on, payer, reference, recorded_at,
        recorded_by) values ('${PARTNER}', '${PAYMENT}', 'other', 'EUR', 500, '2026-01-20', '', '', '2026-01-20', '')`)
    const about = { partnerId: PARTNER, currency: 'EUR', issuedOn: DAY }
    const sums = { net: 900n, adjustments: -100n, tax: 180n, total: 1_080n }
    const back = { net: -900n, adjustments: 100n, tax: -180n, total: -1_080n }
    const paid = { partnerId: PARTNER, paymentId: PAYMENT, currency: 'EUR', document: null } as const
    const due = { invoiceType: 'recurring', dueOn: dayOf(2026, 3, 16) } as const
    await database.transaction((session) =>
      appendPostings(
        session,
        [
          ...postingsOfInvoice({ ...about, ...sums, ...due, number: 'D000000001' }),
          ...postingsOfCreditNote({ ...about, ...back, number: 'C000000001', against: 'D000000001' }),
          ...postingsOfInvoice({ ...about, ...sums, ...due, number: 'D000000002' }),
          ...postingsOfPayment({ ...paid, amount: 500n, receivedOn: DAY, method: 'other' }),
          ...postingsOfAllocation({ ...paid, id: 'A', amount: 300n, on: DAY, note: '', document: 'D000000002' }),
        ],
        NOW,
      ),
    )
  }, 120_000)

  /** The rules that are broken after a statement, which is undone. */
  async function broken(statement: string): Promise<string[]> {
    const undone = new Error('undone')
    let rules: string[] = []
    await database
      .transaction(async (session) => {
        await session.execute(statement)
        rules = [...new Set((await findBookFaults(session, PARTNER)).map(({ rule }) => rule))]
        throw undone
      })
      .catch((error) => {
        if (error !== undone) throw error
      })
    return rules
  }

  it('hold where everything is in the journal as it happened', async () => {
    expect(await findBookFaults(database, undefined)).toEqual([])
  })

  const INVOICES = 'every invoice is in the journal with what it says: its total, its tax, its charges and adjustments'
  const NOTES = 'every credit note, void note and adjustment note is in the journal with what it says'
  const entry = (source: string, account: string) => `source_id = '${source}' and account = '${account}'`
  const shift = (source: string, from: string, to: string) =>
    `update journal_entry set amount = amount + 10 where ${entry(source, from)};
     update journal_entry set amount = amount - 10 where ${entry(source, to)}`
  it.each([
    ['every transaction balances', `update journal_entry set amount = 1 where ${entry(PAYMENT, 'cash')}`],
    [INVOICES, `delete from journal_entry where source_id = 'D000000001'`],
    [INVOICES, shift('D000000001', 'receivable', 'revenue')],
    [INVOICES, shift('D000000001', 'tax-payable', 'revenue')],
    [INVOICES, shift('D000000001', 'tax-payable', 'credits')],
    [INVOICES, `update invoice set adjusted = adjusted - 10, charged = charged - 10, tax = tax + 20`],
    [NOTES, `delete from journal_entry where source_id = 'C000000001'`],
    [NOTES, shift('C000000001', 'tax-payable', 'revenue')],
    [NOTES, shift('D000000002', 'receivable', 'credits')],
    [NOTES, `update journal_entry set document = 'D000000002' where ${entry('C000000001', 'receivable')}`],
    [
      'entries about a document are about one that was issued',
      `update journal_entry set document = 'D000000009' where source_kind = 'allocation' and account = 'receivable'`,
    ],
    ['every payment is in the journal with its amount', 'update payment set amount = 501'],
    [
      'no payment pays more than it is, nor gives back more than it paid',
      `update journal_entry set amount = sign(amount) * 501 where source_kind = 'allocation'`,
    ],
    [
      'nothing is paid, but what was credited afterwards, beyond what is owed',
      `update journal_entry set document = 'D000000001' where source_kind = 'allocation' and account = 'receivable';
       update journal_entry set amount = sign(amount) * 1081 where source_kind = 'allocation'`,
    ],
  ])('are broken: %s', async (rule, statement) => {
    expect(await broken(statement)).toContain(rule)
  })
})
