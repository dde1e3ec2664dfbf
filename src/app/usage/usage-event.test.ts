import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EventChunk, readEventLines } from './event-lines.js'
import { plainLineReader } from './plain-lines.js'
import { readUsageEvent, readUsageLine } from './usage-event.js'

const ID = '018f0003-0000-7000-8000-000000000001'
const GOOD = { id: 'a', subscriptionId: ID, meterId: ID, quantity: '1', time: '2026-03-01T00:00:00Z' }
const problemOf = (raw: unknown) => {
  const read = readUsageEvent(raw)
  return read.ok ? undefined : String(read.refusal.data['problem'])
}
const quantityOf = (quantity: unknown) => {
  const read = readUsageEvent({ ...GOOD, quantity })
  return read.ok ? read.value.quantity : undefined
}

describe('an event', () => {
  it('is refused for each thing that is wrong with it', () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ id: undefined }, 'id'],
      [{ id: 'x'.repeat(129) }, 'id'],
      [{ id: 'a\u0000b' }, 'id'],
      [{ id: ' a' }, 'id'],
      [{ id: 7 }, 'id'],
      [{ subscriptionId: 'x' }, 'subscriptionId'],
      [{ meterId: undefined }, 'meterId'],
      [{ time: '2026-03-01T00:00:00' }, 'time'],
      [{ time: 5 }, 'time'],
      [{ tags: [] }, 'tags'],
      [{ tags: { a: 1 } }, 'tags.a'],
      [{ tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ''])) }, 'tags'],
      [{ resourceUri: 'x'.repeat(1_025) }, 'resourceUri'],
      [{ additionalInfo: { a: '1' }, dimensions: { a: '2' } }, 'dimensions'],
      [{ colour: 'red' }, 'there is no colour'],
      [{ amends: 'b' }, 'subscriptionId'],
    ]
    for (const [change, start] of wrong) {
      const given = Object.fromEntries(
        Object.entries({ ...GOOD, ...change }).filter(([, value]) => value !== undefined),
      )
      expect(problemOf(given), JSON.stringify(change)).toMatch(new RegExp(`^${start}`))
    }
    for (const none of [null, 1, 'x', [], undefined]) expect(problemOf(none)).toBe('it must be a JSON object')
    expect(readUsageLine('{').ok).toBe(false)
    expect(problemOf({ id: 'a', amends: 'a', quantity: '1' })).toMatch(/^id/)
    expect(problemOf({ id: 'a', cancels: 'b', quantity: '1' })).toMatch(/^quantity/)
    expect(problemOf({ id: 'a', amends: 'b' })).toMatch(/^quantity/)
  })

  it('has an exact quantity', () => {
    expect(quantityOf(0.1)).toBe('0.1')
    expect(quantityOf(-12)).toBe('-12')
    expect(quantityOf('123456789012345.123456789012')).toBe('123456789012345.123456789012')
    const refused = [
      1e21,
      1e-7,
      0.1234567890123456,
      '1e3',
      '+1',
      '1.',
      '.5',
      '1,5',
      '',
      'NaN',
      '1'.repeat(16),
      null,
      true,
    ]
    for (const one of [...refused, '0.1234567890123']) expect(quantityOf(one), String(one)).toBeUndefined()
  })

  it('is read again as it was written, with a text or a number', () => {
    const digits = fc.tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 999_999 }))
    fc.assert(
      fc.property(digits, ([whole, fraction]) => {
        const text = `${whole}.${String(fraction).padStart(6, '0')}`
        expect(quantityOf(text)).toBe(text)
        const number = quantityOf(Number(text))
        if (number !== undefined) expect(Number(number)).toBe(Number(text))
      }),
    )
  })
})

describe('a line that looks like the one before it', () => {
  const { id, subscriptionId, meterId, quantity, time } = GOOD
  const rests = [
    ...[
      '}',
      ',"resourceUri":"/vm","tags":{"k":"ü"}}',
      ',"location":"eu"}',
      ',"dimensions":{"a":"1"},"additionalInfo":{}}',
    ],
    ...[
      ',"quantity":"7"}',
      ',"id":"\\u0061"}',
      ',"resourceUri":null}',
      ',"resourceUri":1}',
      ',"colour":"red"}',
      ',"amends":"x"}',
    ],
    ...[',"tags":["v"]}', ',"tags":{"0":"v"}}', ',"tags":{}}', ' , "location" : "eu" } ', ']', '', '}}', ',}'],
  ]
  const own = fc.record({
    id: fc.constantFrom(id, 'b', ID.toUpperCase(), 'ä', 'c\\"', 'c\\u0041', '', ' ', 'x'.repeat(129), 'a\tb'),
    subscriptionId: fc.constantFrom(subscriptionId, subscriptionId.toUpperCase(), 'none'),
    quantity: fc.constantFrom(quantity, '-2.50', '1e3', ''),
    time: fc.constantFrom(time, '2026-03-01T00:00:00+01:00', '2026-03-01'),
  })

  it('is read like any other line', () => {
    const line = fc.tuple(own, fc.constantFrom(...rests)).map(([event, rest]) => {
      const values = { ...event, meterId }
      const texts = (['id', 'subscriptionId', 'meterId', 'quantity', 'time'] as const).map(
        (name) => `"${name}":"${values[name]}"`,
      )
      return `{${texts.join(',')}${rest}`
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
        expect(lines.map(plainLineReader())).toEqual(lines.map(readUsageLine))
      }),
    )
  })
})

async function chunksOf(bytes: Buffer, form: 'csv' | 'ndjson', block: number, chunk: number, from = 0) {
  async function* source() {
    for (let at = 0; at < bytes.length; at += block) yield bytes.subarray(at, at + block)
  }
  const chunks: EventChunk[] = []
  for await (const one of readEventLines(source(), form, from, chunk)) {
    if (!one.ok) throw new Error(one.refusal.message)
    chunks.push(one.value)
  }
  return chunks
}

describe('a file of events', () => {
  const line = (id: string, more: object = {}) => JSON.stringify({ ...GOOD, id, ...more })
  const content = Buffer.concat([
    Buffer.from(`\uFEFF${line('a')}\r\n\n${line('ä', { tags: { k: 'ü' } })}\n{oops\n`),
    Buffer.from([0xff, 0x0a]),
    Buffer.from(`${'y'.repeat(70_000)}\n${line('z')}`),
  ])

  it('gives the same events and refusals however it is cut', async () => {
    for (const [block, chunk] of [
      [1 << 20, 1 << 20],
      [7_000, 300],
      [50, 10],
    ] as const) {
      const chunks = await chunksOf(content, 'ndjson', block, chunk)
      expect(chunks.flatMap((one) => one.events.map((event) => event.id))).toEqual(['a', 'ä', 'z'])
      expect(chunks.flatMap((one) => one.lines)).toEqual([1, 3, 7])
      expect(chunks.flatMap((one) => one.refused.map(({ line: at }) => at))).toEqual([4, 5, 6])
      expect(chunks.at(-1)!.position).toBe(content.length)
    }
  })

  it('goes on at every position it gave', async () => {
    const whole = await chunksOf(content, 'ndjson', 50, 10)
    for (const [index, { position }] of whole.entries()) {
      expect(await chunksOf(content, 'ndjson', 50, 10, position)).toEqual(whole.slice(index + 1))
    }
  })

  it('reads CSV with quoted maps, and says what is wrong with a header', async () => {
    const header = 'id,subscriptionId,meterId,quantity,time,tags,cancels\n'
    const rows = [`a,${ID},${ID},1.5,2026-03-01T00:00:00Z,"{""k"":""v""}",`, 'b,,,,,,a', `c,${ID}`, '"d,,,,,,']
    const [chunk] = await chunksOf(Buffer.from(`${header}${rows.join('\r\n')}\n`), 'csv', 1_000, 1_000_000)
    expect(chunk!.events.map((event) => [event.id, event.quantity])).toEqual([
      ['a', '1.5'],
      ['b', '0'],
    ])
    expect(chunk!.refused.map(({ line: at }) => at)).toEqual([4, 5])
    for (const bad of ['id,colour\n', 'meterId\n', 'id,id\n', '"id\n']) {
      await expect(chunksOf(Buffer.from(bad), 'csv', 100, 100)).rejects.toThrow('the header of the file')
    }
  })
})
