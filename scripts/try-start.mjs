// What a newcomer does first, with the built program: npm start, one request with the token it printed, Ctrl-C.
// Fails where it does not answer, or goes on after Ctrl-C. Usage: node scripts/try-start.mjs
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const START_LIMIT_MILLISECONDS = 300_000
const STOP_LIMIT_MILLISECONDS = 30_000

const ENVIRONMENT = { ...process.env, NO_COLOR: '1' }
for (const name of ['DATABASE_URL', 'PRORATA_DATA', 'PRORATA_PORT', 'FORCE_COLOR']) delete ENVIRONMENT[name]

const folder = mkdtempSync(join(tmpdir(), 'prorata-start-'))
const port = await freePort()
// A group of its own, as a shell makes one: Ctrl-C goes to all of it.
const command = ['start', '--silent', '--', '--out', join(folder, 'demo'), '--port', String(port)]
const child = spawn('npm', command, {
  cwd: ROOT,
  env: ENVIRONMENT,
  detached: true,
  stdio: ['ignore', 'pipe', 'inherit'],
})
let printed = ''
child.stdout.setEncoding('utf8').on('data', (text) => {
  printed += text
})
try {
  await until(() => printed.includes('Stop it with Ctrl-C'), START_LIMIT_MILLISECONDS, 'npm start did not answer')
  const token = /^ {2}TOKEN=(ey\S+)$/m.exec(printed)?.[1]
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`http://127.0.0.1:${port}/v1/customers?size=5`, { headers })
  const { items } = await answer.json()
  if (items?.length !== 5) throw new Error(`the printed token gets ${answer.status} instead of five customers`)
  process.kill(-child.pid, 'SIGINT')
  await until(() => printed.includes('Stopping:') && !isRunning(), STOP_LIMIT_MILLISECONDS, 'Ctrl-C did not stop it')
  console.log(`try-start: five customers by the token that npm start printed; stopped by Ctrl-C`)
} catch (error) {
  console.error(`try-start: ${error.message}\n${printed.split('\n').slice(-20).join('\n')}`)
  process.exitCode = 1
} finally {
  if (isRunning()) process.kill(-child.pid, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

/** Whether anything of the group still runs. */
function isRunning() {
  try {
    process.kill(-child.pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(condition, limit, problem) {
  const deadline = Date.now() + limit
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(problem)
    if (child.exitCode !== null && !printed.includes('Stopping:')) throw new Error('npm start ended by itself')
    await setTimeout(100)
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
