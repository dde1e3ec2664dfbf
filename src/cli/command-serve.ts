import { Command } from 'commander'
import type { ApiSettings } from '../api/main.js'
import { wholeOption } from './parse-options.js'
import { addDatabaseOptions, CommandError, type Database, type SessionOptions, withDatabase } from './session.js'

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
    await withDatabase(options, (database) => serveUntilStopped(database, settings, options.withJobs === true))
  })
}

/** Serves until a signal comes, then answers what is under way and stops. */
export async function serveUntilStopped(database: Database, settings: ApiSettings, withJobs: boolean): Promise<void> {
  const { startApi } = await import('../api/main.js')
  const api = await startApi(database, settings).catch((error: unknown) => {
    throw listenProblem(error, settings.port)
  })
  const jobs = withJobs ? await startedJobs(database, settings) : undefined
  console.log(`prorata answers at ${api.address} (browse it: ${settings.publicUrl}/docs). Stop it with Ctrl-C.`)
  await stopSignal()
  console.log('Stopping: what is under way is answered first.')
  await api.stop()
  await jobs?.stop()
}

async function startedJobs(database: Database, { publicUrl, webhookTargets }: ApiSettings) {
  const { startJobs } = await import('../jobs/main.js')
  return startJobs(database, {
    publicUrl,
    webhooks: webhookTargets,
    onError: (error) => console.error(`prorata: a job failed and will be tried again: ${String(error)}`),
  })
}

/** Settings of the environment; options are stronger. */
export async function settingsOf({ host, port }: Pick<ServeOptions, 'host' | 'port'>): Promise<ApiSettings> {
  const { readSettings } = await import('../api/main.js')
  const given = {
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

function listenProblem(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return new CommandError(`port ${port} is in use: choose another with --port`)
  return code === 'EACCES' ? new CommandError(`port ${port} may not be used: choose one from 1024 on`) : error
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
