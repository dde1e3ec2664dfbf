// The two files of metered usage, byte for byte: `npm run approve` rewrites them.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { exportRecon } from '../../src/app/export-recon.js'
import type { Database } from '../../src/store/database.js'
import { asOwner, billTo, expectClean, openLedger } from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'
import { report } from '../support/report-usage.js'
import { METERS, seedMeteredLedger } from '../support/usage.js'

const FILES = join(import.meta.dirname, 'usage')
const APPROVE = process.env['PRORATA_APPROVE'] === '1'

/** A month of a plan, of messages on the recurring invoice and of a gateway, usage that came late, and two currencies. */
async function bill(database: Database): Promise<void> {
  const { alder, birch } = await seedMeteredLedger(database)
  await report(
    database,
    alder.partnerId,
    [alder.plan, METERS.COMPUTE, '24', '2026-02-03T10:00:00Z', 'vm1'],
    [alder.plan, METERS.COMPUTE, '24.5', '2026-02-03T11:00:00Z', 'vm2'],
    [alder.plan, METERS.COMPUTE, '-0.5', '2026-02-04T11:00:00Z', 'vm2'],
    [alder.plan, METERS.STORAGE, '1200.25', '2026-02-05T11:00:00Z', 'disk'],
    [alder.plan, METERS.STORAGE, '0.005001', '2026-02-06T11:00:00Z', 'disk'],
    [alder.plan, METERS.NETWORK, '10', '2026-02-05T12:00:00Z', 'vm1'],
    [alder.usage, METERS.MESSAGES, '15000', '2026-02-10T12:00:00Z'],
    [alder.saas, METERS.CALLS, '1234', '2026-02-11T12:00:00Z'],
  )
  await report(
    database,
    birch.partnerId,
    [birch.plan, METERS.STORAGE, '999.999', '2026-02-05T11:00:00Z', 'disk'],
    [birch.usage, METERS.MESSAGES, '99', '2026-02-10T12:00:00Z'],
  )
  await asOwner(
    database,
    `insert into earned_credit_gap (partner_id, gap_id, subscription_id, entitlement_id, starts_on, ends_on, reason, set_at, set_by)
     values ('${alder.partnerId}', '018f00aa-0000-7000-8000-000000000001', '${alder.plan}', null, '2026-02-05', '2026-02-06', 'no access', now(), 'test')`,
  )
  await billTo(database, '2026-02-15', '2026-03-01', '2026-03-08')
  await report(database, alder.partnerId, [alder.plan, METERS.COMPUTE, '1.5', '2026-02-28T23:59:59Z', 'vm3'])
  await billTo(database, '2026-03-15', '2026-04-08')
}

describeEachLedger('files of usage are as approved', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-golden-usage-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('byte for byte', async () => {
    const database = await openLedger(open)
    await bill(database)
    await expectClean(database)
    const files = await exportRecon(database, { directory: folder, filter: { limit: 1_000 } })
    const ofUsage = files.filter(({ kind }) => kind === 'usage-based' || kind === 'daily-rated')
    if (APPROVE) {
      rmSync(FILES, { recursive: true, force: true })
      mkdirSync(FILES)
      for (const { path } of ofUsage) cpSync(path, join(FILES, basename(path)))
    }
    expect(ofUsage.map(({ path }) => basename(path)).sort()).toEqual(readdirSync(FILES).sort())
    for (const { path } of ofUsage) {
      expect(readFileSync(path, 'utf8'), basename(path)).toBe(readFileSync(join(FILES, basename(path)), 'utf8'))
    }
  })
})
