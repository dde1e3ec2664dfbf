import { readFileSync } from 'node:fs'
import PgBoss from 'pg-boss'
import { expect, it } from 'vitest'

const MIGRATION = new URL('./migrations/0008-requests.sql', import.meta.url)

/** Without the transaction and the lock pg-boss puts around it, which a migration brings itself, and without layout. */
function statements(sql: string): string {
  return sql
    .replace(/^\s*BEGIN;/, '')
    .replace(/COMMIT;\s*$/, '')
    .replace(/SET LOCAL[^;]*;/g, '')
    .replace(/SELECT pg_advisory_xact_lock\([\s\S]*?bigint\s*\);/, '')
    .replace(/\s+/g, ' ')
    .trim()
}

it('makes the tables of the job queue as the installed pg-boss wants them', () => {
  const migration = readFileSync(MIGRATION, 'utf8')
  const ours = /-- pg-boss begin\n([\s\S]*)-- pg-boss end/.exec(migration)?.[1] ?? ''
  expect(statements(ours)).toBe(statements(PgBoss.getConstructionPlans('pgboss')))
})
