import { createHash, randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Database } from '../../src/store/database.js'
import { migrate } from '../../src/store/migrate.js'
import { type DatabaseOptions, openDatabase } from '../../src/store/open-database.js'

/** Opens the test's database once more; embedded, the one opened before must have been closed. */
export type OpenTestDatabase = (options?: Omit<DatabaseOptions, 'url' | 'directory'>) => Promise<Database>

export interface TestDatabase {
  readonly kind: Database['kind']
  /** What `openDatabase` takes to reach it, for other processes. */
  location(): Pick<DatabaseOptions, 'url' | 'directory'>
}

type Body = (open: OpenTestDatabase, test: TestDatabase) => void

/**
 * Describes `body` once for the embedded database and once for a server, each with a database that starts empty. The
 * server is the one of `TEST_DATABASE_URL` (see `scripts/with-postgres.sh`); without it, that half is skipped. What was
 * opened is closed and removed in the end.
 */
export function describeEachDatabase(name: string, body: Body): void {
  describeBoth(name, body, { embedded: emptyTemplate, server: async () => undefined })
}

/** As `describeEachDatabase`, with databases that are migrated: they are copied, which is much quicker than migrating. */
export function describeEachLedger(name: string, body: Body): void {
  describeBoth(name, body, { embedded: ledgerTemplate, server: serverTemplate })
}

/** What new databases are copies of: a directory, and the name of a database of the server. */
interface Templates {
  embedded(): Promise<string>
  server(url: string): Promise<string | undefined>
}

function describeBoth(name: string, body: Body, templates: Templates): void {
  const server = process.env['TEST_DATABASE_URL']
  // While one works on something, a server alone is much quicker.
  const onlyServer = process.env['PRORATA_TEST_ONLY'] === 'server' && server !== undefined
  const embedded = () => makeDirectory(templates.embedded)
  if (!onlyServer) describeDatabase(`${name} (embedded)`, 'embedded', embedded, body)
  if (server === undefined) describe.skip(`${name} (server: TEST_DATABASE_URL is not set)`, () => {})
  else describeDatabase(`${name} (server)`, 'server', () => createDatabase(server, templates.server), body)
}

interface Made {
  readonly location: Pick<DatabaseOptions, 'url' | 'directory'>
  remove(): Promise<void> | void
}

function describeDatabase(title: string, kind: Database['kind'], make: () => Promise<Made>, body: Body): void {
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

async function createDatabase(server: string, templateOf: Templates['server']): Promise<Made> {
  const name = `prorata_test_${randomUUID().replaceAll('-', '')}`
  const template = await templateOf(server)
  await atServer(server, `create database ${name}${template === undefined ? '' : ` template ${template}`}`)
  return {
    location: { url: databaseOf(server, name) },
    remove: () => atServer(server, `drop database ${name} with (force)`),
  }
}

/** A migrated database of the server, made once for each state of the migrations; test files wait for each other. */
async function serverTemplate(server: string): Promise<string> {
  const name = `prorata_template_${migrationsDigest()}`
  const database = await openDatabase({ url: server, maxSessions: 1 })
  await database.session(async (session) => {
    await session.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await session.query('select from pg_database where datname = $1', [name])
    if (rowCount === 1) return
    const draft = `${name}_draft`
    await session.query(`drop database if exists ${draft} with (force)`)
    await session.query(`create database ${draft}`)
    const ledger = await openDatabase({ url: databaseOf(server, draft), maxSessions: 1 })
    await migrate(ledger)
    await ledger.close()
    await session.query(`alter database ${draft} rename to ${name}`)
  })
  await database.close()
  return name
}

const TEMPLATE_LOCK = 7_072_111_727n

async function atServer(server: string, sql: string): Promise<void> {
  const database = await openDatabase({ url: server, maxSessions: 1 })
  await database.query(sql)
  await database.close()
}

function databaseOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function makeDirectory(templateOf: Templates['embedded']): Promise<Made> {
  const parent = mkdtempSync(join(tmpdir(), 'prorata-test-'))
  const directory = join(parent, 'data')
  cpSync(await templateOf(), directory, { recursive: true })
  return { location: { directory }, remove: () => rmSync(parent, { recursive: true, force: true }) }
}

/** An empty embedded database, made once per version of PGlite: copying it takes a tenth of the time of making one. */
function emptyTemplate(): Promise<string> {
  return cached('empty', async () => {})
}

/** A migrated one, made once for each state of the migrations. */
function ledgerTemplate(): Promise<string> {
  return cached(`ledger-${migrationsDigest()}`, async (database) => {
    await migrate(database)
  })
}

async function cached(name: string, prepare: (database: Database) => Promise<void>): Promise<string> {
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
  const { version } = JSON.parse(readFileSync(join(modules, '@electric-sql/pglite/package.json'), 'utf8'))
  const cache = join(modules, '.cache/prorata-test')
  const directory = join(cache, `pglite-${version}-${name}`)
  if (existsSync(directory)) return directory
  const draft = join(cache, randomUUID(), 'data')
  const database = await openDatabase({ directory: draft })
  await prepare(database)
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

function migrationsDigest(): string {
  const directory = fileURLToPath(new URL('../../src/store/migrations', import.meta.url))
  const hash = createHash('sha256')
  for (const file of readdirSync(directory).sort()) hash.update(file).update(readFileSync(join(directory, file)))
  return hash.digest('hex').slice(0, 16)
}
