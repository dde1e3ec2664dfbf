// `prorata demo` as people call it: what it prints, and the shop it opens, used by the commands that it prints itself.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/open-database.js'

const ROOT = join(import.meta.dirname, '../..')
const CALL = ['--import', 'tsx', join(ROOT, 'src/cli/main.ts')]
const OUTPUT = join(import.meta.dirname, 'demo-output.txt')
/** Several of which are given to what takes seconds: machines may be busy. */
const MINUTES = 60_000
const hasCurl = spawnSync('curl', ['--version']).status === 0

// The demo has an embedded database of its own, whatever the machine has set.
const { DATABASE_URL: _, PRORATA_DATA: __, PRORATA_PORT: ___, FORCE_COLOR: ____, ...inherited } = process.env
const ENVIRONMENT = { ...inherited, NO_COLOR: '1' }

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function prorata(parameters: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...CALL, ...parameters], { cwd: ROOT, env: ENVIRONMENT }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

/** A demo that is being served. */
class Served {
  static #last: Served | undefined
  readonly #child: ChildProcess
  #text = ''

  private constructor(parameters: readonly string[]) {
    const command = [...CALL, 'demo', '--serve', ...parameters]
    this.#child = spawn(process.execPath, command, { cwd: ROOT, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#text += text
      })
    }
  }

  /** Starts it, and waits until it answers. */
  static async start(...parameters: string[]): Promise<Served> {
    const served = new Served(parameters)
    Served.#last = served
    while (!served.text.includes('Stop it with Ctrl-C')) {
      if (served.#child.exitCode !== null) throw new Error(`it ended: ${served.text}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return served
  }

  get text(): string {
    return this.#text
  }

  /** What it printed as `NAME=value`. */
  variable(name: string): string {
    return new RegExp(`^ {2}${name}=(?!\\$)(\\S+)$`, 'm').exec(this.#text)?.[1] ?? ''
  }

  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode
    this.#child.kill('SIGTERM')
    const [code] = await once(this.#child, 'exit')
    return code
  }

  /** Ends what a failed test has left behind. */
  static kill(): void {
    if (Served.#last !== undefined) Served.#last.#child.kill('SIGKILL')
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  server.close()
  await once(server, 'close')
  return String(port)
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'prorata-demo-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('prorata demo', () => {
  it('prints what it always printed, and ends', { timeout: 5 * MINUTES }, async () => {
    const out = join(folder, 'plain')
    const { code, stdout, stderr } = await prorata(['demo', '--out', out])
    expect([stderr, code]).toEqual(['', 0])
    const printed = stdout.replaceAll(out, 'OUT')
    if (process.env['PRORATA_APPROVE'] === '1') writeFileSync(OUTPUT, printed)
    expect(printed).toBe(readFileSync(OUTPUT, 'utf8'))
  })

  it('touches no database that is not its own', { timeout: 3 * MINUTES }, async () => {
    const out = join(folder, 'plain')
    const database = await openDatabase({ directory: join(out, 'data', 'database') })
    await database.query('delete from demo')
    await database.close()
    const { code, stdout, stderr } = await prorata(['demo', '--serve', '--port', await freePort(), '--out', out])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^prorata: the database in .* is not the demo's: choose another --out, .*\n$/)
    expect(readdirSync(out).sort()).toEqual(['bank', 'data', 'documents', 'recon'])
  })

  it('says at once which port is in use, and what to do', { timeout: 3 * MINUTES }, async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { readonly port: number }
    const { code, stdout, stderr } = await prorata(['demo', '--serve', '--port', String(port), '--out', folder])
    server.close()
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(new RegExp(`^prorata: port ${port} is in use.*--port.*\n$`))
  })

  it('takes what is for serving with --serve only', { timeout: 3 * MINUTES }, async () => {
    const { code, stderr } = await prorata(['demo', '--port', '8080'])
    expect([code, stderr]).toEqual([2, 'prorata: --fresh, --host and --port go with --serve\n'])
  })
})

describe('prorata demo --serve', () => {
  let port: string
  let served: Served
  const out = () => join(folder, 'served')
  const start = () => Served.start('--out', out(), '--port', port)
  const get = async (path: string, variable: 'TOKEN' | 'ADMIN' | 'OPERATOR') => {
    const headers = { authorization: `Bearer ${served.variable(variable)}` }
    const answer = await fetch(`${served.variable('API')}/v1${path}`, { headers })
    // biome-ignore lint/suspicious/noExplicitAny: the test looks at what came
    return { status: answer.status, body: (await answer.json()) as any }
  }

  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${served.variable('TOKEN')}`, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    // biome-ignore lint/suspicious/noExplicitAny: the test looks at what came
    return (await (await fetch(`${served.variable('API')}/v1${path}`, init)).json()) as any
  }

  beforeAll(async () => {
    port = await freePort()
    served = await start()
  }, 5 * MINUTES)
  afterAll(() => Served.kill())

  it('bills as without it, and prints tokens that work', async () => {
    expect(served.text.replaceAll(out(), 'OUT')).toContain(readFileSync(OUTPUT, 'utf8'))
    const customers = await get('/customers?size=500', 'TOKEN')
    expect(customers.status).toBe(200)
    expect(customers.body.items.length).toBeGreaterThan(100)
    expect((await get('/platform/partners', 'OPERATOR')).body.items).toHaveLength(4)
    // Agreements are shown to people only.
    const { body: agreements } = await get(
      `/customers/${served.variable('CUSTOMER')}/agreements?agreementType=*`,
      'ADMIN',
    )
    expect(agreements.items).toHaveLength(1)
    const { body: profile } = await get(`/customers/${served.variable('CUSTOMER')}/profiles/billing`, 'TOKEN')
    expect(profile.defaultAddress.country).toBe('NL')
    expect((await get('/sandbox/clock', 'TOKEN')).body.clockAt).toBe('2019-08-01T09:00:00Z')
    const documents = await fetch(`${served.variable('API')}/docs/`)
    expect(documents.status).toBe(200)
  })

  it.skipIf(!hasCurl)('prints commands that sell and bill', { timeout: 5 * MINUTES }, async () => {
    const answers = await runPrinted(served.text)
    expect(answers.filter(({ code }) => code !== undefined)).toEqual([])
    const [customers, subscriptions, invoices, balance, preview, review, checkout, clock, charges] = answers
    expect(answers).toHaveLength(9)
    expect(invoices.items[0].amendsOf).toBe(invoices.items[1].amendsOf)
    expect(balance.pastDue).toBe(false)
    const newest = invoices.items[0].id
    expect(
      readFileSync(join(folder, `${newest}.pdf`))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    expect(
      readFileSync(join(folder, `${newest}.xlsx`))
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect(customers.items).toHaveLength(5)
    expect(subscriptions.items.length).toBeGreaterThan(0)
    expect(preview.charges.length).toBeGreaterThan(0)
    expect(review.totals[0].amount).toBeGreaterThan(0)
    expect(checkout.orders).toHaveLength(2)
    expect(checkout.orderErrors ?? []).toEqual([])
    expect(clock.target).toBe('2019-09-02T09:00:00Z')
    expect(charges.items.length).toBeGreaterThan(0)
    // On a busy machine the way is longer than a request: it goes on when it is asked for again.
    const again = () => post('/sandbox/clock', { advanceTo: clock.target })
    await expect.poll(async () => (await again()).clockAt, { timeout: MINUTES }).toBe(clock.target)
  })

  it('stops on SIGTERM, and goes on at the next start as it was left', { timeout: 5 * MINUTES }, async () => {
    const secrets = signInsOf(served.text)
    const { body: before } = await get('/sandbox/clock', 'TOKEN')
    expect(await served.stop()).toBe(0)
    expect(served.text).toMatch(/Stopping: what is under way is answered first\.\n$/)
    served = await start()
    expect(signInsOf(served.text)).toEqual(secrets)
    expect((await get('/customers?size=1', 'TOKEN')).status).toBe(200)
    expect((await get('/sandbox/clock', 'TOKEN')).body).toEqual(before)
    expect((await get('/platform/partners', 'OPERATOR')).body.items).toHaveLength(4)
  })

  it('leaves a ledger that can be proved', { timeout: 5 * MINUTES }, async () => {
    expect(await served.stop()).toBe(0)
    const { code, stdout } = await prorata(['verify-ledger', '--json', '--data', join(out(), 'data')])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ differenceCount: 0 })
  })
})

/** The sign-ins it printed: passwords, programs, secrets. */
function signInsOf(text: string): string[] {
  return text.split('\n').filter((line) => /^Who may sign in|^ {4}program |^ {4}\S+@/.test(line))
}

/** Runs every command of the text in one shell, as if pasted; gives the answers that are printed. */
// biome-ignore lint/suspicious/noExplicitAny: the test looks at what came
function runPrinted(text: string): Promise<any[]> {
  const commands = text
    .slice(text.indexOf('Tokens, to be pasted'))
    .split('\n')
    .filter((line) => /^ {2}([A-Z]+=|curl )/.test(line))
    .map((line) => (line.startsWith('  curl ') ? `${line}; echo` : line))
  return new Promise((resolve, reject) => {
    const script = ['set -eu', ...commands].join('\n')
    execFile('bash', ['-c', script], { cwd: folder, env: ENVIRONMENT, maxBuffer: 2 ** 26 }, (error, stdout) => {
      if (error !== null) reject(error)
      else
        resolve(
          stdout
            .trim()
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line)),
        )
    })
  })
}
