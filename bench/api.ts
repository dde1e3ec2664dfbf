// The API on a PostgreSQL server with 100 thousand subscriptions of 5,000 partners: reading routes against a floor (a bare
// server of the same framework that runs the same statements and sends their rows), the time of single requests at a fixed
// rate, and checkouts of carts with five lines, each beside a transaction of as many statements. Both servers are processes
// of their own; the load comes from this one.
// Usage: npm run build && DATABASE_URL=... npx tsx bench/api.ts [SECONDS]
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildServer } from '../src/api/server.js'
import { newId } from '../src/app/new-id.js'
import { TokenAuthority } from '../src/app/tokens.js'
import type { Instant } from '../src/core/calendar/day.js'
import type { Database } from '../src/store/database.js'
import { migrate } from '../src/store/migrate.js'
import { openDatabase } from '../src/store/open-database.js'
import { loadLedger } from '../test/support/load-ledger.js'
import { recordingDatabase } from './support/recording-database.js'

const SUBSCRIPTIONS = 100_000
const PARTNERS = 5_000
/** Different partners that ask, so that nothing is served from one hot row. */
const CALLERS = 200
const RATE = 300
const CONNECTIONS = 8
const CHECKOUTS = 400
const WARM_UP_CHECKOUTS = 50
const STATEMENTS_OF_A_CHECKOUT = 21
const FLOOR_ROW = 'x'.repeat(200)
const ROUNDS = 3
const seconds = Number(process.argv[2] ?? 10)
const url = process.env['DATABASE_URL']
if (url === undefined) throw new Error('set DATABASE_URL to a server on which databases may be created')

const OUR_PORT = 18_181
const BARE_PORT = 18_182
const PUBLIC_URL = `http://127.0.0.1:${OUR_PORT}`
const authority = new TokenAuthority({ issuer: PUBLIC_URL, audiences: [PUBLIC_URL], lifetimeSeconds: 7_200 })
const now = () => Date.now() as Instant

const name = `prorata_bench_api_${process.pid}`
const server = await openDatabase({ url, maxSessions: 1 })
await server.query(`create database ${name}`)
const ledgerUrl = new URL(url)
ledgerUrl.pathname = `/${name}`
const folder = mkdtempSync(join(tmpdir(), 'prorata-bench-api-'))
const children: ChildProcess[] = []
let known: readonly string[] | undefined
try {
  const database = await openDatabase({ url: ledgerUrl.href, maxSessions: 4 })
  await migrate(database)
  await loadLedger(database, { partners: PARTNERS, subscriptions: SUBSCRIPTIONS, changedEvery: 5 })
  await agree(database)
  await measureReading(database)
  await database.close()
} finally {
  for (const child of children) child.kill('SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, 500))
  await server.query(`drop database ${name} with (force)`)
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}

function idOf(kind: number, number: number): string {
  return `018f${String(kind).padStart(4, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

/** Every customer has accepted the agreement, so that carts can be checked out. */
async function agree(database: Database): Promise<void> {
  await database.execute(`
    insert into customer_agreement (partner_id, customer_id, agreement_id, template_id, type, first_name, last_name, email,
      phone_number, agreed_at, confirmed_at, confirmed_by)
    select partner_id, customer_id, gen_random_uuid(), gen_random_uuid(), 'MicrosoftCustomerAgreement', 'Ida', 'Bakker',
      'ida@example.net', '', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', gen_random_uuid() from customer;
    update customer set domain_name = right(customer_id::text, 12) || '.example.net', status = 'active'`)
  // Otherwise the server would tidy up and analyse in the middle of what is measured.
  await database.execute('vacuum analyze')
  await database.execute('checkpoint')
}

interface Request {
  readonly path: string
  readonly token: string
}

async function measureReading(database: Database): Promise<void> {
  const callers = Array.from({ length: CALLERS }, (_, index) => Math.floor((index * PARTNERS) / CALLERS))
  const tokens = await Promise.all(callers.map((partner) => tokenOf(database, partner)))
  const perPartner = SUBSCRIPTIONS / PARTNERS
  const routes: Readonly<Record<string, (partner: number) => string>> = {
    'get a customer': (partner) => `/v1/customers/${idOf(2, partner)}`,
    'list customers': () => '/v1/customers?size=100',
    'get a subscription': (partner) =>
      `/v1/customers/${idOf(2, partner)}/subscriptions/${idOf(3, partner * perPartner)}`,
    'list 20 subscriptions': (partner) => `/v1/customers/${idOf(2, partner)}/subscriptions`,
  }
  const lists = Object.entries(routes).map(([title, pathOf]) => ({
    title,
    requests: callers.map((partner, index): Request => ({ path: pathOf(partner), token: tokens[index]! })),
  }))
  await startOurs()
  await startBare(
    database,
    lists.flatMap(({ requests }) => requests),
  )
  // As they come in a day: every route in turn. The first round of each server is for its compiler and is not counted.
  const mixed = callers.flatMap((_, index) => lists.map(({ requests }) => requests[index]!))
  for (const port of [BARE_PORT, OUR_PORT]) await load(port, mixed, undefined)
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [paced, barePaced] = [await load(OUR_PORT, mixed, RATE), await load(BARE_PORT, mixed, RATE)]
    console.log(
      `all four in turn, round ${round}: at ${RATE}/s p50 ${paced.p50} ms, p99 ${paced.p99} ms ` +
        `(bare ${barePaced.p50} and ${barePaced.p99} ms)`,
    )
  }
  for (const { title, requests } of lists) {
    const bare = await load(BARE_PORT, requests, undefined)
    const ours = await load(OUR_PORT, requests, undefined)
    const [paced, barePaced] = [await load(OUR_PORT, requests, RATE), await load(BARE_PORT, requests, RATE)]
    console.log(
      `${title}: ${Math.round(ours.perSecond)}/s, bare ${Math.round(bare.perSecond)}/s, ` +
        `ratio ${(ours.perSecond / bare.perSecond).toFixed(2)}; at ${RATE}/s p50 ${paced.p50} ms, p99 ${paced.p99} ms ` +
        `(bare ${barePaced.p50} and ${barePaced.p99} ms)`,
    )
  }
  await measureCheckouts(database, tokens)
}

function tokenOf(database: Database, partner: number): Promise<string> {
  const subject = {
    accountId: idOf(1, partner),
    kind: 'user',
    id: idOf(4, partner),
    name: `agent@${partner}.example.net`,
  } as const
  return authority.issue(
    database,
    { ...subject, applicationId: idOf(5, 1), roles: ['global-admin'], multiFactor: true },
    now(),
  )
}

async function startOurs(): Promise<void> {
  const environment = {
    DATABASE_URL: ledgerUrl.href,
    PRORATA_PORT: String(OUR_PORT),
    PRORATA_PUBLIC_URL: PUBLIC_URL,
    PRORATA_REQUESTS_PER_ACCOUNT: '0',
    PRORATA_REQUESTS_PER_ADDRESS: '0',
  }
  children.push(
    spawn(process.execPath, ['dist/cli/main.js', 'serve'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  )
  await answers(OUR_PORT)
}

/** Records which statements each request runs, and starts a server that runs just these. */
async function startBare(database: Database, requests: readonly Request[]): Promise<void> {
  const recorded: Record<string, unknown> = {}
  const recorder = recordingDatabase(database)
  const ours = await buildServer({
    database: recorder.database,
    authority,
    clock: now,
    newId,
    limits: { perAccount: 0, perAddress: 0 },
  })
  for (const { path, token } of requests) {
    const headers = { authorization: `Bearer ${token}` }
    // Twice: what is kept in memory is there in the second one, as it is in a server that runs.
    await ours.inject({ url: path, headers })
    recorder.clear()
    const answer = await ours.inject({ url: path, headers })
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`)
    recorded[`${path} ${token}`] = recorder.statements()
  }
  await ours.close()
  const file = join(folder, 'statements.json')
  writeFileSync(file, JSON.stringify(recorded))
  const parameters = ['--import', 'tsx', 'bench/support/bare-server.ts', file, ledgerUrl.href, String(BARE_PORT)]
  children.push(spawn(process.execPath, parameters, { stdio: ['ignore', 'ignore', 'inherit'] }))
  await answers(BARE_PORT)
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/healthz`)).ok) return
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`nothing answers on port ${port}`)
}

interface Load {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** Loads a server with these requests in turn; as fast as it goes, or at a rate. */
async function load(port: number, requests: readonly Request[], pace: number | undefined): Promise<Load> {
  const file = join(folder, 'load.json')
  writeFileSync(file, JSON.stringify({ port, requests, pace, seconds, connections: CONNECTIONS }))
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/support/load.mjs', file], {
    maxBuffer: 1 << 26,
  })
  const result = JSON.parse(stdout) as Load & { failed: number }
  if (result.failed > 0) throw new Error(`${result.failed} of the requests to port ${port} failed`)
  return result
}

async function measureCheckouts(database: Database, tokens: readonly string[]): Promise<void> {
  const times: number[] = []
  const floors: number[] = []
  await database.execute('create table floor (number integer primary key, data text not null)')
  for (let index = 0; index < WARM_UP_CHECKOUTS + CHECKOUTS; index += 1) {
    const caller = index % CALLERS
    const customer = idOf(2, Math.floor((caller * PARTNERS) / CALLERS))
    const items = await catalogItems(customer, tokens[caller]!)
    const lineItems = items.map((catalogItemId, id) => ({
      id,
      catalogItemId,
      quantity: 1 + id,
      billingCycle: 'monthly',
      termDuration: 'P1Y',
    }))
    const cart = await post(`/v1/customers/${customer}/carts`, tokens[caller]!, { lineItems })
    const began = performance.now()
    const result = await post(`/v1/customers/${customer}/carts/${cart.id}/checkout`, tokens[caller]!, undefined)
    times.push(performance.now() - began)
    if (result.orders?.length !== 1 && result.orders?.length !== 2)
      throw new Error(JSON.stringify(result).slice(0, 500))
    floors.push(await bareTransaction(database, index))
  }
  console.log(`checkout of five lines, ${CHECKOUTS} times: ${spread(times)} (bare transaction ${spread(floors)})`)
}

/** Milliseconds of a transaction of as many statements, each of which writes one row: what server and disk take. */
async function bareTransaction(database: Database, index: number): Promise<number> {
  const began = performance.now()
  await database.transaction(async (session) => {
    for (let number = 0; number < STATEMENTS_OF_A_CHECKOUT; number += 1) {
      await session.query('insert into floor values ($1, $2)', [index * STATEMENTS_OF_A_CHECKOUT + number, FLOOR_ROW])
    }
  })
  return performance.now() - began
}

function spread(times: readonly number[]): string {
  const counted = times.slice(WARM_UP_CHECKOUTS).sort((left, right) => left - right)
  const at = (share: number) => counted[Math.min(counted.length - 1, Math.floor(counted.length * share))]!.toFixed(1)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
}

/** Five availabilities, as an agent finds them. */
async function catalogItems(customer: string, token: string): Promise<readonly string[]> {
  if (known !== undefined) return known
  const headers = { authorization: `Bearer ${token}` }
  const items: string[] = []
  for (const product of ['PRD2', 'PRD4', 'PRD6', 'PRD8', 'PRD10']) {
    const answer = await fetch(`${PUBLIC_URL}/v1/customers/${customer}/products/${product}/skus/0001/availabilities`, {
      headers,
    })
    const { items: found } = (await answer.json()) as { items: { catalogItemId: string }[] }
    items.push(found[0]!.catalogItemId)
  }
  known = items
  return items
}

async function post(path: string, token: string, body: unknown): Promise<{ id?: string; orders?: unknown[] }> {
  const answer = await fetch(`${PUBLIC_URL}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const result = (await answer.json()) as { id?: string; orders?: unknown[] }
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(result)}`)
  return result
}
