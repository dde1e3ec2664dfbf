import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from '../../test/support/databases.js'
import { type Database, DatabaseError, quoteIdentifier, type Session } from './database.js'

const ROWS = 'copy (select generate_series(1, 50000) as n) to stdout (format binary)'

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

describeEachDatabase('database', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open({ maxSessions: 3 })
    await database.execute('create table note (id integer primary key, body text not null)')
  })

  async function idsFrom(first: number): Promise<number[]> {
    const { rows } = await database.query<{ id: number }>('select id from note where id >= $1 order by id', [first])
    return rows.map((row) => row.id)
  }

  test('counts rows returned and rows touched', async () => {
    expect((await database.query('insert into note values (1, $1), (2, $1)', ['x'])).rowCount).toBe(2)
    expect((await database.query('update note set body = $1 where id = 2', ['y'])).rowCount).toBe(1)
    expect(await database.query('select body from note where id = 2')).toEqual({ rows: [{ body: 'y' }], rowCount: 1 })
    expect(await database.query('select 1 where false')).toEqual({ rows: [], rowCount: 0 })
    expect((await database.query('create temp table nothing ()')).rowCount).toBe(0)
  })

  test('errors carry the SQLSTATE and what PostgreSQL knows', async () => {
    await database.query("insert into note values (10, 'a')")
    const double = database.query("insert into note values (10, 'b')")
    await expect(double).rejects.toBeInstanceOf(DatabaseError)
    await expect(double).rejects.toMatchObject({ code: '23505', fields: { table: 'note', constraint: 'note_pkey' } })
    await expect(database.query('selec 1')).rejects.toMatchObject({ code: '42601' })
    await expect(database.query('select $1::int4', ['x'])).rejects.toMatchObject({ code: '22P02' })
    await expect(database.execute('select 1; select 1/0')).rejects.toMatchObject({ code: '22012' })
  })

  test('query takes one statement, execute a script that is all or nothing', async () => {
    await expect(database.query('select 1; select 2')).rejects.toMatchObject({ code: '42601' })
    await database.execute("insert into note values (20, ';'); -- a comment; \n insert into note values (21, 'b')")
    await expect(database.execute("insert into note values (22, 'c'); select 1/0")).rejects.toThrow()
    expect(await idsFrom(20)).toEqual([20, 21])
  })

  test('a transaction commits, and rolls back when its work throws', async () => {
    const given = await database.transaction(async (session) => {
      await session.query("insert into note values (30, 'a')")
      return 'given'
    })
    expect(given).toBe('given')
    const failing = database.transaction(async (session) => {
      await session.query("insert into note values (31, 'b')")
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await idsFrom(30)).toEqual([30])
  })

  test('a transaction whose failed statement was swallowed does not pretend to commit', async () => {
    const swallowing = database.transaction(async (session) => {
      await session.query("insert into note values (40, 'a')")
      await session.query('select 1/0').catch(() => {})
    })
    await expect(swallowing).rejects.toMatchObject({ code: '25P02' })
    expect(await idsFrom(40)).toEqual([])
  })

  test('an error at COMMIT rolls back and passes on', async () => {
    await database.execute('create table later (id integer unique deferrable initially deferred)')
    const failing = database.transaction(async (session) => {
      await session.query('insert into later values (1), (1)')
    })
    await expect(failing).rejects.toMatchObject({ code: '23505' })
    expect((await database.query('select * from later')).rowCount).toBe(0)
  })

  test('transactions at once do not mix', async () => {
    const order: string[] = []
    const insert = (id: number) =>
      database.transaction(async (session) => {
        order.push(`begin ${id}`)
        await session.query("insert into note values ($1, 'a')", [id])
        const { rows } = await session.query<{ count: bigint }>('select count(*) from note where id in (50, 51)')
        order.push(`end ${id}`)
        return rows[0]!.count
      })
    const counts = await Promise.all([insert(50), insert(51)])
    if (database.maxSessions === 1) {
      expect(order).toEqual(['begin 50', 'end 50', 'begin 51', 'end 51'])
      expect(counts).toEqual([1n, 2n])
    }
    expect(await idsFrom(50)).toEqual([50, 51])
  })

  test('statements made at once all run', async () => {
    const ask = (n: number) => database.query<{ n: number }>('select $1::int4 as n', [n])
    const results = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(n)))
    expect(results.map(({ rows }) => rows[0]!.n)).toEqual(Array.from({ length: 40 }, (_, n) => n))
  })

  test('a session keeps its settings for its work, and its transactions do not nest', async () => {
    await database.session(async (session) => {
      await session.execute('create temp table mine (n integer)')
      await session.transaction(async (same) => {
        await same.query('insert into mine values (1)')
        await expect(same.transaction(async () => {})).rejects.toMatchObject({ code: 'transaction-open' })
      })
      expect((await session.query('select * from mine')).rowCount).toBe(1)
      await session.execute('drop table mine')
    })
  })

  test('a session runs one statement at a time and only during its work', async () => {
    let kept: Session | undefined
    await database.session(async (session) => {
      kept = session
      const first = session.query('select 1')
      await expect(session.query('select 2')).rejects.toMatchObject({ code: 'session-busy' })
      await first
      for await (const _ of session.copyOut(ROWS)) {
        await expect(session.query('select 3')).rejects.toMatchObject({ code: 'session-busy' })
      }
      expect((await session.query('select 4')).rowCount).toBe(1)
    })
    await expect(kept!.query('select 5')).rejects.toMatchObject({ code: 'session-ended' })
  })

  test('a statement left running does not harm the sessions after', async () => {
    const careless = database.transaction(async (session) => {
      session.query("insert into note values (60, 'a')").catch(() => {})
    })
    await expect(careless).rejects.toMatchObject({ code: 'session-busy' })
    const forgetful = database.transaction(async (session) => {
      await session.copyOut(ROWS)[Symbol.asyncIterator]().next()
    })
    await expect(forgetful).rejects.toMatchObject({ code: 'session-busy' })
    for (let turn = 0; turn < 6; turn += 1) expect(await idsFrom(60)).toEqual([])
  })

  test('a second session works beside the first, or is refused where there is only one', async () => {
    const nested = database.transaction(async (writer) => {
      await writer.query("insert into note values (70, 'a')")
      return database.query('select 1')
    })
    if (database.maxSessions > 1) expect((await nested).rowCount).toBe(1)
    else await expect(nested).rejects.toMatchObject({ code: 'session-unavailable' })
    expect(await idsFrom(70)).toEqual(database.maxSessions > 1 ? [70] : [])
  })

  describe('copy', () => {
    test('out of one table and into another, with statements of the loop itself between', async () => {
      await database.execute('create table source as select generate_series(1, 20000) as n')
      await database.execute('create table target (n integer)')
      async function* relay(): AsyncGenerator<Uint8Array> {
        for await (const chunk of database.copyOut('copy source to stdout (format binary)')) {
          await database.query('select 1')
          yield chunk
        }
      }
      expect(await database.copyIn('COPY target FROM STDIN (format binary)', relay())).toBe(20_000)
      const { rows } = await database.query('select count(*), sum(n) from target')
      expect(rows).toEqual([{ count: 20_000n, sum: 200_010_000n }])
    })

    test('the words "to stdout" may stand in the query, and text format works too', async () => {
      const chunks = database.copyOut(`copy (select 'to stdout' as a, 'é' as b) to stdout (format csv)`)
      expect((await read(chunks)).toString()).toBe('to stdout,é\n')
      expect((await read(database.copyOut('copy (select 1 where false) to stdout'))).length).toBe(0)
      await expect(read(database.copyOut('select 1'))).rejects.toThrow('copyOut takes copy')
    })

    test('leaving the loop early leaves the session usable', async () => {
      await database.transaction(async (session) => {
        for await (const _ of session.copyOut(ROWS)) break
        expect((await session.query('select 1')).rowCount).toBe(1)
      })
      for await (const _ of database.copyOut(ROWS)) break
      const failing = database.session(async (session) => {
        for await (const _ of session.copyOut(ROWS)) throw new Error('enough')
      })
      await expect(failing).rejects.toThrow('enough')
    })

    test('an error on the way out leaves the session usable and the next copy clean', async () => {
      const failing = 'copy (select 1 / (40000 - n) as n from generate_series(1, 50000) as n) to stdout (format csv)'
      await database.session(async (session) => {
        await expect(read(session.copyOut(failing))).rejects.toMatchObject({ code: '22012' })
        await expect(read(session.copyOut('copy nowhere to stdout'))).rejects.toMatchObject({ code: '42P01' })
        expect((await read(session.copyOut('copy (select 7) to stdout'))).toString()).toBe('7\n')
      })
    })

    test('an error on the way in undoes the copy and leaves the session usable', async () => {
      await database.execute('create table strict (n integer primary key)')
      const copy = 'copy strict from stdin (format csv)'
      const lines = (...texts: string[]) => texts.map((line) => Buffer.from(`${line}\n`))
      async function* breaking(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('1\n')
        throw new RangeError('no more')
      }
      await database.session(async (session) => {
        await expect(session.copyIn(copy, lines('1', 'x'))).rejects.toMatchObject({ code: '22P02' })
        await expect(session.copyIn(copy, lines('1', '1'))).rejects.toMatchObject({ code: '23505' })
        await expect(session.copyIn('copy nowhere from stdin', lines('1'))).rejects.toMatchObject({ code: '42P01' })
        await expect(session.copyIn(copy, breaking())).rejects.toThrow(new RangeError('no more'))
        await expect(session.copyIn('select 1', [])).rejects.toThrow('copyIn takes copy')
        expect(await session.copyIn(copy, [])).toBe(0)
        expect(await session.copyIn(copy, lines('1', '2'))).toBe(2)
        expect((await session.query('select * from strict')).rowCount).toBe(2)
      })
    })
  })
})

test('identifiers are quoted', () => {
  expect(quoteIdentifier('a "b"')).toBe('"a ""b"""')
})
