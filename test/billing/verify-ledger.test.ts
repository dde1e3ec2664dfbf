import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { type LedgerDifference, verifyLedger } from '../../src/app/verify-ledger.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import { asOwner, billTo, empty, expectClean, id, load, openLedger, PROVIDER } from './provider.js'

const ALDER = id('partner', 1)
const S1 = id('subscription', 1)
const S4 = id('subscription', 4)

/** What somebody with the rights of the owner did, and what must be said of it: `subscription what stored recomputed`. */
const TAMPERED: Readonly<Record<string, { readonly sql: string; readonly named: readonly string[] }>> = {
  'an amount was changed': {
    sql: `update charge set amount = amount + 1 where subscription_id = '${S1}' and charge_number = 6`,
    named: [
      `${S1}: charge 6 amount: 2801, 2800`,
      ': invoice D000000003: 2800 in 1 charges, adjusted 0, tax 0, charges 2801 in 1, lines 2800 and tax 0, adjustments 0 and tax 0, taxes 0',
    ],
  },
  'a charge was deleted': {
    sql: `delete from charge where subscription_id = '${S1}' and charge_number = 6`,
    named: [
      `${S1}: charge 6: none, 2026-03-10 Cycle fee 2800`,
      ': invoice D000000003: 2800 in 1 charges, adjusted 0, tax 0, charges 0 in 0, lines 2800 and tax 0, adjustments 0 and tax 0, taxes 0',
    ],
  },
  'a charge was added': {
    sql: `insert into charge select (jsonb_populate_record(c, '{"charge_number": 5}')).* from charge c
      where subscription_id = '${S4}' and charge_number = 4`,
    named: [`${S4}: charge 5: 2026-04-30 Cycle fee 3600, none`],
  },
  'a charge was booked twice, on another invoice': {
    sql: `insert into charge select (jsonb_populate_record(c, '{"invoice_date": "2027-01-01"}')).* from charge c
      where subscription_id = '${S4}' and charge_number = 4`,
    named: [`${S4}: charge 4: 2026-04-30 Cycle fee 3600, none`],
  },
  'how an amount came about was changed': {
    sql: `update charge set days = 14 where subscription_id = '${S1}' and charge_number = 3`,
    named: [`${S1}: charge 3 start: 20464, 20463`, `${S1}: charge 3 derivation days: 14, 15`],
  },
  'a charge was moved to another currency before it was invoiced': {
    sql: `update charge set currency = 'USD' where subscription_id = '${S4}' and charge_number = 4`,
    named: [`${S4}: charge 4 currency: USD, EUR`],
  },
  'a charge was moved to the other kind of invoice before it was invoiced': {
    sql: `update charge set invoice_type = 2 where subscription_id = '${S4}' and charge_number = 4`,
    // Dated 05-01, and one-time invoices up to 05-02 have been issued by the run as of 04-30.
    named: [': charges on no invoice: 1, 0', `${S4}: charge 4 invoice type: one-time, recurring`],
  },
  'a quantity was changed in an event': {
    sql: `update subscription_event set data = jsonb_set(data, '{quantity}', '8')
      where subscription_id = '${S1}' and event_number = 2`,
    named: [
      `${S1}: charge 4 quantity: 7, 8`,
      `${S1}: charge 4 amount: 1442, 1648`, // 8 x 2.06
      `${S1}: charge 4 derivation quantity: 7, 8`,
      ...[5, 6, 7].flatMap((number) => [
        `${S1}: charge ${number} quantity: 7, 8`,
        `${S1}: charge ${number} amount: 2800, 3200`,
        `${S1}: charge ${number} derivation quantity: 7, 8`,
      ]),
      `${S1}: state quantity: 7, 8`,
    ],
  },
  'an event was deleted': {
    sql: `delete from subscription_event where subscription_id = '${S4}'`,
    named: [...Array.from({ length: 4 }, () => `${S4}: events: a charge, none`), `${S4}: events: a state, none`],
  },
  'an invoice line was deleted': {
    sql: `delete from invoice_line where invoice_date = '2026-02-15'`,
    named: [
      ': invoice D000000002: 12812 in 5 charges, adjusted 0, tax 0, charges 12812 in 5, lines 0 and tax 0, adjustments 0 and tax 0, taxes 0',
    ],
  },
  'the total of an invoice was changed': {
    sql: `update invoice set charged = 2801, total = 2801 where number = 'D000000003'`,
    named: [
      ': invoice D000000003: 2801 in 1 charges, adjusted 0, tax 0, charges 2800 in 1, lines 2800 and tax 0, adjustments 0 and tax 0, taxes 0',
    ],
  },
  'the tax of an invoice was changed': {
    sql: `update invoice set tax = 588, total = 3388 where number = 'D000000003'`,
    named: [
      ': invoice D000000003: 2800 in 1 charges, adjusted 0, tax 588, charges 2800 in 1, lines 2800 and tax 0, adjustments 0 and tax 0, taxes 0',
    ],
  },
  'an invoice was deleted': {
    sql: `delete from invoice where number = 'D000000003'`,
    named: [': charges on no invoice: 1, 0', ': numbers of series D: 6 from D000000001 to D000000007, 1 to 7'],
  },
  'an invoice got a number past the last one': {
    sql: `update invoice set number = 'D000000008' where number = 'D000000003'`,
    named: [': numbers of series D: 7 from D000000001 to D000000008, 1 to 7'],
  },
  'an invoice got the number of another': {
    sql: `update invoice set number = 'D000000004' where number = 'D000000003'`,
    named: [': numbers of series D: 6 from D000000001 to D000000007, 1 to 7'],
  },
  'an invoice got a number that is none': {
    sql: `update invoice set number = 'D00000000x' where number = 'D000000003'`,
    named: [': numbers of series D: 6 from D000000001 to D000000007, 1 to 7'],
  },
  'the counter was moved': {
    sql: `update invoice_counter set next_number = 9 where series = 'G'`,
    named: [': numbers of series G: 7 from G000000001 to G000000007, 1 to 8'],
  },
  'a stored state was changed': {
    sql: `update charging_state set quantity = 6 where subscription_id = '${S1}'`,
    named: [`${S1}: state quantity: 6, 7`],
  },
  'a stored state was made to fall due never': {
    sql: `update charging_state set due_on = null where subscription_id = '${S4}'`,
    named: [`${S4}: state due day: none, 2026-02-28`],
  },
  'a stored state was deleted': {
    sql: `delete from charging_state where subscription_id = '${S4}'`,
    named: [`${S4}: state: none, a state`],
  },
  'a charge was added for a subscription that is none': {
    sql: `insert into charge
      select (jsonb_populate_record(c, '{"subscription_id": "018f0003-0000-7000-8000-000000000000"}')).* from charge c
      where subscription_id = '${S4}' and charge_number = 4`,
    named: ['018f0003-0000-7000-8000-000000000000: events: a charge, none'],
  },
}

describeEachLedger('verify-ledger', (open, test) => {
  let ledger: Database | undefined
  let database: Database

  beforeEach(async () => {
    ledger ??= await openLedger(open)
    database = ledger
    await empty(database)
    await load(database, PROVIDER)
    await billTo(database, '2026-04-30')
  })

  it('finds nothing in what the program wrote, in all or in parts', async () => {
    await expectClean(database)
    expect(await verifyLedger(database)).toMatchObject({ subscriptions: 6, charges: 22, differenceCount: 0 })
    expect(await verifyLedger(database, { onlyPartner: ALDER })).toMatchObject({ subscriptions: 3, differenceCount: 0 })
    expect(await verifyLedger(database, { part: { index: 1, of: 2 } })).toMatchObject({ subscriptions: 0 })
  })

  it.each(Object.entries(TAMPERED))('says so where %s', async (_, { sql, named }) => {
    await asOwner(database, sql)
    const { differences, differenceCount } = await verifyLedger(database)
    expect(differences.map(described).sort()).toEqual([...named].sort())
    expect(differenceCount).toBe(named.length)
  })

  it.each([
    `update charge set amount = 0`,
    `delete from charge`,
    `update invoice set total = 0`,
    `delete from invoice_line`,
    `update subscription_event set data = '{}'`,
    `update partner set partner_id = partner_id; truncate charge`,
  ])('the program itself may not: %s', async (sql) => {
    await expect(database.execute(sql)).rejects.toMatchObject({ code: '42501' })
    await expectClean(database)
  })

  it('ends with 1 where there are differences, and with 0 where there are none', async () => {
    if (test.kind === 'server') {
      // Embedded, test/cli has a ledger without differences.
      const clean = await verifyByCommand()
      expect([clean.stderr, clean.status]).toEqual(['', 0])
      expect(clean.stdout).toBe('Replayed 6 subscriptions against 22 charges: no differences.\n')
    }

    await asOwner(database, TAMPERED['a stored state was changed']!.sql)
    const tampered = await verifyByCommand()
    expect([tampered.stderr, tampered.status]).toEqual(['', 1])
    expect(tampered.stdout).toBe(
      `partner ${ALDER}, subscription ${S1}: state quantity: stored 6, recomputed 7\n` +
        'Replayed 6 subscriptions against 22 charges: 1 differences.\n',
    )
  })

  /** Embedded, one process at a time has the database: the command gets a copy. */
  async function verifyByCommand() {
    const { url, directory } = test.location()
    if (url !== undefined) return runVerify(['--database', url])
    await database.close()
    const folder = mkdtempSync(join(tmpdir(), 'prorata-verify-'))
    cpSync(directory!, join(folder, 'database'), { recursive: true })
    try {
      return runVerify(['--data', folder])
    } finally {
      rmSync(folder, { recursive: true, force: true })
      ledger = await open({ role: 'prorata_program' })
      database = ledger
    }
  }
})

function described({ subscriptionId, what, stored, recomputed }: LedgerDifference): string {
  return `${subscriptionId}: ${what}: ${stored}, ${recomputed}`
}

function runVerify(where: readonly string[]) {
  const main = join(import.meta.dirname, '../../src/cli/main.ts')
  const call = ['--import', 'tsx', main, 'verify-ledger', '--workers', '2', ...where]
  return spawnSync(process.execPath, call, { encoding: 'utf8' })
}
