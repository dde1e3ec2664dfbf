import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { DEFAULT_CART_DAYS } from '../app/cart.js'
import { LONGEST_LIFETIME_SECONDS } from '../app/token-lifetime.js'
import { readWebhookTargets } from '../app/webhook-settings.js'
import type { TargetRules } from '../app/webhook-target.js'
import { type IdentitySettings, readIdentitySettings } from './identity-settings.js'
import { DEFAULT_LIMITS } from './limits.js'
import { type TrustedProxies, trustedProxies } from './trusted-proxies.js'

const count = (most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().max(most))
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))
const list = z.string().transform((text) => text.split(/[\s,]+/).filter((item) => item !== ''))

/** Everything the API can be told by its environment, each with its default. */
const environment = z.object({
  PRORATA_HOST: z.string().default('127.0.0.1'),
  PRORATA_PORT: count(65_535).default(8080),
  PRORATA_PUBLIC_URL: url.optional(),
  PRORATA_AUDIENCES: list.default([]),
  PRORATA_TOKEN_SECONDS: count(LONGEST_LIFETIME_SECONDS).default(3_600),
  PRORATA_TLS_CERTIFICATE: z.string().optional(),
  PRORATA_TLS_KEY: z.string().optional(),
  PRORATA_TRUST_PROXY: trustedProxies,
  PRORATA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PRORATA_REQUESTS_PER_ACCOUNT: count(10_000_000).default(DEFAULT_LIMITS.perAccount),
  PRORATA_REQUESTS_PER_ADDRESS: count(10_000_000).default(DEFAULT_LIMITS.perAddress),
  PRORATA_METRICS_TOKEN: z.string().min(16).optional(),
  PRORATA_CART_DAYS: count(365).pipe(z.number().min(1)).default(DEFAULT_CART_DAYS),
  PRORATA_OPEN_SIMULATION: z.enum(['true', 'false']).default('true'),
  PRORATA_SHUTDOWN_SECONDS: count(600).default(20),
  PRORATA_KEEP_STATEMENTS: z.enum(['true', 'false']).default('true'),
  PRORATA_STATEMENT_SECONDS: count(3_600).default(30),
  PRORATA_LOCK_SECONDS: count(3_600).default(10),
})

/** What the API is told. */
export interface ApiSettings {
  readonly host: string
  readonly port: number
  /** Under which address clients reach it, without a slash at the end. */
  readonly publicUrl: string
  /** Audiences of tokens that are accepted; the first is the one ours are issued for. */
  readonly audiences: readonly string[]
  readonly tokenSeconds: number
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined
  /** Whom to believe what it says of clients. */
  readonly trustProxy: TrustedProxies
  readonly logLevel: string
  readonly limits: { readonly perAccount: number; readonly perAddress: number }
  /** Who sends it may read the metrics; without one, this machine only. */
  readonly metricsToken: string | undefined
  /** How long a cart can be ordered after it was opened. */
  readonly cartDays: number
  /** Whether the portal lets people play scenarios without signing in. */
  readonly openSimulation: boolean
  readonly shutdownSeconds: number
  /** After how many seconds the database gives up what a request asked of it; 0 for never. */
  readonly timeLimits: { readonly statementSeconds: number; readonly lockSeconds: number }
  /** Whether sessions for requests keep statements prepared; not through a pooler of transactions. */
  readonly keepsStatements: boolean
  /** Where webhooks may lead. */
  readonly webhookTargets: TargetRules
  /** What else the token authority is told. */
  readonly identity: IdentitySettings
}

/** Reads the settings; throws a sentence that names the variable where one is wrong. */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): ApiSettings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new RangeError(`${issue?.path.join('.')} ${issue?.message}`)
  }
  const { data } = parsed
  const [certificate, key] = [data.PRORATA_TLS_CERTIFICATE, data.PRORATA_TLS_KEY]
  if ((certificate === undefined) !== (key === undefined)) {
    throw new RangeError('PRORATA_TLS_CERTIFICATE and PRORATA_TLS_KEY go together: give both files or neither')
  }
  const tls =
    certificate === undefined || key === undefined
      ? undefined
      : { cert: readFileSync(certificate), key: readFileSync(key) }
  const host = data.PRORATA_HOST.includes(':') ? `[${data.PRORATA_HOST}]` : data.PRORATA_HOST
  const publicUrl = data.PRORATA_PUBLIC_URL ?? `${tls === undefined ? 'http' : 'https'}://${host}:${data.PRORATA_PORT}`
  return {
    host: data.PRORATA_HOST,
    port: data.PRORATA_PORT,
    publicUrl,
    audiences: [publicUrl, ...data.PRORATA_AUDIENCES],
    tokenSeconds: data.PRORATA_TOKEN_SECONDS,
    tls,
    trustProxy: data.PRORATA_TRUST_PROXY,
    logLevel: data.PRORATA_LOG_LEVEL,
    limits: { perAccount: data.PRORATA_REQUESTS_PER_ACCOUNT, perAddress: data.PRORATA_REQUESTS_PER_ADDRESS },
    metricsToken: data.PRORATA_METRICS_TOKEN,
    cartDays: data.PRORATA_CART_DAYS,
    openSimulation: data.PRORATA_OPEN_SIMULATION === 'true',
    shutdownSeconds: data.PRORATA_SHUTDOWN_SECONDS,
    timeLimits: { statementSeconds: data.PRORATA_STATEMENT_SECONDS, lockSeconds: data.PRORATA_LOCK_SECONDS },
    keepsStatements: data.PRORATA_KEEP_STATEMENTS === 'true',
    webhookTargets: readWebhookTargets(variables),
    identity: readIdentitySettings(variables),
  }
}
