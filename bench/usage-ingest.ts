// Usage events into a server: `prorata usage import` of N million events as NDJSON and as CSV, the API with 10,000 events a
// request, and as floor a raw COPY of the same rows into a table without indexes. Prints rows of a table.
// Usage: DATABASE_URL=... npx tsx bench/usage-ingest.ts [MILLIONS]; run `npm run build` first.
import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { buildServer } from '../src/api/server.js'
import { newId } from '../src/app/new-id.js'
import { TokenAuthority } from '../src/app/tokens.js'
import { PLATFORM_ID } from '../src/app/use-case.js'
import type { Instant } from '../src/core/calendar/day.js'
import { migrate } from '../src/store/migrate.js'
import { openDatabase } from '../src/store/open-database.js'
import { METERS, type MeteredPartner, seedMeteredLedger } from '../test/support/usage.js'
import { rate, runProgram } from './support/program.js'

const server = process.env['DATABASE_URL']
if (server === undefined) throw new Error('DATABASE_URL must name a server')
const millions = Number(process.argv[2] ?? 1)
const MILLION = 1_000_000
const HTTP_REQUESTS = 30
const PER_REQUEST = 10_000

const work = mkdtempSync(join(tmpdir(), 'prorata-bench-usage-'))
const name = `usage_bench_${process.pid}`
const admin = await openDatabase({ url: server, maxSessions: 1 })
await admin.execute(`create database ${name}`)
const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
try {
  const database = await openDatabase({ url, maxSessions: 4 })
  await migrate(database)
  const { alder } = await seedMeteredLedger(database)
  console.log('| what | events | s | rate | ratio to raw COPY | MB |')
  console.log('|---|---|---|---|---|---|')
  const seconds: { what: string; seconds: number; megabytes: number }[] = []
  for (let million = 1; million <= millions; million += 1) seconds.push(await imported(alder, 'ndjson', million))
  seconds.push(await imported(alder, 'csv', millions + 1))
  const floor = await rawCopy(database)
  for (const one of seconds) {
    const ratio = (one.seconds / floor).toFixed(2)
    console.log(
      `| ${one.what} | ${MILLION} | ${one.seconds.toFixed(1)} | ${rate(MILLION, one.seconds)} | ${ratio} | ${Math.round(one.megabytes)} |`,
    )
  }
  console.log(`| raw COPY | ${MILLION} | ${floor.toFixed(1)} | ${rate(MILLION, floor)} | 1 | |`)
  const http = await overHttp(database, alder)
  const sent = HTTP_REQUESTS * PER_REQUEST
  console.log(`| API, ${PER_REQUEST} a request | ${sent} | ${http.toFixed(1)} | ${rate(sent, http)} | | |`)
  await database.close()
} finally {
  await admin.execute(`drop database ${name} with (force)`)
  await admin.close()
  rmSync(work, { recursive: true, force: true })
}

/** Events of the last days, of 500 machines, with random ids. */
function eventOf(partner: MeteredPartner, index: number) {
  const machine = index % 500
  return {
    ...{ id: randomUUID(), subscriptionId: partner.plan, meterId: METERS.COMPUTE, quantity: `${(index % 997) / 8}` },
    time: new Date(Date.now() - 86_400_000 * 20 + (index % MILLION) * 1_000).toISOString(),
    ...{ entitlementId: `e-${machine % 7}`, resourceGroup: `rg-${machine % 11}`, location: 'westeurope' },
    ...{ resourceUri: `/entitlements/e-${machine % 7}/resources/vm-${machine}` },
  }
}

function* linesOf(partner: MeteredPartner, form: 'csv' | 'ndjson') {
  const [first] = [eventOf(partner, 0)]
  if (form === 'csv') yield `${Object.keys(first!).join(',')}\n`
  for (let start = 0; start < MILLION; start += 1_000) {
    let text = ''
    for (let index = start; index < start + 1_000; index += 1) {
      const event = eventOf(partner, index)
      text += form === 'csv' ? `${Object.values(event).join(',')}\n` : `${JSON.stringify(event)}\n`
    }
    yield text
  }
}

async function imported(partner: MeteredPartner, form: 'csv' | 'ndjson', million: number) {
  const path = join(work, `events.${form}`)
  await pipeline(Readable.from(linesOf(partner, form)), createWriteStream(path))
  const run = await runProgram(['usage', 'import', path, '--partner', partner.partnerId, '--json'], {
    DATABASE_URL: url,
  })
  const { accepted, seconds } = JSON.parse(run.output)
  if (accepted !== MILLION) throw new Error(run.output.slice(0, 1_000))
  return { what: `CLI, ${form}, million ${million}`, seconds: Number(seconds), megabytes: run.megabytes }
}

/** The rows of the last million once more, into a table that only holds them. */
async function rawCopy(database: Awaited<ReturnType<typeof openDatabase>>): Promise<number> {
  await database.execute('create table raw_usage as select * from usage_event limit 0')
  const chunks: Uint8Array[] = []
  const rows = `select * from usage_event order by batch_number desc limit ${MILLION}`
  for await (const chunk of database.copyOut(`copy (${rows}) to stdout (format binary)`)) chunks.push(chunk)
  const began = performance.now()
  await database.copyIn('copy raw_usage from stdin (format binary)', chunks)
  return (performance.now() - began) / 1_000
}

async function overHttp(database: Awaited<ReturnType<typeof openDatabase>>, partner: MeteredPartner): Promise<number> {
  const authority = new TokenAuthority({
    ...{ issuer: 'https://login.example.net', audiences: ['https://api.example.net'], lifetimeSeconds: 3_600 },
  })
  const clock = () => Date.now() as Instant
  const limits = { perAccount: 0, perAddress: 0 }
  const api = await buildServer({ database, authority, clock, newId, limits })
  const address = await api.listen({ host: '127.0.0.1', port: 0 })
  const subject = { accountId: PLATFORM_ID, kind: 'service-principal' as const, id: newId(), multiFactor: true }
  const token = await authority.issue(
    database,
    { ...subject, roles: ['platform-operator'], applicationId: subject.id, name: 'bench' },
    clock(),
  )
  const bodies = Array.from({ length: HTTP_REQUESTS }, () =>
    JSON.stringify({ events: Array.from({ length: PER_REQUEST }, (_, index) => eventOf(partner, index)) }),
  )
  const began = performance.now()
  const send = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      const answer = await fetch(`${address}/v1/platform/partners/${partner.partnerId}/usageevents`, {
        ...{ method: 'POST', body },
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      })
      const { accepted } = (await answer.json()) as { accepted: number }
      if (accepted !== PER_REQUEST) throw new Error(`the API answered ${answer.status}`)
    }
  }
  await Promise.all([send(), send()])
  const seconds = (performance.now() - began) / 1_000
  await api.close()
  return seconds
}
