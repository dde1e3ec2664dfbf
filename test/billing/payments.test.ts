import { type ChildProcess, fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { checkBooks } from '../../src/app/account-statement.js'
import { allocatePayment, releaseAllocation } from '../../src/app/allocate-payment.js'
import { remindPartner } from '../../src/app/dunning.js'
import { recordPayment } from '../../src/app/record-payment.js'
import { refundPayment } from '../../src/app/refund-payment.js'
import { systemContext } from '../../src/app/system-context.js'
import type { Session } from '../../src/app/use-case.js'
import { applyCredit, writeOff } from '../../src/app/write-off.js'
import { dayOfInstant, parseInstant } from '../../src/core/calendar/instant.js'
import type { Currency } from '../../src/core/money/currency.js'
import type { Outcome } from '../../src/core/refusal.js'
import type { Database } from '../../src/store/database.js'
import { accountBalances, listReceivables } from '../../src/store/receivables.js'
import { describeEachLedger } from '../support/databases.js'
import { ended, ready } from '../support/killing.js'
import { openOn, owe } from '../support/money.js'
import { countingIds, empty, id, load, openLedger, PROVIDER } from './provider.js'

const PARTNER = id('partner', 2)
const EUR = 'EUR' as Currency
const KILLS = Number(process.env['PRORATA_CRASHES'] ?? 6)

describeEachLedger('money under way', (open, test) => {
  const at = { now: parseInstant('2026-03-10T09:00:00Z')!, newId: countingIds() }
  let database: Database
  beforeEach(async () => {
    await database?.close()
    database = await openLedger(open)
    await empty(database)
    await load(database, PROVIDER)
  })
  const contextOf = (session: Session) => systemContext(session, PARTNER, at)
  const act = <T>(work: (context: ReturnType<typeof contextOf>) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    database
      .transaction(async (session) => {
        const outcome = await work(contextOf(session))
        if (!outcome.ok) throw outcome.refusal
        return outcome
      })
      .catch((error: unknown) => {
        if (error instanceof Error) throw error
        return { ok: false, refusal: error } as Outcome<T>
      })
  const record = (amount: bigint, allocations: 'oldest' | readonly [] = []) =>
    act((context) =>
      recordPayment(context, PARTNER, {
        ...{ method: 'other', currency: EUR, amount, receivedOn: dayOfInstant(at.now), payer: '', reference: '' },
        allocations,
      }),
    )
  const recorded = async (amount: bigint, allocations: 'oldest' | readonly [] = []) => {
    const payment = await record(amount, allocations)
    if (!payment.ok) throw new Error(payment.refusal.message)
    return payment.value
  }
  const owed = (number: string, total: bigint) => owe(database, { number, total, partnerId: PARTNER })
  const expectBooks = async () => expect((await checkBooks(database, PARTNER)).faults).toEqual([])

  it('is never allocated twice where several ask at once', async () => {
    await owed('D000000001', 1_000n)
    await owed('D000000002', 1_000n)
    const { paymentId } = await recorded(1_500n)
    const wishes = ['D000000001', 'D000000002', 'D000000001', 'D000000002'].map((number) =>
      act((context) => allocatePayment(context, PARTNER, paymentId, [{ number, amount: 1_000n }])),
    )
    const outcomes = await Promise.all(wishes)
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect([await openOn(database, 'D000000001'), await openOn(database, 'D000000002')].sort()).toEqual([0n, 1_000n])
    await expectBooks()
  })

  it('pays an invoice once where several payments want to', async () => {
    await owed('D000000001', 1_000n)
    const payments = [await recorded(600n), await recorded(600n), await recorded(600n), await recorded(600n)]
    const outcomes = await Promise.all(
      payments.map(({ paymentId }) =>
        act((context) => allocatePayment(context, PARTNER, paymentId, [{ number: 'D000000001', amount: undefined }])),
      ),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2)
    expect(await openOn(database, 'D000000001')).toBe(0n)
    expect((await accountBalances(database, PARTNER))[0]).toMatchObject({ balance: 0n, unallocated: 1_400n })
    await expectBooks()
  })

  it('is neither refunded nor freed more than once', async () => {
    await owed('D000000001', 1_000n)
    const { paymentId } = await recorded(1_000n, 'oldest')
    const refundedOn = dayOfInstant(at.now)
    const release = { number: 'D000000001', amount: undefined, reason: 'x' }
    const freed = await Promise.all(
      [1, 2, 3].map(() => act((context) => releaseAllocation(context, PARTNER, paymentId, release))),
    )
    expect(freed.filter(({ ok }) => ok)).toHaveLength(1)
    const refunded = await Promise.all(
      [1, 2, 3].map(() =>
        act((context) => refundPayment(context, PARTNER, paymentId, { amount: 600n, refundedOn, reason: 'x' })),
      ),
    )
    expect(refunded.filter(({ ok }) => ok)).toHaveLength(1)
    const written = await Promise.all(
      [1, 2, 3].map(() =>
        act((context) =>
          writeOff(context, PARTNER, { number: 'D000000001', amount: undefined, reason: 'x', takeBack: false }),
        ),
      ),
    )
    expect(written.filter(({ ok }) => ok)).toHaveLength(1)
    await expectBooks()
  })

  it('keeps its books whatever is done at once, in whatever order', async () => {
    for (let number = 1; number <= 6; number += 1) await owed(`D00000000${number}`, BigInt(number) * 300n)
    await owed('G000000001', -500n)
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) ids.push((await recorded(BigInt(randomInt(100, 2_000)))).paymentId)
    const refundedOn = dayOfInstant(at.now)
    const anything = () => {
      const paymentId = ids[randomInt(ids.length)]!
      const number = `D00000000${randomInt(1, 7)}`
      const amount = randomInt(2) === 0 ? undefined : BigInt(randomInt(1, 800))
      const acts: (() => Promise<Outcome<unknown>>)[] = [
        () => act((context) => allocatePayment(context, PARTNER, paymentId, [{ number, amount }])),
        () => act((context) => allocatePayment(context, PARTNER, paymentId, 'oldest')),
        () => act((context) => releaseAllocation(context, PARTNER, paymentId, { number, amount, reason: '' })),
        () => act((context) => refundPayment(context, PARTNER, paymentId, { amount, refundedOn, reason: '' })),
        () =>
          act((context) => writeOff(context, PARTNER, { number, amount: () => amount, reason: '', takeBack: false })),
        () => act((context) => writeOff(context, PARTNER, { number, amount: undefined, reason: '', takeBack: true })),
        () => act((context) => applyCredit(context, PARTNER, 'G000000001')),
      ]
      return acts[randomInt(acts.length)]!()
    }
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([anything(), anything(), anything(), anything()])
      await expectBooks()
    }
    for (const { number, open: left, total } of await listReceivables(database, PARTNER, 'all')) {
      expect([number, left >= (total < 0n ? total : 0n), left <= (total > 0n ? total : 0n)]).toEqual([
        number,
        true,
        true,
      ])
    }
  })

  it.runIf(test.kind === 'server')('reminds nobody of what is being paid at that moment', async () => {
    await owe(database, { number: 'D000000001', total: 1_000n, partnerId: PARTNER, issuedOn: '2025-12-01' })
    const received = { method: 'other', currency: EUR, amount: 1_000n, payer: '', reference: '' } as const
    let began = () => {}
    const underway = new Promise<void>((resolve) => {
      began = resolve
    })
    const paying = database.transaction(async (session) => {
      const receivedOn = dayOfInstant(at.now)
      await recordPayment(contextOf(session), PARTNER, { ...received, receivedOn, allocations: 'oldest' })
      began()
      await new Promise((resolve) => setTimeout(resolve, 300))
    })
    await underway
    await database.transaction((session) => remindPartner(contextOf(session), PARTNER))
    await paying
    expect((await database.query('select from reminder')).rows).toEqual([])
  })

  it(`is whole after ${KILLS} kills: a payment with all that it pays, or nothing of it`, async () => {
    await owed('D000000001', 10_000_000n)
    const committed = { most: 0 }
    await database.close()
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = start(test.location(), 400)
      await ready(child)
      child.on('message', (number) => {
        committed.most = typeof number === 'number' ? number : committed.most
      })
      const timer = setTimeout(() => child.kill('SIGKILL'), randomInt(100, 900))
      await ended(child)
      clearTimeout(timer)
    }
    database = await openLedger(open)
    expect(committed.most).toBeGreaterThan(0)
    const { rows } = await database.query<{ payments: bigint; paid: bigint; logged: bigint }>(
      `select (select count(*) from payment) as payments,
         (select -sum(amount)::bigint from journal_entry where source_kind = 'allocation' and account = 'receivable') as paid,
         (select count(*) from payment p join audit_record a on a.partner_id = p.partner_id
           and a.data->>'action' = 'allocate_payment' and a.new_value->>'paymentId' = p.payment_id::text) as logged`,
    )
    const { payments, paid, logged } = rows[0]!
    expect(payments).toBeGreaterThan(0n)
    expect([paid, logged]).toEqual([payments * 7n, payments])
    await expectBooks()
  }, 240_000)
})

function start(location: object, count: number): ChildProcess {
  return fork(
    join(import.meta.dirname, '../support/pay-child.ts'),
    [JSON.stringify(location), PARTNER, String(count)],
    {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
}
