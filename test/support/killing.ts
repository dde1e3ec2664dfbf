// Databases that processes are killed on: made, copied and removed; and the processes.
import type { ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseOptions, openDatabase } from '../../src/store/open-database.js'

export type Location = Pick<DatabaseOptions, 'url' | 'directory'>

/** How a kind of database is made, copied and removed. */
export interface Places {
  make(): Promise<Location>
  copyOf(base: Location): Promise<Location>
  remove(): Promise<void>
}

/** On a server where its address is given, else embedded. */
export function killingPlaces(server: string | undefined): Places {
  return server === undefined ? embeddedPlaces() : serverPlaces(server)
}

/** Until the child has said that it is. */
export function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the child ended with ${code} before it was ready`)))
  })
}

/** The exit code; `null` for a killed child. */
export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

/**
 * Starts a child on one database, kills it at any moment of the milliseconds it takes `undisturbed`, and starts it again:
 * `most` times at most, then it is left to its end. Gives how often it was killed; whatever else ends it is an error.
 */
export async function killAgainAndAgain(start: () => ChildProcess, undisturbed: number, most: number): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    const child = start()
    await ready(child)
    const end = ended(child)
    const stop = () => child.kill('SIGKILL')
    const kill = kills < most ? setTimeout(stop, randomInt(0, Math.ceil(undisturbed))) : undefined
    const code = await end
    clearTimeout(kill)
    if (code === 0) return kills
    if (code !== null) throw new Error(`the child ended with ${code}`)
  }
}

function embeddedPlaces(): Places {
  const parent = mkdtempSync(join(tmpdir(), 'prorata-crash-'))
  let count = 0
  const next = () => {
    count += 1
    return { directory: join(parent, String(count)) }
  }
  return {
    make: async () => next(),
    copyOf: async (base) => {
      const copy = next()
      cpSync(base.directory!, copy.directory, { recursive: true })
      return copy
    },
    remove: async () => rmSync(parent, { recursive: true, force: true }),
  }
}

function serverPlaces(url: string): Places {
  const names: string[] = []
  const run = async (sql: string) => {
    const database = await openDatabase({ url, maxSessions: 1 })
    await database.query(sql)
    await database.close()
  }
  const make = async (template: string): Promise<Location> => {
    const name = `prorata_crash_${process.pid}_${names.length}`
    names.push(name)
    await run(`create database ${name} template ${template}`)
    const place = new URL(url)
    place.pathname = `/${name}`
    return { url: place.href }
  }
  return {
    make: () => make('template0'),
    copyOf: (base) => make(new URL(base.url!).pathname.slice(1)),
    remove: async () => {
      for (const name of names) await run(`drop database if exists ${name} with (force)`)
    },
  }
}
