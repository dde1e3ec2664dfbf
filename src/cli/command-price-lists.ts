import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { PriceListFormat } from '../app/price-list-formats.js'
import type { LineProblem } from '../app/price-list-lines.js'
import type { ListEntry, StoredPriceList } from '../app/price-list-resolve.js'
import type { UseCase } from '../app/use-case.js'
import { type Day, formatDay, type Instant } from '../core/calendar/day.js'
import { dayOfInstant, formatInstant } from '../core/calendar/instant.js'
import { formatListMonth, parseListMonth } from '../core/catalog/price-list-dates.js'
import { percentChange, priceListStateOf } from '../core/catalog/price-list-version.js'
import { SEGMENTS, type Segment } from '../core/catalog/segment.js'
import { type Currency, minorDigitsOf, parseCurrency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { formatUnitPrice } from '../core/money/unit-price.js'
import { acceptedOf, asProvider, partCommand, providerContext } from './as-provider.js'
import { ExitCode } from './exit-codes.js'
import { printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { startProgress } from './progress.js'
import { cleaned } from './refusal-report.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

/** Written out here because loading the formats loads the whole import. */
const FORMATS = ['new-commerce', 'license-based'] as const satisfies readonly PriceListFormat[]

interface Shared extends SessionOptions {
  readonly json?: boolean
}

const HELP = `
A version is a draft until it is published; published it is a preview until its month begins, then current, then history.
What a file does not speak of stays as it is.

Examples:
  $ prorata price-lists import april.csv --month 2026-04 --currency EUR
  $ prorata price-lists diff 018f2f60-5c1e-7000-8000-000000000001
  $ prorata price-lists effect 018f2f60-5c1e-7000-8000-000000000001 --out out/effect.csv
  $ prorata price-lists publish 018f2f60-5c1e-7000-8000-000000000001`

/** `prorata price-lists`: monthly price lists, from the file to the price that is charged. */
export function priceListsCommand(): Command {
  const command = new Command('price-lists')
    .description('import, compare, publish and export monthly price lists')
    .addHelpText('after', HELP)
  const sub = (name: string, description: string): Command => {
    const part = partCommand(name, description)
    command.addCommand(part)
    return part
  }
  addPlace(sub('import', 'read a file into a draft: all or nothing, with a report of what is wrong').argument('<file>'))
    .option('--dry-run', 'read and judge everything, and write nothing')
    .addOption(
      new Option('--price-per <length>', 'what prices of new availabilities are for').choices(['month', 'term']),
    )
    .addOption(format())
    .action((path: string, options: ImportOptions) => runImport(path, options))
  sub('export', 'write a version as a file; importing it again gives the same version')
    .argument('<id>', 'id of the version', idOption)
    .requiredOption('--out <file>', 'where the file goes')
    .addOption(format())
    .action((id: string, options: ExportOptions) => runExport(id, options))
  sub('prices', 'write what the sales of a partner cost in a month as a file with the published columns')
    .requiredOption('--partner <id>', 'whose currency and whose offers', idOption)
    .requiredOption('--market <country>', 'country of two letters', marketOption)
    .requiredOption('--out <file>', 'where the file goes')
    .option('--month <month>', 'such as 2026-04, at most the next (default: this month)', monthOption)
    .addOption(new Option('--segment <segment>', 'for whom').choices(SEGMENTS).default('commercial'))
    .addOption(format())
    .action((options: PricesOptions) => runPrices(options))
  sub('list', 'list versions, newest month first')
    .option('--month <month>', 'of this month only, such as 2026-04', monthOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action((options: ListOptions) => runList(options))
  sub('diff', 'show what a version changes against the one before')
    .argument('<id>', 'id of the version', idOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 1_000_000), 50)
    .action((id: string, options: Shared & { readonly limit: number }) => runDiff(id, options))
  sub('effect', 'show what a version changes for subscriptions that renew from its month on')
    .argument('<id>', 'id of the version', idOption)
    .option('--out <file>', 'write each subscription concerned to this CSV file')
    .action((id: string, options: Shared & { readonly out?: string }) => runEffect(id, options))
  for (const name of ['publish', 'discard'] as const) {
    const what = name === 'publish' ? 'let the prices of a draft hold from its month on' : 'discard a draft'
    sub(name, what)
      .argument('<id>', 'id of the version', idOption)
      .action((id: string, options: Shared) => runDecide(name, id, options))
  }
  return command
}

interface ImportOptions extends Shared {
  readonly month: Day
  readonly market: string
  readonly currency: Currency
  readonly segment: Segment
  readonly format: PriceListFormat
  readonly pricePer?: 'month' | 'term'
  readonly dryRun?: boolean
}

function addPlace(command: Command): Command {
  return command
    .requiredOption('--month <month>', 'month whose first day its prices hold from, such as 2026-04', monthOption)
    .requiredOption('--currency <code>', 'ISO 4217 code', currencyOption)
    .option('--market <country>', 'country of two letters (default: every country)', marketOption, '')
    .addOption(new Option('--segment <segment>', 'for whom').choices(SEGMENTS).default('commercial'))
}

function format(): Option {
  return new Option('--format <format>', 'form of the file').choices(FORMATS).default('new-commerce')
}

function monthOption(text: string): Day {
  const month = parseListMonth(text)
  if (month === undefined) throw new InvalidArgumentError('It must be a month such as 2026-04.')
  return month
}

function currencyOption(text: string): Currency {
  const currency = parseCurrency(text)
  if (currency === undefined) throw new InvalidArgumentError('It must be an ISO 4217 code such as EUR.')
  return currency
}

function marketOption(text: string): string {
  if (!/^[A-Z]{2}$/.test(text)) throw new InvalidArgumentError('It must be a country code of two capital letters.')
  return text
}

async function runImport(path: string, options: ImportOptions): Promise<void> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || stat.isDirectory()) throw new CommandError(`there is no file ${path}`)
  const { importPriceList } = await import('../app/price-list-import.js')
  const progress = await startProgress('reading', 'bytes', options.json === true)
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let done = 0
    for await (const block of createReadStream(path)) {
      done += (block as Uint8Array).length
      progress.update(done, stat!.size)
      yield block as Uint8Array
    }
  }
  const report = await asProvider(options, (context) => importPriceList(context, bytes(), options)).finally(() =>
    progress.stop(),
  )
  const { list, problems, problemCount, changes, rowCount, unchanged } = report
  if (problemCount > 0) process.exitCode = ExitCode.differences
  if (options.json === true) {
    const priceList = list === undefined ? null : shown(list)
    printJson({ priceList, dryRun: options.dryRun === true, unchanged, rowCount, changes, problemCount, problems })
    return
  }
  for (const problem of problems) console.log(problemText(path, problem))
  if (problemCount > problems.length) console.log(`... and ${problemCount - problems.length} more`)
  if (problemCount > 0) console.log(`Nothing was imported: ${problemCount} lines are refused.`)
  else {
    const counts = Object.entries(changes).map(([flag, count]) => `${count} ${flag}`)
    console.log(`${rowCount} lines: ${counts.join(', ')}`)
    if (list === undefined) console.log('Nothing was written: this was a dry run.')
    else
      console.log(`${unchanged ? 'The same version is there already' : 'Imported as the draft'}: ${list.priceListId}`)
  }
}

function problemText(path: string, { line, key, code, reason }: LineProblem): string {
  return `${path}:${line}: ${cleaned(key) || '(line)'}: ${cleaned(reason)} [${code}]`
}

interface ExportOptions extends Shared {
  readonly out: string
  readonly format: PriceListFormat
}

/** A version with its entries, in one transaction. */
async function openVersion(context: UseCase, id: string) {
  const { loadPriceList, resolvePriceList } = await import('../app/price-list-resolve.js')
  const list = acceptedOf(await loadPriceList(context.session, id, dayOfInstant(context.now)))
  return { list, entries: acceptedOf(await resolvePriceList(context.session, list)) }
}

async function runExport(id: string, options: ExportOptions): Promise<void> {
  const { priceListCsv } = await import('../app/price-list-export.js')
  const { list, entries } = await withDatabase(options, (database) => openVersion(providerContext(database), id))
  await writeFile(options.out, [priceListCsv(list, entries, options.format)])
  if (options.json === true) printJson({ path: options.out, lines: entries.length, priceList: shown(list) })
  else console.log(`${entries.length} lines written to ${options.out}`)
}

interface PricesOptions extends ExportOptions {
  readonly partner: string
  readonly market: string
  readonly month?: Day
  readonly segment: Segment
}

async function runPrices(options: PricesOptions): Promise<void> {
  const { pricesOfMonth } = await import('../app/portal-pricing.js')
  const { monthPricesCsv } = await import('../app/price-list-export.js')
  const { loadPartner } = await import('../app/partners.js')
  const { partner, market, month, segment, format: form, out } = options
  const found = await withDatabase(options, async (database) => {
    const { session, now } = providerContext(database)
    const account = acceptedOf(await loadPartner({ session }, partner))
    return pricesOfMonth({ session, now, account }, { market, month, segment, change: undefined, search: undefined })
  })
  await writeFile(out, [monthPricesCsv(found, market, form)])
  const lines = found.prices.length
  if (options.json === true) printJson({ path: out, lines, month: formatListMonth(found.month) })
  else console.log(`${lines} prices of ${formatListMonth(found.month)} written to ${out}`)
}

async function writeFile(path: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  mkdirSync(dirname(resolve(path)), { recursive: true })
  await pipeline(Readable.from(pieces), createWriteStream(path))
}

interface ListOptions extends Shared {
  readonly month?: Day
  readonly limit: number
}

async function runList(options: ListOptions): Promise<void> {
  const { findPriceLists } = await import('../app/find-price-lists.js')
  const { lists } = await withDatabase(options, (database) => {
    const { session, now } = providerContext(database)
    return findPriceLists(session, { month: options.month }, dayOfInstant(now), { offset: 0, size: options.limit })
  })
  const rows = lists.map(shown)
  if (options.json === true) printJson({ priceLists: rows })
  else if (rows.length === 0) console.log('There are no price lists.')
  else {
    const cells = rows.map((row) => [row.id, row.month, row.market || '*', row.currency, row.segment, row.state])
    console.log(table(['Id', 'Month', 'Market', 'Currency', 'Segment', 'State'], cells))
  }
}

function shown(list: StoredPriceList) {
  const { priceListId: id, market, currency, segment, lineCount, importerName: importedBy, deciderName } = list
  return {
    ...{ id, month: formatListMonth(list.month), market, currency, segment },
    state: priceListStateOf(list, list.currentMonth, dayOfInstant(Date.now() as Instant)),
    ...{ lineCount, importedAt: formatInstant(list.importedAt), importedBy },
    ...{ decidedAt: list.decidedAt === null ? null : formatInstant(list.decidedAt), decidedBy: deciderName },
  }
}

async function runDiff(id: string, options: Shared & { readonly limit: number }): Promise<void> {
  const { list, entries } = await withDatabase(options, (database) => openVersion(providerContext(database), id))
  const changed = entries.filter(({ flag }) => flag !== 'UNC').map((entry) => diffRow(entry, list.currency as Currency))
  const listed = changed.slice(0, options.limit)
  if (options.json === true) printJson({ priceList: shown(list), changed: changed.length, changes: listed })
  else if (changed.length === 0) console.log('The version changes nothing.')
  else {
    const header = ['Change', 'SKU', 'Title', 'Term', 'Billing', 'Before', 'After', '%']
    const cells = listed.map((row) => [
      ...[row.change, row.sku, row.title, row.term, row.billingCycle],
      ...[row.before ?? '', row.after ?? '', row.percent ?? ''],
    ])
    console.log(table(header, cells, [5, 6, 7]))
    if (changed.length > listed.length) console.log(`... and ${changed.length - listed.length} more`)
  }
}

function diffRow({ sku, term, billingCycle, flag, before, after }: ListEntry, currency: Currency) {
  const price = (value: bigint | undefined) =>
    value === undefined ? null : formatUnitPrice(value, minorDigitsOf(currency))
  const percent = before && after ? percentChange(before.unitPrice, after.unitPrice) : undefined
  return {
    ...{ change: flag, sku: sku.sku, title: sku.title, term, billingCycle },
    ...{ before: price(before?.unitPrice), after: price(after?.unitPrice), percent: percent ?? null },
  }
}

async function runEffect(id: string, options: Shared & { readonly out?: string }): Promise<void> {
  const { effectCsv, PriceListEffect } = await import('../app/price-list-effect.js')
  const { loadPriceList } = await import('../app/price-list-resolve.js')
  const progress = await startProgress('counting', 'subscriptions', options.json === true)
  const { list, summary } = await withDatabase(options, async (database) => {
    const { session, now } = providerContext(database)
    const list = acceptedOf(await loadPriceList(session, id, dayOfInstant(now)))
    const effect = acceptedOf(await PriceListEffect.open(session, list))
    const summary = await effect.summary((found) => progress.update(found, found))
    if (options.out !== undefined) await writeFile(options.out, effectCsv(effect.renewals()))
    return { list, summary }
  }).finally(() => progress.stop())
  const currency = list.currency as Currency
  const money = (amount: bigint) => formatAmount(amount, currency)
  const { paid, listed, renewed, months, ...counts } = summary
  const rows = months.map(({ month, subscriptions, difference }) => ({
    ...{ month: formatListMonth(month), subscriptions, difference: money(difference) },
  }))
  if (options.json === true) {
    const totals = {
      paid: money(paid),
      listed: money(listed),
      renewed: money(renewed),
      difference: money(renewed - paid),
    }
    printJson({ priceList: shown(list), currency, ...counts, ...totals, months: rows, out: options.out ?? null })
    return
  }
  const { subscriptions, customers, partners, withoutPrice } = counts
  console.log(
    `${subscriptions} subscriptions of ${customers} customers and ${partners} partners renew at another price.`,
  )
  if (subscriptions === 0) return
  console.log(
    `Per cycle: ${money(paid)} ${currency} now, ${money(listed)} without this version, ${money(renewed)} with it.`,
  )
  if (withoutPrice > 0) console.log(`${withoutPrice} of them could not renew: their price ends.`)
  const cells = rows.map((row) => [row.month, String(row.subscriptions), row.difference])
  console.log(table(['Renewal', 'Subscriptions', `Difference ${currency}`], cells, [1, 2]))
  if (options.out !== undefined) console.log(`Each of them: ${options.out}`)
}

async function runDecide(name: 'publish' | 'discard', id: string, options: Shared): Promise<void> {
  const { publishPriceList, discardPriceList } = await import('../app/price-list-publish.js')
  const list = await asProvider(options, (context) =>
    name === 'publish' ? publishPriceList(context, id, { fourEyes: false }) : discardPriceList(context, id),
  )
  if (options.json === true) printJson({ priceList: shown(list) })
  else if (name === 'discard') console.log('Discarded.')
  else console.log(`Published: its prices hold from ${formatDay(list.month)} on.`)
}
