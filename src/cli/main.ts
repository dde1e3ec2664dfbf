#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { EXIT_CODE_HELP, ExitCode } from './exit-codes.js'
import { CommandError } from './session.js'

/** Commands in the order in which the help lists them. Each is loaded only when the help or the call needs it. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  simulate: async () => (await import('./command-simulate.js')).simulateCommand(),
  explain: async () => (await import('./command-explain.js')).explainCommand(),
  demo: async () => (await import('./command-demo.js')).demoCommand(),
  import: async () => (await import('./command-import.js')).importCommand(),
  'price-lists': async () => (await import('./command-price-lists.js')).priceListsCommand(),
  bill: async () => (await import('./command-bill.js')).billCommand(),
  customers: async () => (await import('./command-customers.js')).customersCommand(),
  orders: async () => (await import('./command-orders.js')).ordersCommand(),
  subscriptions: async () => (await import('./command-subscriptions.js')).subscriptionsCommand(),
  invoices: async () => (await import('./command-invoices.js')).invoicesCommand(),
  payments: async () => (await import('./command-payments.js')).paymentsCommand(),
  tax: async () => (await import('./command-tax.js')).taxCommand(),
  'export-recon': async () => (await import('./command-export-recon.js')).exportReconCommand(),
  'verify-ledger': async () => (await import('./command-verify-ledger.js')).verifyLedgerCommand(),
  audit: async () => (await import('./command-audit.js')).auditCommand(),
  quarantine: async () => (await import('./command-quarantine.js')).quarantineCommand(),
  partners: async () => (await import('./command-partners.js')).partnersCommand(),
  users: async () => (await import('./command-users.js')).usersCommand(),
  programs: async () => (await import('./command-programs.js')).programsCommand(),
  keys: async () => (await import('./command-keys.js')).keysCommand(),
  token: async () => (await import('./command-token.js')).tokenCommand(),
  serve: async () => (await import('./command-serve.js')).serveCommand(),
  work: async () => (await import('./command-work.js')).workCommand(),
  sandbox: async () => (await import('./command-sandbox.js')).sandboxCommand(),
  migrate: async () => (await import('./command-migrate.js')).migrateCommand(),
}

const EXAMPLES = `
Examples:
  $ prorata simulate examples/scenarios --check
  $ prorata import examples/demo
  $ prorata bill --as-of 2018-02-15
  $ prorata export-recon --to 2018-02-15 --out out/february
  $ prorata verify-ledger

Data are kept in the embedded database in .prorata, unless --data, --database or DATABASE_URL say otherwise.`

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const program = new Command('prorata')
    .description('Partner billing: exact charges, invoices and reconciliation files, every line explained.')
    .version(version)
    .addHelpText('after', EXAMPLES + EXIT_CODE_HELP)
    // What follows the name of a command, or of a part of one, is that one's.
    .enablePositionalOptions()
    .exitOverride()
  const name = process.argv[2] ?? ''
  const asked = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  const wanted = asked === undefined ? Object.values(COMMANDS) : [asked]
  for (const load of wanted) program.addCommand(prepared(await load()))
  await program.parseAsync()
}

/** Every command tells commander's complaints and help the same way, by an exception that `main` turns into a code. */
function prepared(command: Command): Command {
  return command.exitOverride().showHelpAfterError('(see --help)')
}

// Whoever reads our output may stop reading, like `head`: what is being done is still done to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

main().catch((error: unknown) => {
  if (error instanceof CommandError) {
    console.error(`prorata: ${error.message}`)
    process.exitCode = error.exitCode
  } else if (isCommanderExit(error)) {
    process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.unusable
  } else {
    console.error(error)
    process.exitCode = ExitCode.unusable
  }
})

function isCommanderExit(error: unknown): error is { readonly exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}
