import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Database } from '../../src/store/database.js'
import { type DatabaseOptions, openDatabase } from '../../src/store/open-database.js'

/** Opens the test's database once more; embedded, the one opened before must have been closed. */
export type OpenTestDatabase = (options?: Omit<DatabaseOptions, 'url' | 'directory'>) => Promise<Database>

export interface TestDatabase {
  readonly kind: Database['kind']
  /** What `openDatabase` takes to reach it, for other processes. */
  location(): Pick<DatabaseOptions, 'url' | 'directory'>
}

/**
 * Describes `body` once for the embedded database and once for a server, each with a database that starts empty. The
 * server is the one of `TEST_DATABASE_URL` (see `scripts/with-postgres.sh`); without it, that half is skipped. What was
 * opened is closed and removed in the end.
 */
export function describeEachDatabase(name: string, body: (open: OpenTestDatabase, test: TestDatabase) => void): void {
  const server = process.env['TEST_DATABASE_URL']
  // While one works on something, a server alone is much quicker.
  const onlyServer = process.env['PRORATA_TEST_ONLY'] === 'server' && server !== undefined
  if (!onlyServer) describeDatabase(`${name} (embedded)`, 'embedded', makeDirectory, body)
  if (server === undefined) describe.skip(`${name} (server: TEST_DATABASE_URL is not set)`, () => {})
  else describeDatabase(`${name} (server)`, 'server', () => createDatabase(server), body)
}

interface Made {
  readonly location: Pick<DatabaseOptions, 'url' | 'directory'>
  remove(): Promise<void> | void
}

function describeDatabase(
  title: string,
  kind: Database['kind'],
  make: () => Promise<Made>,
  body: (open: OpenTestDatabase, test: TestDatabase) => void,
): void {
  describe(title, () => {
    let made: Made | undefined
    const opened: Database[] = []
    beforeAll(async () => {
      made = await make()
    }, 60_000)
    afterAll(async () => {
      for (const database of opened) await database.close()
      await made?.remove()
    })
    const open: OpenTestDatabase = async (options = {}) => {
      const database = await openDatabase({ ...options, ...made!.location })
      opened.push(database)
      return database
    }
    body(open, { kind, location: () => made!.location })
  })
}

async function createDatabase(server: string): Promise<Made> {
  const name = `prorata_test_${randomUUID().replaceAll('-', '')}`
  const run = async (sql: string) => {
    const database = await openDatabase({ url: server, maxSessions: 1 })
    await database.query(sql)
    await database.close()
  }
  await run(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { location: { url: url.href }, remove: () => run(`drop database ${name} with (force)`) }
}

async function makeDirectory(): Promise<Made> {
  const parent = mkdtempSync(join(tmpdir(), 'prorata-test-'))
  const directory = join(parent, 'data')
  cpSync(await template(), directory, { recursive: true })
  return { location: { directory }, remove: () => rmSync(parent, { recursive: true, force: true }) }
}

/** An empty embedded database, made once per version of PGlite: copying it takes a tenth of the time of making one. */
async function template(): Promise<string> {
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
  const { version } = JSON.parse(readFileSync(join(modules, '@electric-sql/pglite/package.json'), 'utf8'))
  const cache = join(modules, '.cache/prorata-test')
  const directory = join(cache, `pglite-${version}`)
  if (existsSync(directory)) return directory
  const draft = join(cache, randomUUID(), 'data')
  const database = await openDatabase({ directory: draft })
  await database.close()
  mkdirSync(cache, { recursive: true })
  try {
    renameSync(draft, directory)
  } catch (error) {
    if (!existsSync(directory)) throw error // otherwise another test file was faster
  }
  rmSync(dirname(draft), { recursive: true, force: true })
  return directory
}
