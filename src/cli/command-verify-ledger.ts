import { Command } from 'commander'
import type { LedgerVerification } from '../app/verify-ledger.js'
import { ExitCode } from './exit-codes.js'
import { printJson } from './output.js'
import { idOption, MAXIMUM_WORKERS, type Part, partOption, wholeOption, workerCount } from './parse-options.js'
import { startProgress } from './progress.js'
import { addDatabaseOptions, type SessionOptions, withDatabase } from './session.js'
import { runAgain } from './workers.js'

interface Options extends SessionOptions {
  readonly partner?: string
  readonly workers?: number
  readonly part?: Part
  readonly json?: boolean
}

/** `prorata verify-ledger`: replays every subscription from its events and compares with what is stored. */
export function verifyLedgerCommand(): Command {
  const command = new Command('verify-ledger')
    .description('replay every subscription from its events and compare with the stored charges and invoices')
    .option('--partner <id>', 'verify this partner only', idOption)
    .option('--workers <n>', 'worker processes (default: one for each core)', wholeOption(1, MAXIMUM_WORKERS))
    .option('--part <k/n>', 'verify the k-th of n parts (0 for the first)', partOption)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExits with 1 and names each difference where the ledger is not what its events say.')
  return addDatabaseOptions(command).action((options: Options) => runVerify(options))
}

async function runVerify(options: Options): Promise<void> {
  const { verifyLedger } = await import('../app/verify-ledger.js')
  const began = performance.now()
  const result = await withDatabase(options, async (database) => {
    const { partner } = options
    const only = partner === undefined ? {} : { onlyPartner: partner }
    if (options.part !== undefined) return verifyLedger(database, { ...only, part: options.part })
    const count = partner === undefined ? workerCount(database, options.workers) : 1
    const progress = await startProgress('verifying', 'subscriptions', options.json)
    const others = Array.from({ length: count - 1 }, (_, index) =>
      runAgain(['verify-ledger', '--part', `${index + 1}/${count}`, '--json'], options.database, [0, 1]),
    )
    try {
      const onProgress = ({ done, total }: { done: number; total: number }) =>
        progress.update(done * count, total * count)
      const own = await verifyLedger(database, { ...only, part: { index: 0, of: count }, onProgress })
      return merged([own, ...(await Promise.all(others)).map((text) => JSON.parse(text) as LedgerVerification)])
    } finally {
      progress.stop()
    }
  })
  report(result, (performance.now() - began) / 1_000, options)
  if (result.differenceCount > 0) process.exitCode = ExitCode.differences
}

function merged(results: readonly LedgerVerification[]): LedgerVerification {
  const sum = (figure: 'subscriptions' | 'charges' | 'differenceCount') =>
    results.reduce((total, result) => total + result[figure], 0)
  return {
    subscriptions: sum('subscriptions'),
    charges: sum('charges'),
    differenceCount: sum('differenceCount'),
    differences: results.flatMap((result) => result.differences),
  }
}

function report(result: LedgerVerification, seconds: number, { json }: Options): void {
  const { subscriptions, charges, differences, differenceCount } = result
  if (json === true) {
    printJson({ ...result, seconds: Math.round(seconds * 100) / 100 })
    return
  }
  for (const { partnerId, subscriptionId, what, stored, recomputed } of differences) {
    const where = [partnerId && `partner ${partnerId}`, subscriptionId && `subscription ${subscriptionId}`]
    console.log(`${where.filter(Boolean).join(', ')}: ${what}: stored ${stored}, recomputed ${recomputed}`)
  }
  const more = differenceCount - differences.length
  if (more > 0) console.log(`... and ${more} more`)
  const verdict = differenceCount === 0 ? 'no differences' : `${differenceCount} differences`
  console.log(`Replayed ${subscriptions} subscriptions against ${charges} charges: ${verdict}.`)
}
