// Whatever is adjusted: an invoice is its charges, its adjustments and their taxes, and so is what the journal says.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { decideAboutAdjustment } from '../../src/app/adjustments.js'
import { systemContext } from '../../src/app/system-context.js'
import { verifyLedger } from '../../src/app/verify-ledger.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import { asOwner, billTo, empty, expectClean, id, load, NOW, openLedger, PROVIDER } from './provider.js'

const REGISTERED = `insert into tax_registration (registration_id, kind, country, region, number, since, recorded_at, recorded_by)
  values ('018f000c-0000-7000-8000-000000000001', 'home', 'NL', '', 'NL123456789B01', '2026-01-01', now(), 'test')`

interface Adjusted {
  readonly partner: number
  readonly currency: string
  readonly amount: number
  readonly type: number | null
  readonly notBefore: string
  readonly taxClass: string
  readonly state: string
}

const ADJUSTED = fc.record({
  partner: fc.constantFrom(1, 2),
  currency: fc.constantFrom('EUR', 'USD'),
  amount: fc.integer({ min: -9_999, max: 9_999 }).filter((amount) => amount !== 0),
  type: fc.constantFrom(null, 1, 2),
  notBefore: fc.constantFrom('2026-01-01', '2026-02-10', '2026-03-01', '2026-12-01'),
  taxClass: fc.constantFrom('standard', 'reduced', 'zero', 'exempt'),
  state: fc.constantFrom('approved', 'approved', 'approved', 'proposed', 'withdrawn'),
})

/** Sums that must be the same, for each invoice, and adjustments that are on an invoice they must not be on. */
const WRONG = `
  select i.number from invoice i
  left join lateral (select coalesce(sum(amount), 0) as net, coalesce(sum(tax), 0) as tax from invoice_line l
    where l.partner_id = i.partner_id and l.invoice_date = i.invoice_date and l.invoice_type = i.invoice_type
      and l.currency = i.currency) l on true
  left join lateral (select coalesce(sum(amount), 0) as net, coalesce(sum(tax), 0) as tax from invoice_adjustment a
    where a.partner_id = i.partner_id and a.invoice_date = i.invoice_date and a.invoice_type = i.invoice_type
      and a.currency = i.currency) a on true
  left join lateral (select coalesce(sum(tax), 0) as tax from invoice_tax t
    where t.partner_id = i.partner_id and t.invoice_date = i.invoice_date and t.invoice_type = i.invoice_type
      and t.currency = i.currency) t on true
  left join lateral (select coalesce(sum(amount) filter (where account = 'receivable'), 0) as owed,
      coalesce(-sum(amount) filter (where account = 'revenue'), 0) as revenue,
      coalesce(-sum(amount) filter (where account = 'credits'), 0) as credits,
      coalesce(-sum(amount) filter (where account = 'tax-payable'), 0) as tax
    from journal_entry j where j.partner_id = i.partner_id and j.source_kind = 'invoice' and j.source_id = i.number) j on true
  where (i.charged, i.adjusted, i.tax, i.tax, i.total) is distinct from (l.net, a.net, l.tax + a.tax, t.tax, l.net + a.net + t.tax)
    or (j.owed, j.revenue, j.credits, j.tax) is distinct from (i.total, i.charged, i.adjusted, i.tax)
  union all
  select i.number from adjustment a
  join invoice_adjustment l on l.partner_id = a.partner_id and l.adjustment_id = a.adjustment_id
  join invoice i on i.partner_id = l.partner_id and i.invoice_date = l.invoice_date and i.invoice_type = l.invoice_type
    and i.currency = l.currency
  where a.state <> 'invoiced' or i.invoice_date < a.not_before or i.currency <> a.currency or l.amount <> a.amount
    or i.invoice_type <> coalesce(a.invoice_type, i.invoice_type)
  union all
  select 'waits' from adjustment a join invoice i on i.partner_id = a.partner_id and i.currency = a.currency
    and i.invoice_date >= a.not_before and i.invoice_type = coalesce(a.invoice_type, i.invoice_type)
  where a.state = 'approved'`

describeEachLedger('adjustments in billing runs', (open) => {
  let ledger: Database | undefined
  let database: Database
  beforeEach(async () => {
    ledger ??= await openLedger(open)
    database = ledger
  })

  const adjust = (adjusted: readonly Adjusted[]) =>
    asOwner(
      database,
      adjusted
        .map(
          (one, index) => `insert into adjustment (partner_id, adjustment_id, currency, amount, invoice_type, tax_class,
            reason_code, description, internal_note, not_before, state, proposed_at, proposed_by, proposer_id, decided_at,
            decided_by)
          values ('${id('partner', one.partner)}', '${id('partner', 0x1000 + index)}', '${one.currency}', ${one.amount},
            ${one.type ?? 'null'}, '${one.taxClass}', 'billing-correction', 'Adjustment ${index}', '', '${one.notBefore}',
            '${one.state}', '2026-01-01T00:00:00Z', 'test', '${id('partner', 1)}',
            ${one.state === 'proposed' ? 'null, null' : "'2026-01-01T00:00:00Z', 'test'"})`,
        )
        .join(';\n'),
    )

  it('add up with charges and taxes to the document and the journal, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ADJUSTED, { minLength: 1, maxLength: 12 }), fc.boolean(), async (adjusted, taxed) => {
        await asOwner(database, 'delete from invoice_tax; delete from tax_registration')
        await empty(database)
        await load(database, PROVIDER)
        if (taxed) await asOwner(database, REGISTERED)
        await adjust(adjusted)
        await billTo(database, '2026-01-31', '2026-02-28', '2026-03-31')
        const { rows } = await database.query<{ number: string }>(WRONG)
        expect(rows).toEqual([])
        await expectClean(database)
      }),
      { numRuns: 8 },
    )
  }, 120_000)

  it('are either withdrawn or invoiced where both are tried at once', async () => {
    await asOwner(database, 'delete from invoice_tax; delete from tax_registration')
    await empty(database)
    await load(database, PROVIDER)
    const one = { currency: 'USD', amount: -500, type: null, notBefore: '2026-01-01', taxClass: 'standard' }
    await adjust(Array.from({ length: 6 }, () => ({ ...one, partner: 1, state: 'approved' })))
    const withdrawals = Array.from({ length: 6 }, (_, index) =>
      database.transaction(async (session) => {
        const context = systemContext(session, id('partner', 1), { now: NOW, newId: randomUUID })
        const key = { partnerId: id('partner', 1), adjustmentId: id('partner', 0x1000 + index) }
        return decideAboutAdjustment(context, key, { state: 'withdrawn', note: '' })
      }),
    )
    const [, ...outcomes] = await Promise.all([billTo(database, '2026-02-28'), ...withdrawals])
    const { rows } = await database.query<{ state: string; invoiced: boolean }>(
      `select a.state, exists (select from invoice_adjustment l where l.partner_id = a.partner_id
         and l.adjustment_id = a.adjustment_id) as invoiced
       from adjustment a order by a.adjustment_id`,
    )
    expect(rows.map(({ invoiced }) => !invoiced)).toEqual(outcomes.map(({ ok }) => ok))
    for (const { state, invoiced } of rows) expect(state).toBe(invoiced ? 'invoiced' : 'withdrawn')
    expect((await database.query<{ number: string }>(WRONG)).rows).toEqual([])
    await expectClean(database)
  })

  it('are found where somebody changed them', async () => {
    await asOwner(database, 'delete from invoice_tax; delete from tax_registration')
    await empty(database)
    await load(database, PROVIDER)
    const one = { currency: 'USD', amount: -500, type: null, notBefore: '2026-01-01', taxClass: 'standard' }
    await adjust([{ ...one, partner: 1, state: 'approved' }])
    await billTo(database, '2026-02-28')
    await asOwner(database, 'update invoice_adjustment set amount = amount - 1')
    const { differences } = await verifyLedger(database)
    expect(differences.map(({ what }) => what)).toEqual(['invoice D000000001', 'adjustments not as they were invoiced'])
  })
})
