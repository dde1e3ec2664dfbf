import { join } from 'node:path'
import type { DemoUsageInvoices, InvoicedUsage, ReportedUsage, SpentDemoBudget } from '../app/demo-usage.js'
import { table } from './output.js'

/** What happened to the usage of the demo, in the order in which it did. */
export interface DemoUsage {
  readonly inTime: readonly ReportedUsage[]
  readonly budget: SpentDemoBudget
  readonly late: readonly ReportedUsage[]
  readonly invoices: DemoUsageInvoices
}

/** Prints how usage became lines of invoices. */
export function printUsage({ inTime, budget, late, invoices }: DemoUsage, directory: string): void {
  const reports = [
    ...inTime.map((one) => ['by the end of June', one] as const),
    ...late.map((one) => ['in July', one] as const),
  ]
  const rows = reports.map(([when, one]) => [
    one.partner,
    when,
    ...[one.reported, one.accepted, one.amendments, one.duplicates, one.refused.length].map(String),
  ])
  const header = ['Partner', 'Reported', 'Events', 'Accepted', 'that amend', 'Duplicates', 'Refused']
  console.log(`${table(header, rows, [2, 3, 4, 5, 6])}\n`)
  for (const message of reports.flatMap(([, { refused }]) => refused)) console.log(`Refused: ${message}`)
  const { customer, spent, amount, percent } = budget
  console.log(`Budget: by the end of June ${customer} had spent ${spent} of ${amount} (${percent} %);`)
  console.log('        mail and webhook say so once, and nothing is stopped.\n')
  console.log(`${table(INVOICE_HEADER, invoices.usage.map(invoiceRow), [4, 5, 6])}\n`)
  console.log(`How an amount of "${invoices.explained.meter}" came about:\n  ${invoices.explained.text}\n`)
  const { number, date } = invoices.usage.find(({ exchange }) => exchange !== '')!
  const file = join(directory, `${number}-daily-rated-${date}.csv`)
  console.log(`The same day by day and resource by resource: ${file}`)
}

const INVOICE_HEADER = ['Invoice', 'Customer', 'Of', 'Usage', 'Lines', 'Amount', 'One USD']

function invoiceRow({ number, customer, product, from, to, late, lines, amount, exchange }: InvoicedUsage): string[] {
  return [number, customer, product, `${from} to ${to}${late ? ', late' : ''}`, String(lines), amount, exchange]
}
