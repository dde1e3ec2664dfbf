import { Command } from 'commander'
import type { Sandbox } from '../app/advance-sandbox.js'
import type { Instant } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import type { Outcome } from '../core/refusal.js'
import { partCommand } from './as-provider.js'
import { ExitCode } from './exit-codes.js'
import { printJson } from './output.js'
import { idOption, instantOption } from './parse-options.js'
import { startProgress } from './progress.js'
import { CommandError, type Database, newId, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner: string
  readonly json?: boolean
}

/** `prorata sandbox`: the clock of a sandbox account. */
export function sandboxCommand(): Command {
  const command = new Command('sandbox').description('make accounts sandboxes, and set their clocks forward')
  for (const part of [makeCommand(), advanceCommand(), showCommand()]) command.addCommand(part)
  return command
}

function part(name: string, description: string): Command {
  return partCommand(name, description).requiredOption('--partner <id>', 'the account', idOption)
}

function makeCommand(): Command {
  return part('make', 'make an account that holds nothing yet a sandbox with a clock of its own')
    .requiredOption('--at <instant>', 'where its clock stands, such as 2026-01-01T00:00:00Z', instantOption)
    .option('--with-ledger', 'also where it has customers and charges: for copies of a database to try things out on')
    .action((options: Options & { readonly at: Instant; readonly withLedger?: boolean }) =>
      withDatabase(options, async (database) => {
        const { makeSandbox, makeSandboxWithLedger } = await import('../app/advance-sandbox.js')
        const make = options.withLedger === true ? makeSandboxWithLedger : makeSandbox
        const made = await inTransaction(database, options.partner, (context) =>
          make(context, options.partner, options.at),
        )
        report(made, options)
      }),
    )
}

function advanceCommand(): Command {
  return part('advance', 'set the clock of a sandbox forward, doing everything that falls due on the way')
    .requiredOption('--to <instant>', 'where its clock is to stand, such as 2027-01-01T00:00:00Z', instantOption)
    .addHelpText('after', '\nA way that was broken off goes on when the same instant is asked for again.')
    .action((options: Options & { readonly to: Instant }) =>
      withDatabase(options, async (database) => {
        const { advanceSandbox, sendClock } = await import('../app/advance-sandbox.js')
        const sent = await inTransaction(database, options.partner, (context) =>
          sendClock(context, options.partner, options.to, systemClock()),
        )
        if (!sent.ok) return report(sent, options)
        const progress = await startProgress('advancing', 'days', options.json)
        try {
          const onProgress = ({ done, total, clockAt }: { done: number; total: number; clockAt: Instant }) =>
            progress.update(done, total, formatInstant(clockAt).slice(0, 10))
          const context = { database, clock: systemClock, newId, onProgress }
          const arrived = await advanceSandbox(context, options.partner)
          progress.stop()
          report(arrived, options)
        } finally {
          progress.stop()
        }
      }),
    )
}

function showCommand(): Command {
  return part('show', 'show the clock of a sandbox').action((options: Options) =>
    withDatabase(options, async (database) => {
      const { loadSandbox } = await import('../app/advance-sandbox.js')
      report(await loadSandbox(database, options.partner), options)
    }),
  )
}

function systemClock(): Instant {
  return Date.now() as Instant
}

async function inTransaction(
  database: Database,
  partnerId: string,
  work: (context: Parameters<typeof import('../app/advance-sandbox.js').makeSandbox>[0]) => Promise<Outcome<Sandbox>>,
): Promise<Outcome<Sandbox>> {
  const { systemContext } = await import('../app/system-context.js')
  return database.transaction((session) => work(systemContext(session, partnerId, { now: systemClock(), newId })))
}

function report(outcome: Outcome<Sandbox>, { json }: Options): void {
  if (!outcome.ok) throw new CommandError(outcome.refusal.message, ExitCode.refused)
  const { partnerId, clockAt, way } = outcome.value
  const advancing = way !== null && way.finishedAt === null
  if (json === true) {
    const target = way === null ? null : formatInstant(way.targetAt)
    printJson({ partnerId, clockAt: formatInstant(clockAt), advancing, target })
    return
  }
  console.log(`The clock of sandbox ${partnerId} stands at ${formatInstant(clockAt)}.`)
  if (advancing) console.log(`It is on its way to ${formatInstant(way.targetAt)}.`)
}
