import type { ApiSettings } from '../api/main.js'
import type { DemoAccess } from '../app/demo-shop.js'
import { expectFreePort, serveUntilStopped, settingsOf } from './command-serve.js'
import { greet } from './demo-greeting.js'
import type { Database } from './session.js'

/** What holds for a demo unless the environment says otherwise: people sign in from a shell, and requests are not logged. */
const USUAL = {
  PRORATA_PASSWORD_GRANT: 'true',
  PRORATA_MULTI_FACTOR_REQUIRED: 'false',
  PRORATA_LOG_LEVEL: 'warn',
}

/** Reads how the demo is to be served, and sees that it can be. */
export async function demoSettings(options: { readonly host?: string; readonly port?: number }): Promise<ApiSettings> {
  const settings = await settingsOf(options, USUAL)
  await expectFreePort(settings)
  return settings
}

/**
 * Serves a demo and prints how to use it, with the jobs: webhooks are delivered. What falls due is charged when a clock is
 * advanced, since its accounts are sandboxes.
 */
export async function serveDemo(database: Database, settings: ApiSettings, access: DemoAccess): Promise<void> {
  const { publicUrl, identity } = settings
  const greeting = { publicUrl, passwordGrant: identity.passwordGrant === true }
  await serveUntilStopped(database, settings, { withJobs: true, greet: (api) => greet(api, access, greeting) })
}
