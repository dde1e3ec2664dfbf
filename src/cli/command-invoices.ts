import { readFileSync } from 'node:fs'
import { open, rename, rm, writeFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import type { FileWish } from '../app/files/recon-file.js'
import {
  DOCUMENT_FORMATS,
  DOCUMENT_LANGUAGES,
  type DocumentFormat,
  type DocumentLanguage,
} from '../app/invoice-files.js'
import type { Day, Instant } from '../core/calendar/day.js'
import { RECON_FILE_KINDS, type ReconFileKind } from '../core/recon/schema.js'
import { acceptedOf, asProvider, partCommand } from './as-provider.js'
import { addFileOptions } from './command-exports.js'
import { printJson, table } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { invoiceFacts, invoiceInFullFacts, invoiceInFullText, problemFacts, problemsText } from './print-invoices.js'
import { addDatabaseOptions, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly from?: Day
  readonly to?: Day
  readonly limit: number
  readonly json?: boolean
}

interface ShowOptions extends SessionOptions {
  readonly json?: boolean
}

interface DocumentOptions extends ShowOptions {
  readonly format: DocumentFormat
  readonly language?: DocumentLanguage
  readonly out?: string
}

interface FileOptions extends ShowOptions, FileWish {
  readonly kind?: ReconFileKind
  readonly out?: string
}

interface LateOptions extends ShowOptions {
  readonly limit: number
}

/** `prorata invoices`: issued invoices, newest first; `prorata invoices show` one of them; `prorata invoices late`. */
export function invoicesCommand(): Command {
  const command = new Command('invoices')
    .description('list issued invoices, newest first; show one; report late ones')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--from <day>', 'dated on or after this day', dayOption)
    .option('--to <day>', 'dated on or before this day', dayOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .option('--json', 'print them as JSON')
    // Options after the name of a part are that part's; likewise in the program.
    .enablePositionalOptions()
    .addCommand(showCommand())
    .addCommand(documentCommand())
    .addCommand(fileCommand())
    .addCommand(receiptCommand())
    .addCommand(lateCommand())
    .addHelpText(
      'after',
      `
Examples:
  $ prorata invoices --from 2026-02-01 --to 2026-02-28
  $ prorata invoices show D000000017
  $ prorata invoices document D000000017 --language nl
  $ prorata invoices file D000000017 --format xlsx --out february.xlsx
  $ prorata invoices file D000000018 --kind daily-rated
  $ prorata invoices late`,
    )
  return addDatabaseOptions(command).action((options: Options) => runInvoices(options))
}

function showCommand(): Command {
  return partCommand('show', 'show an invoice with its lines, how they come to its total, and what is left to pay')
    .argument('<number>', 'its number, such as D000000017')
    .action((number: string, options: ShowOptions) => runShow(number, options))
}

function documentCommand(): Command {
  return partCommand('document', 'write an invoice as PDF or as an e-invoice')
    .argument('<number>', 'its number, such as D000000017')
    .addOption(new Option('--format <format>', 'what to write').choices(DOCUMENT_FORMATS).default('pdf'))
    .addOption(new Option('--language <language>', "of the PDF; by default the provider's").choices(DOCUMENT_LANGUAGES))
    .option('--out <file>', 'where to; by default its number with the language, in this folder')
    .action((number: string, options: DocumentOptions) => runDocument(number, options))
}

function fileCommand(): Command {
  const command = partCommand('file', 'write the reconciliation file of an invoice')
    .argument('<number>', 'its number, such as D000000017')
    .addOption(new Option('--kind <kind>', 'which one, where it has several').choices(RECON_FILE_KINDS))
    .option('--out <file>', 'where to; by default its number, kind and date, in this folder')
  return addFileOptions(command).action((number: string, options: FileOptions) => runFile(number, options))
}

function receiptCommand(): Command {
  return partCommand('receipt', 'keep a receipt of a tax office for an invoice, which its partner then can download')
    .argument('<number>', 'its number, such as D000000017')
    .argument('<file>', 'the receipt, as PDF')
    .action(async (number: string, file: string, options: ShowOptions) => {
      const content = readFileSync(file)
      const receiptId = await asProvider(options, async (context) => {
        const { keepTaxReceipt } = await import('../app/tax-receipts.js')
        return keepTaxReceipt(context, number, content)
      })
      if (options.json === true) return printJson({ number: number.toUpperCase(), receiptId })
      console.log(`${receiptId} is kept for ${number.toUpperCase()}.`)
    })
}

function lateCommand(): Command {
  return partCommand('late', 'report invoices that are late or were issued late, and those that lack charges')
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action((options: LateOptions) => runLate(options))
}

async function runInvoices(options: Options): Promise<void> {
  const { listIssuedInvoices } = await import('../app/list-invoices.js')
  const { partner, from, to, limit } = options
  const { invoices, more } = await withDatabase(options, (database) =>
    listIssuedInvoices(database, {
      ...(partner === undefined ? {} : { partnerId: partner }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      limit,
    }),
  )
  const shown = invoices.map(invoiceFacts)
  if (options.json === true) {
    printJson({ invoices: shown, more })
    return
  }
  if (shown.length === 0) {
    console.log('There are no invoices yet. Issue some with: prorata bill --as-of YYYY-MM-DD')
    return
  }
  console.log(
    table(
      ['Number', 'Date', 'Type', 'Period', 'Due', 'Lines', 'Total', ''],
      shown.map((invoice) => [
        invoice.number,
        invoice.date,
        invoice.type,
        `${invoice.periodStart} - ${invoice.periodEnd}`,
        invoice.dueDate,
        String(invoice.lines),
        invoice.total,
        invoice.currency,
      ]),
      [5, 6],
    ),
  )
  if (more) console.log(`There are more; show them with --limit, or narrow with --from and --to.`)
}

async function runShow(number: string, options: ShowOptions): Promise<void> {
  const { loadInvoiceInFull } = await import('../app/invoice-views.js')
  const view = acceptedOf(await withDatabase(options, (session) => loadInvoiceInFull({ session }, number)))
  if (options.json === true) printJson(invoiceInFullFacts(view))
  else console.log(invoiceInFullText(view))
}

async function runDocument(number: string, { format, language, out, ...options }: DocumentOptions): Promise<void> {
  const { writeInvoiceDocument } = await import('../app/write-invoice-document.js')
  const file = acceptedOf(
    await withDatabase(options, (database) =>
      writeInvoiceDocument(database, number, { format, language }, Date.now() as Instant),
    ),
  )
  const path = out ?? file.name
  await writeFile(path, file.bytes)
  if (options.json === true) printJson({ path, mediaType: file.mediaType, bytes: file.bytes.length })
  else console.log(`${path}: ${file.bytes.length} bytes`)
}

async function runFile(number: string, { kind, format, dates, locale, out, ...options }: FileOptions): Promise<void> {
  const { openReconFile } = await import('../app/invoice-recon-file.js')
  const written = await withDatabase(options, async (database) => {
    const { name, lines, bytes } = acceptedOf(await openReconFile(database, number, { kind, format, dates, locale }))
    const path = out ?? name
    return { path, lines, bytes: await writeWhole(path, bytes) }
  })
  if (options.json === true) printJson(written)
  else console.log(`${written.path}: ${written.lines} lines, ${written.bytes} bytes`)
}

/** Writes a file that appears only when it is whole; gives its size. */
async function writeWhole(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const temporary = `${path}.part`
  const file = await open(temporary, 'w')
  let size = 0
  try {
    for await (const chunk of chunks) {
      await file.write(chunk)
      size += chunk.length
    }
    await file.close()
    await rename(temporary, path)
    return size
  } catch (error) {
    await file.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
}

async function runLate(options: LateOptions): Promise<void> {
  const { listInvoiceProblems } = await import('../app/late-invoices.js')
  const problems = await withDatabase(options, (database) => listInvoiceProblems(database, Date.now() as Instant))
  const shown = problems.slice(0, options.limit)
  if (options.json === true) {
    printJson({ problems: shown.map(problemFacts), more: problems.length > shown.length })
    return
  }
  console.log(shown.length === 0 ? 'No invoice is late, and none lacks charges.' : problemsText(shown))
  if (problems.length > shown.length)
    console.log(`There are ${problems.length - shown.length} more; show them with --limit.`)
}
