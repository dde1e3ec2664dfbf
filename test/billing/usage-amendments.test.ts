// Invoices with usage that are credited in part, voided or billed again, and credit that usage takes up before it is billed.
import { beforeEach, expect, it } from 'vitest'
import { checkBooks } from '../../src/app/account-statement.js'
import { type AmendmentWish, amendDocument } from '../../src/app/amend-document.js'
import { readCredit } from '../../src/app/credit-limit.js'
import { openReconSource, reconKindsOf, streamReconFile } from '../../src/app/files/recon-file.js'
import { systemContext } from '../../src/app/system-context.js'
import { rollUpAndRate } from '../../src/app/usage/rate-open-usage.js'
import { accept } from '../../src/core/refusal.js'
import { type BilledDocument, listDocuments } from '../../src/store/billed-documents.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import { report } from '../support/report-usage.js'
import { METERS, type MeteredPartner, seedMeteredLedger } from '../support/usage.js'
import { asOwner, billTo, countingIds, empty, expectClean, NOW, openLedger } from './provider.js'

const ids = countingIds()
const newId = () => ids().replace('018f0009', '018f0042')

describeEachLedger('amended usage', (open) => {
  let ledger: Database | undefined
  let database: Database
  let alder: MeteredPartner
  beforeEach(async () => {
    ledger ??= await openLedger(open)
    database = ledger
    await empty(database)
    alder = (await seedMeteredLedger(database)).alder
    await report(
      database,
      alder.partnerId,
      [alder.plan, METERS.COMPUTE, '24', '2026-01-20T10:00:00Z', 'vm1'],
      [alder.plan, METERS.STORAGE, '1200', '2026-01-21T10:00:00Z', 'disk'],
    )
  })

  const all = () => listDocuments(database, { partnerId: alder.partnerId, limit: 100 })

  async function amend(action: AmendmentWish['action'], credited?: bigint): Promise<BilledDocument[]> {
    await billTo(database, '2026-02-06')
    const invoice = (await all()).find(({ invoiceType }) => invoiceType === 'one-time')!
    const credits =
      credited === undefined
        ? []
        : [{ charge: { subscriptionId: alder.plan, chargeNumber: 1_000_000_001 }, amount: credited }]
    const done = await database.transaction((session) =>
      amendDocument(systemContext(session, alder.partnerId, { now: NOW, newId }), invoice.number, {
        ...{ action, reason: 'billing-error', note: '' },
        credits: () => accept(credits),
      }),
    )
    if (!done.ok) throw new Error(done.refusal.message)
    // Each file is read to its end, where it is compared with its document.
    for (const document of await all()) {
      for (const kind of await reconKindsOf(database, document)) {
        const source = await openReconSource(database, document, { kind })
        if (!source.ok) throw new Error(source.refusal.message)
        for await (const _ of streamReconFile(source.value, { format: 'csv', dates: 'iso', locale: 'en' }));
      }
    }
    await expectClean(database)
    const { faults } = await checkBooks(database, undefined)
    expect(faults).toEqual([])
    return (await all()).filter(({ kind }) => kind !== 'invoice')
  }

  it('is credited in part', async () => {
    expect(await amend('credit', 50n)).toMatchObject([{ kind: 'credit-note', charged: -50n }])
  })

  it('is voided', async () => {
    // 24 x 0.096 x 85 % = 1.95; (1,000 x 0.0208 + 200 x 0.02) x 85 % = 21.08 USD x 0.92 = 19.39; 60.00 of licenses.
    expect(await amend('void')).toMatchObject([{ kind: 'void-note', charged: -8134n }])
  })

  it('is billed again, with its days', async () => {
    const notes = await amend('rebill')
    expect(notes.map(({ kind }) => kind).sort()).toEqual(['adjustment-note', 'void-note'])
    const again = notes.find(({ kind }) => kind === 'adjustment-note')!
    expect(await reconKindsOf(database, again)).toEqual(['one-time', 'daily-rated'])
  })

  it('takes up credit as soon as it is rated, and as much when it is charged', async () => {
    await asOwner(database, `insert into credit_limit values ('${alder.partnerId}', 'EUR', 100000, 0, now(), 'test')`)
    const used = async () => (await readCredit({ session: database, now: NOW }, alder.partnerId))!.used
    const before = await used()
    await database.transaction((session) => rollUpAndRate(session, alder.partnerId, NOW))
    expect((await used()) - before).toBe(2134n)
  })
})
