// Imports of meters, rates and exchange rates: all or nothing, once, and nothing that was invoiced changes.
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { findExchangeRates, findMeters, findUsageRates } from '../../src/app/usage/find-meters.js'
import { importExchangeRates } from '../../src/app/usage/import-exchange-rates.js'
import { importMeters } from '../../src/app/usage/import-meters.js'
import { importUsageRates } from '../../src/app/usage/import-usage-rates.js'
import type { UsageFileImport } from '../../src/app/usage/read-usage-file.js'
import { PLATFORM_ID, type UseCase } from '../../src/app/use-case.js'
import { formatDecimal } from '../../src/core/money/decimal.js'
import type { Outcome } from '../../src/core/refusal.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import { asOwner, countingIds, dayOfText, load, NOW, openLedger } from './provider.js'

const METER = '018f0007-0000-7000-8000-000000000001'
const OTHER = '018f0007-0000-7000-8000-000000000002'
const NOBODY = '018f0007-0000-7000-8000-0000000000ff'
const HEADER = 'meter_id,product_id,sku_id,name,category,unit,pricing_currency'
const RATES = 'meter_id,currency,valid_from,included,earns_credit,from,unit_price'
const SKUS = `product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,flat,trial,minimum_quantity,maximum_quantity,is_add_on
PLAN,0001,Plan,Plan,LIND,Lindenhof,Plan,usage-plan,false,,1,1,false
WEBS,0001,Host,Host,LIND,Lindenhof,Plan,usage,false,,1,1,false
MAIL,0001,Mail,Mail,LIND,Lindenhof,License,license,false,,1,300,false
`
const PARTNERS = `partner_id,name,mpn_id,country,currency,billing_day,opened_on
018f0001-0000-7000-8000-000000000001,Alder,4500100,NL,EUR,15,2025-01-01
`

type Import = (context: UseCase, source: AsyncIterable<Uint8Array>) => Promise<Outcome<UsageFileImport>>
const newId = countingIds()

describeEachLedger('usage prices', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await openLedger(open)
    await load(database, { partners: PARTNERS, skus: SKUS })
  })

  /** Imports lines in a transaction that is undone where they are refused. */
  const run = async (importFile: Import, ...lines: readonly string[]) => {
    async function* source() {
      yield Buffer.from(`${lines.join('\n')}\n`)
    }
    let outcome: Outcome<UsageFileImport> | undefined
    await database
      .transaction(async (session) => {
        const context: UseCase = {
          ...{ session, now: NOW, newId, correlationId: newId() },
          actor: { kind: 'system', id: PLATFORM_ID, name: 'test', applicationId: null, roles: [] },
          scope: { accountId: PLATFORM_ID, partnerIds: [], resellerMpnId: null },
        }
        outcome = await importFile(context, source())
        if (!outcome.ok) throw new Error('refused')
      })
      .catch((error: Error) => {
        if (error.message !== 'refused') throw error
      })
    return outcome!
  }
  const counts = async (importFile: Import, ...lines: readonly string[]) => {
    const done = await run(importFile, ...lines)
    if (!done.ok) throw new Error(done.refusal.message)
    return [done.value.added, done.value.changed, done.value.unchanged]
  }
  /** `line code` of each refused line. */
  const faults = async (importFile: Import, ...lines: readonly string[]) => {
    const done = await run(importFile, ...lines)
    if (done.ok) throw new Error('it was not refused')
    const details = (done.refusal.details ?? []) as unknown as { line: number; code: string; reason: string }[]
    return [done.refusal.code, ...details.map(({ line, code }) => `${line} ${code}`)]
  }
  const audited = async () => {
    const { rows } = await database.query<{ text: string }>(
      `select operation_type || ' ' || count(*) as text from audit_record
       where operation_type ~ 'meter|rate' group by operation_type order by 1`,
    )
    return rows.map(({ text }) => text)
  }
  const meter = (id: string, change = {}) => {
    const row = { id, product: 'PLAN', sku: '0001', name: 'Hours', category: 'Compute', unit: '1 Hour', code: 'USD' }
    return Object.values({ ...row, ...change }).join(',')
  }

  describe('meters', () => {
    it('are added once, and changed by a file that says otherwise', async () => {
      const lines = [HEADER, meter(METER), meter(OTHER, { product: 'WEBS', name: '"Space, web"' })]
      expect(await counts(importMeters, ...lines)).toEqual([2, 0, 0])
      expect(await counts(importMeters, ...lines)).toEqual([0, 0, 2])
      expect(await counts(importMeters, HEADER, meter(METER, { name: 'Machine hours' }))).toEqual([0, 1, 0])
      const found = await findMeters({ session: database })
      expect(found.map(({ productId, name, unitType, shared }) => [productId, name, unitType, shared])).toEqual([
        ['PLAN', 'Machine hours', '1 Hour', false],
        ['WEBS', 'Space, web', '1 Hour', false],
      ])
      expect(await audited()).toEqual(['create_meter 2', 'update_meter 1'])
    })

    it('are refused line by line, and then nothing is written', async () => {
      const lines = [
        ...[HEADER, meter(NOBODY), meter(NOBODY), meter(METER, { product: 'NONE' }), meter(OTHER, { product: 'MAIL' })],
        ...[meter('no-id'), 'too,few'],
      ]
      expect(await faults(importMeters, ...lines)).toEqual([
        ...['usage-file-refused', '3 malformed', '4 not-found', '5 sku-not-metered', '6 invalid-value', '7 unreadable'],
      ])
      expect(await faults(importMeters, HEADER)).toEqual(['usage-file-refused', '1 unreadable'])
      expect(await findMeters({ session: database })).toHaveLength(2)
    })
  })

  describe('usage rates', () => {
    const row = (from: string, price: string, change = {}) =>
      Object.values({
        id: METER,
        code: 'USD',
        day: '2026-01-01',
        included: '0',
        credit: 'true',
        from,
        price,
        ...change,
      })
    const line = (...cells: Parameters<typeof row>) => row(...cells).join(',')

    it('are put together of their tiers in any order, once, and change by a later row', async () => {
      const lines = [RATES, line('100', '0.07'), line('0', '0.080'), line('0', '0.075', { day: '2026-03-16' })]
      expect(await counts(importUsageRates, ...lines)).toEqual([2, 0, 0])
      expect(await counts(importUsageRates, ...lines, '')).toEqual([0, 0, 2])
      expect(await counts(importUsageRates, RATES, line('0', '0.0750', { day: '2026-03-16' }))).toEqual([0, 0, 1])
      expect(await counts(importUsageRates, RATES, line('0', '0.0740', { day: '2026-03-16' }))).toEqual([0, 1, 0])
      const history = await findUsageRates({ session: database }, [METER])
      expect(history.map(({ tiers }) => tiers.map((tier) => formatDecimal(tier.unitPrice)))).toEqual([
        ['0.08', '0.07'],
        ['0.074'],
      ])
      const on = async (text: string) => {
        const [found] = await findUsageRates({ session: database }, [METER], { on: dayOfText(text) })
        return found === undefined ? undefined : formatDecimal(found.tiers[0]!.unitPrice)
      }
      expect([await on('2025-12-31'), await on('2026-03-15'), await on('2026-03-16')]).toEqual([
        undefined,
        '0.08',
        '0.074',
      ])
      expect(await audited()).toContain('create_usage_rate 2')
      expect(await audited()).toContain('update_usage_rate 1')
    })

    it.each([
      ['a meter nobody knows', [line('0', '1', { id: NOBODY })], ['2 meter-not-found']],
      ['no tier from 0', [line('10', '1', { code: 'EUR' })], ['2 malformed']],
      [
        'two tiers from one quantity',
        [line('0', '1', { code: 'EUR' }), line('0.0', '2', { code: 'EUR' })],
        ['2 malformed'],
      ],
      [
        'tiers that disagree on what is included',
        [line('0', '1', { code: 'EUR' }), line('5', '2', { code: 'EUR', included: '7' })],
        ['2 malformed'],
      ],
      ['a negative price', [line('0', '-1')], ['2 invalid-value']],
      ['a price with too many digits', [line('0', '0.1234567890123456')], ['2 invalid-value']],
      ['a currency there is not', [line('0', '1', { code: 'XXQ' })], ['2 invalid-value']],
    ])('are refused for %s', async (_, lines, expected) => {
      expect(await faults(importUsageRates, RATES, ...lines)).toEqual(['usage-file-refused', ...expected])
    })
  })

  describe('exchange rates', () => {
    const FORM = 'month,from,to,rate,rate_date'
    it('are taken in both forms, once', async () => {
      const own = [FORM, '2026-03,USD,EUR,0.921234567890123,2026-02-26', '202604,USD,EUR,0.93,']
      expect(await counts(importExchangeRates, ...own)).toEqual([2, 0, 0])
      expect(await counts(importExchangeRates, ...own)).toEqual([0, 0, 2])
      const published = ['CurrencyCode,USDPerUnit,Month', 'GBP,1.25,202603', 'JPY,0.0067,202603']
      expect(await counts(importExchangeRates, ...published)).toEqual([2, 0, 0])
      expect(await counts(importExchangeRates, ...published)).toEqual([0, 0, 2])
      const found = await findExchangeRates({ session: database }, dayOfText('2026-03-10'))
      expect(found.map(({ to, rate, date }) => [to, formatDecimal(rate), date])).toEqual([
        ['EUR', '0.921234567890123', dayOfText('2026-02-26')],
        ['GBP', '0.8', dayOfText('2026-02-28')],
        ['JPY', '149.253731343283582', dayOfText('2026-02-28')],
        ['EUR', '0.93', dayOfText('2026-03-31')],
      ])
      expect(await counts(importExchangeRates, FORM, '2026-04,USD,EUR,0.94,2026-03-30')).toEqual([0, 1, 0])
      expect(await audited()).toEqual(expect.arrayContaining(['create_exchange_rate 4', 'update_exchange_rate 1']))
    })

    it.each([
      ['one currency twice', FORM, '2026-03,EUR,EUR,1,', '2 malformed'],
      ['no rate', FORM, '2026-03,USD,EUR,,', '2 malformed'],
      ['a rate of nothing', FORM, '2026-03,USD,EUR,0,', '2 invalid-value'],
      ['a month there is not', FORM, '2026-13,USD,EUR,1,', '2 invalid-value'],
      ['a dollar', 'CurrencyCode,USDPerUnit,Month', 'USD,1,202603', '2 malformed'],
      ['half of a line', 'CurrencyCode,USDPerUnit,Month', 'EUR,,202603', '2 malformed'],
    ])('are refused for %s', async (_, header, text, expected) => {
      expect(await faults(importExchangeRates, header, text)).toEqual(['usage-file-refused', expected])
    })

    it('are refused twice in one file', async () => {
      const twice = ['2026-05,USD,EUR,0.9,', '2026-05,USD,EUR,0.9,']
      expect(await faults(importExchangeRates, FORM, ...twice)).toEqual(['usage-file-refused', '3 malformed'])
    })
  })

  describe('what has been invoiced', () => {
    // A line of March as closing a period writes it: priced in USD at the rate of March, billed in EUR.
    const key = `'018f0001-0000-7000-8000-000000000001', '2026-04-08', '018f0003-0000-7000-8000-000000000001', 1000000001`
    const rating = {
      ...{ rateFrom: '2026-01-01', start: '2026-03-01', end: '2026-04-01', pricingCurrency: 'USD' },
      ...{ exchangeRate: '0.921234567890123', exchangeRateDate: '2026-02-26' },
    }
    beforeAll(async () => {
      await asOwner(
        database,
        `insert into charge select ${key}, 1, 'EUR', '2026-03-31', 1, '2026-03-01', '2026-04-01', 1, 0, 0, 1, 0, 0,
           '018f0009-0000-7000-8000-000000000001', null, 1, 31, 31, null;
         insert into usage_charge select ${key}, '${METER}', 1, 0, '${JSON.stringify(rating)}'`,
      )
    })

    it('keeps its rates; later rows are taken', async () => {
      const row = (day: string, price: string) => `${METER},USD,${day},0,true,0,${price}`
      expect(await faults(importUsageRates, RATES, row('2026-03-31', '1'))).toEqual([
        ...['usage-file-refused', '2 usage-rate-invoiced'],
      ])
      expect(await faults(importUsageRates, RATES, row('2026-03-16', '1'))).toContain('2 usage-rate-invoiced')
      expect(await counts(importUsageRates, RATES, row('2026-03-16', '0.074'), row('2026-04-01', '1'))).toEqual([
        1, 0, 1,
      ])
    })

    it('is not priced in another currency afterwards', async () => {
      const row = (code: string) => `${METER},${code},2026-06-01,0,true,0,1`
      expect(await faults(importUsageRates, RATES, row('EUR'))).toEqual([
        ...['usage-file-refused', '2 usage-currency-invoiced'],
      ])
      expect(await counts(importUsageRates, RATES, row('GBP'))).toEqual([1, 0, 0])
    })

    it('keeps its exchange rate, its product and its pricing currency', async () => {
      const change = 'month,from,to,rate,rate_date\n2026-03,USD,EUR,0.95,2026-02-26'
      expect(await faults(importExchangeRates, change)).toEqual(['usage-file-refused', '2 exchange-rate-invoiced'])
      expect(await counts(importExchangeRates, change.replace('EUR', 'GBP'))).toEqual([0, 1, 0])
      expect(await faults(importMeters, HEADER, meter(METER, { product: 'WEBS' }))).toContain('2 meter-in-use')
      expect(await faults(importMeters, HEADER, meter(METER, { code: 'EUR' }))).toContain('2 meter-in-use')
      expect(await counts(importMeters, HEADER, meter(METER, { name: 'Hours again' }))).toEqual([0, 1, 0])
      expect(await counts(importMeters, HEADER, meter(OTHER, { product: 'PLAN' }))).toEqual([0, 1, 0])
    })
  })

  it('of the demo are taken as they are', async () => {
    const demo = (name: string) => readFileSync(new URL(`../../examples/demo/${name}`, import.meta.url), 'utf8')
    const skus = demo('skus.csv').split('\n')
    const metered = skus.filter((text) => /^product_id|^(CLOU|HOST|MSGS),/.test(text)).map((text) => `${text}\n`)
    await load(database, { skus: metered.join('').replaceAll('CLOU:0001', '') })
    expect(await counts(importMeters, demo('meters.csv').trim())).toEqual([18, 0, 0])
    const [added] = await counts(importUsageRates, demo('usage-rates.csv').trim())
    expect(added).toBeGreaterThan(30)
    expect(await counts(importExchangeRates, demo('exchange-rates.csv').trim())).toEqual([60, 0, 0])
  })
})
