// Usage day by day: whatever the size of pages and parts, rows are the same and come to the lines of their invoice.
import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { createExport } from '../../src/app/exports.js'
import { workOnExport } from '../../src/app/exports-work.js'
import { readDailyPage, type UsagePosition } from '../../src/app/files/daily-rows.js'
import { checkedPages, dailySourceOf, openReconSource, reconKindsOf } from '../../src/app/files/recon-file.js'
import { systemContext } from '../../src/app/system-context.js'
import type { ReconLine } from '../../src/core/recon/recon-line.js'
import { type BilledDocument, listDocuments } from '../../src/store/billed-documents.js'
import type { Database } from '../../src/store/database.js'
import { listExportParts } from '../../src/store/exports.js'
import { countDailyRows } from '../../src/store/usage-day-rows.js'
import { describeEachLedger } from '../support/databases.js'
import { report, type Used } from '../support/report-usage.js'
import { METERS, type MeteredPartner, seedMeteredLedger } from '../support/usage.js'
import { asOwner, billTo, countingIds, empty, expectClean, NOW, openLedger } from './provider.js'

const newId = countingIds()

describeEachLedger('usage day by day', (open) => {
  let ledger: Database | undefined
  let database: Database
  let alder: MeteredPartner
  beforeEach(async () => {
    ledger ??= await openLedger(open)
    database = ledger
    await asOwner(database, 'delete from export_part; delete from export_file; delete from export_job')
    await empty(database)
    alder = (await seedMeteredLedger(database)).alder
  })

  /** On the 8th both kinds of invoices are dated, so that rows of one lie between those of the other. */
  const billOnThe8th = () => asOwner(database, `update partner set billing_day = 8 where name = 'Alder'`)

  const documents = async () =>
    [...(await listDocuments(database, { partnerId: alder.partnerId, limit: 100 }))].reverse()

  async function oneTimeInvoice(): Promise<BilledDocument> {
    return (await documents()).find(({ invoiceType }) => invoiceType === 'one-time')!
  }

  /** All rows of a document, read in pages of a size, by a client that says no more than where a page ended. */
  async function rowsBy(document: BilledDocument, size: number, earnsCredit?: boolean): Promise<ReconLine[]> {
    const source = dailySourceOf(database, document)
    const rows: ReconLine[] = []
    let after: UsagePosition | undefined
    for (let pages = 0; pages < 1_000; pages += 1) {
      const page = await readDailyPage(database, source, { after, limit: size, earnsCredit })
      rows.push(...page.lines)
      if (page.end === undefined) return rows
      const { subscriptionId, meterId, day, resourceId } = page.end
      after = { subscriptionId, meterId, day, resourceId }
    }
    throw new Error('the pages never end')
  }

  const textOf = ({ charge, usage }: ReconLine) =>
    [
      usage!.meter.meterId.slice(-1),
      usage!.daily!.day,
      usage!.daily!.resource?.resourceUri,
      charge.amount,
      usage!.daily!.cost,
    ].join(' ')

  /** Compute of three resources that cancels itself out on a day between, storage, and what is on the other invoice. */
  async function january(): Promise<void> {
    const { plan, usage, saas } = alder
    await report(
      database,
      alder.partnerId,
      [plan, METERS.COMPUTE, '24', '2026-01-20T10:00:00Z', 'vm1'],
      [plan, METERS.COMPUTE, '5.5', '2026-01-20T10:00:00Z', 'vm2'],
      [plan, METERS.COMPUTE, '7', '2026-01-22T10:00:00Z', 'vm3'],
      [plan, METERS.STORAGE, '1200', '2026-01-21T10:00:00Z', 'disk'],
      [plan, METERS.NETWORK, '3', '2026-01-21T10:00:00Z', 'vm1'],
      [plan, METERS.NETWORK, '-3', '2026-01-22T10:00:00Z', 'vm1'],
      ...['13', '14', '15', '16', '17'].map(
        (day): Used => [usage, METERS.MESSAGES, '200', `2026-01-${day}T10:00:00Z`, 'queue'],
      ),
      [saas, METERS.CALLS, '2000', '2026-01-23T10:00:00Z'],
    )
  }

  it('pages past days of another invoice and days that came to nothing', async () => {
    await billOnThe8th()
    await january()
    await billTo(database, '2026-02-06', '2026-02-08')
    const invoice = await oneTimeInvoice()
    const whole = (await rowsBy(invoice, 100)).map(textOf)
    expect(whole).toHaveLength(7)
    for (const size of [1, 2, 3, 5, 7])
      expect((await rowsBy(invoice, size)).map(textOf), `pages of ${size}`).toEqual(whole)
    await expectClean(database)
  })

  it('is the same read as a file, which adds up no row twice', async () => {
    await billOnThe8th()
    await january()
    await billTo(database, '2026-02-06', '2026-02-08')
    const invoice = await oneTimeInvoice()
    const whole = (await rowsBy(invoice, 100)).map(textOf)
    let sums = 0
    const watched = new Proxy(database, {
      get: (target, name) => {
        const value = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          if (name === 'query' && /sum\(quantity\)/.test(String(given[0]))) sums += 1
          return value.apply(target, given)
        }
      },
    })
    for (const pageLines of [1, 2, 3]) {
      const source = await openReconSource(watched, invoice, { kind: 'daily-rated', pageLines })
      if (!source.ok) throw new Error(source.refusal.message)
      const rows: ReconLine[] = []
      for await (const lines of checkedPages(source.value)) rows.push(...lines)
      expect(rows.map(textOf)).toEqual(whole)
    }
    expect(sums).toBe(0)
  })

  it('finds what earned credit, and what did not, in full pages', async () => {
    await january()
    await billTo(database, '2026-02-06')
    const invoice = await oneTimeInvoice()
    const whole = await rowsBy(invoice, 100)
    for (const earned of [true, false]) {
      const wanted = whole.filter(({ usage }) => usage!.rated.earnedCredit > 0 === earned).map(textOf)
      expect(wanted.length).toBeGreaterThan(0)
      const page = await readDailyPage(database, dailySourceOf(database, invoice), {
        limit: wanted.length,
        earnsCredit: earned,
      })
      expect([page.lines.map(textOf), page.end]).toEqual([wanted, undefined])
      expect((await rowsBy(invoice, 1, earned)).map(textOf)).toEqual(wanted)
    }
  })

  it('is exported in parts of any size, counted beforehand, and goes on in the middle of a meter', async () => {
    await billOnThe8th()
    await january()
    await billTo(database, '2026-02-06', '2026-02-08')
    const contents = new Set<string>()
    for (const partLines of [1, 2, 100]) {
      const context = systemContext(database, alder.partnerId, { now: NOW, newId })
      const wish = {
        invoices: undefined,
        from: undefined,
        to: undefined,
        format: 'csv',
        dates: 'iso',
        locale: 'en',
      } as const
      const created = await database.transaction((session) => createExport({ ...context, session }, wish, NOW))
      if (!created.ok) throw new Error(created.refusal.message)
      const { job } = created.value
      const work = { database, clock: () => NOW, partLines }
      // Broken off after every part, as by a worker that is told to stop.
      for (let rounds = 0; rounds < 60; rounds += 1) {
        let asked = 0
        const stopping = () => {
          asked += 1
          return asked > 1
        }
        await workOnExport({ ...work, stopping }, job)
      }
      const { rows } = await database.query<{ state: string; total: bigint; done: bigint }>(
        'select state, rows_total as total, rows_done as done from export_job where export_id = $1',
        [job.exportId],
      )
      expect(rows[0]).toMatchObject({ state: 'succeeded', done: rows[0]!.total })
      const parts = await listExportParts(database, job)
      const daily = parts.filter(({ kind }) => kind === 'daily-rated')
      expect(daily.reduce((sum, { rowCount }) => sum + rowCount, 0n)).toBe(7n)
      contents.add(
        JSON.stringify([String(rows[0]!.total), String(daily.reduce((sum, { amount }) => sum + amount, 0n))]),
      )
    }
    expect(contents.size).toBe(1)
  })

  it('comes to the lines and to what everything costs at once, whatever comes when', async () => {
    const { plan, usage, partnerId } = alder
    const event = fc
      .record({
        day: fc.integer({ min: 1, max: 28 }),
        units: fc.oneof(fc.integer({ min: -60_000, max: 90_000 }), fc.integer({ min: 50_000, max: 300_000 })),
        meter: fc.constantFrom(METERS.STORAGE, METERS.STORAGE, METERS.COMPUTE, METERS.MESSAGES),
        name: fc.constantFrom('a', 'b'),
      })
      .map(({ day, units, meter, name }): Used => {
        const at = `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`
        return [meter === METERS.MESSAGES ? usage : plan, meter, `${units / 100}`, at, name]
      })
    const batches = fc.tuple(...Array.from({ length: 3 }, () => fc.array(event, { maxLength: 6 })))
    const gap = `insert into earned_credit_gap values ('${partnerId}', '018f0040-0000-4000-8000-000000000001', '${plan}', null,
      '2026-03-08', '2026-03-12', 'Access removed', now(), 'test')`
    const tiers = `insert into usage_rate values ('${METERS.STORAGE}', 'USD', '2026-03-14', 0,
      '[{"from": "0", "unitPrice": "0.03"}, {"from": "1500", "unitPrice": "0.001"}]', true)`
    const total = async () => {
      const { rows } = await database.query<{ text: string }>(
        `select subscription_id::text || meter_id || (rating->>'rateFrom') || (rating->>'earnedCredit') || (rating->>'tier') || ' '
           || sum(amount) as text
         from usage_charge group by subscription_id, meter_id, rating->>'rateFrom', rating->>'earnedCredit', rating->>'tier'
         having sum(amount) <> 0 order by 1`,
      )
      return rows.map(({ text }) => text)
    }
    const startAgain = async () => {
      await empty(database)
      await seedMeteredLedger(database)
      const ids = await database.query<{ id: string; product: string }>(
        `select t.subscription_id as id, a.product_id as product from charging_state t join availability a using (availability_id)
         where t.partner_id = $1`,
        [partnerId],
      )
      const idOf = (product: string) => ids.rows.find((row) => row.product === product)!.id
      await asOwner(database, `${gap.replace(plan, idOf('PLAN'))}; ${tiers}`)
      return (used: readonly Used[]) =>
        used.map(([subscription, ...rest]): Used => [idOf(subscription === plan ? 'PLAN' : 'USGE'), ...rest])
    }
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 1, max: 4 }), async (parts, size) => {
        const own = await startAgain()
        const closings = [
          ['2026-04-06', '2026-04-15'],
          ['2026-05-06', '2026-05-15'],
          ['2026-06-06', '2026-06-15'],
        ] as const
        for (const [index, days] of closings.entries()) {
          const used = own(parts[index]!)
          if (used.length > 0) await report(database, partnerId, ...used)
          await billTo(database, ...days)
        }
        await expectClean(database)
        for (const document of await documents()) {
          for (const kind of await reconKindsOf(database, document)) {
            const source = await openReconSource(database, document, { kind, pageLines: size })
            if (!source.ok) throw new Error(source.refusal.message)
            if (kind !== 'daily-rated') continue
            const rows = await rowsBy(document, size)
            const sum = rows.reduce((so, { charge }) => so + charge.amount, 0n)
            expect(sum).toBe(source.value.expected.subtotal)
            expect(BigInt(rows.length)).toBe(await countDailyRows(database, partnerId, [document]))
          }
        }
        const inParts = await total()
        const again = await startAgain()
        const everything = again(parts.flat())
        if (everything.length > 0) await report(database, partnerId, ...everything)
        await billTo(database, '2026-04-06', '2026-06-15')
        const ofSubscriptions = (texts: readonly string[]) => texts.map((text) => text.slice(36)).sort()
        expect(ofSubscriptions(inParts)).toEqual(ofSubscriptions(await total()))
      }),
      { numRuns: 6 },
    )
  }, 120_000)

  it('has a row for a line that only corrects, on its first day and without a resource', async () => {
    await asOwner(
      database,
      `insert into usage_rate values ('${METERS.STORAGE}', 'USD', '2026-03-14', 0,
         '[{"from": "0", "unitPrice": "0.03"}, {"from": "1000", "unitPrice": "0.001"}]', true)`,
    )
    await report(database, alder.partnerId, [alder.plan, METERS.STORAGE, '900', '2026-03-20T10:00:00Z', 'disk'])
    await billTo(database, '2026-04-06')
    // In March, what came late on the 2nd comes first, and takes the lower tiers from what was used on the 20th.
    await report(database, alder.partnerId, [alder.plan, METERS.STORAGE, '800', '2026-03-02T10:00:00Z', 'disk'])
    await billTo(database, '2026-05-06')
    const may = (await documents()).filter(({ invoiceType }) => invoiceType === 'one-time').at(-1)!
    const rows = await rowsBy(may, 10)
    expect(rows.map(textOf)).toEqual([
      // (200 x 0.03 + 700 x 0.001) x 0.85 = 5.69 USD x 0.935, of 22.95 USD that were invoiced.
      expect.stringMatching(/^2 \d+ {2}-1613 -1726$/),
      // 800 x 0.0208 x 0.85 = 14.14 USD x 0.935.
      expect.stringMatching(/^2 \d+ \/disk 1322 1414$/),
    ])
    const [correction] = rows
    expect(correction!.usage!.daily).toMatchObject({ quantity: { coefficient: 0n }, resource: null })
    await expectClean(database)
  })
})
