import { Command, Option } from 'commander'
import { type DiscountWish, type StoredDiscount, valueText } from '../app/discounts.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { formatTerm, parseTerm } from '../core/calendar/term.js'
import { BILLING_CYCLES } from '../core/catalog/billing-cycle.js'
import type { DiscountValue } from '../core/catalog/discount.js'
import { asProvider, partCommand } from './as-provider.js'
import { countryOption, currencyOption, nameOption } from './identity-options.js'
import { printJson, table } from './output.js'
import { dayOption, idOption } from './parse-options.js'
import { readableFile } from './read-file.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

const HELP = `
A term that starts while a discount is valid keeps it to its end; docs/discounts.md says which one it takes.

Examples:
  $ prorata discounts add --product MAIL --percentage 15 --promotion SPRING26 --description 'Spring offer' --from 2026-04-01 --until 2026-07-01
  $ prorata discounts add --partner PARTNER --percentage 8 --promotion AGREEMENT --description 'Frame agreement' --from 2026-04-01 --renewals
  $ prorata discounts add --partner PARTNER --product MAIL --sku 0001 --term P1Y --cycle monthly --currency EUR --price 3.40 --promotion AGREEMENT --description 'Frame agreement' --from 2026-04-01 --renewals
  $ prorata discounts list --on 2026-05-01
  $ prorata discounts end DISCOUNT --until 2026-06-01
  $ prorata discounts import discounts.csv`

interface Shared extends SessionOptions {
  readonly json?: boolean
}

/** `prorata discounts`: promotions and prices of partners. */
export function discountsCommand(): Command {
  const command = new Command('discounts')
    .description('give discounts, promotions and partner prices, list them and end them')
    .addHelpText('after', HELP)
  for (const part of [addCommand(), listCommand(), endCommand(), importCommand()]) command.addCommand(part)
  return command
}

interface Adding extends Shared {
  readonly partner?: string
  readonly product?: string
  readonly sku?: string
  readonly term?: string
  readonly cycle?: string
  readonly currency?: string
  readonly market?: string
  readonly segment: string
  readonly percentage?: string
  readonly amount?: string
  readonly price?: string
  readonly promotion: string
  readonly description: string
  readonly from: Day
  readonly until?: Day
  readonly renewals?: boolean
}

function addCommand(): Command {
  return partCommand('add', 'give a discount; at least a partner or a product is named')
    .option('--partner <id>', 'for this partner only', idOption)
    .option('--product <id>', 'on this product', (text) => nameOption(text, 100))
    .option('--sku <id>', 'on this SKU of the product', (text) => nameOption(text, 100))
    .option('--term <length>', 'on this term of the SKU, such as P1Y; needs a billing cycle and a currency')
    .addOption(new Option('--cycle <cycle>', 'with this billing cycle').choices(BILLING_CYCLES))
    .option('--currency <code>', 'in this currency', currencyOption)
    .option('--market <code>', 'where the term is sold in one country only', countryOption)
    .option('--segment <name>', 'of customers the term is sold to', 'commercial')
    .addOption(new Option('--percentage <number>', 'percent off the list price').conflicts(['amount', 'price']))
    .addOption(new Option('--amount <number>', 'amount off the list price').conflicts(['percentage', 'price']))
    .addOption(new Option('--price <number>', 'price instead of the list price').conflicts(['percentage', 'amount']))
    .requiredOption('--promotion <code>', 'what it is called on lines', (text) => nameOption(text, 40))
    .requiredOption('--description <text>', 'what is printed', (text) => nameOption(text, 200))
    .requiredOption('--from <day>', 'first day on which a term may start with it', dayOption)
    .option('--until <day>', 'first day on which none may any more', dayOption)
    .option('--renewals', 'terms that renew take it, too')
    .action(async (options: Adding) => {
      const { giveDiscount } = await import('../app/discounts.js')
      const wish = await wishOf(options)
      const given = shownDiscount(await asProvider(options, (context) => giveDiscount(context, wish)))
      if (options.json === true) printJson({ discount: given })
      else console.log(`${given.discount} (${given.promotion}) holds from ${given.from} on; its id is ${given.id}.`)
    })
}

async function wishOf(options: Adding): Promise<DiscountWish> {
  const { discountValueOf, VALUE_EXPECTED } = await import('../app/import-discounts.js')
  const kind: DiscountValue['kind'] | undefined =
    options.percentage !== undefined ? 'percentage' : options.amount !== undefined ? 'amount' : 'price'
  const number = options[kind]
  if (number === undefined) throw new CommandError('say --percentage, --amount or --price')
  const value = discountValueOf(kind, number)
  if (value === undefined) throw new CommandError(`--${kind} ${number} is not ${VALUE_EXPECTED}`)
  const length = options.term === undefined ? undefined : parseTerm(options.term)
  if (options.term !== undefined && length === undefined) throw new CommandError('--term must be a length such as P1Y')
  return {
    value,
    partnerId: options.partner ?? null,
    productId: options.product ?? null,
    skuId: options.sku ?? null,
    term: length === undefined ? null : formatTerm(length),
    billingCycle: options.cycle ?? null,
    currency: options.currency ?? null,
    market: options.market ?? '',
    segment: options.segment,
    promotionId: options.promotion,
    description: options.description,
    validFrom: options.from,
    validUntil: options.until ?? null,
    renewals: options.renewals === true,
  }
}

interface Listing extends Shared {
  readonly partner?: string
  readonly product?: string
  readonly promotion?: string
  readonly on?: Day
}

function listCommand(): Command {
  return partCommand('list', 'list discounts, also those that have ended')
    .option('--partner <id>', 'those of a partner', idOption)
    .option('--product <id>', 'those on a product', (text) => nameOption(text, 100))
    .option('--promotion <code>', 'those called so', (text) => nameOption(text, 40))
    .option('--on <day>', 'those with which a term may start on a day', dayOption)
    .action(async (options: Listing) => {
      const { findDiscounts } = await import('../app/discounts.js')
      const { partner: partnerId, product: productId, promotion: promotionId, on } = options
      const filter = { partnerId, productId, promotionId, on }
      const shown = (await withDatabase(options, (database) => findDiscounts({ session: database }, filter))).map(
        shownDiscount,
      )
      if (options.json === true) return printJson({ discounts: shown })
      if (shown.length === 0) return console.log('There are no such discounts.')
      const cells = shown.map((one) => [
        ...[one.id, one.promotion, one.discount, one.on, one.partner ?? 'every partner'],
        ...[one.from, one.until ?? '', one.renewals ? 'yes' : 'no'],
      ])
      console.log(table(['Id', 'Promotion', 'Discount', 'On', 'For', 'From', 'Until', 'Renewals'], cells))
    })
}

function endCommand(): Command {
  return partCommand('end', 'end a discount on a day to come; terms that have it keep it')
    .argument('<discount>', 'its id', idOption)
    .requiredOption('--until <day>', 'first day on which no term may start with it any more', dayOption)
    .action(async (id: string, options: Shared & { readonly until: Day }) => {
      const { endDiscount } = await import('../app/discounts.js')
      const ended = shownDiscount(await asProvider(options, (context) => endDiscount(context, id, options.until)))
      if (options.json === true) printJson({ discount: ended })
      else console.log(`${ended.discount} (${ended.promotion}) holds until ${ended.until}.`)
    })
}

function importCommand(): Command {
  return partCommand('import', 'give the discounts of a CSV file; all or nothing')
    .argument('<file>', 'CSV as docs/discounts.md describes it')
    .action(async (path: string, options: Shared) => {
      const { importDiscounts } = await import('../app/import-discounts.js')
      const { imported, unchanged } = await asProvider(options, (context) =>
        importDiscounts(context, readableFile(path)),
      )
      if (options.json === true) printJson({ imported, unchanged })
      else console.log(`${imported} discounts were given, ${unchanged} are known already.`)
    })
}

function shownDiscount(discount: StoredDiscount) {
  const { id, partnerId, productId, skuId, availabilityId, promotionId, description, renewals } = discount
  return {
    id,
    promotion: promotionId,
    description,
    discount: discountText(discount),
    on: productId === null ? 'everything' : skuId === null ? productId : `${productId}:${skuId}`,
    availability: availabilityId,
    partner: partnerId,
    from: formatDay(discount.validFrom),
    until: discount.validUntil === null ? null : formatDay(discount.validUntil),
    renewals,
  }
}

/** `15 % off`, `0.50 EUR off` or `3.40 EUR instead of the list price`. */
function discountText({ value, currency }: StoredDiscount): string {
  const number = valueText(value)
  switch (value.kind) {
    case 'percentage':
      return `${number} % off`
    case 'amount':
      return `${number} ${currency} off`
    case 'price':
      return `${number} ${currency} instead of the list price`
  }
}
