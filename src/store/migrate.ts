import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Database, DatabaseError, type Session } from './database.js'

export interface MigrateOptions {
  /** Where the migrations are; by default the program's own, `src/store/migrations`. */
  readonly migrationsDirectory?: string | undefined
}

interface Migration {
  readonly number: number
  readonly name: string
  readonly script: string
  readonly checksum: string
}

const FILE_NAME = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/
/** The number every process takes as an advisory lock while it migrates: any, as long as it is always this one. */
const LOCK = 7_072_111_726n

/**
 * Brings the schema up to date: runs the files `NNNN-name.sql` not yet recorded in table `schema_migration`, in order, each
 * as one script in one transaction (so no `begin`, `commit` or `create index concurrently` in them), and records each with
 * its SHA-256. Gives the names that were applied, without `.sql`. Open the database as the owner, not under a role.
 *
 * Two processes may migrate at once: the second waits and finds nothing to do. Refuses, before it changes anything:
 * - `migration-misnamed`: an `.sql` file with another form of name
 * - `migration-gap`: the numbers of the files are not 0001, 0002, ... without a gap or a double
 * - `migration-missing`: an applied migration has no file, as when an older program meets a newer database
 * - `migration-changed`: the file of an applied migration is not what was applied
 * A script that fails throws with its SQLSTATE; the ones before it stay applied.
 */
export async function migrate(database: Database, options: MigrateOptions = {}): Promise<string[]> {
  const directory = options.migrationsDirectory ?? fileURLToPath(new URL('./migrations', import.meta.url))
  const migrations = await readMigrations(directory)
  return database.session(async (session) => {
    await session.query('select pg_advisory_lock($1)', [LOCK])
    try {
      return await applyMissing(session, migrations)
    } finally {
      await session.query('select pg_advisory_unlock($1)', [LOCK])
    }
  })
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file, index) => {
      const match = FILE_NAME.exec(file)
      if (match === null) throw new DatabaseError('migration-misnamed', `${file} is not named like 0001-some-name.sql`)
      const number = Number(match[1])
      if (number !== index + 1) {
        throw new DatabaseError('migration-gap', `${file} should be number ${index + 1}: a number is missing or double`)
      }
      // Line ends are no change: a checkout on Windows may turn them.
      const script = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n')
      const checksum = createHash('sha256').update(script).digest('hex')
      return { number, name: file.slice(0, -'.sql'.length), script, checksum }
    }),
  )
}

async function applyMissing(session: Session, migrations: readonly Migration[]): Promise<string[]> {
  await session.execute(`create table if not exists schema_migration (
    number integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`)
  const { rows } = await session.query<Pick<Migration, 'number' | 'name' | 'checksum'>>(
    'select number, name, checksum from schema_migration order by number',
  )
  for (const [index, applied] of rows.entries()) {
    const migration = migrations[applied.number - 1]
    if (applied.number !== index + 1) {
      throw new DatabaseError('migration-gap', `the database has ${applied.name} but not the migration before it`)
    }
    if (migration?.name !== applied.name) {
      throw new DatabaseError(
        'migration-missing',
        `the database has ${applied.name}, which is not among the files: is this program older than the database?`,
      )
    }
    if (migration.checksum !== applied.checksum) {
      throw new DatabaseError(
        'migration-changed',
        `${applied.name}.sql is not what was applied: restore it, and put the change into a new migration`,
      )
    }
  }
  const missing = migrations.slice(rows.length)
  for (const migration of missing) await apply(session, migration)
  return missing.map((migration) => migration.name)
}

async function apply(session: Session, { number, name, script, checksum }: Migration): Promise<void> {
  try {
    await session.transaction(async () => {
      await session.execute(script)
      await session.query('insert into schema_migration (number, name, checksum) values ($1, $2, $3)', [
        number,
        name,
        checksum,
      ])
    })
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    throw new DatabaseError(error.code, `migration ${name}: ${error.message}`, error.fields)
  }
}
