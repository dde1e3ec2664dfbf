import { Command, Option } from 'commander'
import type { Adjustment, AdjustmentDecision, AdjustmentLimit, AdjustmentState } from '../app/adjustments.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { ADJUSTMENT_REASON_CODES, ADJUSTMENT_STATES, type AdjustmentReason } from '../core/invoicing/adjustment.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import { TAX_CLASSES, type TaxClass, USUAL_TAX_CLASS } from '../core/invoicing/tax-class.js'
import type { Currency } from '../core/money/currency.js'
import { amountProblem, parseTypedAmount } from '../core/money/format-amount.js'
import { asProvider, partCommand } from './as-provider.js'
import { currencyOption, nameOption } from './identity-options.js'
import { type AmountText, amountOf, amountOption, money, partnerOption } from './money-options.js'
import { printJson, table } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

const HELP = `
An adjustment goes on the first invoice of its partner and currency that is issued from its day on; it is in no file.
Above the limit of its currency somebody else has to approve it, and without a limit every one.

Examples:
  $ prorata adjustments propose --partner ID --credit 50.00 --currency EUR --reason goodwill --description 'For your patience'
  $ prorata adjustments propose --partner ID --charge 12.50 --currency EUR --reason fee --description 'Copies of invoices'
  $ prorata adjustments list --state approved
  $ prorata adjustments approve ADJUSTMENT --partner ID
  $ prorata adjustments limit EUR 250.00`

/** `prorata adjustments`: one-off credits and fees for the next invoice. */
export function adjustmentsCommand(): Command {
  const command = new Command('adjustments')
    .description('propose, approve and withdraw one-off credits and fees for the next invoice')
    .addHelpText('after', HELP)
  const decisions = [
    decisionCommand('approve', 'approved', 'approve what somebody else proposed'),
    decisionCommand('reject', 'rejected', 'reject what was proposed'),
    decisionCommand('withdraw', 'withdrawn', 'withdraw one that is on no invoice yet'),
  ]
  for (const part of [proposeCommand(), listCommand(), ...decisions, limitCommand()]) command.addCommand(part)
  return command
}

interface Shared extends SessionOptions {
  readonly json?: boolean
}

interface Proposed extends Shared {
  readonly partner: string
  readonly credit?: AmountText
  readonly charge?: AmountText
  readonly currency: Currency
  readonly reason: AdjustmentReason
  readonly description: string
  readonly note: string
  readonly taxClass: TaxClass
  readonly type?: InvoiceType
  readonly notBefore?: Day
  readonly customer?: string
  readonly subscription?: string
  readonly invoice?: string
}

function proposeCommand(): Command {
  return partnerOption(partCommand('propose', 'propose an adjustment'))
    .option('--credit <amount>', 'what the partner is credited, before tax', amountOption)
    .option('--charge <amount>', 'what the partner is charged, before tax', amountOption)
    .requiredOption('--currency <code>', 'ISO 4217 code', currencyOption)
    .addOption(new Option('--reason <reason>', 'why').choices(ADJUSTMENT_REASON_CODES).makeOptionMandatory())
    .requiredOption('--description <text>', 'what the invoice says', (text) => nameOption(text, 200))
    .option('--note <text>', 'for your own people', noteOption, '')
    .addOption(
      new Option('--tax-class <class>', 'how it is taxed').choices(Object.keys(TAX_CLASSES)).default(USUAL_TAX_CLASS),
    )
    .addOption(new Option('--type <type>', 'only on this type of invoice').choices(['recurring', 'one-time']))
    .option('--not-before <day>', 'on no invoice dated before (default: today)', dayOption)
    .option('--customer <id>', 'the customer it is about', idOption)
    .option('--subscription <id>', 'the subscription it is about', idOption)
    .option('--invoice <number>', 'the invoice it is about', (text) => nameOption(text, 40).toUpperCase())
    .action(runPropose)
}

async function runPropose(options: Proposed): Promise<void> {
  const { partner, credit, charge, currency, reason: reasonCode, description, note, taxClass, notBefore } = options
  if ((credit === undefined) === (charge === undefined)) throw new CommandError('give --credit or --charge')
  const amount = credit === undefined ? amountOf(charge!, currency) : -amountOf(credit, currency)
  const adjustment = await asProvider(options, async (context) => {
    const { proposeAdjustment } = await import('../app/adjustments.js')
    return proposeAdjustment(context, partner, {
      ...{ currency, amount, reasonCode, description, internalNote: note, taxClass, notBefore },
      ...{ invoiceType: options.type ?? null, customerId: options.customer ?? null },
      ...{ subscriptionId: options.subscription ?? null, relatedDocument: options.invoice ?? null },
    })
  })
  print(adjustment, options)
}

interface Listed extends Shared {
  readonly partner?: string
  readonly state?: AdjustmentState
  readonly limit: number
}

function listCommand(): Command {
  return partCommand('list', 'list adjustments, newest first; the approved ones wait for an invoice')
    .option('--partner <id>', 'of this partner only', idOption)
    .addOption(new Option('--state <state>', 'in this state only').choices(ADJUSTMENT_STATES))
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action(async (options: Listed) => {
      const { showAdjustments } = await import('../app/adjustments.js')
      const { partner: partnerId, state, limit } = options
      const states = state === undefined ? undefined : [state]
      const { adjustments, totalCount } = await withDatabase(options, (session) =>
        showAdjustments({ session }, { partnerId, states, limit }),
      )
      const more = totalCount > adjustments.length
      if (options.json === true) return printJson({ adjustments: adjustments.map(facts), more })
      if (adjustments.length === 0) return console.log('There are no such adjustments.')
      const rows = adjustments.map((one) => [
        ...[one.adjustmentId, one.partnerId, one.state, money(one.amount, one.currency as Currency), one.currency],
        ...[one.reasonCode, formatDay(one.notBefore), one.invoiceNumber ?? '', one.description],
      ])
      const head = ['Adjustment', 'Partner', 'State', 'Amount', '', 'Reason', 'From', 'Invoice', 'Description']
      console.log(table(head, rows, [3]))
      if (more) console.log('There are more; show them with --limit.')
    })
}

function decisionCommand(name: string, state: AdjustmentDecision, description: string): Command {
  return partnerOption(partCommand(name, description))
    .argument('<adjustment>', 'its id', idOption)
    .option('--note <text>', 'why', noteOption, '')
    .action(async (adjustmentId: string, options: Shared & { readonly partner: string; readonly note: string }) => {
      const { partner: partnerId, note } = options
      const adjustment = await asProvider(options, async (context) => {
        const { decideAboutAdjustment } = await import('../app/adjustments.js')
        return decideAboutAdjustment(context, { partnerId, adjustmentId }, { state, note })
      })
      print(adjustment, options)
    })
}

function limitCommand(): Command {
  return partCommand('limit', 'show up to which amounts adjustments need no approval, or set that of a currency')
    .argument('[currency]', 'ISO 4217 code', currencyOption)
    .argument('[amount]', 'the largest amount that needs none', amountOption)
    .action(async (currency: Currency | undefined, amount: AmountText | undefined, options: Shared) => {
      const { setAdjustmentLimit, showAdjustmentLimits } = await import('../app/adjustments.js')
      if (currency !== undefined && amount !== undefined) {
        const value = parseTypedAmount(amount, currency)
        if (value === undefined) throw new CommandError(amountProblem(amount, currency))
        await asProvider(options, (context) => setAdjustmentLimit(context, currency, value))
      }
      const all = await withDatabase(options, (session) => showAdjustmentLimits({ session }))
      const limits = all.filter((one) => currency === undefined || one.currency === currency).map(limitFacts)
      if (options.json === true) return printJson({ limits })
      if (limits.length === 0) return console.log('There is no limit: every adjustment is to be approved.')
      for (const one of limits) console.log(`Up to ${one.amount} ${one.currency} no approval is needed.`)
    })
}

function limitFacts({ currency, amount, setBy }: AdjustmentLimit) {
  return { currency, amount: money(amount, currency as Currency), setBy }
}

function noteOption(text: string): string {
  return nameOption(text, 1_000)
}

function facts({ proposedAt: _, decidedAt: __, proposerId: ___, ...adjustment }: Adjustment) {
  const { amount, currency, notBefore } = adjustment
  return { ...adjustment, amount: money(amount, currency as Currency), notBefore: formatDay(notBefore) }
}

function print(adjustment: Adjustment, { json }: Shared): void {
  if (json === true) {
    printJson({ adjustment: facts(adjustment) })
    return
  }
  const { adjustmentId, amount, currency, description, state } = adjustment
  console.log(`Adjustment ${adjustmentId} of ${money(amount, currency as Currency)} ${currency}: ${state}`)
  console.log(`  ${description}`)
  if (state === 'proposed') console.log('  Somebody else has to approve it: prorata adjustments approve')
}
