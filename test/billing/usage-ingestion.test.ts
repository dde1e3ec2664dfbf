// Usage events in the database: each once, whatever order, batches and interruptions they come in.
import { type ChildProcess, fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { importUsageFile } from '../../src/app/usage/import-usage-file.js'
import { ingestUsage, type UsageIngested } from '../../src/app/usage/ingest-usage.js'
import type { UsageEventWish } from '../../src/app/usage/usage-event.js'
import { PLATFORM_ID } from '../../src/app/use-case.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import type { Database } from '../../src/store/database.js'
import { describeEachLedger } from '../support/databases.js'
import { METERS, type MeteredPartner, seedMeteredLedger } from '../support/usage.js'
import { asOwner, openLedger } from './provider.js'

const NOW = parseInstant('2026-03-20T00:00:00Z')!
const CONTEXT = {
  now: NOW,
  newId: () => PLATFORM_ID,
  actor: { kind: 'system', id: PLATFORM_ID, name: 'test', applicationId: null, roles: [] },
} as const

describeEachLedger('usage events', (open, { kind, location }) => {
  let database: Database
  let alder: MeteredPartner
  let birch: MeteredPartner

  beforeAll(async () => {
    database = await openLedger(open)
    const seeded = await seedMeteredLedger(database)
    alder = seeded.alder
    birch = seeded.birch
  })
  afterEach(() => asOwner(database, 'delete from usage_event; delete from usage_batch; delete from usage_resource'))

  const used = (id: string, quantity = '1', more: object = {}): UsageEventWish => ({
    id,
    subscriptionId: alder.plan,
    meterId: METERS.COMPUTE,
    quantity,
    occurredAt: parseInstant('2026-03-10T08:00:00Z')!,
    resource: null,
    ...more,
  })
  const amends = (id: string, event: string, quantity: string): UsageEventWish => ({ id, amends: event, quantity })

  async function ingest(events: readonly UsageEventWish[], partnerId = alder.partnerId): Promise<UsageIngested> {
    const outcome = await database.transaction((session) =>
      ingestUsage({ ...CONTEXT, session }, partnerId, events, { source: 'http' }),
    )
    if (!outcome.ok) throw new Error(outcome.refusal.message)
    return outcome.value
  }
  const wordsOf = ({ answers }: UsageIngested) => answers.map((one) => one.refusal?.code ?? one.status)
  async function sums(): Promise<Record<string, string>> {
    const { rows } = await database.query<{ id: string; sum: string }>(
      `select coalesce(o.event_name, e.event_name) as id, trim_scale(sum(e.quantity))::text as sum
       from usage_event e left join usage_event o on o.partner_id = e.partner_id and o.event_id = e.amends
       group by 1 order by 1`,
    )
    return Object.fromEntries(rows.map((row) => [row.id, row.sum]))
  }

  it('accepts an id once for ever, for each partner, and knows content that differs', async () => {
    const id = '0198a0b1-0000-4000-8000-00000000ABCD'.toLowerCase()
    expect(wordsOf(await ingest([used('a', '1.5'), used(id), used('a', '1.50'), used('a', '2')]))).toEqual([
      ...['accepted', 'accepted', 'duplicate', 'usage-event-conflict'],
    ])
    expect(wordsOf(await ingest([used('a', '1.500'), used(id), used('b')]))).toEqual([
      ...['duplicate', 'duplicate', 'accepted'],
    ])
    const later = { occurredAt: NOW }
    const other = { meterId: METERS.NETWORK }
    const again = await ingest([used('a', '2'), used('b', '1', later), used(id, '1', other), used('c')])
    expect(wordsOf(again)).toEqual([...Array(3).fill('usage-event-conflict'), 'accepted'])
    expect(again.answers[0]!.refusal!.message).toContain('with another quantity')
    const own = { subscriptionId: birch.plan }
    expect(wordsOf(await ingest([used('a', '9', own)], birch.partnerId))).toEqual(['accepted'])
  })

  it('refuses what the ledger does not bear, event by event', async () => {
    const at = (text: string) => ({ occurredAt: parseInstant(text)! })
    const answers = await ingest([
      used('1', '1', { subscriptionId: birch.plan }),
      used('2', '1', { subscriptionId: alder.flat }),
      used('3', '1', { meterId: PLATFORM_ID }),
      used('4', '1', { meterId: METERS.CALLS }),
      used('5', '1', at('2026-01-09T23:59:59Z')),
      used('6', '1', at('2026-03-20T00:05:01Z')),
      used('7', '1', at('2026-03-20T00:05:00Z')),
      used('8', '1', at('2025-02-12T00:00:00Z')),
      used('9', '-3', { subscriptionId: alder.saas, meterId: METERS.CALLS }),
    ])
    expect(wordsOf(answers)).toEqual([
      'usage-subscription-unknown',
      'usage-subscription-not-metered',
      'usage-meter-unknown',
      'usage-meter-of-other-sku',
      'usage-before-purchase',
      'usage-in-future',
      'accepted',
      'usage-too-old',
      'accepted',
    ])
    expect([answers.accepted, answers.duplicates, answers.refused]).toEqual([2, 0, 7])
    await asOwner(
      database,
      `update charging_state set status = 3, last_occurrence_at = '2026-03-05T12:00:00Z'
       where subscription_id = '${alder.usage}'`,
    )
    const messages = { subscriptionId: alder.usage, meterId: METERS.MESSAGES }
    const ended = [
      used('e1', '1', { ...messages, ...at('2026-03-05T11:59:59Z') }),
      used('e2', '1', { ...messages, ...at('2026-03-05T12:00:00Z') }),
    ]
    expect(wordsOf(await ingest(ended))).toEqual(['accepted', 'usage-after-end'])
    await asOwner(database, `update charging_state set status = 1 where subscription_id = '${alder.usage}'`)
  })

  it('refuses a partner that does not exist, as a whole', async () => {
    const outcome = await database.transaction((session) =>
      ingestUsage({ ...CONTEXT, session }, PLATFORM_ID, [used('a')], { source: 'http' }),
    )
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'unknown-partner' } })
  })

  it('amends and cancels by id: the event comes to what was said last', async () => {
    await ingest([used('a', '5'), used('b', '7')])
    expect(wordsOf(await ingest([amends('a1', 'a', '8.25'), amends('b1', 'b', '0'), used('c', '1')]))).toEqual([
      ...['accepted', 'accepted', 'accepted'],
    ])
    expect(await sums()).toEqual({ a: '8.25', b: '0', c: '1' })
    const mixed = [
      ...[amends('a2', 'a', '2'), amends('a3', 'a', '3'), amends('a2', 'a', '2'), amends('a2', 'a', '4')],
      ...[amends('x', 'nothing', '1'), amends('y', 'a1', '1'), amends('a1', 'a', '8.250'), amends('a1', 'a', '1')],
      ...[used('d', '4'), amends('d1', 'd', '6')],
    ]
    expect(wordsOf(await ingest(mixed))).toEqual([
      ...['accepted', 'accepted', 'duplicate', 'usage-event-conflict'],
      ...['usage-event-not-found', 'usage-amendment-of-amendment', 'duplicate', 'usage-event-conflict'],
      ...['accepted', 'accepted'],
    ])
    expect(await sums()).toEqual({ a: '3', b: '0', c: '1', d: '6' })
    expect(wordsOf(await ingest([amends('a2', 'a', '2'), amends('a3', 'a', '3'), used('a1', '8.25')]))).toEqual([
      ...['duplicate', 'duplicate', 'usage-event-conflict'],
    ])
    const { rows } = await database.query<{ counted: bigint; events: bigint }>(
      'select sum(accepted) as counted, (select count(*) from usage_event) as events from usage_batch',
    )
    expect(rows[0]!.counted).toBe(rows[0]!.events)
  })

  it('keeps resources by their content', async () => {
    const vm = { entitlementId: 'e', entitlementName: '', resourceGroup: 'g', resourceUri: '/vm', location: 'eu' }
    const one = { resource: { ...vm, tags: { a: '1', b: '2' }, additionalInfo: { x: 'y' } } }
    const same = { resource: { ...vm, tags: { b: '2', a: '1' }, additionalInfo: { x: 'y' } } }
    await ingest([
      used('a', '1', one),
      used('b', '1', same),
      used('c', '1', { resource: { ...vm, tags: {} } }),
      used('d'),
    ])
    const { rows } = await database.query(
      'select resource_uri as uri, tags, additional_info as info from usage_resource order by resource_uri, tags::text',
    )
    expect(rows).toEqual([
      { uri: '', tags: {}, info: {} },
      { uri: '/vm', tags: { a: '1', b: '2' }, info: { x: 'y' } },
      { uri: '/vm', tags: {}, info: {} },
    ])
  })

  it('comes to the same sums in whatever order and batches events come, also when they are sent again', async () => {
    const events = Array.from({ length: 24 }, (_, index) => used(`p${index % 20}`, `${(index % 20) * 1.25 - 4}`))
    const shuffled = fc.shuffledSubarray(events, { minLength: events.length })
    let expected: Record<string, string> | undefined
    await fc.assert(
      fc.asyncProperty(shuffled, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (order, sizes) => {
        await asOwner(database, 'delete from usage_event; delete from usage_batch')
        let accepted = 0
        for (let start = 0, batch = 0; start < order.length; batch += 1) {
          const size = sizes[batch % sizes.length]!
          const part = order.slice(start, start + size)
          accepted += (await ingest(part)).accepted
          if (size % 2 === 0) accepted += (await ingest(part)).accepted
          start += size
        }
        const found = await sums()
        expected ??= found
        expect([accepted, found]).toEqual([20, expected])
      }),
      { numRuns: kind === 'server' ? 15 : 5 },
    )
  })

  it('accepts each event once when several report the same at once', async () => {
    const events = Array.from({ length: 400 }, (_, index) => used(`s${index}`, '1'))
    const all = await Promise.all([
      ingest(events),
      ingest(events.toReversed()),
      ingest([...events.slice(100), amends('am', 's399', '5')]).catch((error: Error) => error),
    ])
    const first = all.map((one) => (one instanceof Error ? 0 : one.accepted)).reduce((sum, one) => sum + one, 0)
    expect(all.some((one) => one instanceof Error)).toBe(false)
    expect(first).toBeGreaterThanOrEqual(400)
    const { rows } = await database.query<{ count: bigint }>('select count(*) from usage_event where amends is null')
    expect(rows[0]!.count).toBe(400n)
  })

  it('goes on with a file where it was broken off, and imports nothing twice', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) =>
      JSON.stringify({
        ...{ id: `f${index}`, subscriptionId: alder.plan, meterId: METERS.COMPUTE, quantity: '1' },
        ...{ time: '2026-03-01T08:00:00Z', resourceUri: `/vm/${index % 9}` },
      }),
    )
    lines.splice(30_000, 0, '{"id":"broken"', '')
    const bytes = Buffer.from(lines.join('\n'))
    const file = (until: number) => ({
      source: 'sha256:test',
      form: 'ndjson' as const,
      async *open() {
        for (let at = 0; at < bytes.length; at += 1_000_000) {
          if (at > until) throw new Error('broken off')
          yield bytes.subarray(at, at + 1_000_000)
        }
      },
    })
    const refused: number[] = []
    const watch = { onProgress: () => {}, onRefusal: (line: number) => refused.push(line) }
    await expect(importUsageFile(CONTEXT, database, alder.partnerId, file(7_500_000), watch)).rejects.toThrow('broken')
    const rest = await importUsageFile(CONTEXT, database, alder.partnerId, file(1e9), watch)
    expect(rest).toMatchObject({ ok: true, value: { duplicates: 0 } })
    if (!rest.ok) return
    expect(rest.value.from).toBeGreaterThan(0)
    expect(rest.value.accepted + Number(rest.value.before.accepted)).toBe(60_000)
    expect(refused).toEqual([30_001])
    const none = await importUsageFile(CONTEXT, database, alder.partnerId, file(1e9), watch)
    expect(none).toMatchObject({ ok: true, value: { accepted: 0, duplicates: 0, refused: 0, from: bytes.length } })
    const again = await importUsageFile(CONTEXT, database, alder.partnerId, file(1e9), watch, true)
    expect(again).toMatchObject({ ok: true, value: { accepted: 0, duplicates: 60_000, refused: 1, from: 0 } })
  }, 60_000)

  // An embedded database lets in one process, and is killed with it: test/billing/crash.test.ts does that.
  it.skipIf(kind === 'embedded')(
    'has every event once after imports that were killed',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'prorata-usage-'))
      const path = join(folder, 'events.ndjson')
      const count = 150_000
      const line = (index: number) =>
        JSON.stringify({
          ...{ id: `k${index}`, subscriptionId: alder.plan, meterId: METERS.COMPUTE, quantity: '0.5' },
          ...{ time: '2026-03-01T08:00:00Z', resourceUri: `/machines/with/a/long/name/${index % 50}` },
        })
      writeFileSync(path, Array.from({ length: count }, (_, index) => line(index)).join('\n'))
      let kills = 0
      for (let finished = false; !finished; ) {
        const child = startImport([JSON.stringify(location()), alder.partnerId, path])
        await new Promise((resolve) => child.once('message', resolve))
        // Later and later, so that it comes to an end however slow the machine is.
        const wait = randomInt(50, 600) + kills * 100
        const kill = setTimeout(() => child.kill('SIGKILL'), wait)
        finished = (await new Promise((resolve) => child.once('exit', resolve))) === 0
        clearTimeout(kill)
        if (!finished) kills += 1
      }
      rmSync(folder, { recursive: true })
      expect(kills).toBeGreaterThan(1)
      const { rows } = await database.query(
        `select count(*) as events, count(distinct event_name) as names, (select sum(accepted) from usage_batch) as accepted,
         (select sum(duplicates) from usage_batch) as duplicates from usage_event`,
      )
      const all = BigInt(count)
      expect(rows).toEqual([{ events: all, names: all, accepted: all, duplicates: 0n }])
    },
    180_000,
  )
})

function startImport(parameters: readonly string[]): ChildProcess {
  return fork(join(import.meta.dirname, '../support/usage-child.ts'), parameters, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}
