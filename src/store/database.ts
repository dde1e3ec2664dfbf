import { AsyncLocalStorage } from 'node:async_hooks'
import { encodeParameters, type Parameter } from './codecs.js'

/** What a statement gave: its rows, and how many rows it returned or touched (0 where the notion does not apply). */
export interface QueryResult<Row> {
  readonly rows: Row[]
  readonly rowCount: number
}

/** The bytes of a COPY, cut anywhere: a row may begin in one chunk and end in the next. */
export type CopyChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/**
 * One connection to the database. It runs one statement at a time: a second one while the first (or a `copyOut` that is
 * not read to its end) is under way is refused with code `session-busy`, and after its work has ended, `session-ended`.
 * Errors of PostgreSQL are `DatabaseError`s with the SQLSTATE as `code`.
 */
export interface Session {
  /** Runs one statement. Columns are decoded as `codecs.ts` says; `$1`... stand for the parameters. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly Parameter[]): Promise<QueryResult<Row>>
  /** Runs a script of any number of statements, without parameters. Outside a transaction it is one of its own. */
  execute(script: string): Promise<void>
  /**
   * The output of `copy ... to stdout`, usually `(format binary)`. Starts when it is iterated; leaving the loop early
   * reads and drops the rest. Embedded, the whole output is in memory at once: cut large ones by ranges of the key.
   */
  copyOut(sql: string): AsyncIterable<Uint8Array>
  /** Feeds `copy ... from stdin`; gives the number of rows. An error thrown by `chunks` undoes the copy and passes on. */
  copyIn(sql: string, chunks: CopyChunks): Promise<number>
  /**
   * Runs `work` between BEGIN and COMMIT; when it throws, ROLLBACK, and the error passes on. A transaction whose failed
   * statement was swallowed throws 25P02 instead of pretending to commit. Transactions do not nest (`transaction-open`).
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
}

/** A database. Each statement made on it directly takes a session from the pool and gives it back; calls may overlap. */
export interface Database extends Session {
  readonly kind: 'embedded' | 'server'
  /**
   * How many sessions exist: 1 embedded, where others queue; more on a server. With 1, asking for a session inside the
   * work of another is refused (`session-unavailable`), since it would wait for ever.
   */
  readonly maxSessions: number
  /** Leases one session for the whole of `work`. Settings it leaves behind stay in the pool: prefer `set local`. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Waits for the sessions in use, then closes. */
  close(): Promise<void>
}

/** What PostgreSQL tells about an error besides its message and code, where it does. */
export interface DatabaseErrorFields {
  readonly detail?: string | undefined
  readonly hint?: string | undefined
  readonly position?: string | undefined
  readonly schema?: string | undefined
  readonly table?: string | undefined
  readonly column?: string | undefined
  readonly constraint?: string | undefined
}

/** An error of the database. `code` is PostgreSQL's SQLSTATE (`23505`) or a word of ours (`database-in-use`). */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: string
  readonly fields: DatabaseErrorFields

  constructor(code: string, message: string, fields: DatabaseErrorFields = {}) {
    super(message)
    this.code = code
    this.fields = fields
  }
}

/** A name as an SQL identifier, quoted so that it means exactly these characters. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** What a driver does for one session. Parameters are texts; `command` is the first word of PostgreSQL's answer. */
export interface Connection {
  query(sql: string, parameters: readonly (string | null)[]): Promise<QueryResult<unknown> & { command: string }>
  execute(script: string): Promise<void>
  copyOut(sql: string): AsyncIterable<Uint8Array>
  copyIn(sql: string, chunks: CopyChunks): Promise<number>
  /** Gives the connection back; a broken one (a statement or transaction left open) must not be used as it is. */
  release(broken: boolean): void
}

/** Where a driver's connections come from. */
export interface ConnectionSource {
  readonly kind: 'embedded' | 'server'
  readonly maxSessions: number
  connect(): Promise<Connection>
  close(): Promise<void>
}

class LeasedSession implements Session {
  readonly #connection: Connection
  #busy = false
  #inTransaction = false
  #broken = false
  ended = false

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async query<Row>(sql: string, parameters: readonly Parameter[] = []): Promise<QueryResult<Row>> {
    const texts = encodeParameters(parameters)
    const { rows, rowCount } = await this.#run(() => this.#connection.query(sql, texts))
    return { rows: rows as Row[], rowCount }
  }

  execute(script: string): Promise<void> {
    return this.#run(() => this.#connection.execute(script))
  }

  async copyIn(sql: string, chunks: CopyChunks): Promise<number> {
    expectCopy(sql, /^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i, 'copyIn takes copy ... from stdin')
    return this.#run(() => this.#connection.copyIn(sql, chunks))
  }

  async *copyOut(sql: string): AsyncGenerator<Uint8Array> {
    expectCopy(sql, /^\s*copy\b[\s\S]*\bto\s+stdout\b/i, 'copyOut takes copy ... to stdout')
    this.#begin()
    try {
      yield* this.#connection.copyOut(sql)
    } finally {
      this.#busy = false
    }
  }

  async transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    if (this.#inTransaction) throw new DatabaseError('transaction-open', 'transactions do not nest')
    await this.execute('begin')
    this.#inTransaction = true
    try {
      const result = await work(this)
      const { command } = await this.#run(() => this.#connection.query('commit', []))
      // PostgreSQL answers ROLLBACK to the COMMIT of a transaction in which a statement has failed.
      if (command !== 'COMMIT')
        throw new DatabaseError('25P02', 'the transaction was rolled back: a statement in it failed')
      return result
    } catch (error) {
      await this.#rollBack()
      throw error
    } finally {
      this.#inTransaction = false
    }
  }

  end(): void {
    this.ended = true
    this.#connection.release(this.#broken || this.#busy)
  }

  async #rollBack(): Promise<void> {
    try {
      await this.execute('rollback')
    } catch {
      this.#broken = true // the error that led here is the one worth telling
    }
  }

  #begin(): void {
    if (this.ended) throw new DatabaseError('session-ended', 'this session has ended: its work has returned')
    if (this.#busy) {
      throw new DatabaseError('session-busy', 'a session runs one statement at a time: await the one under way first')
    }
    this.#busy = true
  }

  async #run<T>(statement: () => Promise<T>): Promise<T> {
    this.#begin()
    try {
      return await statement()
    } finally {
      this.#busy = false
    }
  }
}

/** The `Database` over a driver's connections. */
export function databaseOver(source: ConnectionSource): Database {
  const current = new AsyncLocalStorage<LeasedSession>()

  async function lease(): Promise<LeasedSession> {
    if (source.maxSessions === 1 && current.getStore()?.ended === false) {
      throw new DatabaseError(
        'session-unavailable',
        'this database has one session and the caller is inside its work: use that session instead of a second one',
      )
    }
    return new LeasedSession(await source.connect())
  }

  async function session<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const leased = await lease()
    try {
      return await current.run(leased, () => work(leased))
    } finally {
      leased.end()
    }
  }

  // Embedded, a copy is in memory as a whole anyway; holding no session meanwhile lets the loop that reads or makes it
  // run statements of its own, as it can on a server.
  const whole = source.kind === 'embedded'

  async function* copyOut(sql: string): AsyncGenerator<Uint8Array> {
    if (whole) {
      yield* await session((leased) => collect(leased.copyOut(sql)))
      return
    }
    const leased = await lease()
    try {
      yield* leased.copyOut(sql)
    } finally {
      leased.end()
    }
  }

  return {
    kind: source.kind,
    maxSessions: source.maxSessions,
    query: (sql, parameters) => session((leased) => leased.query(sql, parameters)),
    execute: (script) => session((leased) => leased.execute(script)),
    copyOut,
    copyIn: async (sql, chunks) => {
      const input = whole ? await collect(chunks) : chunks
      return session((leased) => leased.copyIn(sql, input))
    },
    transaction: (work) => session((leased) => leased.transaction(work)),
    session,
    close: () => source.close(),
  }
}

/** The drivers lose their place in the protocol when another statement runs as a copy. */
function expectCopy(sql: string, form: RegExp, message: string): void {
  if (!form.test(sql)) throw new TypeError(message)
}

async function collect(chunks: CopyChunks): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}
