import { expect, it } from 'vitest'
import { PriceListEffect } from '../../src/app/price-list-effect.js'
import { importPriceList } from '../../src/app/price-list-import.js'
import { publishPriceList } from '../../src/app/price-list-publish.js'
import { loadPriceList } from '../../src/app/price-list-resolve.js'
import { PLATFORM_ID, type UseCase } from '../../src/app/use-case.js'
import { formatDay } from '../../src/core/calendar/day.js'
import { dayOfInstant, parseInstant } from '../../src/core/calendar/instant.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import {
  billTo,
  chargesIn,
  countingIds,
  dayOfText,
  expectClean,
  id,
  load,
  openLedger,
  partners,
  prices,
  purchase,
  SKUS,
  subscriptions,
} from './provider.js'

const HEADER = 'ProductId,SkuId,TermDuration,BillingPlan,Currency,UnitPrice,EffectiveEndDate'

/**
 * Two partners in USD. Mail at 4.00 and, for others, CRM by the month at 10.00; bought in January 2025, so that Mail
 * renews in January 2026.
 */
const PROVIDER = {
  partners: partners(
    `${id('partner', 1)},Alder,1000001,US,USD,15,2024-06-01,`,
    `${id('partner', 2)},Birch,1000002,US,USD,1,2024-06-01,`,
  ),
  customers: `partner_id,customer_id,name,domain_name,country
${id('partner', 1)},${id('customer', 1)},Ash Ltd,ash.example,US
${id('partner', 2)},${id('customer', 2)},Bay Inc,bay.example,US
`,
  skus: SKUS,
  prices: prices(
    'MAIL,0001,P1Y,monthly,USD,P1M,2020-01-01,,4.00',
    'MAIL,0001,P1Y,annual,USD,P1M,2020-01-01,,4.00',
    'CRM,0001,P1M,monthly,USD,P1M,2020-01-01,,10.00',
  ),
  subscriptions: subscriptions(
    purchase(1, 1, '2025-01-10', 5, 'MAIL,0001,P1Y,monthly,USD'),
    purchase(1, 2, '2025-01-20', 3, 'CRM,0001,P1M,monthly,USD'),
    purchase(2, 3, '2025-02-01', 2, 'MAIL,0001,P1Y,annual,USD'),
  ),
}

const ids = countingIds()

/** A use case of the system at an instant, on one transaction. */
function inTransaction<T>(database: Database, at: string, work: (context: UseCase) => Promise<T>): Promise<T> {
  return database.transaction((session) =>
    work({
      ...{ session, now: parseInstant(at)!, newId: () => ids().replace('018f0009', '018f000a'), correlationId: 'test' },
      actor: { kind: 'system', id: PLATFORM_ID, name: 'test', applicationId: null, roles: [] },
      scope: { accountId: PLATFORM_ID, partnerIds: [], resellerMpnId: null },
    }),
  )
}

async function draftOf(database: Database, at: string, month: string, ...rows: readonly string[]): Promise<string> {
  async function* source() {
    yield Buffer.from([HEADER, ...rows, ''].join('\n'))
  }
  return inTransaction(database, at, async (context) => {
    const place = { month: dayOfText(month), market: '', currency: 'USD', segment: 'commercial' } as const
    const imported = await importPriceList(context, source(), { ...place, format: 'new-commerce' })
    if (!imported.ok) throw new Error(imported.refusal.message)
    expect(imported.value.problems).toEqual([])
    return imported.value.list!.priceListId
  })
}

function publish(database: Database, at: string, priceListId: string) {
  return inTransaction(database, at, (context) => publishPriceList(context, priceListId, { fourEyes: false }))
}

async function effectOf(database: Database, at: string, priceListId: string) {
  return inTransaction(database, at, async ({ session, now }) => {
    const list = await loadPriceList(session, priceListId, dayOfInstant(now))
    if (!list.ok) throw new Error(list.refusal.message)
    const effect = await PriceListEffect.open(session, list.value)
    if (!effect.ok) throw new Error(effect.refusal.message)
    const found: string[] = []
    for await (const one of effect.value.renewals()) {
      const { subscriptionId, renewsOn, quantity, price, amount } = one
      const shown = [price.paid, price.listed, price.renewed].map((value) =>
        value === null ? '-' : value / 1_000_000n,
      )
      found.push(
        `${Number(subscriptionId.slice(-4))} ${formatDay(renewsOn)} ${quantity} ${shown.join('/')} ${amount.paid} ${amount.renewed}`,
      )
    }
    return { found, summary: await effect.value.summary() }
  })
}

describeEachLedger('published price lists and the ledger', (open) => {
  it('keep the price of a term, renew at the list of the day, and leave the ledger provable', async () => {
    const database = await openLedger(open)
    await load(database, PROVIDER)
    await billTo(database, '2025-03-31')

    const may = await draftOf(
      database,
      '2025-04-20T09:00:00Z',
      '2025-05-01',
      'MAIL,0001,P1Y,Monthly,USD,4.50,',
      'CRM,0001,P1M,Monthly,USD,11,',
    )
    const effect = await effectOf(database, '2025-04-20T09:00:00Z', may)
    expect(effect.found).toEqual(['1 2026-01-10 5 400/400/450 2000 2250', '2 2025-05-20 3 1000/1000/1100 3000 3300'])
    expect(effect.summary).toMatchObject({
      ...{ subscriptions: 2, customers: 1, partners: 1, withoutPrice: 0, paid: 5000n, listed: 5000n, renewed: 5550n },
      months: [
        { month: dayOfText('2025-05-01'), subscriptions: 1, difference: 300n },
        { month: dayOfText('2026-01-01'), subscriptions: 1, difference: 250n },
      ],
    })
    expect((await publish(database, '2025-04-20T09:00:00Z', may)).ok).toBe(true)
    expect((await publish(database, '2025-04-20T09:00:00Z', may)).ok).toBe(true)
    await billTo(database, '2025-06-15', '2025-09-30')
    await expectClean(database)

    const december = await draftOf(
      database,
      '2025-10-05T09:00:00Z',
      '2025-12-01',
      'MAIL,0001,P1Y,Annual,USD,5,',
      'MAIL,0001,P1Y,Monthly,USD,4.80,',
      'CRM,0001,P1M,Monthly,USD,11,2025-11-30',
    )
    const second = await effectOf(database, '2025-10-05T09:00:00Z', december)
    expect(second.found).toEqual([
      '1 2026-01-10 5 400/450/480 2000 2400',
      '2 2025-12-20 3 1100/1100/- 3300 null',
      '3 2026-02-01 2 4800/4800/6000 9600 12000',
    ])
    expect(second.summary.withoutPrice).toBe(1)
    expect((await publish(database, '2025-10-05T09:00:00Z', december)).ok).toBe(true)
    const run = await billTo(database, '2025-11-30', '2026-03-31')
    expect(run.quarantined).toBe(1n)

    const mail = await chargesIn(database, 1)
    expect(mail.filter((line) => /^2025-(?:04|05|12)|^2026/.test(line))).toEqual([
      '2025-04-10 2025-04-10..2025-05-09 5 2000',
      '2025-05-10 2025-05-10..2025-06-09 5 2000',
      '2025-12-10 2025-12-10..2026-01-09 5 2000',
      '2026-01-10 2026-01-10..2026-02-09 5 2400',
      '2026-02-10 2026-02-10..2026-03-09 5 2400',
      '2026-03-10 2026-03-10..2026-04-09 5 2400',
    ])
    const crm = await chargesIn(database, 2)
    expect(crm.slice(3)).toEqual([
      '2025-04-20 2025-04-20..2025-05-19 3 3000',
      ...['05', '06', '07', '08', '09', '10', '11'].map((month) => expect.stringContaining(`2025-${month}-20 `)),
    ])
    expect(crm.slice(4).every((line) => line.endsWith(' 3300'))).toBe(true)
    expect((await chargesIn(database, 3)).at(-1)).toBe('2026-02-01 2026-02-01..2027-01-31 2 12000')
    await expectClean(database)
  })
})

describeEachLedger('price lists of a ledger that is ahead', (open) => {
  it('never reach into days that have been charged', async () => {
    const database = await openLedger(open)
    await load(database, PROVIDER)
    await billTo(database, '2025-05-31')
    // The ledger is ahead of the calendar: CRM has been renewed in May already, Mail has not.
    const at = '2025-04-20T09:00:00Z'
    const charged = await draftOf(database, at, '2025-05-01', 'CRM,0001,P1M,Monthly,USD,11,')
    const refused = await publish(database, at, charged)
    expect(refused.ok ? undefined : refused.refusal.code).toBe('price-list-charged')
    const free = await draftOf(
      database,
      at,
      '2025-05-01',
      'MAIL,0001,P1Y,Monthly,USD,4.50,',
      'CRM,0001,P1M,Monthly,USD,10,',
    )
    expect((await publish(database, at, free)).ok).toBe(true)
    await billTo(database, '2026-01-31')
    expect((await chargesIn(database, 1)).at(-1)).toBe('2026-01-10 2026-01-10..2026-02-09 5 2250')
    await expectClean(database)
  })
})
