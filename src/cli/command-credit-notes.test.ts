import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { asOwner, billTo, id, load, openLedger, PROVIDER } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { creditNotesCommand } from './command-credit-notes.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

describeEachLedger('prorata credit-notes', (open) => {
  let output = ''
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const database = await openLedger(open)
    opened.database = database
    await load(database, PROVIDER)
    await billTo(database, '2026-02-15')
  })
  afterAll(() => {
    vi.restoreAllMocks()
    process.exitCode = undefined
  })
  beforeEach(() => {
    output = ''
  })

  const run = async (...words: string[]) => {
    output = ''
    await creditNotesCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))

  it('shows what it would issue, and issues nothing', async () => {
    const shown = await run('issue', 'D000000001', '--reason', 'service-credit', '--line', '1=25%', '--preview')
    expect(shown).toContain('Would be: credit note for D000000001')
    expect(shown).toContain('Nothing was issued.')
    expect((await json('list')).amendments).toEqual([])
    expect(await run('list')).toBe('Nothing was amended yet.\n')
  })

  it('credits lines and charges, voids the rest, and shows it', async () => {
    const line = await json('issue', 'd000000001', '--reason', 'goodwill', '--line', '1=1.50', '--note', 'late')
    expect(line).toMatchObject({
      invoice: 'D000000001',
      amendments: [{ number: 'C000000001', total: '-1.50', note: 'late' }],
    })
    const charge = `${id('subscription', 1)}:1=0.50`
    const both = await json('issue', 'D000000001', '--reason', 'billing-error', '--charge', charge)
    expect(both.amendments[0]).toMatchObject({ number: 'C000000002', total: '-0.50', charges: 1 })
    expect(await run('void', 'D000000001', '--reason', 'cancellation')).toContain(
      'C000000003: void note for D000000001',
    )
    expect(await run('show', 'c000000001')).toContain('Goodwill: late')
    expect(await json('show', 'C000000003')).toMatchObject({ kind: 'void-note', amends: 'D000000001' })
    expect((await json('list', '--limit', '2')).amendments).toHaveLength(2)
    expect(await run('list')).toContain('C000000002')
  })

  it('bills again, unless the market has it not', async () => {
    expect(await run('markets')).toContain('in every country')
    const { rows } = await opened.database!.query<{ number: string; country: string }>(
      `select i.number, p.country from invoice i join partner p on p.partner_id = i.partner_id
       where i.number = 'D000000002'`,
    )
    const { number, country } = rows[0]!
    expect(await run('markets', country, '--rebill', 'no')).toContain(`${country}: only credited`)
    await expect(run('rebill', number, '--reason', 'address-correction')).rejects.toThrow('[rebill-not-offered]')
    expect((await json('markets', country, '--rebill', 'yes')).markets).toMatchObject([{ country, rebill: true }])
    const { amendments } = await json('rebill', number, '--reason', 'address-correction')
    expect(amendments.map((one: { kind: string }) => one.kind)).toEqual(['void-note', 'adjustment-note'])
    expect(await run('show', amendments[1].number)).toContain('due on')
  })

  it('lists the reasons, and refuses what is none of them or no line', async () => {
    expect(await run('reasons')).toContain('service-credit')
    expect((await json('reasons')).reasons[0]).toMatchObject({ reason: 'address-correction', actions: ['rebill'] })
    const wrong = [
      ['issue', 'D000000001', '--reason', 'address-correction'],
      ['issue', 'D000000001', '--reason', 'goodwill', '--line', '1=200%'],
      ['issue', 'D000000001', '--reason', 'goodwill', '--charge', 'x:1'],
      ['void', '17', '--reason', 'cancellation'],
      ['show', 'D000000001'],
      ['markets', 'NL'],
      ['markets', 'Holland', '--rebill', 'no'],
    ]
    for (const words of wrong) await expect(run(...words)).rejects.toThrow()
  })

  it('names the adjustments that are taken back with an invoice', async () => {
    const { rows } = await opened.database!.query<{ partnerId: string; date: string; type: number; currency: string }>(
      `select partner_id as "partnerId", invoice_date::text as date, invoice_type as type, currency from invoice
       where number = 'D000000003'`,
    )
    const { partnerId, date, type, currency } = rows[0]!
    const key = `'${partnerId}', '${date}', ${type}, '${currency}'`
    await asOwner(
      opened.database!,
      `insert into adjustment (partner_id, adjustment_id, currency, amount, tax_class, reason_code, description,
         internal_note, not_before, state, proposed_at, proposed_by, proposer_id, decided_at, decided_by)
       values ('${partnerId}', '018f00aa-0000-7000-8000-000000000001', '${currency}', -100, 'standard', 'goodwill', 'Sorry', '',
         '${date}', 'invoiced', now(), 'x', '018f00aa-0000-7000-8000-000000000002', now(), 'x');
       insert into invoice_adjustment (partner_id, invoice_date, invoice_type, currency, line_number, adjustment_id,
         reason_code, description, tax_class, amount, tax)
       values (${key}, 99, '018f00aa-0000-7000-8000-000000000001', 'goodwill', 'Sorry', 'standard', -100, 0);
       update invoice set adjusted = -100, total = total - 100 where number = 'D000000003'`,
    )
    const { amendments } = await json('rebill', 'D000000003', '--reason', 'tax-id-correction')
    expect(amendments[0]).toMatchObject({ adjusted: '1.00' })
    expect(amendments[1]).toMatchObject({ adjusted: '-1.00' })
    expect(amendments[1].lines.at(-1)).toMatchObject({ line: 99, sku: '', description: 'Sorry', amount: '-1.00' })
  })
})
