import { Command } from 'commander'
import type { BillingRun } from '../app/bill.js'
import { type Day, formatDay, type Instant } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import { ExitCode } from './exit-codes.js'
import { printJson } from './output.js'
import { dayOption, idOption, instantOption, MAXIMUM_WORKERS, wholeOption, workerCount } from './parse-options.js'
import { startProgress } from './progress.js'
import { addDatabaseOptions, CommandError, newId, type SessionOptions, withDatabase } from './session.js'
import { runAgain } from './workers.js'

interface Options extends SessionOptions {
  readonly asOf?: Day
  readonly partner?: string
  readonly workers?: number
  readonly now?: Instant
  readonly join?: string
  readonly json?: boolean
}

/** `prorata bill`: charges what falls due up to a day and issues the invoices that are ready then. */
export function billCommand(): Command {
  const command = new Command('bill')
    .description('charge everything that falls due up to a day and issue the invoices dated up to it')
    .option('--as-of <day>', 'the last day to charge and to date invoices, YYYY-MM-DD', dayOption)
    .option('--partner <id>', 'bill this partner only', idOption)
    .option(
      '--workers <n>',
      'worker processes (default: one for each core; embedded always one)',
      wholeOption(1, MAXIMUM_WORKERS),
    )
    .option('--now <instant>', 'the instant to record as the time of issue (default: now)', instantOption)
    .option('--join <run>', 'help with a run that is under way', idOption)
    .option('--json', 'print the run as JSON')
    .addHelpText(
      'after',
      `
One-time invoices are dated the 8th and are there when it begins: billing as of the 6th or later issues them.
Running it twice changes nothing; a run that was broken off goes on where it stopped; a second process joins in.

Examples:
  $ prorata bill --as-of 2026-02-15
  $ prorata bill --as-of 2026-02-15 --partner 018f0001-0000-7000-8000-000000000001 --json`,
    )
  return addDatabaseOptions(command).action((options: Options) => runBill(options))
}

async function runBill(options: Options): Promise<void> {
  const { joinRun, startOrJoin } = await import('../app/bill.js')
  const { countHeldInvoices } = await import('../app/held-invoices.js')
  const { asOf, partner, join } = options
  if ((asOf === undefined) === (join === undefined))
    throw new CommandError('say the day to bill with --as-of YYYY-MM-DD')
  const now = () => options.now ?? (Date.now() as Instant)
  await withDatabase(options, async (database) => {
    if (join !== undefined) {
      await joinRun(database, join, { now, newId })
      return
    }
    const started = await startOrJoin(database, {
      asOf: asOf!,
      ...(partner === undefined ? {} : { onlyPartner: partner }),
      now,
      newId,
    })
    if (!started.ok) throw new CommandError(started.refusal.message, ExitCode.refused)
    const { billingRunId } = started.value
    const began = performance.now()
    const progress = await startProgress('charging', 'subscriptions', options.json)
    const nowOption = options.now === undefined ? [] : ['--now', formatInstant(options.now)]
    const helpers = Array.from({ length: workerCount(database, options.workers) - 1 }, () =>
      runAgain(['bill', '--join', billingRunId, ...nowOption], options.database),
    )
    let run = started.value
    try {
      const onProgress = ({ done, due, phase }: { done: number; due: number; phase: string }) =>
        progress.update(done, due, phase)
      run = await joinRun(database, billingRunId, { now, newId, onProgress })
      await Promise.all(helpers)
    } finally {
      progress.stop()
    }
    const seconds = (performance.now() - began) / 1_000
    report(run, await countHeldInvoices(database, run), seconds, options)
  })
}

function report(run: BillingRun, heldBack: number, seconds: number, { json }: Options): void {
  const figures = {
    billingRunId: run.billingRunId,
    asOf: formatDay(run.asOf),
    partner: run.onlyPartner,
    status: run.status,
    subscriptions: Number(run.subscriptions),
    charges: Number(run.charges),
    invoices: Number(run.invoices),
    quarantined: Number(run.quarantined),
    heldBack,
    seconds: Math.round(seconds * 100) / 100,
  }
  if (json === true) {
    printJson(figures)
    return
  }
  const { subscriptions, charges, invoices, quarantined, asOf } = figures
  console.log(`Billed as of ${asOf}: ${subscriptions} subscriptions, ${charges} charges, ${invoices} invoices.`)
  if (quarantined > 0) {
    console.log(`${quarantined} subscriptions could not be charged; see them with: prorata quarantine`)
  }
  if (heldBack > 0) {
    console.log(`Partners without invoices: ${heldBack}; see why with: prorata invoices late`)
  }
}
