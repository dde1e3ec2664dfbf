import { Command, Option } from 'commander'
import type { ProviderProfile } from '../app/tax-provider.js'
import type { StoredTaxRate } from '../app/tax-rates.js'
import type { StoredRegistration } from '../app/tax-registrations.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { TAX_CLASSES } from '../core/invoicing/tax-class.js'
import { placeName } from '../core/invoicing/tax-territory.js'
import type { RegistrationKind } from '../core/invoicing/tax-treatment.js'
import { formatDecimal } from '../core/money/decimal.js'
import { asProvider, partCommand } from './as-provider.js'
import { partnerTaxCommands, regionOption } from './command-tax-partners.js'
import { ExitCode } from './exit-codes.js'
import { countryOption, nameOption } from './identity-options.js'
import { printJson, table } from './output.js'
import { dayOption, idOption, skuOption } from './parse-options.js'
import { readableFile } from './read-file.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

const HELP = `
No invoice is taxed before the provider is registered somewhere. docs/tax.md says how taxes are found.

Examples:
  $ prorata tax register --kind home --country NL --number NL004495445B01 --since 2026-01-01
  $ prorata tax import-rates examples/tax-rates.csv --dry-run
  $ prorata tax classify MAIL:0001 reduced
  $ prorata tax validate PARTNER --state valid --evidence 'VIES WAPIAAAA1'
  $ prorata tax explain PARTNER --amount 100.00 --on 2026-03-15
  $ prorata tax exemptions --state submitted`

interface Shared extends SessionOptions {
  readonly json?: boolean
}

/** `prorata tax`: rates and registrations of the provider, what decides about the taxes of partners, and what they claim. */
export function taxCommand(): Command {
  const command = new Command('tax')
    .description('keep tax rates and registrations, say how partners are taxed, review exemptions and tax withheld')
    .addHelpText('after', HELP)
  const own = [ratesCommand(), importRatesCommand(), classifyCommand(), registrationsCommand(), registerCommand()]
  for (const part of [...own, endCommand(), providerCommand(), ...partnerTaxCommands()]) command.addCommand(part)
  return command
}

function ratesCommand(): Command {
  return partCommand('rates', 'list tax rates')
    .option('--country <code>', 'of one country', countryOption)
    .action(async (options: Shared & { readonly country?: string }) => {
      const { listRates } = await import('../app/tax-rates.js')
      const rates = await withDatabase(options, (database) => listRates({ session: database }, options.country))
      const shown = rates.map(shownRate)
      if (options.json === true) return printJson({ rates: shown })
      if (shown.length === 0) return console.log('There are no tax rates.')
      const cells = shown.map((rate) => [
        ...[rate.place, rate.taxClass, rate.component, rate.rate, rate.validFrom, rate.validTo ?? ''],
        rate.sample ? 'sample' : '',
      ])
      console.log(table(['Place', 'Class', 'Tax', '%', 'From', 'Until', ''], cells, [3]))
    })
}

function shownRate({ taxClass, component, rate, validFrom, validTo, sample, ...place }: StoredTaxRate) {
  return {
    ...{ place: placeName(place), taxClass, component, rate: formatDecimal(rate), validFrom: formatDay(validFrom) },
    ...{ validTo: validTo === undefined ? null : formatDay(validTo), sample },
  }
}

function importRatesCommand(): Command {
  return partCommand('import-rates', 'add the rates of a CSV file; all or nothing')
    .argument('<file>', 'CSV as docs/tax.md describes it')
    .option('--dry-run', 'say what is wrong with the file, and write nothing')
    .action(async (path: string, options: Shared & { readonly dryRun?: boolean }) => {
      const { importRates } = await import('../app/tax-rates.js')
      const dryRun = options.dryRun === true
      const report = await asProvider(options, (context) => importRates(context, readableFile(path), { dryRun }))
      if (report.problems.length > 0) process.exitCode = ExitCode.differences
      if (options.json === true) return printJson({ ...report, dryRun })
      for (const { line, reason } of report.problems) console.log(`${path}:${line}: ${reason}`)
      const verb = dryRun ? 'would be added' : 'were added'
      console.log(`${report.imported} rates ${verb}, ${report.unchanged} are known already.`)
    })
}

function classifyCommand(): Command {
  const words = Object.entries(TAX_CLASSES).map(([name, { what }]) => `  ${name.padEnd(10)} ${what}`)
  return partCommand('classify', 'put a SKU into a tax class, for invoices issued from now on')
    .argument('<sku>', 'as product:sku', skuOption)
    .argument('<class>', `one of ${Object.keys(TAX_CLASSES).join(', ')}`)
    .addHelpText('after', `\nClasses:\n${words.join('\n')}`)
    .action(async (sku: ReturnType<typeof skuOption>, taxClass: string, options: Shared) => {
      const { classifySku } = await import('../app/tax-rates.js')
      const set = await asProvider(options, (context) => classifySku(context, sku.productId, sku.skuId, taxClass))
      if (options.json === true) printJson({ ...sku, taxClass: set })
      else console.log(`${sku.productId}:${sku.skuId} is taxed as ${set}.`)
    })
}

function registrationsCommand(): Command {
  return partCommand('registrations', 'list where the provider is registered for taxes').action(
    async (options: Shared) => {
      const { showRegistrations } = await import('../app/tax-registrations.js')
      const found = await withDatabase(options, (database) => showRegistrations({ session: database }))
      const shown = found.map(shownRegistration)
      if (options.json === true) return printJson({ registrations: shown })
      if (shown.length === 0) return console.log('The provider is registered nowhere: invoices are not taxed.')
      const cells = shown.map((one) => [one.id, one.kind, one.place, one.number, one.since, one.until ?? ''])
      console.log(table(['Id', 'Kind', 'Place', 'Number', 'Since', 'Until'], cells))
    },
  )
}

function shownRegistration({ registrationId: id, kind, number, since, until, ...place }: StoredRegistration) {
  return {
    ...{ id, kind, place: placeName(place), number, since: formatDay(since) },
    until: until === undefined ? null : formatDay(until),
  }
}

interface Registering extends Shared {
  readonly kind: RegistrationKind
  readonly country: string
  readonly region: string
  readonly number: string
  readonly since: Day
  readonly until?: Day
}

function registerCommand(): Command {
  return partCommand('register', 'note a registration of the provider')
    .addOption(
      new Option('--kind <kind>', 'home: where it is established; local: elsewhere')
        .choices(['home', 'local', 'one-stop-shop'])
        .makeOptionMandatory(),
    )
    .requiredOption('--country <code>', 'whose tax', countryOption)
    .option('--region <code>', 'state or province it is limited to', regionOption, '')
    .requiredOption('--number <text>', 'registration number', (text) => nameOption(text, 40))
    .requiredOption('--since <day>', 'first day', dayOption)
    .option('--until <day>', 'first day on which it no longer holds', dayOption)
    .action(async ({ kind, country, region, number, since, until, ...options }: Registering) => {
      const { addRegistration } = await import('../app/tax-registrations.js')
      const wanted = { kind, country, region, number, since, until }
      const added = await asProvider(options, (context) => addRegistration(context, wanted))
      if (options.json === true) printJson({ registration: shownRegistration(added) })
      else console.log(`Registered in ${placeName(added)} with ${number} from ${formatDay(since)} on.`)
    })
}

function endCommand(): Command {
  return partCommand('end-registration', 'end a registration of the provider')
    .argument('<registration>', 'its id', idOption)
    .requiredOption('--until <day>', 'first day on which it no longer holds', dayOption)
    .action(async (id: string, options: Shared & { readonly until: Day }) => {
      const { closeRegistration } = await import('../app/tax-registrations.js')
      const ended = await asProvider(options, (context) => closeRegistration(context, id, options.until))
      if (options.json === true) printJson({ registration: shownRegistration(ended) })
      else console.log(`The registration in ${placeName(ended)} holds until ${formatDay(options.until)}.`)
    })
}

interface ProviderOptions extends Shared {
  readonly name?: string
  readonly line?: readonly string[]
  readonly city?: string
  readonly postalCode?: string
  readonly region?: string
  readonly country?: string
  readonly registrationNumber?: string
  readonly email?: string
  readonly phone?: string
  readonly supportUrl?: string
  readonly language?: readonly string[]
  readonly accountName?: string
  readonly iban?: string
  readonly bic?: string
  readonly instructions?: string
}

const several = (value: string, before: readonly string[] = []) => [...before, nameOption(value, 200)]

function providerCommand(): Command {
  const text = (longest: number) => (value: string) => nameOption(value, longest)
  return partCommand('provider', 'show what documents say of the provider, or change what is named')
    .option('--name <text>', 'legal name', text(200))
    .option('--line <text>', 'line of the address; may be given several times', several)
    .option('--city <text>', 'city', text(100))
    .option('--postal-code <text>', 'postal code', text(20))
    .option('--region <text>', 'state or province', text(60))
    .option('--country <code>', 'country', countryOption)
    .option('--registration-number <text>', 'number in the company register', text(60))
    .option('--email <address>', 'for questions about invoices', text(254))
    .option('--phone <number>', 'for questions about invoices', text(40))
    .option('--support-url <url>', 'where help is found', text(400))
    .option('--language <code>', 'en or nl; may be given several times, the usual one first', several)
    .option('--account-name <text>', 'whose bank account', text(200))
    .option('--iban <iban>', 'its number', text(42))
    .option('--bic <bic>', 'its bank', text(11))
    .option('--instructions <text>', 'what payers should know', text(1_000))
    .action(async (options: ProviderOptions) => {
      const profile = await showOrChange(options)
      if (options.json === true) return printJson({ provider: profile })
      if (profile === undefined) return console.log('Nothing is known of the provider yet; see --help.')
      const { address, payment } = profile
      const place = [...address.lines, `${address.postalCode} ${address.city}`.trim(), address.country]
      console.log([profile.name, ...place, `Account: ${payment.accountName} ${payment.iban}`.trim()].join('\n'))
    })
}

async function showOrChange({ json: _, database, data, ...given }: ProviderOptions) {
  const { changeProviderProfile, loadProviderProfile } = await import('../app/tax-provider.js')
  const options: SessionOptions = { database, data }
  const known = await withDatabase(options, (session) => loadProviderProfile({ session }))
  if (Object.keys(given).length === 0) return known?.profile
  const wanted = merged(known?.profile, given)
  const changed = await asProvider(options, (context) => changeProviderProfile(context, wanted, undefined))
  return changed.profile
}

function merged(known: ProviderProfile | undefined, given: Omit<ProviderOptions, keyof Shared>): ProviderProfile {
  const needed = (value: string | undefined, option: string): string => {
    if (value !== undefined && value !== '') return value
    throw new CommandError(`${option} is needed the first time.`, ExitCode.refused)
  }
  const languages = given.language ?? known?.languages ?? ['en']
  if (languages.some((language) => !['en', 'nl'].includes(language))) {
    throw new CommandError('Documents are written in en or nl.', ExitCode.refused)
  }
  const [address, payment] = [known?.address, known?.payment]
  const name = needed(given.name ?? known?.name, '--name')
  return {
    name,
    address: {
      lines: given.line ?? address?.lines ?? [needed(undefined, '--line')],
      city: needed(given.city ?? address?.city, '--city'),
      postalCode: given.postalCode ?? address?.postalCode ?? '',
      region: given.region ?? address?.region ?? '',
      country: needed(given.country ?? address?.country, '--country'),
    },
    registrationNumber: given.registrationNumber ?? known?.registrationNumber ?? '',
    email: given.email ?? known?.email ?? '',
    phone: given.phone ?? known?.phone ?? '',
    supportUrl: given.supportUrl ?? known?.supportUrl ?? '',
    languages,
    payment: {
      accountName: given.accountName ?? payment?.accountName ?? name,
      iban: (given.iban ?? payment?.iban ?? '').replaceAll(' ', '').toUpperCase(),
      bic: (given.bic ?? payment?.bic ?? '').toUpperCase(),
      instructions: given.instructions ?? payment?.instructions ?? '',
    },
    electronicAddress: known?.electronicAddress ?? null,
  }
}
