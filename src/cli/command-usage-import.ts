import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { Command } from 'commander'
import type { UsageFile, UsageFileReport } from '../app/usage/import-usage-file.js'
import type { Refusal } from '../core/refusal.js'
import { acceptedOf, partCommand, providerContext } from './as-provider.js'
import { ExitCode } from './exit-codes.js'
import { partnerOption } from './money-options.js'
import { printJson } from './output.js'
import { startProgress } from './progress.js'
import { cleaned, RefusalReport } from './refusal-report.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

const HELP = `
The file is NDJSON (a JSON object on each line) or CSV with a header, UTF-8, compressed with gzip or not. Each event has
id, subscriptionId, meterId, quantity and time; or id, amends and quantity; or id and cancels. docs/usage.md has the rest.

An import that was broken off goes on where it stopped when the same file is imported again; one that was done changes
nothing. --from-start reads the file once more, such as after a meter was missing: events are still accepted once only.

Examples:
  $ prorata usage import march.ndjson.gz --partner 018f0001-0000-7000-8000-000000000001
  $ prorata usage import march.csv --partner 018f0001-0000-7000-8000-000000000001 --refused out/refused.csv`

interface Options extends SessionOptions {
  readonly partner: string
  readonly refused?: string
  readonly fromStart?: boolean
  readonly json?: boolean
}

/** Refusals shown on the terminal, and in JSON; the report has them all. */
const SHOWN = 20
const SHOWN_IN_JSON = 1_000
const BLOCK = 1_048_576
const GZIP = [0x1f, 0x8b]

/** `prorata usage import`: usage events from a file. */
export function importUsageCommand(): Command {
  return partnerOption(partCommand('import', 'report usage events of a file; each is accepted once'))
    .argument('<file>', 'NDJSON or CSV, also with gzip')
    .option('--refused <file>', 'write refused events with their reasons as CSV')
    .option('--from-start', 'read the whole file again, also if it was imported')
    .addHelpText('after', HELP)
    .action(runImport)
}

interface ShownRefusal {
  readonly line: number
  readonly id: string
  readonly code: string
  readonly reason: string
}

async function runImport(path: string, options: Options): Promise<void> {
  const { importUsageFile } = await import('../app/usage/import-usage-file.js')
  const report = new RefusalReport(options.refused, new Set([resolve(path)]))
  const size = sizeOf(path)
  const progress = await startProgress('reading', 'MB', options.json === true)
  const { file, bytesRead } = await describeFile(path, (bytes) => progress.update(megabytes(bytes), megabytes(size)))
  const shown: ShownRefusal[] = []
  const watch = {
    onProgress: () => progress.update(megabytes(bytesRead()), megabytes(size), 'importing'),
    onRefusal: (line: number, id: string, { code, message: reason }: Refusal) => {
      if (options.refused !== undefined) report.add({ line, kind: 'usage', key: id, code, reason })
      if (shown.length < SHOWN_IN_JSON) shown.push({ line, id, code, reason })
    },
  }
  const started = performance.now()
  let done: UsageFileReport
  try {
    done = acceptedOf(
      await withDatabase(options, (database) =>
        importUsageFile(providerContext(database), database, options.partner, file, watch, options.fromStart === true),
      ),
    )
  } catch (error) {
    throw isUnreadable(error) ? new CommandError(`${path} cannot be read: ${error.message}`) : error
  } finally {
    progress.stop()
    report.close()
  }
  if (done.refused > 0) process.exitCode = ExitCode.differences
  const seconds = (performance.now() - started) / 1_000
  if (options.json === true) printJson({ ...done, seconds, refusedFile: report.files[0] ?? null, refusals: shown })
  else printSummary(path, done, shown, report.files, seconds)
}

function isUnreadable(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('Z_') || ['ENOENT', 'EACCES', 'EISDIR', 'EIO', 'ERR_BUFFER_OUT_OF_BOUNDS'].includes(code)
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw new CommandError(`there is no file ${path}`)
  if (!stat.isFile()) throw new CommandError(`${path} is no file`)
  if (stat.size === 0) throw new CommandError(`${path} is empty`)
  return stat.size
}

/** Reads the file once for its hash, which names its content wherever the file lies, and for what it is. */
async function describeFile(
  path: string,
  onRead: (bytes: number) => void,
): Promise<{ readonly file: UsageFile; bytesRead(): number }> {
  const hash = createHash('sha256')
  let read = 0
  let start: Buffer | undefined
  try {
    for await (const block of createReadStream(path, { highWaterMark: BLOCK })) {
      start ??= block as Buffer
      hash.update(block as Buffer)
      read += (block as Buffer).length
      onRead(read)
    }
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`)
  }
  const zipped = start?.[0] === GZIP[0] && start?.[1] === GZIP[1]
  let position = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    position = 0
    for await (const block of createReadStream(path, { highWaterMark: BLOCK })) {
      position += (block as Buffer).length
      yield block as Buffer
    }
  }
  const open = () => (zipped ? unzipped(counted()) : counted())
  const form = (await firstCharacter(open())) === '{' ? 'ndjson' : 'csv'
  return { file: { source: `sha256:${hash.digest('hex')}`, form, open }, bytesRead: () => position }
}

async function* unzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Readable } = await import('node:stream')
  const { pipeline } = await import('node:stream/promises')
  const gunzip = createGunzip({ chunkSize: BLOCK })
  const fed = pipeline(Readable.from(source), gunzip)
  fed.catch(() => {}) // the loop below meets the same error
  for await (const block of gunzip) yield block as Buffer
  await fed
}

async function firstCharacter(source: AsyncIterable<Uint8Array>): Promise<string> {
  const { peekFirst } = await import('../app/import-text.js')
  try {
    const { first, source: rest } = await peekFirst(source)
    await rest[Symbol.asyncIterator]().return?.()
    return first === undefined ? '' : String.fromCharCode(first)
  } catch (error) {
    throw new CommandError(`the file cannot be read: ${(error as Error).message}`)
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000)
}

function printSummary(
  path: string,
  done: UsageFileReport,
  shown: readonly ShownRefusal[],
  files: readonly string[],
  seconds: number,
): void {
  const { before } = done
  if (done.from > 0) {
    const { accepted, duplicates, refused } = before
    console.log(`${path} was imported before up to byte ${done.from}:`)
    console.log(`  ${accepted} accepted, ${duplicates} duplicates, ${refused} refused.`)
  }
  const total = done.accepted + done.duplicates + done.refused
  if (total === 0) {
    console.log('There was nothing left to import; --from-start reads the file once more.')
    return
  }
  for (const { line, id, code, reason } of shown.slice(0, SHOWN)) {
    console.log(`${path}:${line}: ${cleaned(id)}: ${cleaned(reason)} [${code}]`)
  }
  if (done.refused > SHOWN) console.log(`and ${done.refused - SHOWN} more refused events.`)
  if (files.length > 0) console.log(`All refused events are in ${files.join(', ')}.`)
  const rate = Math.round(total / Math.max(seconds, 0.001))
  const { accepted, duplicates, refused } = done
  console.log(`${accepted} events accepted, ${duplicates} duplicates, ${refused} refused (${rate} a second).`)
}
