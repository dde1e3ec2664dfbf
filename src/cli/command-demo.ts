import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import type { ApiSettings } from '../api/main.js'
import type { ExplainedCharge } from '../app/explain-charge.js'
import { type Day, dayOf, formatDay, type Instant, MILLISECONDS_PER_HOUR } from '../core/calendar/day.js'
import { startOfDay } from '../core/calendar/instant.js'
import { addMonths, monthsBetween } from '../core/calendar/months.js'
import type { Currency } from '../core/money/currency.js'
import { minorDigitsOf } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { formatUnitPrice } from '../core/money/unit-price.js'
import { parseScenario } from '../core/scenario/parse-scenario.js'
import type { Scenario } from '../core/scenario/scenario.js'
import { acceptedOf, providerContext } from './as-provider.js'
import { printBooks } from './demo-books.js'
import { demoSettings, serveDemo } from './demo-serving.js'
import type { DemoUsage } from './demo-usage.js'
import { ExitCode } from './exit-codes.js'
import { table } from './output.js'
import { wholeOption } from './parse-options.js'
import { startProgress } from './progress.js'
import { CommandError, type Database, newId, withDatabase } from './session.js'

/** `prorata demo`: the main job on made-up data, from an empty database to invoices and files. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('load a demo provider, bill nineteen months and show what came out')
    .option(
      '--out <directory>',
      'where the database and the files go; emptied first, unless --serve goes on',
      'out/demo',
    )
    .option(
      '--serve',
      'then serve the API on it until it is stopped; a demo that was served before goes on as it was left',
    )
    .option('--fresh', 'with --serve: begin anew instead')
    .option('--host <address>', 'with --serve: address to listen on (default: PRORATA_HOST, or 127.0.0.1)')
    .option(
      '--port <number>',
      'with --serve: port to listen on (default: PRORATA_PORT, or 8080)',
      wholeOption(1, 65_535),
    )
    .action((options: DemoOptions) => runDemo(options))
}

interface DemoOptions {
  readonly out: string
  readonly serve?: boolean
  readonly fresh?: boolean
  readonly host?: string
  readonly port?: number
}

/** Where the examples are, beside `src` or `dist`. */
const EXAMPLES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples')
const FIRST_MONTH = dayOf(2018, 1, 1)
const LAST_MONTH = dayOf(2019, 7, 1)
/** When the demo is looked at: the morning after what is billed. */
const MORNING_AFTER = (startOfDay(addMonths(LAST_MONTH, 1, 'clamp')) + 9 * MILLISECONDS_PER_HOUR) as Instant

async function runDemo({ out, ...options }: DemoOptions): Promise<void> {
  if (!existsSync(join(EXAMPLES, 'demo'))) throw new CommandError(`the demo needs the folder ${join(EXAMPLES, 'demo')}`)
  if (options.serve !== true && (options.fresh ?? options.host ?? options.port) !== undefined) {
    throw new CommandError('--fresh, --host and --port go with --serve')
  }
  const data = join(out, 'data')
  const settings = options.serve === true ? await demoSettings(options) : undefined
  if (existsSync(join(data, 'database')) && (await goOn(data, options.fresh === true ? undefined : settings))) return
  clear(out)
  await withDatabase({ data }, async (database) => {
    await begin(database, `something else has filled ${data}: start the command again`)
    const differences = await showBilling(database, out)
    if (differences > 0) process.exitCode = ExitCode.differences
    if (settings !== undefined) await openAndServe(database, settings)
  })
}

/** Serves the demo that is there, where it can go on; `false` where it is to be made anew. Another's database is refused. */
async function goOn(data: string, settings: ApiSettings | undefined): Promise<boolean> {
  const { readDemo } = await import('../app/demo-shop.js')
  return withDatabase({ data }, async (database) => {
    await begin(database, `the database in ${data} is not the demo's: choose another --out, or delete that folder`)
    const state = await readDemo(database)
    if (typeof state === 'string' || settings === undefined) return false
    console.log(`The demo in ${data} goes on as it was left; --fresh begins anew.\n`)
    await serveDemo(database, settings, state)
    return true
  })
}

/** Marks an empty database as the demo's; fails with a sentence where it holds something else. */
async function begin(database: Database, otherwise: string): Promise<void> {
  const { beginDemo } = await import('../app/demo-shop.js')
  const begun = await beginDemo(database, Date.now() as Instant)
  if (!begun.ok) throw new CommandError(otherwise)
}

/** Imports and bills the demo and shows what came out; gives the number of differences, which is 0. */
async function showBilling(database: Database, out: string): Promise<number> {
  const data = join(out, 'data')
  console.log('1. Import a provider: partners, customers, a catalogue with prices, subscriptions with their history\n')
  await importDemo(database)
  await openBooks(database)
  console.log('\n2. Bill nineteen months, one after the other\n')
  const reported = await billMonths(database)
  console.log('\n3. The published examples, as invoiced (ours) beside what was published\n')
  const wrong = await comparePublished(database)
  console.log('\n4. What is metered: the usage of May and June 2019, from events to lines of invoices\n')
  await showUsage(database, reported, join(out, 'recon'))
  console.log('\n5. From invoices to cash: taxes, payments, a correction and a partner that pays late\n')
  const { faults, corrected } = await closeBooks(database, join(out, 'bank'))
  console.log('\n6. The files, the documents and the proof\n')
  await writeFiles(database, join(out, 'recon'))
  await writeDocuments(database, join(out, 'documents'), corrected)
  const { verifyLedger } = await import('../app/verify-ledger.js')
  const { subscriptions, charges, differenceCount } = await verifyLedger(database)
  console.log(
    `${subscriptions} subscriptions replayed from their events: ${charges} charges, ${differenceCount} differences.`,
  )
  console.log(`\nLook around:  npx prorata invoices --data ${data}`)
  console.log(`              npx prorata explain --subscription ${demoSubscriptionId(EXPLAINED_NAME)} --data ${data}`)
  return wrong + faults + differenceCount
}

/** Opens the shop on the morning after what was billed, and serves it. */
async function openAndServe(database: Database, settings: ApiSettings): Promise<void> {
  console.log('\n7. The shop: the accounts become sandboxes with clocks of their own, and the API is served')
  console.log('   (The commands above can be used once it is stopped: one process at a time has the database.)\n')
  const { openDemoShop } = await import('../app/demo-shop.js')
  const context = { database, clockAt: MORNING_AFTER, now: Date.now() as Instant, newId }
  const opened = await openDemoShop(context)
  if (!opened.ok) throw new CommandError(opened.refusal.message, ExitCode.refused)
  await serveDemo(database, settings, opened.value)
}

/** The published example whose second line is explained. */
const EXPLAINED_NAME = 'seed-monthly-change-qty.json'

/** Empties the demo's own folder, and nothing that it did not make. */
function clear(out: string): void {
  const names = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])
  const strange = [
    ...names(out).filter((name) => !['data', 'recon', 'bank', 'documents'].includes(name)),
    ...names(join(out, 'data')).filter((name) => !/^database(\.lock.*)?$/.test(name)),
  ]
  if (strange.length > 0)
    throw new CommandError(`${out} holds ${strange[0]}, which is not the demo's: choose another --out`)
  rmSync(out, { recursive: true, force: true })
}

async function importDemo(database: Database): Promise<void> {
  const { importFiles } = await import('../app/import-files.js')
  const kinds = ['partners', 'customers', 'publishers', 'skus', 'prices', 'subscriptions'] as const
  const files = kinds.map((kind) => {
    const path = join(EXAMPLES, 'demo', `${kind}.csv`)
    return { kind, name: path, open: () => createReadStream(path) as AsyncIterable<Uint8Array> }
  })
  const refusals: string[] = []
  const { files: imported } = await importFiles(database, files, {
    now: () => Date.now() as Instant,
    newId,
    actor: 'demo',
    onRefusal: ({ line, reason }, { name }) => refusals.push(`${name}:${line}: ${reason}`),
  })
  if (refusals.length > 0) throw new CommandError(`the demo data are refused:\n${refusals.slice(0, 10).join('\n')}`)
  const rows = [
    ...imported.map((file) => [file.kind, String(file.imported)]),
    ...(await importMetering(database)).map(([kind, added]) => [kind, String(added)]),
  ]
  console.log(table(['Kind', 'Rows'], rows, [1]))
}

/** Imports what is measured, what it costs, and exchange rates; gives how many of each. */
async function importMetering(database: Database): Promise<readonly (readonly [kind: string, added: number])[]> {
  const { importMeters } = await import('../app/usage/import-meters.js')
  const { importUsageRates } = await import('../app/usage/import-usage-rates.js')
  const { importExchangeRates } = await import('../app/usage/import-exchange-rates.js')
  const steps = [
    ['meters', importMeters],
    ['usage-rates', importUsageRates],
    ['exchange-rates', importExchangeRates],
  ] as const
  return database.transaction(async (session) => {
    const added: [string, number][] = []
    for (const [kind, importFile] of steps) {
      const source = createReadStream(join(EXAMPLES, 'demo', `${kind}.csv`))
      added.push([kind, acceptedOf(await importFile(providerContext(session), source)).added])
    }
    return added
  })
}

/** What is to be known before anything is billed, and what is done once it is. */
async function openBooks(database: Database): Promise<void> {
  const { openDemoBooks } = await import('../app/demo-books.js')
  const opened = await openDemoBooks({ database, newId })
  if (!opened.ok) throw new CommandError(opened.refusal.message, ExitCode.refused)
}

/** Gives the number of faults, which is 0, and the documents of the correction. */
async function closeBooks(database: Database, folder: string) {
  const { closeDemoBooks } = await import('../app/demo-books.js')
  const closed = await closeDemoBooks({ database, newId, clockAt: MORNING_AFTER })
  if (!closed.ok) throw new CommandError(closed.refusal.message, ExitCode.refused)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'statement.xml')
  writeFileSync(file, closed.value.statement)
  printBooks(closed.value, file)
  const { voidNote, replacement } = closed.value.rebilled
  return { faults: closed.value.faults, corrected: [voidNote, replacement] }
}

/** How the documents of the correction look, and what a machine reads of them. */
async function writeDocuments(database: Database, directory: string, numbers: readonly string[]): Promise<void> {
  const { writeInvoiceDocument } = await import('../app/write-invoice-document.js')
  mkdirSync(directory, { recursive: true })
  const names: string[] = []
  for (const number of numbers) {
    for (const format of ['pdf', 'ubl'] as const) {
      const written = await writeInvoiceDocument(database, number, { format, language: 'en' }, MORNING_AFTER)
      if (!written.ok) throw new CommandError(written.refusal.message, ExitCode.refused)
      writeFileSync(join(directory, written.value.name), written.value.bytes)
      names.push(written.value.name)
    }
  }
  console.log(`The void note and what replaces it, as PDF and e-invoice, are in ${directory}:\n  ${names.join(', ')}\n`)
}

/** Usage is reported before what it goes on is billed; gives what became of it. */
async function billMonths(database: Database): Promise<Omit<DemoUsage, 'invoices'>> {
  const { bill } = await import('../app/bill.js')
  const { budgetDemoUsage, reportDemoUsage } = await import('../app/demo-usage.js')
  const { listIssuedInvoices } = await import('../app/list-invoices.js')
  const months = monthsBetween(FIRST_MONTH, LAST_MONTH) + 1
  const progress = await startProgress('billing', 'months')
  const rows: string[][] = []
  let usage: Omit<DemoUsage, 'invoices'> | undefined
  for (let month = 0; month < months; month += 1) {
    const first = addMonths(FIRST_MONTH, month, 'clamp')
    if (month === months - 2) {
      const inTime = acceptedOf(await reportDemoUsage({ database, newId }, 'in time'))
      usage = { inTime, budget: acceptedOf(await budgetDemoUsage({ database, newId })), late: [] }
    }
    if (month === months - 1) {
      usage = { ...usage!, late: acceptedOf(await reportDemoUsage({ database, newId }, 'late')) }
    }
    const asOf = (addMonths(first, 1, 'clamp') - 1) as Day
    const run = await bill(database, { asOf, now: () => Date.now() as Instant, newId })
    if (!run.ok) throw new CommandError(run.refusal.message, ExitCode.refused)
    const { invoices } = await listIssuedInvoices(database, { from: first, to: asOf, limit: 100 })
    rows.push([formatDay(asOf), String(run.value.charges), String(invoices.length), totalsOf(invoices)])
    progress.update(month + 1, months)
  }
  progress.stop()
  console.log(table(['As of', 'New charges', 'Invoices', 'Invoiced'], rows, [1, 2]))
  return usage!
}

async function showUsage(database: Database, usage: Omit<DemoUsage, 'invoices'>, directory: string): Promise<void> {
  const { listDemoUsage } = await import('../app/demo-usage.js')
  const { printUsage } = await import('./demo-usage.js')
  printUsage({ ...usage, invoices: await listDemoUsage(database) }, directory)
}

function totalsOf(invoices: readonly { readonly currency: string; readonly total: bigint }[]): string {
  const totals = new Map<string, bigint>()
  for (const { currency, total } of invoices) totals.set(currency, (totals.get(currency) ?? 0n) + total)
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, total]) => `${formatAmount(total, currency as Currency)} ${currency}`)
    .join(', ')
}

/** Prints each example's lines beside the published ones; gives the number of lines that differ. */
async function comparePublished(database: Database): Promise<number> {
  const { explainCharges } = await import('../app/explain-charge.js')
  let wrong = 0
  let explained: ExplainedCharge | undefined
  for (const name of publishedNames()) {
    const scenario = readScenario(name)
    const charges = (await explainCharges(database, demoSubscriptionId(name))) ?? []
    if (name === EXPLAINED_NAME) explained = charges[2]
    const ours = charges
      .filter(({ invoiceDate }) => invoiceDate <= scenario.until)
      .map((charge) => lineOf(charge, scenario))
    const published = (scenario.expect ?? []).flatMap(({ file, lines }) =>
      lines.map((line) =>
        [
          file,
          line['chargeStart'],
          line['chargeEnd'],
          line['chargeType'],
          line['unitPrice'],
          line['quantity'],
          line['amount'],
        ].map(String),
      ),
    )
    const rows = Array.from({ length: Math.max(ours.length, published.length) }, (_, index) => {
      const [mine, theirs] = [ours[index] ?? Array(7).fill(''), published[index] ?? Array(7).fill('')]
      const same = mine.join('|') === theirs.join('|')
      if (!same) wrong += 1
      return [...mine, theirs[6]!, same ? 'same' : 'DIFFERENT']
    })
    console.log(scenario.title)
    const header = ['File', 'Start', 'End', 'Charge type', 'Unit price', 'Qty', 'Amount', 'Published', '']
    console.log(`${table(header, rows, [4, 5, 6, 7])}\n`)
  }
  if (explained !== undefined)
    console.log(
      `How the ${formatAmount(explained.charge.amount, explained.currency as Currency)} of the raise from 1 to 2 licenses came about:\n  ${explained.explanation}`,
    )
  return wrong
}

function lineOf({ charge, invoiceDate }: ExplainedCharge, { currency }: Scenario): string[] {
  return [
    formatDay(invoiceDate),
    formatDay(charge.chargeStart),
    formatDay((charge.chargeEnd - 1) as Day),
    charge.type,
    formatUnitPrice(charge.unitPrice, minorDigitsOf(currency)),
    String(charge.quantity),
    formatAmount(charge.amount, currency),
  ]
}

async function writeFiles(database: Database, directory: string): Promise<void> {
  const { exportRecon } = await import('../app/export-recon.js')
  const files = await exportRecon(database, { directory, filter: { limit: 100_000 } })
  const lines = files.reduce((sum, file) => sum + file.lines, 0)
  console.log(
    `${files.length} invoices with their reconciliation files (${lines} lines) are in ${directory}, for example`,
  )
  console.log(
    `  ${files
      .slice(0, 3)
      .map((file) => file.path)
      .join('\n  ')}\n`,
  )
}

function publishedNames(): string[] {
  return readdirSync(join(EXAMPLES, 'scenarios'))
    .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
    .sort()
}

function readScenario(name: string): Scenario {
  const parsed = parseScenario(JSON.parse(readFileSync(join(EXAMPLES, 'scenarios', name), 'utf8')))
  if (!parsed.ok) throw new CommandError(`${name} is no scenario`)
  return parsed.scenario
}

/** The demo data number the examples from 1, in order of their names (scripts/generate-demo.ts). */
function demoSubscriptionId(name: string): string {
  const number = publishedNames().indexOf(name) + 1
  return `0160f000-5e00-7000-8000-${number.toString(16).padStart(12, '0')}`
}
