import { describe, expect, it } from 'vitest'
import type { Instant } from '../core/calendar/day.js'
import { type JobFacts, jobStateOf } from './job-state.js'

const NOW = 1_000_000 as Instant
const at = (minutes: number) => (NOW + minutes * 60_000) as Instant
const QUIET: JobFacts = {
  ...{ now: NOW, waiting: 0, working: 0, dueAt: null, patienceMilliseconds: 600_000, isAttended: true },
  ...{ failedAt: null, lookedAt: at(-1), problemAt: null, doneAt: null },
}

describe('the state of a kind of work', () => {
  const rows: readonly [what: string, facts: Partial<JobFacts>, state: string][] = [
    ['nothing to do', {}, 'idle'],
    ['nothing to do yet', { dueAt: at(5) }, 'idle'],
    ['something to be done later', { waiting: 1, dueAt: at(5) }, 'waiting'],
    ['something that is in time to the last moment', { waiting: 1, dueAt: at(-10) }, 'waiting'],
    ['something that should have been done', { waiting: 1, dueAt: at(-11) }, 'overdue'],
    ['the same beside what is under way', { waiting: 1, working: 1, dueAt: at(-11) }, 'overdue'],
    ['something that was begun, late', { working: 1, dueAt: at(-11) }, 'working'],
    ['what a sandbox wants, with somebody there', { waiting: 1 }, 'waiting'],
    ['what a sandbox wants, with nobody there', { waiting: 1, isAttended: false }, 'overdue'],
    ['a day to come with nobody there', { dueAt: at(5), isAttended: false }, 'idle'],
    ['a pass that failed', { failedAt: at(0), working: 1 }, 'failing'],
    ['a pass that failed, then one that went well', { failedAt: at(-2) }, 'idle'],
    ['a first pass that failed', { failedAt: at(0), lookedAt: null }, 'failing'],
    ['work that went wrong', { problemAt: at(-3) }, 'failing'],
    ['work that went wrong, then some that did not', { problemAt: at(-3), doneAt: at(-2) }, 'idle'],
    ['work that went wrong, and more that is overdue', { problemAt: at(-3), waiting: 1, dueAt: at(-11) }, 'overdue'],
  ]
  for (const [what, facts, state] of rows) {
    it(`is ${state} with ${what}`, () => expect(jobStateOf({ ...QUIET, ...facts })).toBe(state))
  }
})
