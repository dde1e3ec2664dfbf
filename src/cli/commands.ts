import type { Command } from 'commander'
import { EXAMPLES } from './examples.js'

/** Commands in the order in which the help lists them. Each is loaded only when the help or the call needs it. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  simulate: async () => (await import('./command-simulate.js')).simulateCommand(),
  explain: async () => (await import('./command-explain.js')).explainCommand(),
  demo: async () => (await import('./command-demo.js')).demoCommand(),
  import: async () => (await import('./command-import.js')).importCommand(),
  'price-lists': async () => (await import('./command-price-lists.js')).priceListsCommand(),
  discounts: async () => (await import('./command-discounts.js')).discountsCommand(),
  meters: async () => (await import('./command-meters.js')).metersCommand(),
  'exchange-rates': async () => (await import('./command-meters.js')).exchangeRatesCommand(),
  usage: async () => (await import('./command-usage.js')).usageCommand(),
  budgets: async () => (await import('./command-budgets.js')).budgetsCommand(),
  bill: async () => (await import('./command-bill.js')).billCommand(),
  customers: async () => (await import('./command-customers.js')).customersCommand(),
  orders: async () => (await import('./command-orders.js')).ordersCommand(),
  subscriptions: async () => (await import('./command-subscriptions.js')).subscriptionsCommand(),
  invoices: async () => (await import('./command-invoices.js')).invoicesCommand(),
  exports: async () => (await import('./command-exports.js')).exportsCommand(),
  adjustments: async () => (await import('./command-adjustments.js')).adjustmentsCommand(),
  'credit-requests': async () => (await import('./command-credit-requests.js')).creditRequestsCommand(),
  'credit-notes': async () => (await import('./command-credit-notes.js')).creditNotesCommand(),
  payments: async () => (await import('./command-payments.js')).paymentsCommand(),
  mail: async () => (await import('./command-mail.js')).mailCommand(),
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
  jobs: async () => (await import('./command-jobs.js')).jobsCommand(),
  sandbox: async () => (await import('./command-sandbox.js')).sandboxCommand(),
  migrate: async () => (await import('./command-migrate.js')).migrateCommand(),
}

/** A command as it is called: with the examples of it and of its parts, and its complaints told as `main` expects. */
export async function loadCommand(name: string): Promise<Command> {
  return prepared(await COMMANDS[name]!(), name)
}

function prepared(command: Command, path: string): Command {
  for (const part of command.commands) prepared(part, `${path} ${part.name()}`)
  const examples = EXAMPLES[path]
  if (examples !== undefined) command.addHelpText('after', examplesText(path, examples))
  return command.exitOverride().showHelpAfterError('(see --help)')
}

function examplesText(path: string, examples: readonly string[]): string {
  const title = examples.length === 1 ? 'Example' : 'Examples'
  return `\n${title}:\n${examples.map((rest) => `  $ prorata ${path} ${rest}`.trimEnd()).join('\n')}`
}
