import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import type { Amended, AmendmentWish, CreditWish } from '../app/amend-document.js'
import {
  AMENDMENT_REASON_CODES,
  AMENDMENT_REASONS,
  type AmendmentAction,
  type AmendmentReason,
} from '../core/invoicing/amendment.js'
import { fractionOfRate } from '../core/invoicing/distribute-tax.js'
import type { Currency } from '../core/money/currency.js'
import { type Decimal, parseDecimal } from '../core/money/decimal.js'
import { accept } from '../core/refusal.js'
import { acceptedOf, asProvider, partCommand } from './as-provider.js'
import { type AmountText, amountOf, amountOption } from './money-options.js'
import { printable, printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { amendmentFacts, amendmentRow, amendmentsText, storedFacts } from './print-credit-notes.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

const HELP = `
What is credited is said with --line or --charge, each as often as needed; without them, all that is left of the invoice.
  --line 2            a line of the invoice: see prorata invoices show NUMBER
  --line 2=12.50      an amount of it
  --line 2=25%        a percentage of it
  --charge SUBSCRIPTION:3           a charge: the third of a subscription, see prorata explain SUBSCRIPTION
  --charge SUBSCRIPTION:3=12.50     an amount of it

Examples:
  $ prorata credit-notes reasons
  $ prorata credit-notes issue D000000017 --reason service-credit --line 2=25% --preview
  $ prorata credit-notes issue D000000017 --reason service-credit --line 2=25% --note "outage of 3 March"
  $ prorata credit-notes void G000000003 --reason duplicate-charge
  $ prorata credit-notes rebill D000000018 --reason address-correction
  $ prorata credit-notes show C000000001
  $ prorata credit-notes markets NL --rebill no`

/** `prorata credit-notes`: take back what was invoiced, in part or whole, and bill it again. */
export function creditNotesCommand(): Command {
  const command = new Command('credit-notes')
    .description('credit invoices in part, void them, bill them again; list and show what amends invoices')
    .addHelpText('after', HELP)
  for (const part of [issueCommand(), voidCommand(), rebillCommand(), showCommand(), listCommand()]) {
    command.addCommand(part)
  }
  return command.addCommand(reasonsCommand()).addCommand(marketsCommand())
}

interface Options extends SessionOptions {
  readonly json?: boolean
}

interface Issued extends Options {
  readonly reason: AmendmentReason
  readonly note: string
  readonly preview?: boolean
  readonly line?: readonly LineWish[]
  readonly charge?: readonly ChargeWish[]
}

interface LineWish {
  readonly lineNumber: number
  readonly amount: AmountText | undefined
  readonly percent: Decimal | undefined
}

interface ChargeWish {
  readonly charge: { readonly subscriptionId: string; readonly chargeNumber: number }
  readonly amount: AmountText | undefined
}

function actionCommand(name: string, description: string, action: AmendmentAction): Command {
  const reasons = AMENDMENT_REASON_CODES.filter((code) =>
    (AMENDMENT_REASONS[code].actions as readonly AmendmentAction[]).includes(action),
  )
  return partCommand(name, description)
    .argument('<number>', 'of the invoice, such as D000000017', numberOption)
    .addOption(new Option('--reason <reason>', 'why').choices(reasons).makeOptionMandatory())
    .option('--note <text>', 'printed behind the reason', noteOption, '')
    .option('--preview', 'show what would be issued, and issue nothing')
    .action((number: string, options: Issued) => amend(action, number, options))
}

function issueCommand(): Command {
  return actionCommand('issue', 'credit a part of an invoice', 'credit')
    .option('--line <number[=amount|=percent%]>', 'a line of the invoice; may be given several times', lineOption)
    .option('--charge <subscription:number[=amount]>', 'a charge of it; may be given several times', chargeOption)
}

function voidCommand(): Command {
  return actionCommand('void', 'take back all that is left of an invoice', 'void')
}

function rebillCommand(): Command {
  return actionCommand(
    'rebill',
    'void an invoice, and issue what replaces it to the partner as it is known now',
    'rebill',
  )
}

async function amend(action: AmendmentAction, number: string, options: Issued): Promise<void> {
  const { reason, note, preview = false, line = [], charge = [] } = options
  const credits = (currency: Currency): CreditWish[] => {
    const read = (amount: AmountText | undefined) => (amount === undefined ? undefined : amountOf(amount, currency))
    return [
      ...line.map(({ lineNumber, amount, percent }) => ({
        ...{ lineNumber, amount: read(amount) },
        percent: percent === undefined ? undefined : fractionOfRate(percent),
      })),
      ...charge.map((one) => ({ charge: one.charge, amount: read(one.amount) })),
    ]
  }
  const wish: AmendmentWish = { action, reason, note, credits: (currency) => accept(credits(currency)) }
  const amended = await asProvider(options, async (context) => {
    const { amendDocument, previewAmendment } = await import('../app/amend-document.js')
    return preview ? previewAmendment(context, number, wish) : amendDocument(context, number, wish)
  })
  if (options.json === true) return printJson(shownAmended(amended, preview))
  console.log(amendmentsText(amended.amendments))
  if (preview) console.log('Nothing was issued.')
}

function shownAmended({ document, amendments }: Amended, preview: boolean) {
  return { invoice: document.number, preview, amendments: amendments.map(amendmentFacts) }
}

function showCommand(): Command {
  return partCommand('show', 'show a credit note, void note or replacement with its lines')
    .argument('<number>', 'its number, such as C000000001', numberOption)
    .action(async (number: string, options: Options) => {
      const { loadAmendment } = await import('../app/list-amendments.js')
      const found = await withDatabase(options, async (session) => acceptedOf(await loadAmendment(session, number)))
      const { kind, amends, reason, dueDate, note, ...document } = found.document
      if (kind === 'invoice') throw new CommandError(`${number} amends nothing`)
      const dueOn = kind === 'adjustment-note' ? dueDate : null
      const amendment = { ...document, kind, amends: amends!, reason: reason!, note, dueOn }
      const full = { amendment, ...found.figures }
      if (options.json === true) return printJson(amendmentFacts(full))
      console.log(amendmentsText([full]))
    })
}

interface Listed extends Options {
  readonly partner?: string
  readonly limit: number
}

function listCommand(): Command {
  return partCommand('list', 'list credit notes, void notes and replacements, newest first')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action(async (options: Listed) => {
      const { listAmendments } = await import('../app/list-amendments.js')
      const { partner, limit } = options
      const { documents, totalCount } = await withDatabase(options, (session) =>
        listAmendments(session, partner, { offset: 0, limit }),
      )
      const more = totalCount > documents.length
      const shown = documents.map(storedFacts)
      if (options.json === true) return printJson({ amendments: shown, more })
      if (shown.length === 0) return console.log('Nothing was amended yet.')
      const head = ['Number', 'Date', '', 'Amends', 'Partner', 'Reason', 'Total', '']
      console.log(table(head, shown.map(amendmentRow), [6]))
      if (more) console.log(`There are ${totalCount - documents.length} more; show them with --limit.`)
    })
}

function reasonsCommand(): Command {
  return new Command('reasons')
    .description('list the reasons for which invoices are amended')
    .option('--json', 'print them as JSON')
    .exitOverride()
    .action((options: { readonly json?: boolean }) => {
      const reasons = AMENDMENT_REASON_CODES.map((reason) => ({ reason, ...AMENDMENT_REASONS[reason] }))
      if (options.json === true) return printJson({ reasons })
      const rows = reasons.map(({ reason, what, actions }) => [reason, actions.join(', '), what])
      console.log(table(['Reason', 'For', ''], rows))
    })
}

interface Market extends Options {
  readonly rebill?: 'yes' | 'no'
}

function marketsCommand(): Command {
  return partCommand('markets', 'show or decide in which countries invoices are voided and billed again')
    .addArgument(new Argument('[country]', 'two letters').argParser(countryOption))
    .addOption(new Option('--rebill <answer>', 'whether they are').choices(['yes', 'no']))
    .action(async (country: string | undefined, options: Market) => {
      const { rebill } = options
      if ((country === undefined) !== (rebill === undefined)) throw new CommandError('say both a country and --rebill')
      const { decideRebillMarket, listRebillMarkets } = await import('../app/rebill-markets.js')
      if (country !== undefined) {
        await asProvider(options, (context) => decideRebillMarket(context, country, rebill === 'yes'))
      }
      const markets = (await withDatabase(options, listRebillMarkets)).map(({ country: of, isOffered, changedBy }) => ({
        ...{ country: of, rebill: isOffered, changedBy },
      }))
      if (options.json === true) return printJson({ markets })
      for (const one of markets) {
        console.log(`${one.country}: ${one.rebill ? 'billed again' : 'only credited'} (${printable(one.changedBy)})`)
      }
      console.log(markets.length === 0 ? 'Invoices are billed again in every country.' : 'Billed again in all others.')
    })
}

function numberOption(text: string): string {
  if (!/^[A-Za-z]{1,3}\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a number such as D000000017.')
  return text.toUpperCase()
}

function noteOption(text: string): string {
  if (text.length > 500) throw new InvalidArgumentError('It must have at most 500 characters.')
  return text.trim()
}

function countryOption(text: string): string {
  if (!/^[A-Za-z]{2}$/.test(text)) throw new InvalidArgumentError('It must be a country such as NL.')
  return text.toUpperCase()
}

function lineOption(text: string, before: readonly LineWish[] = []): readonly LineWish[] {
  const [, number, rest] = /^(\d{1,6})(?:=(.+))?$/.exec(text) ?? []
  const percent = rest?.endsWith('%') ? rest.slice(0, -1) : undefined
  const isPercent = percent !== undefined && /^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)$/.test(percent)
  if (number === undefined || (percent !== undefined && !isPercent)) {
    throw new InvalidArgumentError('It must be a line such as 2, 2=12.50 or 2=25%.')
  }
  const amount = rest === undefined || isPercent ? undefined : amountOption(rest)
  return [...before, { lineNumber: Number(number), amount, percent: isPercent ? parseDecimal(percent)! : undefined }]
}

function chargeOption(text: string, before: readonly ChargeWish[] = []): readonly ChargeWish[] {
  const [, subscription, number, amount] = /^([0-9A-Fa-f-]{36}):(\d{1,9})(?:=(.+))?$/.exec(text) ?? []
  if (subscription === undefined) {
    throw new InvalidArgumentError(
      'It must be a charge such as 018f0003-0000-7000-8000-000000000001:3, or with =12.50.',
    )
  }
  const charge = { subscriptionId: idOption(subscription), chargeNumber: Number(number) }
  return [...before, { charge, amount: amount === undefined ? undefined : amountOption(amount) }]
}
