import { createServer, type Server } from 'node:http'
import { Command } from 'commander'
import { settingsOf } from './command-serve.js'
import { mailSettings } from './mail-settings.js'
import { wholeOption } from './parse-options.js'
import { addDatabaseOptions, CommandError, type SessionOptions, withDatabase } from './session.js'
import { stopSignal } from './stop-signal.js'

interface Options extends SessionOptions {
  readonly concurrency?: number
  readonly healthPort?: number
  readonly healthHost: string
}

const MOST_DELIVERIES = 64
const SESSIONS = 4

/** `prorata work`: the jobs beside the API, until it is stopped. */
export function workCommand(): Command {
  const command = new Command('work')
    .description(
      'run the jobs: webhook deliveries, mails, the daily jobs and the clocks of sandboxes, until it is stopped',
    )
    .option('--concurrency <n>', 'webhook deliveries at a time (default: 8)', wholeOption(1, MOST_DELIVERIES))
    .option('--health-port <port>', 'answer GET /health there: 200, or 503 where jobs fail', wholeOption(1, 65_535))
    .option('--health-host <address>', 'address to answer on', '127.0.0.1')
    .addHelpText(
      'after',
      `
Any number may run on one server; an embedded database lets in one process, so use prorata serve --with-jobs there.
PRORATA_PUBLIC_URL is the address of the API that receivers of webhooks are given; PRORATA_SEALING_KEY has to be set as for
prorata serve. docs/webhooks.md has the others; those of mail are in docs/notifications.md.`,
    )
  return addDatabaseOptions(command).action((options: Options) => runWork(options))
}

async function runWork(options: Options): Promise<void> {
  const { startJobs } = await import('../jobs/main.js')
  const { readWebhookTargets } = await import('../app/webhook-settings.js')
  const publicUrl = publicUrlOf(process.env['PRORATA_PUBLIC_URL'])
  const { sealingKey } = (await settingsOf({})).identity
  const webhooks = readWebhookTargets(process.env)
  const mail = await mailSettings()
  const sessions = { ...options, maxSessions: SESSIONS + (options.concurrency ?? 0) }
  await withDatabase(sessions, async (database) => {
    const jobs = await startJobs(database, {
      publicUrl,
      webhooks,
      sealingKey,
      ...(mail === undefined ? {} : { mail }),
      ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      onError: (error) => console.error(`prorata: a job failed and will be tried again: ${String(error)}`),
      onWarning: (what) => console.error(`prorata: ${what}`),
      onDone: (what) => console.log(`prorata: ${what}`),
    })
    const health = await answerHealth(options, () => jobs.health())
    console.log('prorata works on the jobs. Stop it with Ctrl-C.')
    await stopSignal()
    console.log('Stopping: what is under way is finished first.')
    health?.close()
    await jobs.stop()
  })
}

function publicUrlOf(text: string | undefined): string {
  if (text === undefined || text === '') return 'http://127.0.0.1:8080'
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) throw new CommandError('PRORATA_PUBLIC_URL must be a URL')
  return text.replace(/\/+$/, '')
}

async function answerHealth(
  { healthPort, healthHost }: Options,
  health: () => { readonly healthy: boolean },
): Promise<Server | undefined> {
  if (healthPort === undefined) return undefined
  const server = createServer((request, response) => {
    if (request.url !== '/health') {
      response.writeHead(404).end()
      return
    }
    const state = health()
    response.writeHead(state.healthy ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(state))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new CommandError(`port ${healthPort} cannot be used: choose another`)))
    server.listen(healthPort, healthHost, resolve)
  })
  return server
}
