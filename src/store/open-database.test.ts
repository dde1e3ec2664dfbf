import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from '../../test/support/databases.js'
import type { Database } from './database.js'
import { describeUrl, openDatabase } from './open-database.js'

const MODULE = fileURLToPath(new URL('./open-database.ts', import.meta.url))

describeEachDatabase('open database', (open, { kind, location }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await database.execute('create table kept (id integer primary key)')
  })

  test('says what it is', () => {
    expect(database.kind).toBe(kind)
    expect(database.maxSessions).toBe(kind === 'embedded' ? 1 : 10)
  })

  test('speaks UTC and ISO, whatever the server is set to', async () => {
    const { rows } = await database.query(
      `select current_setting('timezone') as zone, current_setting('datestyle') like 'ISO%' as iso`,
    )
    expect(rows).toEqual([{ zone: 'UTC', iso: true }])
  })

  test('every session assumes the role, copies included', async () => {
    const role = `reader_${process.pid}_${kind}`
    await database.execute(`create role ${role}; grant select, insert on kept to ${role}; insert into kept values (1)`)
    await database.close()
    const limited = await open({ role })
    const refused = { code: '42501' }
    const copyIn = (table: string) => limited.copyIn(`copy ${table} from stdin`, [Buffer.from('2\n')])
    expect((await limited.query<{ role: string }>('select current_user as role')).rows[0]!.role).toBe(role)
    await limited.query('insert into kept values (3)')
    expect(await copyIn('kept')).toBe(1)
    await expect(limited.query('delete from kept')).rejects.toMatchObject(refused)
    await expect(limited.query('update kept set id = 9')).rejects.toMatchObject(refused)
    await expect(copyIn('pg_catalog.pg_class')).rejects.toMatchObject(refused)
    const lines: Uint8Array[] = []
    for await (const chunk of limited.copyOut('copy (select * from kept order by id) to stdout')) lines.push(chunk)
    expect(Buffer.concat(lines).toString()).toBe('1\n2\n3\n')
    await limited.close()
    await expect(open({ role: 'nobody at all' })).rejects.toMatchObject({ code: '22023' })
    database = await open()
    await database.execute(`drop owned by ${role}; drop role ${role}`)
  })

  test('keeps statements that come again prepared, where it is told to', async () => {
    await database.close()
    const kept = await open({ keepsStatements: true, maxSessions: 1 })
    const text = 'select id + $1::integer as sum from kept order by id'
    for (let time = 0; time < 4; time += 1) expect((await kept.query(text, [time])).rows[0]).toEqual({ sum: 1 + time })
    const { rows } = await kept.query('select from pg_prepared_statements where statement = $1', [text])
    expect(rows).toHaveLength(kind === 'server' ? 1 : 0)
    await kept.execute('alter table kept add column note text')
    expect((await kept.query(text, [1])).rows[0]).toEqual({ sum: 2 })
    await kept.close()
    database = await open()
  })

  test('gives up what takes longer than it may, on a server', async () => {
    await database.close()
    const hasty = await open({ timeLimits: { statementSeconds: 1, lockSeconds: 0 } })
    const impatient =
      kind === 'server' ? await open({ timeLimits: { statementSeconds: 0, lockSeconds: 1 } }) : undefined
    if (impatient === undefined) {
      const { rows } = await hasty.query("select current_setting('statement_timeout') as limit")
      expect(rows).toEqual([{ limit: '0' }])
    } else {
      await expect(hasty.query('select pg_sleep(20)')).rejects.toMatchObject({ code: '57014' })
      expect((await hasty.query('select 1 as one')).rows).toEqual([{ one: 1 }])
      await impatient.transaction(async (session) => {
        await session.query('lock table kept')
        await expect(impatient.query('select from kept')).rejects.toMatchObject({ code: '55P03' })
      })
      await impatient.close()
    }
    await hasty.close()
    database = await open()
  }, 20_000)

  test('what is acknowledged outlives a process that is killed, and its directory opens again', async () => {
    await database.close()
    const child = holder(location())
    await acknowledged(child, 20)
    if (kind === 'embedded') {
      await expect(open()).rejects.toMatchObject({
        code: 'database-in-use',
        message: expect.stringContaining(`process ${child.pid}`),
      })
    }
    const last = await acknowledged(child, 40)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    database = await open()
    const { rows } = await database.query<{ count: bigint }>('select count(*) from kept where id between 100 and $1', [
      last,
    ])
    expect(rows[0]!.count).toBe(BigInt(last - 100 + 1))
  }, 20_000)

  test('closing waits for the work under way, and then nothing works', async () => {
    const slow = database.transaction(async (session) => {
      await session.query('select 1')
      await new Promise((resolve) => setTimeout(resolve, 50))
      return (await session.query('select 2 as two')).rows
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    await database.close()
    expect(await slow).toEqual([{ two: 2 }])
    await expect(database.query('select 1')).rejects.toMatchObject({ code: 'database-closed' })
    await database.close()
  })
})

/** A process that opens the database and inserts rows 100, 101, ... one by one, printing each once it is acknowledged. */
function holder(location: object): ChildProcess {
  const script = `
    import { openDatabase } from ${JSON.stringify(MODULE)}
    const database = await openDatabase(${JSON.stringify(location)})
    for (let id = 100; ; id += 1) {
      await database.query('insert into kept values ($1)', [id])
      console.log(id)
    }`
  const options = ['--import', 'tsx', '--input-type=module', '--eval', script]
  return spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The number printed last, once at least `rows` have been. */
async function acknowledged(child: ChildProcess, rows: number): Promise<number> {
  let last = 0
  let printed = ''
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    printed += chunk
    last = Number(printed.slice(0, printed.lastIndexOf('\n')).split('\n').at(-1))
    if (last >= 100 + rows) return last
  }
  throw new Error('the child has ended')
}

describe('the embedded database', () => {
  const parent = mkdtempSync(join(tmpdir(), 'prorata-open-'))
  const directory = join(parent, 'deep', 'data')
  const lock = `${directory}.lock`
  afterAll(() => rmSync(parent, { recursive: true, force: true }))

  test('makes its directory, locks it, and leaves no lock when it closes', async () => {
    const database = await openDatabase({ directory })
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid })
    await expect(openDatabase({ directory: join(directory, '..', 'data') })).rejects.toMatchObject({
      code: 'database-in-use',
      message: expect.stringContaining(lock),
    })
    await database.close()
    expect(existsSync(lock)).toBe(false)
  })

  test('of many that find the lock of a dead process, one takes it over', async () => {
    // The first number is no process; the second is one that started at another time, so the number was given out again.
    const { host } = await lockOf(directory, lock)
    for (const pid of [2 ** 22 + 1, process.pid]) {
      writeFileSync(lock, JSON.stringify({ pid, start: '1', host, token: 'dead' }))
      const attempts = await Promise.allSettled(Array.from({ length: 4 }, () => openDatabase({ directory })))
      const winners = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
      const codes = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.code] : []))
      expect(winners.length).toBe(1)
      expect(codes).toEqual(Array.from({ length: 3 }, () => 'database-in-use'))
      await winners[0]!.close()
      expect(existsSync(lock)).toBe(false)
    }
  })

  test('a lock of another host or of no process is left to people', async () => {
    writeFileSync(lock, JSON.stringify({ pid: 1, start: '1', host: 'elsewhere.example', token: 'x' }))
    await expect(openDatabase({ directory })).rejects.toThrow('process 1 on elsewhere.example')
    writeFileSync(lock, 'something else')
    await expect(openDatabase({ directory })).rejects.toMatchObject({ code: 'database-in-use' })
    rmSync(lock)
  })

  test('a directory that cannot be opened says why and leaves no lock', async () => {
    const file = join(parent, 'file')
    writeFileSync(file, '')
    await expect(openDatabase({ directory: file })).rejects.toThrow()
    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  test('in memory, a long statement leaves the event loop free', async () => {
    const database = await openDatabase({ directory: ':memory:' })
    let ticks = 0
    const timer = setInterval(() => {
      ticks += 1
    }, 10)
    await database.query('select count(*) from generate_series(1, 2000000)')
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(5)
    await database.close()
  }, 20_000)

  async function lockOf(directory: string, lock: string): Promise<{ host: string }> {
    const database = await openDatabase({ directory })
    const content = JSON.parse(readFileSync(lock, 'utf8'))
    await database.close()
    return content
  }
})

describe('a server', () => {
  test('that cannot be reached is named without the password', async () => {
    const port = await freePort()
    const url = `postgres://someone:s3cret@127.0.0.1:${port}/billing?password=s3cret`
    const error = await openDatabase({ url }).catch((thrown) => thrown)
    expect(error.code).toBe('connection-failed')
    expect(error.message).toContain(`postgres://someone@127.0.0.1:${port}/billing: `)
    expect(JSON.stringify([error.message, error.stack, error.cause, error])).not.toContain('s3cret')
  })

  test.each(['postgres://u:s3cret', 's3cret', 'postgres://u:12/s3cret@127.0.0.1/x'])('bad URL %#', async (url) => {
    const error = await openDatabase({ url }).catch((thrown) => thrown)
    expect(error.code).toBe('connection-failed')
    expect(`${error.message} ${error.stack} ${error.cause} ${describeUrl(url)}`).not.toContain('s3cret')
  })

  test('or a directory is needed', async () => {
    await expect(openDatabase({})).rejects.toThrow(TypeError)
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
