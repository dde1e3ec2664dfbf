// What the benchmarks of the portal share: a server process on a ledger of its own, somebody who has signed in, a browser.
import { type ChildProcess, spawn } from 'node:child_process'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { newId } from '../../src/app/new-id.js'
import { TokenAuthority } from '../../src/app/tokens.js'
import type { Instant } from '../../src/core/calendar/day.js'
import type { Database } from '../../src/store/database.js'
import { openDatabase } from '../../src/store/open-database.js'

const PORT = 18_183
export const PUBLIC_URL = `http://127.0.0.1:${PORT}`
const CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]

const authority = new TokenAuthority({ issuer: PUBLIC_URL, audiences: [PUBLIC_URL], lifetimeSeconds: 7_200 })

/** What a benchmark of the portal works with; `ledgerUrl` is that of the database it filled. */
export interface Portal {
  readonly browser: Browser
  readonly token: string
  readonly ledgerUrl: string
}

/** An id of the generated ledger: 1 for partners, 2 for customers, 3 for subscriptions. */
export function idOf(kind: number, number: number): string {
  return `018f${String(kind).padStart(4, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

/**
 * Makes a database on the server of DATABASE_URL, fills it, serves it by the published program and opens a browser;
 * afterwards all of it is gone.
 */
export async function withPortal(
  fill: (database: Database, ledgerUrl: string) => Promise<void>,
  measure: (portal: Portal) => Promise<void>,
): Promise<void> {
  const url = process.env['DATABASE_URL']
  if (url === undefined) throw new Error('set DATABASE_URL to a server on which databases may be created')
  const name = `prorata_bench_portal_${process.pid}`
  const server = await openDatabase({ url, maxSessions: 1 })
  await server.query(`create database ${name}`)
  const ledger = new URL(url)
  ledger.pathname = `/${name}`
  let serving: ChildProcess | undefined
  try {
    const database = await openDatabase({ url: ledger.href, maxSessions: 4 })
    await fill(database, ledger.href)
    // Otherwise the server would tidy up and analyse in the middle of what is measured.
    await database.execute('vacuum analyze')
    await database.execute('checkpoint')
    const token = await tokenOf(database)
    await database.close()
    serving = await serve(ledger.href)
    const browser = await chromium.launch({
      executablePath: process.env['PRORATA_CHROMIUM'] ?? '/usr/bin/chromium',
      args: CHROMIUM,
    })
    try {
      await measure({ browser, token, ledgerUrl: ledger.href })
    } finally {
      await browser.close()
    }
  } finally {
    serving?.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 500))
    await server.query(`drop database ${name} with (force)`)
    await server.close()
  }
}

/** A window of somebody who has signed in: the token is made here, what is measured begins afterwards. */
export async function signedIn({ browser, token }: Portal): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } })
  await context.addInitScript((made) => {
    sessionStorage.setItem('prorata.access', JSON.stringify({ token: made, until: Date.now() + 7_000_000 }))
  }, token)
  return context
}

function tokenOf(database: Database): Promise<string> {
  const account = { accountId: idOf(1, 0), kind: 'user', id: newId(), name: 'agent@0.example.net' } as const
  const subject = { ...account, applicationId: newId(), roles: ['global-admin'] as const, multiFactor: true }
  return authority.issue(database, subject, Date.now() as Instant)
}

async function serve(ledgerUrl: string): Promise<ChildProcess> {
  const environment = {
    ...{ DATABASE_URL: ledgerUrl, PRORATA_PORT: String(PORT), PRORATA_PUBLIC_URL: PUBLIC_URL },
    ...{ PRORATA_REQUESTS_PER_ACCOUNT: '0', PRORATA_REQUESTS_PER_ADDRESS: '0', PRORATA_LOG_LEVEL: 'warn' },
  }
  const child = spawn(process.execPath, ['dist/cli/main.js', 'serve'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answers = await fetch(`${PUBLIC_URL}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (answers) return child
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`nothing answers on port ${PORT}`)
}
