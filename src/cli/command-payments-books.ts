import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import type { AccountOverview } from '../app/account-statement.js'
import type { Credit } from '../app/credit-limit.js'
import { type Day, FIRST_DAY, formatDay, type Instant, LAST_DAY } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { amountProblem, parseTypedAmount } from '../core/money/format-amount.js'
import { refuse } from '../core/refusal.js'
import { acceptedOf, asProvider, partCommand, providerContext } from './as-provider.js'
import { ExitCode } from './exit-codes.js'
import { type AmountText, amountOption, money, partnerOption } from './money-options.js'
import { printable, printJson, table } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly json?: boolean
}

interface OfPartner extends Options {
  readonly partner: string
}

/** Parts of `prorata payments` about accounts and the journal. */
export function bookCommands(): readonly Command[] {
  return [
    accountCommand(),
    statementCommand(),
    limitCommand(),
    termsCommand(),
    exportCommand(),
    checkCommand(),
    openCommand(),
  ]
}

function accountCommand(): Command {
  return partnerOption(
    partCommand('account', 'show what a partner owes, what is past due, and what is left of its credit limit'),
  ).action(async (options: OfPartner) => {
    const overview = await withDatabase(options, async (session) => {
      const { readAccount } = await import('../app/account-statement.js')
      const { loadPartner } = await import('../app/partners.js')
      const account = acceptedOf(await loadPartner({ session }, options.partner))
      return readAccount({ session, now: account.clockAt ?? (Date.now() as Instant) }, options.partner)
    })
    if (options.json === true) return printJson(shownAccount(overview))
    printAccount(overview)
  })
}

function shownAccount({ balances, standing, credit, paymentDays }: AccountOverview) {
  const { pastDue, since, overdue } = standing
  return {
    paymentDays,
    balances: balances.map(({ currency, balance, unallocated }) => ({
      currency,
      balance: money(balance, currency),
      unallocated: money(unallocated, currency),
    })),
    pastDue,
    since: since === undefined ? null : formatDay(since),
    overdue: [...overdue].map(([currency, amount]) => ({ currency, amount: money(amount, currency as Currency) })),
    creditLimit: credit === undefined ? null : shownCredit(credit),
  }
}

function shownCredit(credit: Credit) {
  const { currency } = credit
  const [limit, unpaid, unbilled, overpaid, available] = [
    credit.limit,
    credit.unpaid,
    credit.unbilled,
    credit.overpaid,
    credit.available,
  ].map((amount) => money(amount, currency))
  return { currency, limit, unpaid, unbilled, overpaid, available }
}

function printAccount(overview: AccountOverview): void {
  const { balances, pastDue, since, overdue, creditLimit, paymentDays } = shownAccount(overview)
  if (balances.length === 0) console.log('Nothing was invoiced or paid yet.')
  else {
    const rows = balances.map(({ currency, balance, unallocated }) => [currency, balance, unallocated])
    console.log(table(['', 'Open', 'Unallocated'], rows, [1, 2]))
  }
  console.log(`To be paid within ${paymentDays} days.`)
  if (pastDue) {
    const sums = overdue.map(({ currency, amount }) => `${amount} ${currency}`).join(' and ')
    console.log(`Past due since ${since}: ${sums}. Nothing new can be bought.`)
  }
  if (creditLimit === null) console.log('There is no credit limit.')
  else printCredit(creditLimit)
}

function printCredit({ currency, limit, unpaid, unbilled, overpaid, available }: ReturnType<typeof shownCredit>): void {
  console.log(
    `Credit limit ${limit} ${currency}: ${unpaid} unpaid, ${unbilled} unbilled, ${overpaid} overpaid; ${available} left.`,
  )
}

interface Stated extends OfPartner {
  readonly from: Day
  readonly to: Day
  readonly limit: number
}

function statementCommand(): Command {
  return partnerOption(partCommand('statement', 'show what was invoiced and paid, in order, with the balance'))
    .option('--from <day>', 'on or after this day', dayOption, FIRST_DAY)
    .option('--to <day>', 'on or before this day', dayOption, LAST_DAY)
    .option('--limit <n>', 'at most so many lines', wholeOption(1, 100_000), 200)
    .action(async (options: Stated) => {
      const { readStatement } = await import('../app/account-statement.js')
      const { from, to, limit } = options
      const { opening, lines, more } = await withDatabase(options, (session) =>
        readStatement({ session }, options.partner, { currency: undefined, from, to, limit, offset: 0 }),
      )
      const shown = lines.map((line) => ({
        currency: line.currency,
        date: formatDay(line.bookedOn),
        type: line.sourceKind,
        document: line.document ?? line.sourceId,
        reference: line.reference === '' ? line.note : line.reference,
        amount: money(line.amount, line.currency),
        balance: money(line.balance, line.currency),
      }))
      const balances = opening.map(({ currency, balance }) => ({ currency, balance: money(balance, currency) }))
      if (options.json === true) return printJson({ opening: balances, lines: shown, more })
      if (shown.length === 0) return console.log('Nothing was invoiced or paid in that time.')
      if (from > FIRST_DAY) for (const { currency, balance } of balances) console.log(`Before: ${balance} ${currency}`)
      const rows = shown.map((line) => Object.values(line))
      console.log(table(['', 'Date', '', 'Document', 'Reference', 'Amount', 'Balance'], rows, [5, 6]))
      if (more) console.log('There are more; show them with --limit, or narrow with --from and --to.')
    })
}

function limitCommand(): Command {
  return partnerOption(partCommand('credit-limit', 'set the most a partner may owe, billed or not'))
    .option('--amount <amount>', "in the partner's currency", amountOption)
    .option('--none', 'take the limit away')
    .action(async (options: OfPartner & { readonly amount?: AmountText; readonly none?: boolean }) => {
      const { partner, amount: text, none = false } = options
      if ((text === undefined) !== none) throw new CommandError('say --amount or --none')
      const credit = await asProvider(options, async (context) => {
        const { setCreditLimit } = await import('../app/credit-limit.js')
        const { loadPartner } = await import('../app/partners.js')
        const { currency } = acceptedOf(await loadPartner(context, partner))
        const amount = text === undefined ? null : parseTypedAmount(text, currency)
        if (amount !== undefined) return setCreditLimit(context, partner, amount)
        return refuse('malformed', { what: '--amount', problem: amountProblem(text!, currency) })
      })
      if (options.json === true) return printJson({ creditLimit: credit === undefined ? null : shownCredit(credit) })
      if (credit === undefined) console.log('There is no credit limit any more.')
      else printCredit(shownCredit(credit))
    })
}

function termsCommand(): Command {
  return partnerOption(partCommand('terms', 'set how many days a partner has to pay, for invoices from now on'))
    .requiredOption('--days <n>', 'from the invoice date', wholeOption(0, 365))
    .action(async (options: OfPartner & { readonly days: number }) => {
      const days = await asProvider(options, async (context) => {
        const { changePaymentDays } = await import('../app/credit-limit.js')
        return changePaymentDays(context, options.partner, options.days)
      })
      if (options.json === true) return printJson({ paymentDays: days })
      console.log(`To be paid within ${days} days.`)
    })
}

interface Exported extends Options {
  readonly partner?: string
  readonly from: Day
  readonly to: Day
  readonly out: string
}

function exportCommand(): Command {
  return partCommand('export-journal', 'write the journal as CSV, for an accounting system')
    .requiredOption('--out <file>', 'where it goes')
    .option('--partner <id>', 'of this partner only (default: of all but sandboxes)', idOption)
    .option('--from <day>', 'booked on or after this day', dayOption, FIRST_DAY)
    .option('--to <day>', 'booked on or before this day', dayOption, LAST_DAY)
    .action(async (options: Exported) => {
      const { journalCsv } = await import('../app/account-statement.js')
      const { partner: partnerId, from, to } = options
      const path = resolve(options.out)
      mkdirSync(dirname(path), { recursive: true })
      await withDatabase(options, (database) =>
        pipeline(Readable.from(journalCsv(database, { partnerId, from, to })), createWriteStream(path)),
      )
      if (options.json === true) return printJson({ file: path })
      console.log(`The journal is in ${path}.`)
    })
}

function checkCommand(): Command {
  return partCommand('check', 'check the journal: that it balances, fits payments and invoices, and misses no number')
    .option('--partner <id>', 'of this partner only', idOption)
    .action(async (options: Options & { readonly partner?: string }) => {
      const { checkBooks } = await import('../app/account-statement.js')
      const { accounts, faults, unopened } = await withDatabase(options, (session) =>
        checkBooks(session, options.partner),
      )
      if (faults.length > 0) process.exitCode = ExitCode.differences
      const shown = accounts.map(({ currency, account, debit, credit }) => ({
        currency,
        account,
        debit: money(debit, currency),
        credit: money(credit, currency),
        balance: money(debit - credit, currency),
      }))
      if (options.json === true) return printJson({ accounts: shown, faults, unopened })
      if (shown.length === 0) console.log('The journal is empty.')
      else {
        const rows = shown.map((sum) => Object.values(sum))
        console.log(table(['', 'Account', 'Debit', 'Credit', 'Balance'], rows, [2, 3, 4]))
      }
      for (const { rule, what } of faults) console.log(`Wrong: ${rule}: ${printable(what)}`)
      if (unopened > 0) {
        const who = unopened === 1 ? 'One partner has' : `${unopened} partners have`
        console.log(`${who} invoices from before the journal; say which are paid: prorata payments open-books --help`)
      }
      console.log(faults.length === 0 ? 'The books are right.' : `${faults.length} things are wrong.`)
    })
}

const OPEN_HELP = `
Invoices issued before there was a journal are in it as unpaid. Until this command has been given, nobody is reminded of
them, past due or short of credit because of them.

Examples:
  $ prorata payments open-books --settled-through 2026-02-28
  $ prorata payments open-books --settled-through 2026-03-31 --partner ID
  $ prorata payments open-books --none`

interface Opened extends Options {
  readonly settledThrough?: Day
  readonly none?: boolean
  readonly partner?: string
}

function openCommand(): Command {
  return partCommand('open-books', 'say which of the invoices from before the journal are paid')
    .option('--settled-through <day>', 'those dated up to this day are', dayOption)
    .option('--none', 'none of them is')
    .option('--partner <id>', 'of this partner only', idOption)
    .addHelpText('after', OPEN_HELP)
    .action(async ({ settledThrough, none = false, partner, ...options }: Opened) => {
      if ((settledThrough === undefined) !== none) throw new CommandError('say --settled-through or --none')
      const opened = await withDatabase(options, async (database) => {
        const { openBooks } = await import('../app/open-books.js')
        return acceptedOf(await openBooks({ ...providerContext(database), database }, settledThrough, partner))
      })
      if (options.json === true) return printJson(opened)
      console.log(`Books opened: ${opened.partners}; invoices noted as settled: ${opened.documents}.`)
    })
}
