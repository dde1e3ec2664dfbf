import { readFileSync, statSync } from 'node:fs'
import { type Command, Option } from 'commander'
import type { BankEntryView } from '../app/bank-entries.js'
import { formatDay } from '../core/calendar/day.js'
import { accept, refuse } from '../core/refusal.js'
import { acceptedOf, asProvider, partCommand, providerContext } from './as-provider.js'
import { nameOption } from './identity-options.js'
import { money, partnerOption, shownPayment, type Wishes, wishesOf, wishOptions } from './money-options.js'
import { printable, printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly json?: boolean
}

/** Parts of `prorata payments` about bank statements. */
export function bankCommands(): readonly Command[] {
  return [importCommand(), entriesCommand(), confirmCommand(), ignoreCommand()]
}

interface Imported extends Options {
  readonly account?: string
  readonly autoExact?: boolean
}

function importCommand(): Command {
  return partCommand('import', 'import a bank statement: CAMT.053 (001.02, 001.08), or CSV with --account')
    .argument('<file>')
    .option('--account <name>', 'for CSV: what you call the bank account', (text) => nameOption(text, 100))
    .option('--auto-exact', 'make payments of entries whose number and amount are exact and have one candidate')
    .action(async (path: string, options: Imported) => {
      if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
        throw new CommandError(`there is no file ${path}`)
      const bytes = readFileSync(path)
      const format = bytes.subarray(0, 200).toString('latin1').trimStart().replace(/^ï»¿/, '').startsWith('<')
        ? 'camt.053'
        : 'csv'
      const { account = '', autoExact = false } = options
      if (format === 'csv' && account === '') throw new CommandError('say with --account which bank account this is')
      const statements = await withDatabase(options, async (database) => {
        const { importBankStatement } = await import('../app/import-bank-statement.js')
        const context = { ...providerContext(database), database }
        const imported = await importBankStatement(context, { format, bytes, account, autoExact })
        if (!imported.ok) tellProblems(path, imported.refusal.details ?? [])
        return acceptedOf(imported)
      })
      if (options.json === true) return printJson({ statements })
      const rows = statements.map((one) => [
        one.account,
        one.reference,
        ...[one.entryIds, one.duplicateIds].map((ids) => String(ids.length)),
        ...[one.known, one.passedOver].map(String),
        ...[one.confirmedIds, one.refusedIds].map((ids) => String(ids.length)),
      ])
      const counts = ['New', 'May be known', 'Known', 'Passed over', 'Confirmed', 'Refused']
      console.log(table(['Account', 'Statement', ...counts], rows, [2, 3, 4, 5, 6, 7]))
    })
}

function tellProblems(path: string, problems: readonly unknown[]): void {
  for (const problem of problems.slice(0, 20)) {
    const { line, reason } = problem as { readonly line: number; readonly reason: string }
    console.error(`${printable(path)}:${line}: ${printable(reason)}`)
  }
}

interface Listed extends Options {
  readonly state: 'open' | 'confirmed' | 'ignored' | 'all'
  readonly limit: number
}

function entriesCommand(): Command {
  return partCommand('entries', 'list what came in, oldest first; with open entries what they may pay, and why')
    .addOption(new Option('--state <state>', 'which').choices(['open', 'confirmed', 'ignored', 'all']).default('open'))
    .option('--limit <n>', 'at most so many', wholeOption(1, 10_000), 50)
    .action(async (options: Listed) => {
      const { readEntries } = await import('../app/bank-entries.js')
      const { state, limit } = options
      const filter = { state: state === 'all' ? undefined : state, after: undefined, limit: limit + 1 }
      const found = await withDatabase(options, (session) => readEntries({ session }, filter))
      const [entries, more] = [found.slice(0, limit), found.length > limit]
      if (options.json === true) return printJson({ entries: entries.map(shownEntry), more })
      if (entries.length === 0) return console.log('There are no such entries.')
      for (const entry of entries) printEntry(entry)
      if (more) console.log('There are more; show them with --limit.')
    })
}

function printEntry(entry: BankEntryView): void {
  const { currency } = entry
  const head = [
    formatDay(entry.bookedOn),
    `${money(entry.amount, currency)} ${currency}`,
    entry.payer,
    entry.remittance,
  ]
  console.log(
    `${entry.bankEntryId}  ${head.map(printable).join('  ')}${entry.state === 'open' ? '' : `  ${entry.state}`}`,
  )
  if (entry.duplicateOf !== null) console.log(`    may be the same money as ${entry.duplicateOf}`)
  if (entry.reason !== '') console.log(`    ${printable(entry.reason)}`)
  for (const { partnerId, partnerName, confidence, reasons, allocations } of entry.suggestions) {
    const what = allocations.map(({ number, amount }) => `${number}=${money(amount, currency)}`).join(' ')
    console.log(`    ${confidence.padEnd(6)}  ${partnerId}  ${printable(partnerName)}  ${what}`)
    console.log(`            ${reasons.join('; ')}`)
  }
}

function shownEntry({ bookedOn, decidedAt: _, suggestions, ...entry }: BankEntryView) {
  const { currency } = entry
  return {
    ...entry,
    bookedOn: formatDay(bookedOn),
    amount: money(entry.amount, currency),
    suggestions: suggestions.map(({ allocations, ...suggestion }) => ({
      ...suggestion,
      allocations: allocations.map(({ number, amount }) => ({ number, amount: money(amount, currency) })),
    })),
  }
}

function confirmCommand(): Command {
  const command = partnerOption(
    partCommand('confirm', 'make an entry a payment of a partner, and pay invoices with it'),
  ).argument('<entry>', 'its id', idOption)
  return wishOptions(command).action(
    async (entryId: string, options: Options & Wishes & { readonly partner: string }) => {
      const { payment } = await asProvider(options, async (context) => {
        const { confirmEntry, loadEntries } = await import('../app/bank-entries.js')
        const [entry] = await loadEntries(context, [entryId])
        if (entry === undefined) return refuse('not-found', { what: 'bank entry', id: entryId })
        const allocations = wishesOf(options, entry.currency)
        return confirmEntry(context, entryId, { partnerId: options.partner, allocations })
      })
      if (options.json === true) return printJson({ payment: shownPayment(payment) })
      const left = money(payment.unallocated, payment.currency)
      console.log(`It is payment ${payment.paymentId}; ${left} ${payment.currency} of it is left.`)
    },
  )
}

function ignoreCommand(): Command {
  return partCommand('ignore', 'set entries aside that are no payment of a partner, or that are known already')
    .argument('<entries...>', 'their ids', (id: string, before: string[] = []) => [...before, idOption(id)])
    .requiredOption('--reason <text>', 'why', (text) => nameOption(text, 500))
    .action(async (entryIds: readonly string[], options: Options & { readonly reason: string }) => {
      const entries = await asProvider(options, async (context) => {
        const { ignoreEntry } = await import('../app/bank-entries.js')
        const ignored: BankEntryView[] = []
        for (const entryId of entryIds) ignored.push(acceptedOf(await ignoreEntry(context, entryId, options.reason)))
        return accept(ignored)
      })
      if (options.json === true) return printJson({ entries: entries.map(shownEntry) })
      console.log(entries.length === 1 ? 'The entry is set aside.' : `${entries.length} entries are set aside.`)
    })
}
