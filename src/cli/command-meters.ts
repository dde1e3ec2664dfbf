import { Command } from 'commander'
import type { UsageFileImport } from '../app/usage/read-usage-file.js'
import type { Day, Instant } from '../core/calendar/day.js'
import { formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { formatListMonth, parseListMonth } from '../core/catalog/price-list-dates.js'
import type { Currency } from '../core/money/currency.js'
import { formatDecimal, formatPlainDecimal } from '../core/money/decimal.js'
import { asProvider, partCommand, providerContext } from './as-provider.js'
import { currencyOption } from './identity-options.js'
import { printJson, table } from './output.js'
import { dayOption, idOption } from './parse-options.js'
import { readableFile } from './read-file.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

interface Shared extends SessionOptions {
  readonly json?: boolean
}

/** `prorata meters`: what is measured, and what it costs. */
export function metersCommand(): Command {
  const command = new Command('meters').description('import meters and their rates, and list them')
  for (const part of [importCommand(), ratesCommand(), listCommand(), historyCommand()]) command.addCommand(part)
  return command
}

/** `prorata exchange-rates`: what usage priced in one currency costs in another one. */
export function exchangeRatesCommand(): Command {
  const command = new Command('exchange-rates').description('import the exchange rates of months, and list them')
  for (const part of [importExchangeCommand(), listExchangeCommand()]) command.addCommand(part)
  return command
}

function importCommand(): Command {
  return partCommand('import', 'add or change the meters of a CSV file; all or nothing')
    .argument('<file>', 'CSV as docs/import-files.md describes it')
    .action(async (path: string, options: Shared) => {
      const { importMeters } = await import('../app/usage/import-meters.js')
      print('meters', options, await asProvider(options, (context) => importMeters(context, readableFile(path))))
    })
}

function ratesCommand(): Command {
  return partCommand('rates', 'add or change the rates of a CSV file, one row for each tier; all or nothing')
    .argument('<file>', 'CSV as docs/import-files.md describes it')
    .action(async (path: string, options: Shared) => {
      const { importUsageRates } = await import('../app/usage/import-usage-rates.js')
      print('rates', options, await asProvider(options, (context) => importUsageRates(context, readableFile(path))))
    })
}

function importExchangeCommand(): Command {
  return partCommand('import', 'add or change the exchange rates of a CSV file; all or nothing')
    .argument('<file>', 'CSV with month, from, to, rate and rate_date, or with CurrencyCode, USDPerUnit and Month')
    .option('--rate-date <day>', 'day the rates were published for, where the file does not say it', dayOption)
    .action(async (path: string, options: Shared & { readonly rateDate?: Day }) => {
      const { importExchangeRates } = await import('../app/usage/import-exchange-rates.js')
      const done = await asProvider(options, (context) =>
        importExchangeRates(context, readableFile(path), options.rateDate),
      )
      print('exchange rates', options, done)
    })
}

function print(what: string, { json }: Shared, { added, changed, unchanged }: UsageFileImport): void {
  if (json === true) printJson({ added, changed, unchanged })
  else console.log(`${added} ${what} were added, ${changed} changed, ${unchanged} are known already.`)
}

function listCommand(): Command {
  return partCommand('list', 'list meters with what they cost')
    .option('--product <id>', 'those of a product')
    .option('--on <day>', 'what they cost on a day (default: today)', dayOption)
    .action(async (options: Shared & { readonly product?: string; readonly on?: Day }) => {
      const { findMeters, findUsageRates } = await import('../app/usage/find-meters.js')
      const on = options.on ?? dayOfInstant(Date.now() as Instant)
      const { meters, rates } = await withDatabase(options, async (database) => {
        const found = await findMeters({ session: database }, { productId: options.product })
        const ids = found.map(({ meterId }) => meterId)
        return { meters: found, rates: (await findUsageRates({ session: database }, ids, { on })).map(shownRate) }
      })
      const shown = meters.map((meter) => ({
        ...meter,
        rates: rates.filter((rate) => rate.meter === meter.meterId),
      }))
      if (options.json === true) return printJson({ meters: shown })
      if (shown.length === 0) return console.log('There are no such meters.')
      const cells = shown.map((one) => [
        ...[one.meterId, `${one.productId}:${one.skuId}`, one.category, one.name, one.unit],
        one.rates.map((rate) => `${rate.currency} ${rate.prices}`).join('; '),
      ])
      console.log(table(['Id', 'SKU', 'Category', 'Name', 'Unit', 'Rates'], cells))
    })
}

interface History extends Shared {
  readonly currency?: Currency
  readonly on?: Day
}

function historyCommand(): Command {
  return partCommand('history', 'list what a meter cost, costs and will cost')
    .argument('<meter>', 'its id', idOption)
    .option('--currency <code>', 'in this currency', currencyOption)
    .option('--on <day>', 'what it costs on a day', dayOption)
    .action(async (meterId: string, options: History) => {
      const { findMeter, findUsageRates } = await import('../app/usage/find-meters.js')
      const found = await asProvider(options, async (context) => {
        const meter = await findMeter(context, meterId)
        if (!meter.ok) return meter
        return { ok: true, value: await findUsageRates(context, [meterId], options) }
      })
      const rates = found.map(shownRate)
      if (options.json === true) return printJson({ rates })
      if (rates.length === 0) return console.log('There are no such rates.')
      const cells = rates.map((one) => [
        one.currency,
        one.from,
        one.included,
        one.prices,
        one.earnsCredit ? 'yes' : 'no',
      ])
      console.log(table(['Currency', 'From', 'Included', 'Prices', 'Earns credit'], cells, [2]))
    })
}

function shownRate(rate: Awaited<ReturnType<typeof import('../app/usage/find-meters.js').findUsageRates>>[number]) {
  const tiers = rate.tiers.map(({ from, unitPrice }) => ({
    from: formatPlainDecimal(from),
    price: formatPlainDecimal(unitPrice),
  }))
  return {
    meter: rate.meterId,
    currency: rate.currency,
    from: formatDay(rate.validFrom),
    included: formatPlainDecimal(rate.included),
    earnsCredit: rate.earnsCredit,
    prices: tiers.map(({ from, price }) => (from === '0' ? price : `${price} from ${from}`)).join(', '),
    tiers,
  }
}

function listExchangeCommand(): Command {
  return partCommand('list', 'list the exchange rates of a month, or of the thirteen months up to the next one')
    .option('--month <month>', 'such as 2026-04', monthOption)
    .action(async (options: Shared & { readonly month?: Day }) => {
      const { findExchangeRates } = await import('../app/usage/find-meters.js')
      const found = await withDatabase(options, (database) => {
        const context = providerContext(database)
        return findExchangeRates(context, dayOfInstant(context.now), options.month)
      })
      const rates = found.map(({ month, from, to, rate, date }) => ({
        ...{ month: formatListMonth(month), from, to, rate: formatDecimal(rate), rateDate: formatDay(date) },
      }))
      if (options.json === true) return printJson({ exchangeRates: rates })
      if (rates.length === 0) return console.log('There are no such exchange rates.')
      const cells = rates.map((one) => [one.month, one.from, one.to, one.rate, one.rateDate])
      console.log(table(['Month', 'From', 'To', 'Rate', 'Of'], cells, [3]))
    })
}

function monthOption(text: string): Day {
  const month = parseListMonth(text)
  if (month === undefined) throw new CommandError(`${text} is no month such as 2026-04`)
  return month
}
