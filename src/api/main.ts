import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { newId } from '../app/new-id.js'
import { registerPortal } from '../app/portal-program.js'
import { TokenAuthority } from '../app/tokens.js'
import type { Instant } from '../core/calendar/day.js'
import type { Database } from '../store/database.js'
import { buildServer } from './server.js'
import type { ApiSettings } from './settings.js'

export { type ApiSettings, readSettings } from './settings.js'

/** The API while it runs. */
export interface RunningApi {
  readonly server: FastifyInstance
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly address: string
  /** Stops taking requests, answers those under way, and gives up after the settings' time. */
  stop(): Promise<void>
}

/** Never logged, wherever they turn up. */
const SECRETS = ['authorization', 'cookie', 'password', 'client_secret', 'access_token', 'refresh_token']

/** The token authority these settings describe. */
function authorityOf(settings: ApiSettings): TokenAuthority {
  return new TokenAuthority({
    ...settings.identity,
    issuer: settings.publicUrl,
    audiences: settings.audiences,
    lifetimeSeconds: settings.tokenSeconds,
  })
}

/**
 * Starts the API on a database that is open and migrated, and waits until it listens.
 * @param hastyDatabase the same with the time limits of the settings, for all requests but those that may take long
 */
export async function startApi(
  database: Database,
  settings: ApiSettings,
  hastyDatabase: Database = database,
): Promise<RunningApi> {
  const logger = pino({
    level: settings.logLevel,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '(secret)' },
  })
  const server = await buildServer({
    database: hastyDatabase,
    patientDatabase: database,
    authority: authorityOf(settings),
    clock: () => Date.now() as Instant,
    newId,
    logger,
    limits: settings.limits,
    webhookTargets: settings.webhookTargets,
    cartDays: settings.cartDays,
    openSimulation: settings.openSimulation,
    metricsToken: settings.metricsToken,
    tls: settings.tls,
    trustProxy: settings.trustProxy,
    version: versionOfProgram(),
  })
  await registerPortal(database, settings.publicUrl, Date.now() as Instant)
  const address = await server.listen({ host: settings.host, port: settings.port })
  return { server, address, stop: () => stop(server, settings.shutdownSeconds) }
}

async function stop(server: FastifyInstance, seconds: number): Promise<void> {
  const timer = setTimeout(() => server.server.closeAllConnections(), seconds * 1_000)
  try {
    await server.close()
  } finally {
    clearTimeout(timer)
  }
}

function versionOfProgram(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
