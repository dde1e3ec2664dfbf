#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { COMMANDS, loadCommand } from './commands.js'
import { EXIT_CODE_HELP, ExitCode } from './exit-codes.js'
import { CommandError } from './session.js'

const EXAMPLES = `
Examples:
  $ prorata simulate examples/scenarios --check
  $ prorata import examples/demo
  $ prorata bill --as-of 2018-02-15
  $ prorata export-recon --to 2018-02-15 --out out/february
  $ prorata verify-ledger

Data are kept in the embedded database in .prorata, unless --data, --database or DATABASE_URL say otherwise.`

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const program = new Command('prorata')
    .description('Partner billing: exact charges, invoices and reconciliation files, every line explained.')
    .version(version)
    .addHelpText('after', EXAMPLES + EXIT_CODE_HELP)
    // What follows the name of a command, or of a part of one, is that one's.
    .enablePositionalOptions()
    .exitOverride()
  const name = process.argv[2] ?? ''
  const wanted = Object.hasOwn(COMMANDS, name) ? [name] : Object.keys(COMMANDS)
  for (const one of wanted) program.addCommand(await loadCommand(one))
  await program.parseAsync()
}

// Whoever reads our output may stop reading, like `head`: what is being done is still done to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

main().catch((error: unknown) => {
  if (error instanceof CommandError) {
    console.error(`prorata: ${error.message}`)
    process.exitCode = error.exitCode
  } else if (isCommanderExit(error)) {
    process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.unusable
  } else {
    console.error(error)
    process.exitCode = ExitCode.unusable
  }
})

function isCommanderExit(error: unknown): error is { readonly exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}
