import { Command } from 'commander'
import { formatInstant } from '../core/calendar/instant.js'
import { printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { addDatabaseOptions, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly limit: number
  readonly json?: boolean
}

/** `prorata quarantine`: the subscriptions the last billing run could not charge, and why. */
export function quarantineCommand(): Command {
  const command = new Command('quarantine')
    .description('list the subscriptions that could not be charged, and why; every billing run tries them again')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .option('--json', 'print them as JSON')
  return addDatabaseOptions(command).action((options: Options) => runQuarantine(options))
}

async function runQuarantine(options: Options): Promise<void> {
  const { listQuarantined } = await import('../app/list-quarantine.js')
  const found = await withDatabase(options, (database) =>
    listQuarantined(database, {
      ...(options.partner === undefined ? {} : { partnerId: options.partner }),
      limit: options.limit,
    }),
  )
  const shown = found.map((entry) => ({ ...entry, since: formatInstant(entry.since) }))
  if (options.json === true) printJson({ quarantine: shown })
  else if (shown.length === 0) console.log('No subscription is in quarantine.')
  else {
    const cells = shown.map((entry) => [entry.subscriptionId, entry.since, entry.code, entry.message])
    console.log(table(['Subscription', 'Since', 'Code', 'Reason'], cells))
  }
}
