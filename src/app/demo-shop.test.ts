import { beforeAll, expect, it } from 'vitest'
import { csv, id, load, openLedger } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import type { Instant } from '../core/calendar/day.js'
import { parseInstant } from '../core/calendar/instant.js'
import type { Database } from '../store/database.js'
import { beginDemo, openDemoShop, readDemo } from './demo-shop.js'
import { newId } from './new-id.js'

const NOW = parseInstant('2026-01-01T00:00:00Z')!

const PARTNERS = csv(
  'partner_id,name,mpn_id,country,currency,billing_day,opened_on,ledger_start',
  `${id('partner', 1)},Alder Cloud Distribution,4390934,US,USD,15,2017-06-01,2018-01-01`,
)

async function openShop(database: Database, clockAt: Instant = NOW) {
  return openDemoShop({ database, clockAt, now: NOW, newId })
}

async function countOf(database: Database, table: 'account_user' | 'service_principal' | 'demo'): Promise<bigint> {
  const { rows } = await database.query<{ count: bigint }>(`select count(*) as count from ${table}`)
  return rows[0]!.count
}

describeEachLedger('a database that holds something', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await openLedger(open)
    await load(database, { partners: PARTNERS })
  })

  it('never becomes that of a demo, and gets none of its sign-ins', async () => {
    expect(await beginDemo(database, NOW)).toMatchObject({ ok: false, refusal: { code: 'no-demo' } })
    expect(await readDemo(database)).toBe('other')
    expect(await openShop(database)).toMatchObject({ ok: false, refusal: { code: 'no-demo' } })
    for (const table of ['account_user', 'service_principal', 'demo'] as const) {
      expect(await countOf(database, table)).toBe(0n)
    }
  })
})

describeEachLedger('the database of a demo', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await openLedger(open)
  })

  it('is marked while it is empty, and stays so', async () => {
    expect(await readDemo(database)).toBe('other')
    expect((await beginDemo(database, NOW)).ok).toBe(true)
    expect(await readDemo(database)).toBe('begun')
    await load(database, { partners: PARTNERS })
    expect((await beginDemo(database, NOW)).ok).toBe(true)
    expect(await countOf(database, 'demo')).toBe(1n)
  })

  it('keeps nothing of a shop that could not be opened', async () => {
    const early = parseInstant('2017-12-31T00:00:00Z')!
    await expect(openShop(database, early)).rejects.toThrow(/the demo cannot be opened: .*forward only/)
    expect(await readDemo(database)).toBe('begun')
    expect(await countOf(database, 'account_user')).toBe(0n)
  })

  it('gets the same sign-ins at every start, and nobody twice', async () => {
    const opened = await openShop(database)
    if (!opened.ok) throw new Error(opened.refusal.message)
    const people = opened.value.accounts.flatMap((account) => account.people)
    expect(people.map(({ role }) => role)).toContain('platform-operator')
    expect(await openShop(database)).toEqual(opened)
    expect(await readDemo(database)).toEqual(opened.value)
    expect(await countOf(database, 'account_user')).toBe(BigInt(people.length))
  })

  it('keeps the password of people as everybody does: hashed', async () => {
    const { rows } = await database.query<{ hash: string; state: string }>(
      'select distinct left(password_hash, 9) as hash, state from account_user',
    )
    expect(rows).toEqual([{ hash: '$argon2id', state: 'active' }])
  })
})
