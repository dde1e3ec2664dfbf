import { Command } from 'commander'
import type { Invoice } from '../app/list-invoices.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { printJson, table } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { addDatabaseOptions, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly from?: Day
  readonly to?: Day
  readonly limit: number
  readonly json?: boolean
}

/** `prorata invoices`: issued invoices, newest first. */
export function invoicesCommand(): Command {
  const command = new Command('invoices')
    .description('list issued invoices, newest first')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--from <day>', 'dated on or after this day', dayOption)
    .option('--to <day>', 'dated on or before this day', dayOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .option('--json', 'print them as JSON')
  return addDatabaseOptions(command).action((options: Options) => runInvoices(options))
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
  const shown = invoices.map(figuresOf)
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

function figuresOf(invoice: Invoice) {
  return {
    number: invoice.number,
    date: formatDay(invoice.invoiceDate),
    type: invoice.invoiceType,
    partnerId: invoice.partnerId,
    periodStart: formatDay(invoice.periodStart),
    periodEnd: formatDay((invoice.periodEnd - 1) as Day),
    dueDate: formatDay(invoice.dueDate),
    currency: invoice.currency,
    total: formatAmount(invoice.total, invoice.currency as Currency),
    lines: Number(invoice.chargeCount),
  }
}
