import { Command, Option } from 'commander'
import type { Account, AccountType, NewPartner, Onboarded, PartnerChange } from '../app/partners.js'
import { LAST_BILLING_DAY, LONGEST_REGION, NATIONAL_CLOUDS } from '../core/access/identity-texts.js'
import { LEAST_ID } from '../core/access/least-id.js'
import { PROGRAM_STATUSES, type ProgramStatus } from '../core/access/program-status.js'
import { formatDay } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { acceptedOf, asProvider, partCommand } from './as-provider.js'
import { settingsOf } from './command-serve.js'
import {
  countryOption,
  currencyOption,
  domainOption,
  mailOption,
  nameOption,
  networkIdOption,
} from './identity-options.js'
import { printable, printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly json?: boolean
}

const ACCOUNT_TYPES = [
  'direct-bill',
  'indirect-provider',
  'indirect-reseller',
] as const satisfies readonly AccountType[]

const HELP = `
Examples:
  $ prorata partners list --status restricted
  $ prorata partners create --name 'Direct Cloud' --mpn-id 4500100 --type direct-bill --country NL \\
      --domain direct.example.net --administrator-name 'Ana Prat' --administrator ana@direct.example.net
  $ prorata partners change 018f0001-0000-7000-8000-000000000001 --status restricted`

/** `prorata partners`: the accounts of partners. */
export function partnersCommand(): Command {
  const command = new Command('partners')
    .description('list, onboard and change the accounts of partners')
    .addHelpText('after', HELP)
  for (const part of [listCommand(), showCommand(), createCommand(), changeCommand()]) command.addCommand(part)
  return command
}

interface Listed extends Options {
  readonly search?: string
  readonly type?: AccountType
  readonly status?: ProgramStatus
  readonly limit: number
}

function listCommand(): Command {
  return partCommand('list', 'list accounts by id')
    .option('--search <text>', 'part of the name, or begin of the network id or domain name', (text) =>
      nameOption(text),
    )
    .addOption(typeOption())
    .addOption(statusOption())
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action(async (options: Listed) => {
      const { listPartners } = await import('../app/partners.js')
      const { search, type: accountType, status: programStatus, limit } = options
      const found = await withDatabase(options, (database) =>
        listPartners({ session: database }, { search, accountType, programStatus }, LEAST_ID, limit + 1),
      )
      const partners = found.slice(0, limit)
      const more = found.length > limit
      if (options.json === true) return printJson({ partners: partners.map(shown), more })
      if (partners.length === 0) return console.log('There are no such partners.')
      const rows = partners.map((one) => [
        one.partnerId,
        one.name,
        one.mpnId,
        one.country,
        one.accountType,
        one.programStatus,
      ])
      console.log(table(['Partner', 'Name', 'Network id', 'Country', 'Type', 'Status'], rows))
      if (more) console.log('There are more; show them with --limit, or narrow with --search, --type and --status.')
    })
}

function showCommand(): Command {
  return partCommand('show', 'show one account')
    .argument('<partner>', 'its id', idOption)
    .action(async (id: string, options: Options) => {
      const { loadPartner } = await import('../app/partners.js')
      const account = await withDatabase(options, async (database) =>
        acceptedOf(await loadPartner({ session: database }, id)),
      )
      printAccount(account, options)
    })
}

interface Created extends Options {
  readonly name: string
  readonly mpnId: string
  readonly type: AccountType
  readonly country: string
  readonly currency?: Currency
  readonly billingDay: number
  readonly domain: string
  readonly cloud?: string
  readonly region?: string
  readonly administratorName?: string
  readonly administrator?: string
}

function createCommand(): Command {
  return partCommand('create', 'onboard a partner whose ledger begins today, and invite its first administrator')
    .requiredOption('--name <text>', 'name of the account', (text) => nameOption(text))
    .requiredOption('--mpn-id <id>', 'its number in the network', networkIdOption)
    .addOption(typeOption().makeOptionMandatory())
    .requiredOption('--country <code>', 'two letters', countryOption)
    .requiredOption('--domain <name>', 'its domain name, by which its users find the account', domainOption)
    .option('--currency <code>', 'ISO 4217 code (default: the usual one of the country)', currencyOption)
    .option('--billing-day <n>', 'day of the month its invoices are dated by', wholeOption(1, LAST_BILLING_DAY), 1)
    .addOption(cloudOption())
    .option('--region <text>', 'region (default: that of the country)', regionOption)
    .option('--administrator <mail>', 'mail address of its first administrator', mailOption)
    .option('--administrator-name <text>', "the administrator's full name", (text) => nameOption(text))
    .action(async (options: Created) => {
      const wanted = newPartnerOf(options)
      const { linkAddress } = await import('../app/sign-in-link.js')
      const { publicUrl } = await settingsOf({})
      const onboarded = await asProvider(options, async (context) => {
        const { onboardPartner } = await import('../app/partners.js')
        return onboardPartner(context, wanted)
      })
      printOnboarded(onboarded, (token) => linkAddress(publicUrl, token), options)
    })
}

function newPartnerOf(options: Created): NewPartner {
  const { name, mpnId, type: accountType, country, currency, billingDay, domain: domainName, cloud, region } = options
  const { administrator: signInName, administratorName: fullName } = options
  if ((signInName === undefined) !== (fullName === undefined)) {
    throw new CommandError('--administrator and --administrator-name go together: give both or neither')
  }
  const administrator = signInName === undefined || fullName === undefined ? undefined : { signInName, fullName }
  const account = { name, mpnId, accountType, country, currency, billingDay, domainName }
  return { ...account, nationalCloud: cloud, region, administrator }
}

function printOnboarded(
  { account, administrator }: Onboarded,
  addressOf: (token: string) => string,
  { json }: Options,
): void {
  const entrance = administrator?.entrance.kind === 'link' ? administrator.entrance : undefined
  const link =
    entrance === undefined ? null : { uri: addressOf(entrance.token), expiresAt: formatInstant(entrance.expiresAt) }
  if (json === true) {
    printJson({ partner: shown(account), administrator: administrator?.user.signInName ?? null, link })
    return
  }
  console.log(`${printable(account.name)} is onboarded: ${account.partnerId}`)
  if (administrator === undefined || link === null) return
  console.log(`${administrator.user.signInName} sets a password here, once, until ${link.expiresAt}:`)
  console.log(link.uri)
}

interface Changed extends Options {
  readonly name?: string
  readonly mpnId?: string
  readonly status?: ProgramStatus
  readonly domain?: string
  readonly cloud?: string
  readonly region?: string
}

function changeCommand(): Command {
  return partCommand(
    'change',
    'change an account; who is restricted or suspended manages what it sold and buys nothing',
  )
    .argument('<partner>', 'its id', idOption)
    .option('--name <text>', 'name of the account', (text) => nameOption(text))
    .option('--mpn-id <id>', 'its number in the network', networkIdOption)
    .addOption(statusOption())
    .option('--domain <name>', 'its domain name', domainOption)
    .addOption(cloudOption())
    .option('--region <text>', 'region', regionOption)
    .action(async (id: string, options: Changed) => {
      const { name, mpnId, status: programStatus, domain: domainName, cloud: nationalCloud, region } = options
      const change: PartnerChange = { name, mpnId, programStatus, domainName, nationalCloud, region }
      if (Object.values(change).every((value) => value === undefined)) {
        throw new CommandError('say what to change: --name, --mpn-id, --status, --domain, --cloud or --region')
      }
      const account = await asProvider(options, async (context) => {
        const { changePartner } = await import('../app/partners.js')
        return changePartner(context, id, change)
      })
      printAccount(account, options)
    })
}

function typeOption(): Option {
  return new Option('--type <type>', 'how it sells').choices(ACCOUNT_TYPES)
}

function statusOption(): Option {
  return new Option('--status <status>', 'how it stands in the programme').choices(PROGRAM_STATUSES)
}

function cloudOption(): Option {
  return new Option('--cloud <cloud>', 'national cloud').choices(NATIONAL_CLOUDS)
}

function regionOption(text: string): string {
  return nameOption(text, LONGEST_REGION)
}

function printAccount(account: Account, { json }: Options): void {
  if (json === true) {
    printJson({ partner: shown(account) })
    return
  }
  const rows = Object.entries(shown(account)).map(([name, value]) => [name, String(value ?? '')])
  console.log(table(['', ''], rows).split('\n').slice(2).join('\n'))
}

function shown({ openedOn, clockAt, ...account }: Account) {
  return { ...account, openedOn: formatDay(openedOn), clockAt: clockAt === null ? null : formatInstant(clockAt) }
}
