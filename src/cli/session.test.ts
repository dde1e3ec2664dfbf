import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../store/open-database.js'
import { CommandError, newId, withDatabase } from './session.js'

const server = process.env['TEST_DATABASE_URL']

describe('withDatabase', () => {
  let folder: string
  const environment = { url: process.env['DATABASE_URL'], data: process.env['PRORATA_DATA'] }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-session-'))
    delete process.env['DATABASE_URL']
    process.env['PRORATA_DATA'] = join(folder, 'from-environment')
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
    for (const [name, value] of Object.entries({ DATABASE_URL: environment.url, PRORATA_DATA: environment.data })) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })

  it('opens the embedded database, migrated, under the program’s role, and closes it', async () => {
    const role = await withDatabase({}, async (database) => {
      expect(database.kind).toBe('embedded')
      const { rows } = await database.query<{ role: string }>(
        'select current_role as role, (select count(*) from partner)',
      )
      return rows[0]?.role
    })
    expect(role).toBe('prorata_program')
    expect(existsSync(join(folder, 'from-environment', 'database', 'PG_VERSION'))).toBe(true)
    await withDatabase({ data: join(folder, 'from-environment') }, async () => {}) // the lock is free again
  })

  it('closes it after a failure, too, which passes on', async () => {
    const failing = withDatabase({}, () => Promise.reject(new RangeError('mine')))
    await expect(failing).rejects.toThrow(new RangeError('mine'))
    await withDatabase({}, async () => {})
  })

  it('says so where another process has the embedded database', async () => {
    await withDatabase({}, async () => {
      const second = withDatabase({}, async () => {})
      await expect(second).rejects.toThrow(/^the database is in use by process \d+/)
      await expect(second).rejects.toBeInstanceOf(CommandError)
    })
  })

  it('cannot do with two databases', async () => {
    await expect(withDatabase({ data: folder, database: 'postgres://x' }, async () => {})).rejects.toThrow(/give one/)
  })

  it('says so where there is no server, without the password', async () => {
    process.env['DATABASE_URL'] = 'postgres://somebody:secret@127.0.0.1:1/prorata'
    try {
      const error = await withDatabase({}, async () => {}).catch((caught: unknown) => caught as Error)
      expect(error).toBeInstanceOf(CommandError)
      expect((error as Error).message).toMatch(/somebody@127\.0\.0\.1:1\/prorata: .*is the server running/)
      expect((error as Error).message).not.toContain('secret')
    } finally {
      delete process.env['DATABASE_URL']
    }
  })

  it.skipIf(server === undefined)('opens a server, and says so where the database is missing', async () => {
    const url = new URL(server!)
    url.pathname = `/prorata_session_${process.pid}`
    await expect(withDatabase({ database: url.href }, async () => {})).rejects.toThrow(/does not exist: create the/)
    const admin = await openDatabase({ url: server, maxSessions: 1 })
    await admin.execute(`create database ${url.pathname.slice(1)}`)
    try {
      const kinds = await withDatabase({ database: url.href }, async (database) => {
        const denied = database.query('delete from charge')
        await expect(denied).rejects.toMatchObject({ code: '42501' })
        return [database.kind, database.maxSessions]
      })
      expect(kinds).toEqual(['server', 10])
    } finally {
      await admin.execute(`drop database ${url.pathname.slice(1)} with (force)`)
      await admin.close()
    }
  })
})

describe('newId', () => {
  it('makes UUIDs of version 7 in order', () => {
    const before = Date.now()
    const ids = Array.from({ length: 20_000 }, () => newId())
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    const time = Number.parseInt(ids[0]!.replaceAll('-', '').slice(0, 12), 16)
    expect(time).toBeGreaterThanOrEqual(before)
    expect(time).toBeLessThan(before + 10_000)
  })
})
