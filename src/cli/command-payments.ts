import { Command, Option } from 'commander'
import type { PaymentView } from '../app/payments.js'
import type { Receivable } from '../app/write-off.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { acceptedOf, asProvider, partCommand } from './as-provider.js'
import { bankCommands } from './command-payments-bank.js'
import { bookCommands } from './command-payments-books.js'
import { currencyOption, nameOption } from './identity-options.js'
import {
  type AmountText,
  amountOf,
  amountOption,
  money,
  partnerOption,
  shownPayment,
  type Wishes,
  wishesOf,
  wishOptions,
} from './money-options.js'
import { printable, printJson, table } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { type SessionOptions, withDatabase } from './session.js'

const HELP = `
Amounts are in major units with a point: 1250.50. What is left out of an amount is all there is.

Examples:
  $ prorata payments record --partner ID --amount 1250.50 --currency EUR --invoice D000000001
  $ prorata payments import statement.xml --auto-exact
  $ prorata payments entries
  $ prorata payments confirm ENTRY --partner ID --invoice D000000002=400.00 --invoice G000000003
  $ prorata payments statement --partner ID --from 2026-01-01
  $ prorata payments check`

/** `prorata payments`: what partners paid, what that pays, what they owe, and the books. */
export function paymentsCommand(): Command {
  const command = new Command('payments')
    .description('record and allocate payments, import bank statements, show accounts, check the books')
    .addHelpText('after', HELP)
  const own = [recordCommand(), listCommand(), allocateCommand(), releaseCommand(), refundCommand()]
  for (const part of [...own, writeOffCommand(), creditCommand(), ...bankCommands(), ...bookCommands()]) {
    command.addCommand(part)
  }
  return command
}

interface OfPartner extends SessionOptions {
  readonly partner: string
  readonly json?: boolean
}

const METHODS = ['bank-transfer', 'check', 'card', 'other', 'withholding-tax'] as const

interface Recorded extends OfPartner, Wishes {
  readonly amount: AmountText
  readonly currency: Currency
  readonly method: (typeof METHODS)[number]
  readonly received?: Day
  readonly payer: string
  readonly reference: string
}

function recordCommand(): Command {
  const command = partnerOption(partCommand('record', 'record a payment, and pay invoices with it'))
    .requiredOption('--amount <amount>', 'how much', amountOption)
    .requiredOption('--currency <code>', 'ISO 4217 code', currencyOption)
    .addOption(new Option('--method <method>', 'how it was paid').choices(METHODS).default('bank-transfer'))
    .option('--received <day>', 'when it came (default: today)', dayOption)
    .option('--payer <text>', 'who paid', textOption, '')
    .option('--reference <text>', 'what the payer wrote', textOption, '')
  return wishOptions(command).action(async (options: Recorded) => {
    const { partner, currency, method, payer, reference } = options
    const amount = amountOf(options.amount, currency)
    const allocations = wishesOf(options, currency)
    const payment = await asProvider(options, async (context) => {
      const { recordPayment } = await import('../app/record-payment.js')
      const receivedOn = options.received ?? dayOfInstant(context.now)
      return recordPayment(context, partner, { method, currency, amount, receivedOn, payer, reference, allocations })
    })
    printPayment(payment, options)
  })
}

interface Listed extends OfPartner {
  readonly unallocated?: boolean
  readonly limit: number
}

function listCommand(): Command {
  return partnerOption(partCommand('list', 'list payments, newest first, with what they pay'))
    .option('--unallocated', 'only payments of which something is left')
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action(async (options: Listed) => {
      const { readPayments } = await import('../app/payments.js')
      const { partner, limit, unallocated: onlyUnallocated = false } = options
      const found = await withDatabase(options, (session) =>
        readPayments({ session }, partner, { onlyUnallocated, after: undefined, limit: limit + 1 }),
      )
      const [payments, more] = [found.slice(0, limit), found.length > limit]
      if (options.json === true) return printJson({ payments: payments.map(shownPayment), more })
      if (payments.length === 0) return console.log('There are no such payments.')
      const rows = payments.map((one) => [
        one.paymentId,
        formatDay(one.receivedOn),
        one.method,
        money(one.amount, one.currency),
        money(one.unallocated, one.currency),
        one.currency,
        one.allocations.map(({ number }) => number).join(' '),
      ])
      console.log(table(['Payment', 'Received', 'Method', 'Amount', 'Left', '', 'Pays'], rows, [3, 4]))
      if (more) console.log('There are more; show them with --limit.')
    })
}

function allocateCommand(): Command {
  const command = partnerOption(partCommand('allocate', 'pay invoices with what is left of a payment')).argument(
    '<payment>',
    'its id',
    idOption,
  )
  return wishOptions(command).action(async (paymentId: string, options: OfPartner & Wishes) => {
    const payment = await onPayment(options, paymentId, async (context, { currency }) => {
      const { allocatePayment } = await import('../app/allocate-payment.js')
      return allocatePayment(context, options.partner, paymentId, wishesOf(options, currency))
    })
    printPayment(payment, options)
  })
}

interface Released extends OfPartner {
  readonly invoice: string
  readonly amount?: AmountText
  readonly reason: string
}

function releaseCommand(): Command {
  return invoiceOptions(partCommand('release', 'take back what a payment pays of an invoice'))
    .argument('<payment>', 'its id', idOption)
    .action(async (paymentId: string, options: Released) => {
      const { partner, invoice: number, reason } = options
      const payment = await onPayment(options, paymentId, async (context, { currency }) => {
        const { releaseAllocation } = await import('../app/allocate-payment.js')
        const amount = options.amount === undefined ? undefined : amountOf(options.amount, currency)
        return releaseAllocation(context, partner, paymentId, { number, amount, reason })
      })
      printPayment(payment, options)
    })
}

interface Refunded extends OfPartner {
  readonly amount?: AmountText
  readonly refunded?: Day
  readonly reason: string
}

function refundCommand(): Command {
  return partnerOption(partCommand('refund', 'note that what is left of a payment went back to the partner'))
    .argument('<payment>', 'its id', idOption)
    .option('--amount <amount>', 'how much (default: all that is left)', amountOption)
    .option('--refunded <day>', 'when (default: today)', dayOption)
    .requiredOption('--reason <text>', 'why', textOption)
    .action(async (paymentId: string, options: Refunded) => {
      const payment = await onPayment(options, paymentId, async (context, { currency }) => {
        const { refundPayment } = await import('../app/refund-payment.js')
        const amount = options.amount === undefined ? undefined : amountOf(options.amount, currency)
        const refundedOn = options.refunded ?? dayOfInstant(context.now)
        return refundPayment(context, options.partner, paymentId, { amount, refundedOn, reason: options.reason })
      })
      printPayment(payment, options)
    })
}

interface WrittenOff extends Released {
  readonly takeBack?: boolean
}

function writeOffCommand(): Command {
  return invoiceOptions(partCommand('write-off', 'write off what nobody will pay of an invoice any more'))
    .option('--take-back', 'take an earlier write-off back')
    .action(async (options: WrittenOff) => {
      const { partner, invoice: number, amount: text, reason, takeBack = false } = options
      const receivable = await asProvider(options, async (context) => {
        const { writeOff } = await import('../app/write-off.js')
        const amount = text === undefined ? undefined : (currency: Currency) => amountOf(text, currency)
        return writeOff(context, partner, { number, amount, reason, takeBack })
      })
      printReceivable(receivable, options)
    })
}

function creditCommand(): Command {
  return partnerOption(partCommand('credit', 'make the credit balance of a document available for other invoices'))
    .requiredOption('--invoice <number>', 'number of the document', numberOption)
    .action(async (options: OfPartner & { readonly invoice: string }) => {
      const payment = await asProvider(options, async (context) => {
        const { applyCredit } = await import('../app/write-off.js')
        return applyCredit(context, options.partner, options.invoice)
      })
      printPayment(payment, options)
    })
}

type Context = Parameters<Parameters<typeof asProvider>[1]>[0]

/** Does something to a payment, whose currency says what amounts mean. */
function onPayment(
  options: OfPartner,
  paymentId: string,
  work: (context: Context, payment: PaymentView) => ReturnType<Parameters<typeof asProvider<PaymentView>>[1]>,
): Promise<PaymentView> {
  return asProvider(options, async (context) => {
    const { loadPayment } = await import('../app/payments.js')
    return work(context, acceptedOf(await loadPayment(context, options.partner, paymentId)))
  })
}

function invoiceOptions(command: Command): Command {
  return partnerOption(command)
    .requiredOption('--invoice <number>', 'number of the invoice', numberOption)
    .option('--amount <amount>', 'how much (default: all of it)', amountOption)
    .requiredOption('--reason <text>', 'why', textOption)
}

function numberOption(text: string): string {
  return nameOption(text, 40).toUpperCase()
}

function textOption(text: string): string {
  return nameOption(text, 500)
}

function printPayment(payment: PaymentView, { json }: OfPartner): void {
  if (json === true) {
    printJson({ payment: shownPayment(payment) })
    return
  }
  const { currency } = payment
  console.log(`Payment ${payment.paymentId} of ${money(payment.amount, currency)} ${currency}`)
  for (const { number, amount } of payment.allocations) {
    console.log(`  pays ${money(amount, currency)} of ${printable(number)}`)
  }
  if (payment.refunded > 0n) console.log(`  gave back ${money(payment.refunded, currency)}`)
  console.log(`  ${money(payment.unallocated, currency)} left`)
}

function printReceivable({ currency, issuedOn, dueOn, ...sums }: Receivable, { json }: OfPartner): void {
  const [total, paid, credited, open] = [sums.total, sums.paid, sums.credited, sums.open].map((sum) =>
    money(sum, currency),
  )
  const days = { issuedOn: formatDay(issuedOn), dueOn: formatDay(dueOn) }
  if (json === true) {
    printJson({ invoice: { number: sums.number, currency, ...days, total, paid, credited, open } })
    return
  }
  console.log(`${sums.number}: ${total} ${currency}, paid ${paid}, credited ${credited}, open ${open}`)
}
