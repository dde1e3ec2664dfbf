import { expect, it } from 'vitest'
import { EXAMPLES } from './examples.js'
import { linesAsCsv, play } from './play.js'

it('plays every example as it expects', () => {
  expect(EXAMPLES.length).toBeGreaterThan(60)
  for (const { key, text } of EXAMPLES) {
    const played = play(text)
    expect(played, key).toMatchObject({ isExpected: true, differences: [] })
  }
})

it('names the cycle a part of it is charged of', () => {
  const played = play(EXAMPLES.find(({ key }) => key === 'annual-change-qty')!.text)
  if (played.kind !== 'subscription') throw new Error(played.kind)
  const cycle = { cycleStart: '2018-01-13', cycleEnd: '2019-01-13' }
  expect(played.files[1]!.lines.map((line) => line.cycle)).toEqual([
    { ...cycle, chargeStart: '2018-01-13', chargeEnd: '2019-01-13' },
    { ...cycle, chargeStart: '2018-01-13', chargeEnd: '2018-02-01' },
    { ...cycle, chargeStart: '2018-02-01', chargeEnd: '2019-01-13' },
  ])
  expect(played.files[1]).toMatchObject({ date: '2018-02-15', total: '44.43', isLater: false })
})

it('tells what is wrong, and where', () => {
  expect(play('{')).toMatchObject({ kind: 'unreadable' })
  const played = play('{"title":"One","events":[{"on":"2026-01-01","type":"purchase","quantity":0}]}')
  expect(played.kind).toBe('problems')
  expect(played.kind === 'problems' && played.problems.map(({ path }) => path)).toContain('events[0].quantity')
  expect(linesAsCsv(played)).toBeUndefined()
})

it('writes lines that no spreadsheet takes for a formula', () => {
  const text = EXAMPLES.find(({ key }) => key === 'annual-change-qty')!.text
  const csv = linesAsCsv(play(text.replace('"offer": {', '"offer": {"name": "=1+1",')))
  expect(csv).toContain("main,'=1+1,2018-01-13")
  expect(csv?.split('\r\n')).toHaveLength(6)
})
