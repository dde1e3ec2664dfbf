// Runs PGlite away from the main thread, whose event loop a statement would block, and guards the data directory: PGlite
// has no lock of its own, and two processes in one directory corrupt it without a word. Plain JavaScript, because a
// worker is loaded by Node itself, from src as from dist. Spoken to by `open-database.ts` only.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

/** A failure with a code of ours, as a `DatabaseError` has it. */
function failure(code, message) {
  return Object.assign(new Error(message), { code })
}

/** When a process started, as text to compare; empty where there is no such process or the system does not tell. */
function startOf(pid) {
  try {
    // Field 22 of stat; the name in field 2 may hold blanks and brackets, so count from its last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    if (process.platform === 'linux' || process.platform === 'win32') return ''
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Whether the holder of a lock may still run. A process of another host cannot be seen: it counts as running. */
function mayRun(lock) {
  if (lock.host !== hostname()) return true
  if (!isAlive(lock.pid)) return false
  const start = startOf(lock.pid)
  return lock.start === '' || start === '' || lock.start === start // another start: the number was given out again
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw failure('database-in-use', `${path} is no lock file of prorata: delete it if no process uses the database`)
  }
}

/**
 * Takes the lock file `path` for this worker. Written beside and then linked, it appears exclusively and with its whole
 * content. The lock of a dead holder is taken over by whoever takes the lock named after its token: only its holder may
 * replace the dead one, so of many processes that find it exactly one does.
 */
async function takeLock(path, mine) {
  const draft = `${path}.${randomUUID()}`
  for (let attempt = 0; attempt < 100; attempt += 1) {
    writeFileSync(draft, JSON.stringify(mine), { flag: 'wx' })
    try {
      linkSync(draft, path)
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    } finally {
      rmSync(draft)
    }
    const holder = readLock(path)
    if (holder === undefined) continue
    if (mayRun(holder)) throw inUse(path, holder)
    const claim = `${path}.${holder.token}`
    try {
      await takeLock(claim, mine)
    } catch (error) {
      if (error.code !== 'database-in-use') throw error
      await setTimeout(50) // someone else is taking it over just now
      continue
    }
    if (readLock(path)?.token === holder.token) {
      renameSync(claim, path)
      return
    }
    rmSync(claim)
  }
  throw failure('database-in-use', `other processes keep taking ${path}: try again`)
}

function inUse(path, { pid, host }) {
  const where = host === hostname() ? '' : ` on ${host}`
  return failure(
    'database-in-use',
    `the database is in use by process ${pid}${where}: stop that process or choose another directory ` +
      `(if you are sure that it has ended, delete ${path})`,
  )
}

async function open(directory) {
  if (directory === ':memory:') return { database: await PGlite.create() }
  mkdirSync(dirname(resolve(directory)), { recursive: true })
  const path = existsSync(directory) ? realpathSync(directory) : resolve(directory)
  const lock = `${path}.lock`
  const mine = { pid: process.pid, start: startOf(process.pid), host: hostname(), token: randomUUID() }
  await takeLock(lock, mine)
  const release = () => readLock(lock)?.token === mine.token && rmSync(lock)
  try {
    return { database: await PGlite.create(path), release }
  } catch (error) {
    release()
    throw error
  }
}

async function run(database, { operation, sql, parameters, input }) {
  switch (operation) {
    case 'query': {
      const { fields, rows, rowCount, command } = await database.query(sql, parameters, { rowMode: 'array' })
      return {
        columns: fields.map(({ name, dataTypeID }) => [name, dataTypeID]),
        rows,
        rowCount: rowCount ?? 0,
        command,
      }
    }
    case 'execute':
      await database.exec(sql)
      return undefined
    case 'copyIn': {
      // Of the blob, PGlite only asks for its buffer; a real Blob would copy all of it twice.
      const { rowCount } = await database.query(sql, [], { blob: { arrayBuffer: async () => input } })
      return rowCount
    }
    case 'copyOut':
      try {
        const { blob } = await database.query(sql)
        return blob === undefined ? new ArrayBuffer(0) : await blob.arrayBuffer()
      } catch (error) {
        await database._getWrittenBlob() // or what it wrote before it failed would begin the next copy
        throw error
      }
  }
}

function describe(error) {
  const { code, detail, hint, position, schema, table, column, constraint } = error
  return {
    code: code ?? 'database-failed',
    message: error.message,
    fields: { detail, hint, position, schema, table, column, constraint },
  }
}

try {
  const { database, release } = await open(workerData.directory)
  // Values travel as PostgreSQL's text, as on a server; the codecs on the other side are the same for both.
  for (const key of Object.keys(database.parsers)) database.parsers[key] = (text) => text
  for (const key of Object.keys(database.serializers)) database.serializers[key] = (text) => text
  parentPort.on('message', async (message) => {
    if (message.operation === 'close') {
      try {
        await database.close()
      } finally {
        release?.()
        parentPort.close()
      }
      return
    }
    try {
      const result = await run(database, message)
      parentPort.postMessage({ id: message.id, result }, result instanceof ArrayBuffer ? [result] : [])
    } catch (error) {
      parentPort.postMessage({ id: message.id, error: describe(error) })
    }
  })
  parentPort.postMessage({ id: 0 })
} catch (error) {
  parentPort.postMessage({ id: 0, error: describe(error) })
  parentPort.close()
}
