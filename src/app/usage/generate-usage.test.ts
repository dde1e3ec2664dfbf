import { describe, expect, it } from 'vitest'
import { type Day, dayOf, formatDay } from '../../core/calendar/day.js'
import { dayOfInstant } from '../../core/calendar/instant.js'
import { generateUsage, type UsagePlan } from './generate-usage.js'
import { curveFor, isSpikeDay, isWorkingDay } from './usage-curves.js'
import { isAmendment, type ReportedUsage, readUsageCells, readUsageLine, USAGE_EVENT_NAMES } from './usage-event.js'
import { usageText } from './usage-text.js'

const meterId = (letter: string) => `018f00a0-0000-7000-8000-00000000000${letter}`
const COMPUTE = { meterId: meterId('c'), name: 'Small machine', category: 'Compute', unit: '1 Hour' }
const STORAGE = { meterId: meterId('a'), name: 'Blob storage', category: 'Storage', unit: '1 GB/Month' }
const REPORTS = { meterId: meterId('b'), name: 'Nightly reports', category: 'Batch', unit: '1 Report' }
const CALLS = { meterId: meterId('e'), name: 'Messages sent', category: 'Messaging', unit: '100 Messages' }

const PLAN: UsagePlan = {
  subscriptions: [
    { subscriptionId: '018f0003-0000-7000-8000-000000000001', meters: [COMPUTE, STORAGE] },
    { subscriptionId: '018f0003-0000-7000-8000-000000000002', meters: [REPORTS, CALLS] },
  ],
  from: dayOf(2026, 6, 1),
  until: dayOf(2026, 7, 1),
  eventsPerDay: 400,
  seed: 42,
}

const DISORDERLY = { ...PLAN, disorder: { late: 20, duplicate: 10, negative: 10, amended: 10, cancelled: 5 } }

const events = [...generateUsage(PLAN)] as ReportedUsage[]
const disorderly = [...generateUsage(DISORDERLY)]
const ofMeter = (id: string) => events.filter((event) => event.meterId === id)
const hourOf = ({ occurredAt }: ReportedUsage) => new Date(occurredAt).getUTCHours()
const dayOfEvent = ({ occurredAt }: ReportedUsage) => dayOfInstant(occurredAt)
const quantityOf = (all: readonly ReportedUsage[]) => all.reduce((sum, { quantity }) => sum + Number(quantity), 0)

describe('generated usage', () => {
  it('is the same for the same seed, and another for another one', () => {
    expect(JSON.stringify([...generateUsage(DISORDERLY)])).toBe(JSON.stringify(disorderly))
    expect(JSON.stringify([...generateUsage({ ...DISORDERLY, seed: 43 })])).not.toBe(JSON.stringify(disorderly))
  })

  it('is in order of time, within its days, with ids that are unique', () => {
    const times = events.map(({ occurredAt }) => occurredAt)
    expect(times).toEqual(times.toSorted((left, right) => left - right))
    expect([formatDay(dayOfEvent(events[0]!)), formatDay(dayOfEvent(events.at(-1)!))]).toEqual([
      '2026-06-01',
      '2026-06-30',
    ])
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12} \d+(\.\d{1,3})?$/
    expect(events.filter(({ id, quantity }) => !form.test(`${id} ${quantity}`))).toEqual([])
  })

  it('has as many events on a working day as wanted, and fewer on a weekend', () => {
    const on = (day: Day) => events.filter((event) => dayOfEvent(event) === day).length
    let quiet = 0
    for (let day = PLAN.from; day < PLAN.until; day = (day + 1) as Day) {
      if (!isWorkingDay(day)) {
        quiet += 1
        expect(on(day)).toBeLessThan(360)
      } else if (isSpikeDay(day, PLAN.seed)) expect(on(day)).toBeGreaterThan(440)
      else expect(Math.abs(on(day) - 400)).toBeLessThanOrEqual(1)
    }
    expect(quiet).toBe(8)
  })

  it('runs machines in office hours, and batches at night', () => {
    const share = (all: readonly ReportedUsage[], from: number, until: number) =>
      all.filter((event) => hourOf(event) >= from && hourOf(event) < until).length / all.length
    expect(share(ofMeter(meterId('c')), 7, 19)).toBeGreaterThan(0.9)
    expect(share(ofMeter(meterId('b')), 7, 21)).toBe(0)
    expect(share(ofMeter(meterId('a')), 0, 12)).toBeCloseTo(0.5, 1)
    const weekend = ofMeter(meterId('c')).filter((event) => !isWorkingDay(dayOfEvent(event)))
    expect(weekend.length / ofMeter(meterId('c')).length).toBeLessThan(0.06)
  })

  it('lets storage grow', () => {
    const first = ofMeter(meterId('a')).filter((event) => dayOfEvent(event) < PLAN.from + 5)
    const last = ofMeter(meterId('a')).filter((event) => dayOfEvent(event) >= PLAN.until - 5)
    // A hundredth a day, over 25 days.
    expect(quantityOf(last) / last.length / (quantityOf(first) / first.length)).toBeCloseTo(1.25, 1)
  })

  it('has one spike in a month', () => {
    const days = Array.from({ length: 30 }, (_, index) => (PLAN.from + index) as Day)
    const spikes = days.filter((day) => isSpikeDay(day, PLAN.seed))
    expect(spikes).toHaveLength(1)
    const compute = (day: Day) => ofMeter(meterId('c')).filter((event) => dayOfEvent(event) === day).length
    const busiest = days.toSorted((left, right) => compute(right) - compute(left))[0]!
    expect(busiest).toBe(spikes[0])
  })

  it('is about a subscription with its own resources, always the same', () => {
    const resources = new Map<string, Set<string>>()
    for (const { subscriptionId, resource } of events) {
      const own = resources.get(subscriptionId) ?? new Set()
      resources.set(subscriptionId, own.add(JSON.stringify(resource)))
    }
    for (const [subscriptionId, own] of resources) {
      for (const resource of own) expect(JSON.parse(resource).entitlementId).toContain(subscriptionId)
      expect(own.size).toBeGreaterThan(1)
      expect(own.size).toBeLessThan(20)
    }
  })

  it('takes the curve from what a meter is called', () => {
    const disk = { name: 'Disk P20', category: 'Storage', unit: '1/Month' }
    const traffic = { name: 'Web traffic', category: 'Hosting', unit: '1 GB' }
    expect([COMPUTE, STORAGE, REPORTS, CALLS, disk, traffic].map(curveFor)).toEqual([
      ...['office', 'storage', 'batch', 'count', 'standing', 'web'],
    ])
    expect(ofMeter(CALLS.meterId).every(({ quantity }) => /^[1-9]\d*$/.test(quantity))).toBe(true)
  })
})

describe('usage with what goes wrong', () => {
  const seen = new Map<string, number>()
  for (const { id } of disorderly) seen.set(id, (seen.get(id) ?? 0) + 1)

  it('has events that are late, in days that are over', () => {
    let latest = 0
    let late = 0
    for (const event of disorderly) {
      if (isAmendment(event)) continue
      if (event.occurredAt < latest) late += 1
      latest = Math.max(latest, event.occurredAt)
    }
    expect(late / events.length).toBeGreaterThan(0.01)
    expect(late / events.length).toBeLessThan(0.04)
  })

  it('has duplicates, the whole event once more', () => {
    const twice = [...seen].filter(([, count]) => count > 1)
    expect(twice.length / events.length).toBeGreaterThan(0.005)
    for (const [id, count] of twice) {
      expect(count).toBe(2)
      expect(new Set(disorderly.filter((event) => event.id === id).map((event) => JSON.stringify(event))).size).toBe(1)
    }
  })

  it('has negative ones, and amendments of what was reported before, each event at most once', () => {
    expect(disorderly.filter(({ quantity }) => quantity.startsWith('-')).length).toBeGreaterThan(40)
    const reported = new Set<string>()
    const amended: string[] = []
    for (const event of disorderly) {
      if (isAmendment(event)) {
        expect(reported.has(event.amends)).toBe(true)
        amended.push(event.amends)
      }
      reported.add(event.id)
    }
    expect(new Set(amended).size).toBe(amended.length)
    const cancelled = disorderly.filter((event) => isAmendment(event) && event.quantity === '0')
    expect(cancelled.length).toBeGreaterThan(20)
    expect(amended.length - cancelled.length).toBeGreaterThan(40)
  })

  it('loses nothing', () => {
    expect(events.filter(({ id }) => !seen.has(id))).toEqual([])
  })
})

describe('the text of usage', () => {
  const lines = (format: 'ndjson' | 'csv') => [...usageText(disorderly, format)].join('').trimEnd().split('\n')

  it('is read from JSON lines as it was made', () => {
    const read = lines('ndjson').map(readUsageLine)
    expect(read).toEqual(disorderly.map((value) => ({ ok: true, value })))
  })

  it('is read from CSV as it was made', () => {
    const [header, ...rows] = lines('csv')
    const columns = header!.split(',') as (typeof USAGE_EVENT_NAMES)[number][]
    for (const column of columns) expect(USAGE_EVENT_NAMES).toContain(column)
    const cells = (row: string) =>
      [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
      )
    expect(rows.map((row) => readUsageCells(columns, cells(row)))).toEqual(
      disorderly.map((value) => ({ ok: true, value })),
    )
  })
})
