import { Command, Option } from 'commander'
import type { AuditRecord } from '../app/audit-log.js'
import { type Day, FIRST_DAY, LAST_DAY } from '../core/calendar/day.js'
import { formatInstant, startOfDay } from '../core/calendar/instant.js'
import { printJson, table } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { addDatabaseOptions, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly customer?: string
  readonly resource?: string
  readonly from?: Day
  readonly to?: Day
  readonly limit: number
  readonly json?: boolean
  readonly csv?: boolean
}

/** `prorata audit`: who changed what, newest first, of however long ago. */
export function auditCommand(): Command {
  const command = new Command('audit')
    .description('list who changed what, newest first')
    .option('--partner <id>', 'in the log of this partner only', idOption)
    .option('--customer <id>', 'about this customer only', idOption)
    .option('--resource <type>', 'changes of this only, such as subscription')
    .option('--from <day>', 'on or after this day', dayOption)
    .option('--to <day>', 'on or before this day', dayOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .option('--json', 'print them as JSON, with old and new values')
    .addOption(new Option('--csv', 'print them as CSV, with old and new values').conflicts('json'))
  return addDatabaseOptions(command).action((options: Options) => runAudit(options))
}

async function runAudit(options: Options): Promise<void> {
  const { auditCsv, readPage } = await import('../app/audit-log.js')
  const { partner, customer, resource, from = FIRST_DAY, to = LAST_DAY, limit, json, csv } = options
  const { records, last } = await withDatabase(options, (database) =>
    readPage(database, {
      partnerId: partner ?? null,
      customerId: customer,
      resourceType: resource,
      from: startOfDay(from),
      to: startOfDay((to + 1) as Day),
      limit,
    }),
  )
  const more = last !== undefined
  if (csv === true) process.stdout.write(auditCsv(records))
  else if (json === true) printJson({ records: records.map(factsOf), more })
  else printTable(records)
  if (more && json !== true) console.error('There are more; show them with --limit, or narrow with --from and --to.')
}

function printTable(records: readonly AuditRecord[]): void {
  if (records.length === 0) {
    console.log('There is no record of such changes.')
    return
  }
  const rows = records.map((record) => [
    formatInstant(record.occurredAt),
    record.operationType === 'undefined' ? (record.data['action'] ?? '') : record.operationType,
    record.customerName ?? '',
    record.userPrincipalName ?? record.applicationId ?? record.data['actor'] ?? 'system',
    record.auditRecordId,
  ])
  console.log(table(['Date', 'Action', 'Customer', 'By', 'Record'], rows))
}

function factsOf({ occurredAt, ...record }: AuditRecord) {
  return { ...record, occurredAt: formatInstant(occurredAt) }
}
