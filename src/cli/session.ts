import { join } from 'node:path'
import type { Command } from 'commander'
import type { Database } from '../store/database.js'
import type { DatabaseOptions } from '../store/open-database.js'

export { newId } from '../app/new-id.js'
export type { Database }

/** Which database a command works on, as its options say. */
export interface SessionOptions {
  /** URL of a PostgreSQL server. */
  readonly database?: string | undefined
  /** Directory of the embedded database. */
  readonly data?: string | undefined
  /** Most sessions at a time on a server. */
  readonly maxSessions?: number | undefined
}

/** A failure to be told in one sentence, without a stack: what happened, and what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode = 2) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Role under which everything but migrations runs. */
const ROLE = 'prorata_program'
const DEFAULT_DIRECTORY = '.prorata'

/** Adds the options that choose the database. */
export function addDatabaseOptions(command: Command): Command {
  return command
    .option('--database <url>', 'PostgreSQL server to work on (default: DATABASE_URL)')
    .option('--data <directory>', `directory of the embedded database (default: PRORATA_DATA, or ${DEFAULT_DIRECTORY})`)
}

/**
 * Opens the database the options or the environment name, brings its schema up to date as its owner, and does `work`
 * under the program's role, which may not change what was charged. It is closed whatever happens.
 *
 * An option is stronger than the environment; a server is stronger than a directory.
 */
export async function withDatabase<T>(options: SessionOptions, work: (database: Database) => Promise<T>): Promise<T> {
  const location = locationOf(options)
  const database = await openForWork(location, options.maxSessions)
  try {
    return await work(database)
  } catch (error) {
    throw await explained(error)
  } finally {
    await database.close()
  }
}

/**
 * The database of the options once more, for requests: on a server with sessions of its own, which give up what takes too
 * long. The embedded database has one session, without limits.
 */
export async function withHastyDatabase<T>(
  options: SessionOptions,
  database: Database,
  requests: Pick<DatabaseOptions, 'timeLimits' | 'keepsStatements'>,
  work: (hasty: Database) => Promise<T>,
): Promise<T> {
  if (database.kind === 'embedded') return work(database)
  const { openDatabase } = await import('../store/open-database.js')
  const { maxSessions } = options
  const { timeLimits, keepsStatements } = requests
  const own = { maxSessions, role: ROLE, applicationName: 'prorata (requests)', timeLimits, keepsStatements }
  const hasty = await openDatabase({ ...locationOf(options), ...own })
  try {
    return await work(hasty)
  } finally {
    await hasty.close()
  }
}

interface Location {
  readonly url?: string
  readonly directory?: string
}

function locationOf({ database, data }: SessionOptions): Location {
  if (database !== undefined && data !== undefined) {
    throw new CommandError('--database and --data name two databases: give one of them')
  }
  const url = database ?? (data === undefined ? process.env['DATABASE_URL'] : undefined)
  if (url !== undefined && url !== '') return { url }
  const directory = data ?? process.env['PRORATA_DATA'] ?? ''
  // Its own folder inside, so that the lock file beside it is inside, too.
  return { directory: join(directory === '' ? DEFAULT_DIRECTORY : directory, 'database') }
}

async function openForWork(location: Location, maxSessions: number | undefined): Promise<Database> {
  const { openDatabase } = await import('../store/open-database.js')
  const { migrate } = await import('../store/migrate.js')
  try {
    const owner = await openDatabase({ ...location, maxSessions: 1, applicationName: 'prorata (migrations)' })
    try {
      await migrate(owner)
    } finally {
      await owner.close()
    }
    return await openDatabase({ ...location, maxSessions, role: ROLE, applicationName: 'prorata' })
  } catch (error) {
    throw await explained(error, { '42501': 'the user of the database has to own its schema, for migrations.' })
  }
}

/** What to do about the failures that are nobody's fault in the program; messages hold no passwords. */
const ADVICE: Readonly<Record<string, string>> = {
  'connection-failed': 'is the server running, and is DATABASE_URL (or --database) right?',
  'server-too-old': 'use a newer server, or the embedded database (--data).',
  'migration-missing': 'update this program.',
  '28P01': 'check the user and the password in DATABASE_URL (or --database).',
  '28000': 'check the user in DATABASE_URL (or --database).',
  '3D000': 'create the database first, for example with createdb.',
  '53300': 'the server has no connection left; try again later.',
  '57P01': 'the server was shut down; start the command again once it is back.',
  '40P01': 'something else was changing the same partners; start the command again.',
}

async function explained(error: unknown, more: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { DatabaseError } = await import('../store/database.js')
  if (!(error instanceof DatabaseError)) return error
  const advice = ADVICE[error.code] ?? more[error.code]
  if (advice !== undefined) return new CommandError(`${error.message}: ${advice}`)
  const speaksForItself = error.code === 'database-in-use' || error.code.startsWith('migration-')
  return speaksForItself ? new CommandError(error.message) : error
}
