import { defineConfig } from '@playwright/test'

/** Debian's browser; another by PRORATA_CHROMIUM. Nothing of it asks the network for anything. */
const CHROMIUM = process.env['PRORATA_CHROMIUM'] ?? '/usr/bin/chromium'
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

// biome-ignore lint/style/noDefaultExport: playwright reads the default export
export default defineConfig({
  testDir: 'test/portal',
  outputDir: 'out/portal/results',
  // A demo of its own, made anew; PORTAL and PORTAL_PASSWORD name one that runs already.
  globalSetup: './test/portal/support/demo-server.ts',
  fullyParallel: false,
  workers: 2,
  // A loaded machine answers late; what fails twice has failed.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    launchOptions: { executablePath: CHROMIUM, args: ARGUMENTS },
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'America/Adak',
    screenshot: 'only-on-failure',
    trace: 'off',
  },
})
