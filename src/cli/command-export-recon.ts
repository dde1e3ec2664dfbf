import { Command } from 'commander'
import { type Day, formatDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { printJson, table } from './output.js'
import { dayOption, idOption } from './parse-options.js'
import { startProgress } from './progress.js'
import { addDatabaseOptions, CommandError, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly invoice?: string
  readonly from?: Day
  readonly to?: Day
  readonly out: string
  readonly json?: boolean
}

/** Most files of one call. */
const MAXIMUM_FILES = 1_000_000

/** `prorata export-recon`: the reconciliation files of issued invoices. */
export function exportReconCommand(): Command {
  const command = new Command('export-recon')
    .description('write the reconciliation file of each issued invoice')
    .option('--invoice <number>', 'of this invoice only')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--from <day>', 'invoices dated on or after this day', dayOption)
    .option('--to <day>', 'invoices dated on or before this day', dayOption)
    .option('--out <directory>', 'where the files go', 'out')
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

async function runExport(options: Options): Promise<void> {
  const { exportRecon } = await import('../app/export-recon.js')
  const { partner, invoice, from, to } = options
  const progress = await startProgress('writing', 'lines', options.json)
  const files = await withDatabase(options, (database) =>
    exportRecon(database, {
      directory: options.out,
      filter: {
        ...(partner === undefined ? {} : { partnerId: partner }),
        ...(invoice === undefined ? {} : { number: invoice }),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        limit: MAXIMUM_FILES,
      },
      onProgress: ({ done, total }) => progress.update(done, total),
    }),
  ).finally(() => progress.stop())
  if (files.length === 0 && invoice !== undefined) throw new CommandError(`there is no invoice ${invoice}`)
  const shown = files.map(({ path, invoice: of, lines }) => ({
    path,
    invoice: of.number,
    date: formatDay(of.invoiceDate),
    lines,
    total: formatAmount(of.total, of.currency as Currency),
    currency: of.currency,
  }))
  if (options.json === true) printJson({ files: shown })
  else if (shown.length === 0) console.log('No invoices match, so there is nothing to write.')
  else {
    const listed = shown.slice(0, 20)
    console.log(
      table(
        ['File', 'Lines', 'Total', ''],
        listed.map((file) => [file.path, String(file.lines), file.total, file.currency]),
        [1, 2],
      ),
    )
    if (shown.length > listed.length) console.log(`... and ${shown.length - listed.length} more in ${options.out}`)
  }
}
