import { pipeline } from 'node:stream/promises'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { decoderOf } from './codecs.js'
import {
  type Connection,
  type ConnectionSource,
  type CopyChunks,
  type Database,
  DatabaseError,
  type DatabaseErrorFields,
  databaseOver,
  quoteIdentifier,
} from './database.js'
import { statementName } from './statement-names.js'

/** Which database to open: `url` where it is given, the embedded one in `directory` otherwise. */
export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` of a PostgreSQL server, 15 or later. */
  readonly url?: string | undefined
  /** Directory of the embedded database, made where it is missing; `:memory:` keeps nothing. */
  readonly directory?: string | undefined
  /** Most sessions at a time on a server (default 10); the embedded database always has one. */
  readonly maxSessions?: number | undefined
  /** Role every session assumes (SET ROLE). It must exist: migrate as the owner first. */
  readonly role?: string | undefined
  /** Shown by the server in `pg_stat_activity`. */
  readonly applicationName?: string | undefined
  /** How long statements and locks may take on a server; by default as it is set up. */
  readonly timeLimits?: TimeLimits | undefined
  /**
   * Whether sessions on a server keep statements that come again prepared, which saves parsing and planning them; for
   * many short statements. Not through a pooler that hands sessions from one transaction to the next.
   */
  readonly keepsStatements?: boolean | undefined
}

/** After how many seconds the server gives up, each; 0 for never. */
export interface TimeLimits {
  /** A statement (57014), and a transaction in which nothing happens (25P03). */
  readonly statementSeconds: number
  /** Waiting for a lock (55P03). */
  readonly lockSeconds: number
}

/**
 * Opens a database, and fails at once where that cannot work: codes `connection-failed`, `server-too-old`,
 * `database-in-use` (another process, or this one, has the embedded database open) or the SQLSTATE. Passwords of the URL
 * are in no error.
 *
 * The embedded database runs in a worker thread. It is crash-safe, not power-loss-safe: what a statement has
 * acknowledged survives the end of the process, kill -9 too, but it never calls fsync, so a system that stops may lose
 * the latest writes or damage the files. Keep backups, or use a server, where that matters.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, directory } = options
  if (url === undefined && directory === undefined) throw new TypeError('openDatabase needs a url or a directory')
  const source = url === undefined ? await openEmbedded(directory!, options.role) : serverAt(url, options)
  try {
    const connection = await source.connect()
    connection.release(false)
  } catch (error) {
    await source.close()
    throw error
  }
  return databaseOver(source)
}

/** A database URL without its password and options, for messages; never throws. */
export function describeUrl(url: string): string {
  if (!URL.canParse(url)) return 'the database URL'
  const { protocol, username, host, pathname } = new URL(url)
  // An @ behind the host is the end of a password that holds an unescaped slash.
  if (pathname.includes('@')) return 'the database URL (escape the slash in its password as %2F)'
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`
}

/** What every session starts with: the forms the codecs read, and the role. */
function sessionSetup(role: string | undefined): string {
  const assume = role === undefined ? '' : `; set role ${quoteIdentifier(role)}`
  return `set timezone to 'UTC'; set datestyle to 'ISO'; set bytea_output to 'hex'${assume}`
}

function limitSetup(limits: TimeLimits | undefined): string {
  if (limits === undefined) return ''
  const [statement, lock] = [limits.statementSeconds, limits.lockSeconds].map((seconds) => `'${seconds}s'`)
  return (
    `; set statement_timeout to ${statement}; set idle_in_transaction_session_timeout to ${statement}` +
    `; set lock_timeout to ${lock}`
  )
}

// --- Server ---

const OLDEST_SERVER = 150_000
const CONNECT_TIMEOUT_MILLISECONDS = 30_000

function serverAt(url: string, options: DatabaseOptions): ConnectionSource {
  const maxSessions = options.maxSessions ?? 10
  const failure = (error: unknown) => serverError(error, url)
  const pool = new pg.Pool({
    connectionString: url,
    max: maxSessions,
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
    onConnect: async (client) => {
      const { rows } = await client.query('show server_version_num')
      if (Number(rows[0].server_version_num) < OLDEST_SERVER) {
        throw new DatabaseError('server-too-old', `${describeUrl(url)} is no PostgreSQL 15 or later`)
      }
      await client.query(sessionSetup(options.role) + limitSetup(options.timeLimits))
    },
  })
  // A connection that breaks fails its statement, or the next one; without these listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    kind: 'server',
    maxSessions,
    connect: async () => {
      if (pool.ending) throw new DatabaseError('database-closed', 'the database is closed')
      try {
        return new ServerConnection(await pool.connect(), failure, options.keepsStatements ?? false)
      } catch (error) {
        throw failure(error)
      }
    },
    close: async () => {
      if (!pool.ending) await pool.end()
    },
  }
}

class ServerConnection implements Connection {
  readonly #client: pg.PoolClient
  readonly #failure: (error: unknown) => unknown
  readonly #keepsStatements: boolean

  constructor(client: pg.PoolClient, failure: (error: unknown) => unknown, keepsStatements: boolean) {
    this.#client = client
    this.#failure = failure
    this.#keepsStatements = keepsStatements
  }

  async query(text: string, values: readonly (string | null)[]) {
    // The extended protocol also without parameters: it takes one statement, as the embedded database does.
    const name = this.#keepsStatements ? statementName(text) : undefined
    const config = {
      text,
      values: [...values],
      types: TYPES,
      queryMode: 'extended',
      ...(name === undefined ? {} : { name }),
    }
    const { rows, rowCount, command } = await this.#attempt(this.#client.query(config))
    return { rows, rowCount: rowCount ?? 0, command }
  }

  async execute(script: string): Promise<void> {
    await this.#attempt(this.#client.query(script))
  }

  async *copyOut(sql: string): AsyncGenerator<Uint8Array> {
    const stream = this.#client.query(copyTo(sql, { highWaterMark: 1_048_576 }))
    const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]()
    let next: IteratorResult<Uint8Array> | undefined
    try {
      for (;;) {
        next = undefined
        next = await this.#attempt(chunks.next())
        if (next.done === true) return
        yield next.value
      }
    } finally {
      // The consumer left early: the server sends the rest all the same, and the connection is free only after it.
      if (next?.done === false) while ((await this.#attempt(chunks.next())).done !== true);
    }
  }

  async copyIn(sql: string, chunks: CopyChunks): Promise<number> {
    let fault: { error: unknown } | undefined
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        yield* chunks
      } catch (error) {
        fault = { error }
        throw error
      }
    }
    const stream = this.#client.query(copyFrom(sql, { highWaterMark: 1_048_576 }))
    try {
      await pipeline(watched, stream)
    } catch (error) {
      throw fault === undefined ? this.#failure(error) : fault.error
    }
    return stream.rowCount
  }

  release(broken: boolean): void {
    this.#client.release(broken)
  }

  #attempt<T>(work: Promise<T>): Promise<T> {
    return work.catch((error) => Promise.reject(this.#failure(error)))
  }
}

const TYPES = { getTypeParser: decoderOf as unknown as typeof pg.types.getTypeParser }

/** What the driver throws, as a `DatabaseError` without secrets. */
function serverError(error: unknown, url: string): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error
  if (error instanceof pg.DatabaseError) {
    const { code, message, detail, hint, position, schema, table, column, constraint } = error
    const fields = { detail, hint, position, schema, table, column, constraint }
    return new DatabaseError(code ?? 'database-failed', message, fields)
  }
  return new DatabaseError('connection-failed', `${describeUrl(url)}: ${error.message}`)
}

// --- Embedded ---

interface Reply {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly code: string; readonly message: string; readonly fields: DatabaseErrorFields }
}

interface RawResult {
  readonly columns: readonly (readonly [name: string, type: number])[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly rowCount: number
  readonly command: string
}

const COPY_CHUNK_SIZE = 262_144

async function openEmbedded(directory: string, role: string | undefined): Promise<ConnectionSource> {
  const worker = new PgliteWorker(directory)
  await worker.opened
  // A COPY is one of a server file here (/dev/blob), so the role needs the right to those; tables keep their own rights.
  const assumed = role === undefined ? '' : quoteIdentifier(role)
  const copyRights = `; reset role; grant pg_read_server_files, pg_write_server_files to ${assumed}; set role ${assumed}`
  try {
    await worker.request('execute', sessionSetup(role) + (role === undefined ? '' : copyRights))
  } catch (error) {
    await worker.close()
    throw error
  }

  let lastLease: Promise<void> = Promise.resolve()
  /** Waits for the lease before; gives what ends this one. */
  async function lease(): Promise<() => void> {
    const before = lastLease
    let end = () => {}
    lastLease = new Promise((resolve) => {
      end = resolve
    })
    await before
    return end
  }

  let closed = false
  return {
    kind: 'embedded',
    maxSessions: 1,
    connect: async () => {
      if (closed) throw new DatabaseError('database-closed', 'the database is closed')
      return new EmbeddedConnection(worker, await lease())
    },
    close: async () => {
      if (closed) return
      closed = true
      await lease()
      await worker.close()
    },
  }
}

class EmbeddedConnection implements Connection {
  readonly #worker: PgliteWorker
  readonly #endLease: () => void

  constructor(worker: PgliteWorker, endLease: () => void) {
    this.#worker = worker
    this.#endLease = endLease
  }

  async query(sql: string, parameters: readonly (string | null)[]) {
    const { columns, rows, rowCount, command } = (await this.#worker.request('query', sql, { parameters })) as RawResult
    const decoders = columns.map(([, type]) => decoderOf(type))
    const decoded = rows.map((row) =>
      Object.fromEntries(row.map((text, index) => [columns[index]![0], text === null ? null : decoders[index]!(text)])),
    )
    return { rows: decoded, rowCount, command }
  }

  async execute(script: string): Promise<void> {
    await this.#worker.request('execute', script)
  }

  async *copyOut(sql: string): AsyncGenerator<Uint8Array> {
    const output = (await this.#worker.request('copyOut', blobCopy(sql, /\bto\s+stdout\b/gi, 'to'))) as ArrayBuffer
    for (let start = 0; start < output.byteLength; start += COPY_CHUNK_SIZE) {
      yield new Uint8Array(output, start, Math.min(COPY_CHUNK_SIZE, output.byteLength - start))
    }
  }

  async copyIn(sql: string, chunks: CopyChunks): Promise<number> {
    const statement = blobCopy(sql, /\bfrom\s+stdin\b/gi, 'from')
    const all: Uint8Array[] = []
    for await (const chunk of chunks) all.push(chunk)
    const input = new Uint8Array(all.reduce((size, chunk) => size + chunk.length, 0))
    let position = 0
    for (const chunk of all) {
      input.set(chunk, position)
      position += chunk.length
    }
    return (await this.#worker.request('copyIn', statement, { input: input.buffer }, [input.buffer])) as number
  }

  release(broken: boolean): void {
    if (!broken) this.#endLease()
    else
      this.#worker
        .request('execute', 'rollback')
        .finally(this.#endLease)
        .catch(() => {})
  }
}

/** The statement with its last `to stdout` or `from stdin` turned to the device PGlite keeps for copies. */
function blobCopy(sql: string, words: RegExp, direction: 'to' | 'from'): string {
  const last = [...sql.matchAll(words)].at(-1)! // the session has seen to it that there is one
  return `${sql.slice(0, last.index)}${direction} '/dev/blob'${sql.slice(last.index + last[0].length)}`
}

class PgliteWorker {
  /** Settles when the directory is open, or cannot be opened. */
  readonly opened: Promise<unknown>
  readonly #worker: Worker
  readonly #ended: Promise<void>
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  #lastId = 0
  #failure: DatabaseError | undefined

  constructor(directory: string) {
    this.opened = this.#reply(0)
    const file = new URL('./pglite-worker.mjs', import.meta.url)
    this.#worker = new Worker(file, { workerData: { directory }, execArgv: [] })
    this.#worker.on('message', (reply: Reply) => this.#settle(reply))
    this.#worker.on('error', (error) => this.#stop(`: ${error.message}`))
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#stop('')
        resolve()
      })
    })
  }

  request(operation: string, sql: string, more: object = {}, transfer: ArrayBuffer[] = []): Promise<unknown> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    this.#lastId += 1
    this.#worker.postMessage({ id: this.#lastId, operation, sql, ...more }, transfer)
    return this.#reply(this.#lastId)
  }

  async close(): Promise<void> {
    this.#worker.postMessage({ operation: 'close' })
    await this.#ended
  }

  #reply(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  #settle({ id, result, error }: Reply): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new DatabaseError(error.code, error.message, error.fields))
  }

  #stop(reason: string): void {
    this.#failure ??= new DatabaseError('database-stopped', `the embedded database has stopped${reason}`)
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}
