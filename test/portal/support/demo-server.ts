import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const START_LIMIT_MILLISECONDS = 300_000

/** Starts the built program on a fresh demo, tells the tests where it is, and gives what ends it. */
// biome-ignore lint/style/noDefaultExport: playwright calls the default export
export default async function startDemo(): Promise<() => Promise<void>> {
  if (process.env['PORTAL'] !== undefined) return async () => {}
  const folder = mkdtempSync(join(tmpdir(), 'prorata-portal-'))
  const port = await freePort()
  const words = ['dist/cli/main.js', 'demo', '--serve', '--out', join(folder, 'demo'), '--port', String(port)]
  const { DATABASE_URL: _, ...environment } = process.env
  const child = spawn(process.execPath, words, {
    env: { ...environment, NO_COLOR: '1', PRORATA_REQUESTS_PER_ACCOUNT: '0', PRORATA_REQUESTS_PER_ADDRESS: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const deadline = Date.now() + START_LIMIT_MILLISECONDS
  while (!printed.includes('Stop it with Ctrl-C')) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the demo does not serve:\n${printed}`)
    await setTimeout(200)
  }
  process.env['PORTAL'] = `http://127.0.0.1:${port}`
  process.env['PORTAL_PASSWORD'] = /with the password ([^\s,]+)/.exec(printed)![1]
  return () => end(child, folder)
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  await ended
  rmSync(folder, { recursive: true, force: true })
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
