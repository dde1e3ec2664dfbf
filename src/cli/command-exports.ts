import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Command, Option } from 'commander'
import { EXPORT_FORMATS, type ExportView, type ExportWish } from '../app/exports.js'
import type { UseCase } from '../app/use-case.js'
import { type Day, formatDay, type Instant } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { DATE_STYLES, FILE_LOCALES } from '../core/recon/cell-forms.js'
import { acceptedOf, asProvider, partCommand } from './as-provider.js'
import { printJson, table } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { startProgress } from './progress.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

interface Common extends SessionOptions {
  readonly json?: boolean
}

interface CreateOptions extends Common, Pick<ExportWish, 'format' | 'dates' | 'locale'> {
  readonly partner: string
  readonly invoice?: string[]
  readonly from?: Day
  readonly to?: Day
  readonly queue?: boolean
}

interface PartnerOptions extends Common {
  readonly partner: string
}

interface ListOptions extends Common {
  readonly partner?: string
  readonly limit: number
}

interface DownloadOptions extends PartnerOptions {
  readonly out: string
}

/** `prorata exports`: files of many or long invoices, made part by part. */
export function exportsCommand(): Command {
  return new Command('exports')
    .description('make reconciliation files of several or long invoices, part by part, and download them')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(downloadCommand())
    .enablePositionalOptions()
    .addHelpText(
      'after',
      `
Examples:
  $ prorata exports create --partner 018f... --from 2026-02-01 --to 2026-02-28 --format xlsx
  $ prorata exports create --partner 018f... --invoice D000000017 --queue
  $ prorata exports show 018f... --partner 018f...
  $ prorata exports download 018f... --partner 018f... --out out/february`,
    )
}

/** Adds how files are written, for every command that writes some. */
export function addFileOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'CSV or a spreadsheet').choices(EXPORT_FORMATS).default('csv'))
    .addOption(new Option('--dates <style>', 'as published, or as ISO 8601').choices(DATE_STYLES).default('published'))
    .addOption(
      new Option('--locale <locale>', 'whose CSV: nl has decimal commas and semicolons')
        .choices(FILE_LOCALES)
        .default('en'),
    )
}

function partnerOption(command: Command): Command {
  return command.requiredOption('--partner <id>', 'whose it is', idOption)
}

function createCommand(): Command {
  const command = partCommand('create', 'make an export, or put it into the queue of the jobs')
    .option('--invoice <number...>', 'these invoices')
    .option('--from <day>', 'or those dated on or after this day', dayOption)
    .option('--to <day>', 'and on or before this day', dayOption)
    .option('--queue', 'leave the work to the jobs (prorata work)')
  return addFileOptions(partnerOption(command)).action((options: CreateOptions) => runCreate(options))
}

function listCommand(): Command {
  return partCommand('list', 'list exports, newest first')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 10_000), 50)
    .action((options: ListOptions) => runList(options))
}

function showCommand(): Command {
  return partnerOption(partCommand('show', 'show how far an export is, and what it holds'))
    .argument('<id>', 'its id')
    .action((id: string, options: PartnerOptions) => runShow(idOption(id), options))
}

function downloadCommand(): Command {
  return partnerOption(partCommand('download', 'write the parts of an export into a folder, and check each'))
    .argument('<id>', 'its id')
    .option('--out <directory>', 'where they go', 'out')
    .action((id: string, options: DownloadOptions) => runDownload(idOption(id), options))
}

async function runCreate({ partner, invoice, from, to, queue, ...options }: CreateOptions): Promise<void> {
  if ((invoice === undefined) === (from === undefined && to === undefined)) {
    throw new CommandError('name either invoices (--invoice) or a period (--from, --to)')
  }
  const { createExport, loadExport } = await import('../app/exports.js')
  const { workOnExport } = await import('../app/exports-work.js')
  const { format, dates, locale } = options
  const wish = { invoices: invoice, from, to, format, dates, locale }
  const { job } = await asProvider(options, (context) => createExport(forPartner(context, partner), wish, context.now))
  if (queue !== true) {
    const progress = await startProgress('exporting', 'lines', options.json)
    await withDatabase(options, (database) =>
      workOnExport(
        { database, clock: () => Date.now() as Instant, onProgress: ({ done, total }) => progress.update(done, total) },
        job,
      ),
    ).finally(() => progress.stop())
  }
  tell(acceptedOf(await withDatabase(options, (session) => loadExport(session, job))), options)
}

function forPartner(context: UseCase, partnerId: string): UseCase {
  return { ...context, scope: { accountId: partnerId, partnerIds: [partnerId], resellerMpnId: null } }
}

async function runList({ partner, limit, ...options }: ListOptions): Promise<void> {
  const { listAllExports } = await import('../app/exports.js')
  const jobs = await withDatabase(options, (session) => listAllExports(session, partner, limit))
  const shown = jobs.map((job) => factsOf({ job, parts: [], totals: [] }))
  if (options.json === true) printJson({ exports: shown })
  else if (shown.length === 0) console.log('There are no exports. Make one with: prorata exports create')
  else {
    console.log(
      table(
        ['Id', 'Partner', 'State', 'Format', 'Invoices', 'Lines', 'Made', 'Expires'],
        shown.map((one) => [
          ...[one.id, one.partner, one.state, one.format, String(one.invoices.length)],
          ...[`${one.linesDone} of ${one.lines}`, one.created, one.expires],
        ]),
        [4, 5],
      ),
    )
  }
}

async function runShow(exportId: string, { partner, ...options }: PartnerOptions): Promise<void> {
  const { loadExport } = await import('../app/exports.js')
  const view = await withDatabase(options, (session) => loadExport(session, { partnerId: partner, exportId }))
  tell(acceptedOf(view), options)
}

async function runDownload(exportId: string, { partner, out, ...options }: DownloadOptions): Promise<void> {
  const { loadExport, loadExportPart } = await import('../app/exports.js')
  const key = { partnerId: partner, exportId }
  const written = await withDatabase(options, async (session) => {
    const { job, parts } = acceptedOf(await loadExport(session, key))
    if (job.state !== 'succeeded') throw new CommandError(`the export is ${job.state}; there is nothing to download`)
    await mkdir(out, { recursive: true })
    const progress = await startProgress('downloading', 'parts', options.json)
    const paths: { path: string; bytes: number; sha256: string }[] = []
    try {
      for (const { partNumber, name, sha256, sizeBytes: bytes } of parts) {
        const path = join(out, basename(name))
        // What an earlier download wrote is not written again.
        if ((await digestOf(path)) !== sha256) {
          const file = acceptedOf(await loadExportPart(session, key, partNumber))
          await writeFile(`${path}.part`, file.bytes)
          await rename(`${path}.part`, path)
        }
        paths.push({ path, bytes, sha256 })
        progress.update(paths.length, parts.length)
      }
    } finally {
      progress.stop()
    }
    return paths
  })
  if (options.json === true) printJson({ files: written })
  else for (const { path, bytes } of written) console.log(`${path}: ${bytes} bytes`)
}

async function digestOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex')
}

function tell(view: ExportView, { json }: Common): void {
  const facts = factsOf(view)
  if (json === true) {
    printJson(facts)
    return
  }
  console.log(`The export ${facts.id} (${facts.format}) is ${facts.state}: ${facts.linesDone} of ${facts.lines} lines.`)
  if (facts.failure !== undefined) console.log(`It failed: ${facts.failure}.`)
  if (facts.parts.length === 0) return
  const parts = facts.parts.map(({ name, lines, bytes, sha256 }) => [name, String(lines), String(bytes), sha256])
  console.log(`\n${table(['Part', 'Lines', 'Bytes', 'SHA-256'], parts, [1, 2])}`)
  const totals = facts.totals.map((sum) => [
    ...[sum.currency, String(sum.lines), sum.amount, sum.discount, sum.subtotal, sum.tax, sum.total],
  ])
  console.log(`\n${table(['', 'Lines', 'Amount', 'Discount', 'Subtotal', 'Tax', 'Total'], totals, [1, 2, 3, 4, 5, 6])}`)
}

function factsOf({ job, parts, totals }: ExportView) {
  return {
    id: job.exportId,
    partner: job.partnerId,
    state: job.state,
    format: job.format,
    dates: job.dates,
    locale: job.locale,
    invoices: job.documents,
    lines: Number(job.rowsTotal),
    linesDone: Number(job.rowsDone),
    created: formatDay(dayOfInstant(job.createdAt)),
    expires: formatDay(dayOfInstant(job.expiresAt)),
    ...(job.failure === null ? {} : { failure: job.failure }),
    parts: parts.map((part) => ({
      number: part.partNumber,
      invoice: part.document,
      name: part.name,
      lines: Number(part.rowCount),
      bytes: part.sizeBytes,
      sha256: part.sha256,
    })),
    totals: totals.map(({ currency, rowCount, amount, discount, tax }) => {
      const text = (value: bigint) => formatAmount(value, currency as Currency)
      return {
        currency,
        lines: Number(rowCount),
        amount: text(amount),
        discount: text(discount),
        subtotal: text(amount - discount),
        tax: text(tax),
        total: text(amount - discount + tax),
      }
    }),
  }
}
