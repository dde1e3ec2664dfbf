import { Command } from 'commander'
import { refuse } from '../core/refusal.js'
import { acceptedOf, partCommand } from './as-provider.js'
import { printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly name?: string
  readonly limit: number
  readonly json?: boolean
}

/** `prorata customers list` and `prorata customers show`. */
export function customersCommand(): Command {
  const list = partCommand('list', 'list customers by name')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--name <text>', 'whose name begins like this')
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
  const show = partCommand('show', 'show one customer with its profiles, segments and qualifications').argument(
    '<customer>',
    'its id',
    idOption,
  )
  return new Command('customers')
    .description('look at the customers of partners')
    .addCommand(list.action((options: Options) => runList(options)))
    .addCommand(show.action((customerId: string, options: Options) => runShow(customerId, options)))
}

async function runList(options: Options): Promise<void> {
  const { listAllCustomers } = await import('../app/customer-overview.js')
  const { partner, name, limit } = options
  const { customers, more } = await withDatabase(options, (database) =>
    listAllCustomers(database, { partnerId: partner, name, limit }),
  )
  if (options.json === true) {
    printJson({ customers, more })
    return
  }
  if (customers.length === 0) {
    console.log('There are no such customers.')
    return
  }
  const rows = customers.map((one) => [one.customerId, one.name, one.domainName, one.country, one.partnerName])
  console.log(table(['Customer', 'Name', 'Domain', 'Country', 'Partner'], rows))
  if (more) console.log('There are more; show them with --limit, or narrow with --partner and --name.')
}

async function runShow(customerId: string, options: Options): Promise<void> {
  const { findCustomerOverviews } = await import('../app/customer-overview.js')
  const found = await withDatabase(options, (database) => findCustomerOverviews(database, customerId))
  if (found.length === 0) acceptedOf(refuse('not-found', { what: 'customer', id: customerId }))
  if (options.json === true) {
    printJson({ customers: found })
    return
  }
  const texts = found.map((one) => table(['', ''], linesOf(one)).split('\n').slice(2).join('\n'))
  console.log(texts.join('\n\n'))
}

/** What there is to say of a customer, one fact a line. */
function linesOf(customer: object): string[][] {
  return Object.entries(customer).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
