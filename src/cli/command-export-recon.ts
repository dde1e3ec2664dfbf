import { Command } from 'commander'
import type { ExportedFile } from '../app/export-recon.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import type { ReconFileKind } from '../core/recon/schema.js'
import { printJson, table } from './output.js'
import {
  dayOption,
  idOption,
  MAXIMUM_WORKERS,
  type Part,
  partOption,
  wholeOption,
  workerCount,
} from './parse-options.js'
import { startProgress } from './progress.js'
import { addDatabaseOptions, CommandError, type SessionOptions, withDatabase } from './session.js'
import { runAgain } from './workers.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly invoice?: string
  readonly from?: Day
  readonly to?: Day
  readonly out: string
  readonly workers?: number
  readonly part?: Part
  readonly json?: boolean
}

/** Most files of one call. */
const MAXIMUM_FILES = 1_000_000

/** `prorata export-recon`: the reconciliation files of issued invoices. */
export function exportReconCommand(): Command {
  const command = new Command('export-recon')
    .description('write the reconciliation files of each issued invoice')
    .option('--invoice <number>', 'of this invoice only')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--from <day>', 'invoices dated on or after this day', dayOption)
    .option('--to <day>', 'invoices dated on or before this day', dayOption)
    .option('--out <directory>', 'where the files go', 'out')
    .option('--workers <n>', 'worker processes (default: one for each core)', wholeOption(1, MAXIMUM_WORKERS))
    .option('--part <k/n>', 'write the k-th of n parts (0 for the first)', partOption)
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ prorata export-recon --from 2026-02-01 --to 2026-02-28 --out out/february
  $ prorata export-recon --invoice D000000017`,
    )
  return addDatabaseOptions(command).action((options: Options) => runExport(options))
}

/** A file as the terminal and JSON show it. */
interface Shown {
  readonly path: string
  readonly kind: ReconFileKind
  readonly invoice: string
  readonly date: string
  readonly lines: number
  readonly total: string
  readonly currency: string
}

async function runExport(options: Options): Promise<void> {
  const { exportRecon } = await import('../app/export-recon.js')
  const progress = await startProgress('writing', 'lines', options.json)
  const shown = await withDatabase(options, async (database) => {
    const count = options.part === undefined ? workerCount(database, options.workers) : 1
    const others = Array.from({ length: count - 1 }, (_, index) =>
      runAgain([...passedOn(options), '--part', `${index + 1}/${count}`], options.database),
    )
    const files = await exportRecon(database, {
      directory: options.out,
      filter: filterOf(options),
      part: options.part ?? { index: 0, of: count },
      onProgress: ({ done, total }) => progress.update(done * count, total * count),
    })
    const theirs = (await Promise.all(others)).map((text) => (JSON.parse(text) as { files: Shown[] }).files)
    return [...files.map(shownOf), ...theirs.flat()]
  }).finally(() => progress.stop())
  if (shown.length === 0 && options.invoice !== undefined && options.part === undefined) {
    throw new CommandError(`there is no invoice ${options.invoice}`)
  }
  if (options.json === true) printJson({ files: shown })
  else if (shown.length === 0) console.log('No invoices match, so there is nothing to write.')
  else {
    const listed = shown.slice(0, 20)
    console.log(
      table(
        ['File', 'Kind', 'Lines', 'Total', ''],
        listed.map((file) => [file.path, file.kind, String(file.lines), file.total, file.currency]),
        [2, 3],
      ),
    )
    if (shown.length > listed.length) console.log(`... and ${shown.length - listed.length} more in ${options.out}`)
  }
}

function filterOf({ partner, invoice, from, to }: Options) {
  return {
    ...(partner === undefined ? {} : { partnerId: partner }),
    ...(invoice === undefined ? {} : { number: invoice }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    limit: MAXIMUM_FILES,
  }
}

/** The call of a process that writes another part. */
function passedOn({ partner, invoice, from, to, out }: Options): string[] {
  return [
    'export-recon',
    '--json',
    '--out',
    out,
    ...(partner === undefined ? [] : ['--partner', partner]),
    ...(invoice === undefined ? [] : ['--invoice', invoice]),
    ...(from === undefined ? [] : ['--from', formatDay(from)]),
    ...(to === undefined ? [] : ['--to', formatDay(to)]),
  ]
}

function shownOf({ path, kind, invoice, lines, total }: ExportedFile): Shown {
  return {
    path,
    kind,
    invoice: invoice.number,
    date: formatDay(invoice.invoiceDate),
    lines,
    total: formatAmount(total, invoice.currency as Currency),
    currency: invoice.currency,
  }
}
