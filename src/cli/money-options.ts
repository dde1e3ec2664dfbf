import { type Command, InvalidArgumentError } from 'commander'
import type { AllocationWishes } from '../app/allocate-payment.js'
import type { PaymentView } from '../app/payments.js'
import { formatDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { amountProblem, formatAmount, parseTypedAmount } from '../core/money/format-amount.js'
import { idOption } from './parse-options.js'
import { CommandError } from './session.js'

/** An amount as it was typed; what it is in minor units depends on the currency. */
export type AmountText = string & { readonly __brand: 'AmountText' }

export function amountOption(text: string): AmountText {
  if (!/^\d{1,15}(\.\d{1,4})?$/.test(text)) throw new InvalidArgumentError('It must be an amount such as 1250.50.')
  return text as AmountText
}

/** Minor units; the command ends where the amount is zero or finer than the currency. */
export function amountOf(text: AmountText, currency: Currency): bigint {
  const amount = parseTypedAmount(text, currency)
  if (amount !== undefined && amount > 0n) return amount
  throw new CommandError(amount === undefined ? amountProblem(text, currency) : 'the amount must be above zero')
}

/** An amount for people. */
export function money(amount: bigint, currency: Currency): string {
  return formatAmount(amount, currency)
}

export function partnerOption(command: Command): Command {
  return command.requiredOption('--partner <id>', 'whose account', idOption)
}

/** Which invoices are paid. */
export interface Wishes {
  readonly invoice?: readonly { readonly number: string; readonly amount: AmountText | undefined }[]
  readonly oldest?: boolean
}

export function wishOptions(command: Command): Command {
  return command
    .option('--invoice <number[=amount]>', 'an invoice it pays; may be given several times', invoiceOption)
    .option('--oldest', 'pay the invoices that are due first')
}

function invoiceOption(text: string, before: Wishes['invoice'] = []): NonNullable<Wishes['invoice']> {
  const [number = '', amount, ...rest] = text.split('=')
  if (!/^[A-Za-z0-9-]{1,40}$/.test(number) || rest.length > 0) {
    throw new InvalidArgumentError('It must be a number such as D000000001, or D000000001=125.00.')
  }
  return [...before, { number: number.toUpperCase(), amount: amount === undefined ? undefined : amountOption(amount) }]
}

export function wishesOf({ invoice = [], oldest }: Wishes, currency: Currency): AllocationWishes {
  if (oldest === true && invoice.length > 0) throw new CommandError('give --invoice or --oldest, not both')
  if (oldest === true) return 'oldest'
  return invoice.map(({ number, amount }) => ({
    number,
    amount: amount === undefined ? undefined : amountOf(amount, currency),
  }))
}

/** A payment with amounts as texts, for programs. */
export function shownPayment({ receivedOn, recordedAt: _, allocations, ...payment }: PaymentView) {
  const { currency } = payment
  return {
    ...payment,
    receivedOn: formatDay(receivedOn),
    amount: money(payment.amount, currency),
    unallocated: money(payment.unallocated, currency),
    refunded: money(payment.refunded, currency),
    allocations: allocations.map(({ number, amount }) => ({ number, amount: money(amount, currency) })),
  }
}
