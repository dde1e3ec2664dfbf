// Taxes on issued invoices: what is stored of an invoice gives the tax of every charge, and they add up to the cent.
import { beforeEach, expect, it } from 'vitest'
import { listInvoiceProblems } from '../../src/app/late-invoices.js'
import { checkTaxRates } from '../../src/app/tax-rates.js'
import { chargeTaxer } from '../../src/core/invoicing/charge-tax.js'
import type { TaxClass } from '../../src/core/invoicing/tax-class.js'
import type { Database } from '../../src/store/database.js'
import { INVOICE_TYPES } from '../../src/store/numbers.js'
import { listInvoiceTaxes } from '../../src/store/tax-invoices.js'
import { insertTaxIdValidation, insertTaxProfile } from '../../src/store/tax-profiles.js'
import { insertRegistration } from '../../src/store/tax-rates.js'
import { describeEachLedger } from '../support/databases.js'
import {
  asOwner,
  billTo,
  CUSTOMERS,
  countingIds,
  csv,
  dayOfText,
  empty,
  expectClean,
  id,
  load,
  NOW,
  openLedger,
  PROVIDER,
  partners,
  SKUS,
  tryToBill,
} from './provider.js'

const by = { recordedAt: NOW, recordedBy: 'test' }
const newId = countingIds()

describeEachLedger('taxes of invoices', (open) => {
  let ledger: Database | undefined
  let database: Database

  beforeEach(async () => {
    ledger ??= await openLedger(open)
    database = ledger
    await asOwner(
      database,
      "delete from tax_registration; delete from tax_rate where country = 'NL' and valid_from > '2026-01-01'",
    )
    await empty(database)
    await load(database, PROVIDER)
  })

  const register = (kind: 'home' | 'local', country: string, since: string, region = '') =>
    insertRegistration(database, {
      ...{
        registrationId: newId(),
        kind,
        country,
        region,
        number: `${country}1`,
        since: dayOfText(since),
        until: undefined,
      },
      ...by,
    })
  const profile = (partner: number, validFrom: string, facts: { region?: string; taxId?: string; country: string }) =>
    insertTaxProfile(database, {
      ...{ partnerId: id('partner', partner), version: Number(validFrom.slice(5, 7)), validFrom: dayOfText(validFrom) },
      ...{ region: '', taxId: null, ...facts, ...by },
    })

  /** `G000000004 E:VAT 0 0`: what each invoice is taxed by, with percent and minor units. */
  async function taxesOf(): Promise<string[]> {
    const { rows } = await database.query<{ text: string }>(
      `select concat_ws(' ', i.number, t.tax_class, t.category, t.name, trim_scale(t.rate), t.taxable, t.tax) as text
       from invoice_tax t join invoice i using (partner_id, invoice_date, invoice_type, currency)
       order by i.number, t.tax_class, t.component_number`,
    )
    return rows.map((row) => row.text)
  }

  /** Compares the taxes of charges, computed from what is stored, with those of lines and invoices. */
  async function expectSums(): Promise<void> {
    const { rows } = await database.query<{
      partnerId: string
      date: never
      type: number
      currency: string
      tax: bigint
      lines: bigint
    }>(
      `select i.partner_id as "partnerId", i.invoice_date as date, i.invoice_type as type, i.currency, i.tax,
         (select sum(l.tax) from invoice_line l where (l.partner_id, l.invoice_date, l.invoice_type, l.currency)
           = (i.partner_id, i.invoice_date, i.invoice_type, i.currency))::bigint as lines
       from invoice i`,
    )
    for (const { partnerId, date, type, currency, tax, lines } of rows) {
      const key = { partnerId, invoiceDate: date, invoiceType: INVOICE_TYPES.wordOf(type), currency }
      const taxer = chargeTaxer(await listInvoiceTaxes(database, [key]))
      const charges = await database.query<{
        subscriptionId: string
        chargeNumber: number
        amount: bigint
        taxClass: TaxClass
        lineTax: bigint
        line: number
      }>(
        `select c.subscription_id as "subscriptionId", c.charge_number as "chargeNumber", c.amount,
           l.tax_class as "taxClass", l.tax as "lineTax", l.line_number as line
         from charge c join availability a using (availability_id)
         join invoice_line l on (l.partner_id, l.invoice_date, l.invoice_type, l.currency, l.product_id, l.sku_id)
           = (c.partner_id, c.invoice_date, c.invoice_type, c.currency, a.product_id, a.sku_id)
         where (c.partner_id, c.invoice_date, c.invoice_type, c.currency) = ($1, (select date '1970-01-01' + $2::int), $3, $4)`,
        [partnerId, date, type, currency],
      )
      const byLine = new Map<number, bigint>()
      let sum = 0n
      for (const { amount, taxClass, line, ...charge } of charges.rows) {
        const part = taxer(taxClass, amount, charge)
        sum += part
        byLine.set(line, (byLine.get(line) ?? 0n) + part)
      }
      expect([sum, lines]).toEqual([tax, tax])
      for (const { line, lineTax } of charges.rows) expect(byLine.get(line)).toBe(lineTax)
    }
  }

  it('are none before the provider is registered', async () => {
    await billTo(database, '2026-04-30')
    expect(await taxesOf()).toEqual([])
    await expectSums()
  })

  it('follow registrations, places and classes as of the date of each invoice', async () => {
    await register('home', 'NL', '2026-03-01')
    await register('local', 'US', '2026-01-01', 'WA')
    await profile(1, '2026-01-01', { country: 'US' })
    await profile(1, '2026-04-01', { country: 'US', region: 'WA' })
    await asOwner(database, `update sku set tax_class = 'reduced' where product_id = 'SUITE'`)
    await billTo(database, '2026-04-30')
    expect(await taxesOf()).toEqual([
      'D000000001 standard O Tax 0 2000 0', // registered in another state only
      'D000000002 standard O Tax 0 12812 0',
      'D000000003 standard G VAT 0 2800 0', // by then the home is in the Netherlands
      'D000000004 standard S Sales tax 6.5 2800 182', // by then it is known that the partner is in Washington
      'D000000005 standard O Tax 0 3600 0',
      'D000000006 standard S VAT 21 3600 756',
      'D000000007 standard S VAT 21 3600 756',
      'G000000001 standard O Tax 0 3000 0',
      'G000000002 standard G VAT 0 3000 0',
      'G000000003 standard S Sales tax 6.5 3000 195',
      'G000000004 reduced S VAT 9 5000 450',
      'G000000005 standard S VAT 21 1000 210',
      'G000000006 reduced S VAT 9 5000 450',
      'G000000007 standard S VAT 21 1000 210',
    ])
    await expectSums()
  })

  it('are those of the buyer where its id was validated by the date of the invoice', async () => {
    await asOwner(database, `update partner set country = 'DE' where partner_id = '${id('partner', 2)}'`)
    await register('home', 'NL', '2026-01-01')
    const partnerId = id('partner', 2)
    await profile(2, '2026-01-01', { country: 'DE', taxId: 'DE136695976' })
    const check = { partnerId, taxId: 'DE136695976', evidence: 'seen', validator: 'test', ...by }
    await insertTaxIdValidation(database, {
      ...check,
      validationId: newId(),
      state: 'valid',
      checkedOn: dayOfText('2026-02-20'),
    })
    await insertTaxIdValidation(database, {
      ...check,
      validationId: newId(),
      state: 'invalid',
      checkedOn: dayOfText('2026-03-20'),
    })
    await billTo(database, '2026-04-30')
    expect((await taxesOf()).filter((text) => /^D00000000[567]/.test(text))).toEqual([
      'D000000005 standard S VAT 21 3600 756',
      'D000000006 standard AE VAT 0 3600 0',
      'D000000007 standard S VAT 21 3600 756',
    ])
    await expectSums()
  })

  it('are left out while an approved certificate is valid, for what is in its scope', async () => {
    await register('home', 'NL', '2026-01-01')
    const owner = `'${id('partner', 2)}'`
    const certificate = `'${newId()}'`
    const exemption = (number: string, from: string, state: string, decided: string) =>
      `insert into tax_exemption values (${owner}, '${newId()}', 'NL', '', '{standard}', '{}', '${number}', 'Exempt by treaty',
         '${from}', '2026-04-01', ${certificate}, '${state}', now(), 'test', ${decided}, 'test', '')`
    await asOwner(
      database,
      `insert into tax_certificate values (${owner}, ${certificate}, 'a.pdf', 'application/pdf', '%PDF-', '', now(), 'test');
       ${exemption('A-1', '2026-03-01', 'approved', 'now()')};
       ${exemption('B-2', '2026-01-01', 'submitted', 'null')};
       update sku set tax_class = 'reduced' where product_id = 'SUITE'`,
    )
    await billTo(database, '2026-04-30')
    expect((await taxesOf()).filter((text) => /^[DG]00000000[567]/.test(text))).toEqual([
      'D000000005 standard S VAT 21 3600 756',
      'D000000006 standard E VAT 0 3600 0',
      'D000000007 standard S VAT 21 3600 756',
      'G000000005 standard E VAT 0 1000 0',
      'G000000006 reduced S VAT 9 5000 450',
      'G000000007 standard S VAT 21 1000 210',
    ])
    const { rows } = await database.query<{ why: string }>(`select why from invoice_tax where category = 'E' limit 1`)
    expect(rows[0]!.why).toBe('Certificate A-1 exempts the buyer from VAT of NL since 2026-03-01.')
    await expectSums()
  })

  it('are shared out over charges of odd amounts, credits among them', async () => {
    await empty(database)
    const customer = id('customer', 2)
    const rows = Array.from({ length: 60 }, (_, index) => {
      const owner = `${id('partner', 2)},${customer},O-${index}`
      const day = String((index % 20) + 2).padStart(2, '0')
      return `${owner},${id('subscription', index + 1)},2026-01-${day},purchase,${(index % 7) + 1},${index % 3 === 0 ? 'BOOK' : 'MAIL'},0001,P1Y,monthly,EUR`
    })
    await load(database, {
      partners: partners(`${id('partner', 2)},Birch,1000002,NL,EUR,1,2025-06-01,`),
      customers: CUSTOMERS.split('\n')
        .filter((line) => !line.includes('Ash'))
        .join('\n'),
      skus: `${SKUS}BOOK,0001,Books,Books,LIND,Lindenhof,License,license\n`,
      prices: csv(
        'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price',
        'MAIL,0001,P1Y,monthly,EUR,P1M,2020-01-01,,3.57',
        'BOOK,0001,P1Y,monthly,EUR,P1M,2020-01-01,,1.13',
      ),
      subscriptions: csv(
        'partner_id,customer_id,order_id,subscription_id,at,event,quantity,product_id,sku_id,term,billing_cycle,currency',
        ...rows.flatMap((row, index) =>
          index % 4 === 0
            ? [row, `${id('partner', 2)},,,${id('subscription', index + 1)},2026-01-28,changeQuantity,9,,,,,`]
            : [row],
        ),
      ),
    })
    await asOwner(database, `update sku set tax_class = 'reduced' where product_id = 'BOOK'`)
    await register('home', 'NL', '2026-01-01')
    await billTo(database, '2026-03-31')
    const { rows: cuts } = await database.query<{ tax: bigint; cut: bigint | null }>(
      'select tax, cut_remainder as cut from invoice_tax',
    )
    expect(cuts.length).toBeGreaterThanOrEqual(4)
    expect(cuts.some(({ cut }) => cut !== null)).toBe(true)
    await expectSums()
  })

  it('leave out a partner whose rate is missing and bill the others, and make up for it when it is there', async () => {
    await register('local', 'US', '2026-01-01')
    expect(await checkTaxRates(database, dayOfText('2026-04-30'))).toMatchObject({
      refusal: { code: 'tax-rate-missing', data: { place: 'US', taxClass: 'standard' } },
    })
    const held = () =>
      listInvoiceProblems(database, NOW).then((all) => all.filter((one) => one.problem === 'held-back'))
    expect(await held()).toEqual([])
    for (const day of ['2026-02-28', '2026-04-29']) {
      expect((await billTo(database, day)).status).toBe('completed')
      expect(await held()).toMatchObject([
        { partnerId: id('partner', 1), reason: expect.stringContaining('There is no tax rate of US for standard on') },
      ])
    }
    const partnersInvoiced = async () => {
      const { rows } = await database.query<{ partnerId: string }>(
        'select distinct partner_id as "partnerId" from invoice order by 1',
      )
      return rows.map((row) => row.partnerId)
    }
    expect(await partnersInvoiced()).toEqual([id('partner', 2)])
    // Billing one partner, or another day, goes on as well.
    expect((await tryToBill(database, '2026-04-29', id('partner', 1))).ok).toBe(true)
    await profile(1, '2026-01-01', { country: 'US', region: 'OR' })
    expect((await checkTaxRates(database, dayOfText('2026-04-30'))).ok).toBe(true)
    expect(await held()).toMatchObject([{ reason: expect.stringContaining('nothing is in the way any more') }])
    await billTo(database, '2026-04-30')
    expect(await held()).toEqual([])
    expect(await partnersInvoiced()).toEqual([id('partner', 1), id('partner', 2)])
    expect((await taxesOf()).filter((text) => text.includes('Sales tax'))).toHaveLength(7)
    const { rows } = await database.query<{ count: bigint }>(
      `select count(*) as count from charge c join partner p using (partner_id)
       where c.invoice_date <= p.invoiced_through and not exists (select from invoice i
         where (i.partner_id, i.invoice_date, i.invoice_type, i.currency)
           = (c.partner_id, c.invoice_date, c.invoice_type, c.currency))`,
    )
    expect(rows[0]!.count).toBe(0n)
    await expectClean(database)
    await expectSums()
  })
})
