import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from '@playwright/test'
import { freePort } from './demo-server.js'

const run = promisify(execFile)
const PROGRAM = 'dist/cli/main.js'
/** What there is to sell: the catalogue of the demo. */
const FILES = ['publishers.csv', 'skus.csv', 'prices.csv']
const ADMINISTRATOR = 'ana@direct.example'
const PASSWORD = 'quiet harbour lantern 42'

/** A server beside the demo, with settings of its own, the jobs, the demo's catalogue, and one partner. */
export interface SmallServer {
  readonly address: string
  readonly administrator: typeof ADMINISTRATOR
  readonly password: string
  end(): Promise<void>
}

export async function startSmallServer(
  browser: Browser,
  settings: Readonly<Record<string, string>>,
): Promise<SmallServer> {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-small-'))
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const { DATABASE_URL: _, ...rest } = process.env
  const usual = { NO_COLOR: '1', PRORATA_MULTI_FACTOR_REQUIRED: 'false', PRORATA_LOG_LEVEL: 'warn' }
  const env = { ...rest, ...usual, PRORATA_DATA: join(folder, 'data'), PRORATA_PUBLIC_URL: address, ...settings }
  mkdirSync(join(folder, 'files'))
  for (const file of FILES) cpSync(join('examples/demo', file), join(folder, 'files', file))
  await run(process.execPath, [PROGRAM, 'import', join(folder, 'files')], { env })
  const partner = ['--name', 'Direct Cloud', '--mpn-id', '4500100', '--type', 'direct-bill', '--country', 'NL']
  const person = ['--domain', 'direct.example', '--administrator-name', 'Ana Prat', '--administrator', ADMINISTRATOR]
  const { stdout } = await run(process.execPath, [PROGRAM, 'partners', 'create', ...partner, ...person], { env })
  const words = [PROGRAM, 'serve', '--with-jobs', '--port', String(port)]
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const page = await browser.newPage()
  await page.goto(/http:\S+\/sign-in\/password\S+/.exec(stdout)![0])
  for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD)
  await page.locator('form button').click()
  await page.locator('input[type=password]').first().waitFor({ state: 'detached' })
  await page.close()
  const end = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { address, administrator: ADMINISTRATOR, password: PASSWORD, end }
}
