import { createReadStream, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { ImportedFile, ImportFile, ImportOutcome } from '../app/import-files.js'
import { IMPORT_KINDS, type ImportKind, type ImportRefusal } from '../app/import-refusals.js'
import type { Instant } from '../core/calendar/day.js'
import { ExitCode } from './exit-codes.js'
import { printJson } from './output.js'
import { startProgress } from './progress.js'
import { cleaned, RefusalReport } from './refusal-report.js'
import { addDatabaseOptions, CommandError, newId, type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly kind?: ImportKind
  readonly report?: string
  readonly skipInvalid?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** Refusals shown on the terminal and in JSON; the report has them all. */
const SHOWN = 20
const SHOWN_IN_JSON = 1_000

const HELP = `
Importing a file twice changes nothing: rows that say what is stored already are counted as unchanged.

Examples:
  $ prorata import examples/demo
  $ prorata import january.csv --kind subscriptions --dry-run
  $ prorata import subscriptions.csv --skip-invalid --report out/refused.csv`

/** `prorata import`: partners, customers, the catalogue and subscriptions with their histories, from files. */
export function importCommand(): Command {
  const command = new Command('import')
    .description('import partners, customers, SKUs, prices and subscriptions from CSV or JSON files')
    .argument('<paths...>', `files, or folders that hold ${IMPORT_KINDS.map((kind) => fileNameOf(kind)).join(', ')}`)
    .addOption(new Option('--kind <kind>', 'what the file holds, where its name does not say').choices(IMPORT_KINDS))
    .option('--skip-invalid', 'leave out what is refused and keep the rest (default: all or nothing)')
    .option('--dry-run', 'do everything and undo it: shows what would be refused')
    .option('--report <file>', 'CSV file of refusals (default: out/import-refused-<kind>.csv)')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', HELP)
  return addDatabaseOptions(command).action((paths: string[], options: Options) => runImport(paths, options))
}

async function runImport(paths: readonly string[], options: Options): Promise<void> {
  const files = await findFiles(paths, options.kind)
  const report = new RefusalReport(options.report, new Set(files.map((file) => resolve(file.path))))
  const shown: (ImportRefusal & { readonly file: string })[] = []
  const total = files.reduce((sum, file) => sum + file.size, 0)
  let done = 0
  const progress = await startProgress('importing', 'MB', options.json === true)
  const advance = (bytes: number) => {
    done += bytes
    progress.update(megabytesOf(done), megabytesOf(total))
  }
  const { importFiles } = await import('../app/import-files.js')
  const started = performance.now()
  let outcome: ImportOutcome
  try {
    const sources = files.map((file) => importFileOf(file, advance))
    outcome = await withDatabase(options, (database) =>
      importFiles(database, sources, {
        skipInvalid: options.skipInvalid === true,
        dryRun: options.dryRun === true,
        now: () => Date.now() as Instant,
        newId,
        actor: 'import',
        onRefusal: (refusal, file) => {
          report.add(refusal)
          if (shown.length < SHOWN_IN_JSON) shown.push({ ...refusal, file: file.name })
        },
      }),
    )
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new CommandError('another import was writing the same rows and was faster; nothing was imported, try again')
  } finally {
    progress.stop()
    report.close()
  }
  const seconds = (performance.now() - started) / 1_000
  if (options.json === true) {
    const { files } = outcome
    printJson({ dryRun: options.dryRun === true, seconds, files, reports: report.files, refusals: shown })
  } else printSummary(outcome, options, shown, report.files, seconds)
  const kept = outcome.files.every((file) => file.committed)
  if (outcome.refused && (!kept || options.skipInvalid !== true)) process.exitCode = ExitCode.differences
}

/** PostgreSQL's code: rows that did not exist when they were looked up exist now. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505'
}

interface FoundFile {
  readonly kind: ImportKind
  readonly path: string
  readonly size: number
}

async function findFiles(paths: readonly string[], kind: ImportKind | undefined): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined) throw new CommandError(`there is no file or folder ${path}`)
    if (!stat.isDirectory()) {
      const known = kind ?? kindOf(path)
      if (known === undefined) {
        throw new CommandError(`the name ${basename(path)} does not say what the file holds: add --kind`)
      }
      found.push({ kind: known, path, size: stat.size })
      continue
    }
    if (kind !== undefined) throw new CommandError(`--kind is for files; ${path} is a folder`)
    const names = (await readdir(path)).filter((name) => kindOf(name) !== undefined).sort()
    if (names.length === 0) {
      throw new CommandError(`the folder ${path} holds none of ${IMPORT_KINDS.map(fileNameOf).join(', ')}`)
    }
    for (const name of names) {
      const file = join(path, name)
      found.push({ kind: kindOf(name)!, path: file, size: statSync(file).size })
    }
  }
  return found.sort((a, b) => IMPORT_KINDS.indexOf(a.kind) - IMPORT_KINDS.indexOf(b.kind))
}

function megabytesOf(bytes: number): number {
  return Math.round(bytes / 100_000) / 10
}

function kindOf(path: string): ImportKind | undefined {
  const [, name, type] = /^([a-z]+)\.(csv|json|jsonl|ndjson)$/i.exec(basename(path)) ?? []
  const kind = IMPORT_KINDS.find((known) => known === name?.toLowerCase())
  return kind === 'profiles' && type?.toLowerCase() !== 'json' ? undefined : kind
}

function fileNameOf(kind: ImportKind): string {
  return kind === 'profiles' ? 'profiles.json' : `${kind}.csv`
}

/** Small blocks: reading and charging take turns with writing to the server, and neither should wait for long. */
const BLOCK_SIZE = 65_536

function importFileOf(file: FoundFile, onBytes: (bytes: number) => void): ImportFile {
  async function* read(): AsyncGenerator<Uint8Array> {
    for await (const block of createReadStream(file.path, { highWaterMark: BLOCK_SIZE })) {
      onBytes(block.length)
      yield block
    }
  }
  return { kind: file.kind, name: file.path, open: read }
}

function printSummary(
  outcome: ImportOutcome,
  options: Options,
  refusals: readonly (ImportRefusal & { readonly file: string })[],
  reports: readonly string[],
  seconds: number,
): void {
  const lines = outcome.files.map(describeFile)
  const total = outcome.files.reduce((sum, file) => sum + file.refusals, 0)
  if (total > 0) {
    lines.push('')
    for (const { file, line, key, code, reason } of refusals.slice(0, SHOWN)) {
      lines.push(`${file}:${line}: ${cleaned(key) || '(row)'}: ${cleaned(reason)} [${code}]`)
    }
    if (total > SHOWN) lines.push(`... and ${total - SHOWN} more`)
    lines.push('', `All refusals: ${reports.join(', ')}`)
  }
  lines.push('', `${conclusion(outcome, options)} (${seconds.toFixed(1)} s)`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

function describeFile(file: ImportedFile): string {
  const { imported, unchanged, refused, written } = file
  const rows = `${imported} imported, ${unchanged} unchanged, ${refused} refused`
  if (written === undefined || written.subscriptions === 0) return `${file.name}: ${rows}`
  const { subscriptions, events, charges } = written
  return `${file.name}: ${rows} (${subscriptions} subscriptions, ${events} events, ${charges} charges)`
}

function conclusion(outcome: ImportOutcome, options: Options): string {
  if (options.dryRun === true) return 'Nothing was written: this was a dry run.'
  if (outcome.files.every((file) => file.committed)) return outcome.refused ? 'Imported what is valid.' : 'Imported.'
  const left = outcome.files.filter((file) => !file.committed)
  if (left.length < outcome.files.length)
    return `Nothing was imported from ${left.map((file) => file.name).join(', ')}.`
  return options.skipInvalid === true
    ? 'Nothing was imported.'
    : 'Nothing was imported. Mend the refused rows, or leave them out with --skip-invalid.'
}
