import { once } from 'node:events'
import { createServer } from 'node:net'
import { Command } from 'commander'
import type { ApiSettings, RunningApi } from '../api/main.js'
import { mailSettings } from './mail-settings.js'
import { wholeOption } from './parse-options.js'
import {
  addDatabaseOptions,
  CommandError,
  type Database,
  type SessionOptions,
  withDatabase,
  withHastyDatabase,
} from './session.js'
import { stopSignal } from './stop-signal.js'

interface ServeOptions extends SessionOptions {
  readonly host?: string
  readonly port?: number
  readonly withJobs?: boolean
}

/** `prorata serve`: the HTTP API. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .description('serve the HTTP API until it is stopped (SIGTERM, Ctrl-C)')
    .option('--host <address>', 'address to listen on (default: PRORATA_HOST, or 127.0.0.1)')
    .option('--port <number>', 'port to listen on (default: PRORATA_PORT, or 8080)', wholeOption(1, 65_535))
    .option('--with-jobs', 'run the jobs in this process as well (see prorata work)')
    .addHelpText(
      'after',
      '\nWhat else can be set (public URL, TLS, limits, logs) is in docs/operations.md, all by PRORATA_ variables.',
    )
  return addDatabaseOptions(command).action(async (options: ServeOptions) => {
    const settings = await settingsOf(options)
    await withDatabase(options, (database) =>
      withHastyDatabase(options, database, settings, (hastyDatabase) =>
        serveUntilStopped(database, settings, { withJobs: options.withJobs === true, hastyDatabase }),
      ),
    )
  })
}

export interface Serving {
  /** Whether the jobs run in this process as well. */
  readonly withJobs: boolean
  /** The database with limits of time, for requests; left out, the same without. */
  readonly hastyDatabase?: Database
  /** What is told once requests are answered; the address, unless said otherwise. */
  readonly greet?: (api: RunningApi) => Promise<void>
}

/** Serves until a signal comes, then answers what is under way and stops. */
export async function serveUntilStopped(
  database: Database,
  settings: ApiSettings,
  { withJobs, hastyDatabase, greet }: Serving,
): Promise<void> {
  const { startApi } = await import('../api/main.js')
  const stopped = stopSignal()
  const api = await startApi(database, settings, hastyDatabase).catch((error: unknown) => {
    throw listenProblem(error, settings)
  })
  let jobs: Awaited<ReturnType<typeof startedJobs>> | undefined
  try {
    if (withJobs) jobs = await startedJobs(database, settings)
    await greet?.(api)
    console.log(
      `prorata answers at ${api.address} (portal: ${settings.publicUrl}/portal/, API: ${settings.publicUrl}/docs). Stop it with Ctrl-C.`,
    )
    await stopped
    console.log('Stopping: what is under way is answered first.')
  } finally {
    await api.stop()
    await jobs?.stop()
  }
}

async function startedJobs(database: Database, { publicUrl, webhookTargets, identity }: ApiSettings) {
  const { startJobs } = await import('../jobs/main.js')
  const mail = await mailSettings()
  return startJobs(database, {
    publicUrl,
    webhooks: webhookTargets,
    sealingKey: identity.sealingKey,
    ...(mail === undefined ? {} : { mail }),
    onError: (error) => console.error(`prorata: a job failed and will be tried again: ${String(error)}`),
    onWarning: (what) => console.error(`prorata: ${what}`),
  })
}

/** Settings of the environment; options are stronger, and `usual` is what holds where neither says anything. */
export async function settingsOf(
  { host, port }: Pick<ServeOptions, 'host' | 'port'>,
  usual: Readonly<Record<string, string>> = {},
): Promise<ApiSettings> {
  const { readSettings } = await import('../api/main.js')
  const given = {
    ...usual,
    ...process.env,
    ...(host === undefined ? {} : { PRORATA_HOST: host }),
    ...(port === undefined ? {} : { PRORATA_PORT: String(port) }),
  }
  try {
    return readSettings(given)
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error))
  }
}

/** Fails, with what to do, where the API could not listen: before anything else is done that takes time. */
export async function expectFreePort(settings: ApiSettings): Promise<void> {
  const { host, port } = settings
  const server = createServer()
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (error) {
    throw listenProblem(error, settings)
  } finally {
    server.close()
  }
}

function listenProblem(error: unknown, { host, port }: ApiSettings): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new CommandError(
      `port ${port} is in use, perhaps by another prorata: stop that program, or choose another port with --port ` +
        `(after npm start: npm start -- --port ${port < 65_535 ? port + 1 : port - 1})`,
    )
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CommandError(`${host} is no address of this machine: choose another with --host`)
  }
  return code === 'EACCES' ? new CommandError(`port ${port} may not be used: choose one from 1024 on`) : error
}
