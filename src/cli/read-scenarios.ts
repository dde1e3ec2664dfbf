import { createReadStream, type Dirent, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseScenario } from '../core/scenario/parse-scenario.js'
import type { Problem } from '../core/scenario/reader.js'
import type { Scenario } from '../core/scenario/scenario.js'
import { parseUsageScenario, type UsageScenario } from '../core/scenario/usage-scenario.js'

interface Readable {
  readonly path: string
  readonly ok: true
  /** Properties that mean nothing. */
  readonly unknown: readonly string[]
}

/** A scenario file as far as it could be read: of a subscription, or of metered usage. */
export type ReadScenario =
  | (Readable & { readonly kind: 'subscription'; readonly scenario: Scenario })
  | (Readable & { readonly kind: 'usage'; readonly scenario: UsageScenario })
  | { readonly path: string; readonly ok: false; readonly problems: readonly Problem[] }

/** Largest scenario file that is read: 5 MB. */
const MAXIMUM_SIZE = 5 * 2 ** 20

/** Reads files, and all scenario files in folders, in the order given and by name within a folder. */
export async function* readScenarios(inputs: readonly string[]): AsyncGenerator<ReadScenario> {
  for (const input of inputs) {
    const paths = pathsIn(input)
    if (typeof paths === 'string') yield unreadable(input, paths)
    else for (const path of paths) yield await readScenario(path)
  }
}

export async function readScenario(path: string): Promise<ReadScenario> {
  let bytes: Buffer
  try {
    bytes = await readAtMost(path, MAXIMUM_SIZE)
  } catch (error) {
    return unreadable(path, reasonOf(error))
  }
  if (bytes.length > MAXIMUM_SIZE) return unreadable(path, 'is larger than 5 MB')
  let document: unknown
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return unreadable(path, error instanceof SyntaxError ? `is no JSON: ${error.message}` : 'is no UTF-8 text')
  }
  if (isUsage(document)) {
    const parsed = parseUsageScenario(document)
    return parsed.ok ? { path, kind: 'usage', ...parsed } : { path, ...parsed }
  }
  const parsed = parseScenario(document)
  return parsed.ok ? { path, kind: 'subscription', ...parsed } : { path, ...parsed }
}

/** What is rated instead of charged says how. */
function isUsage(document: unknown): boolean {
  return typeof document === 'object' && document !== null && Object.hasOwn(document, 'rating')
}

/** The files an argument stands for, or why there are none. */
function pathsIn(input: string): string[] | string {
  try {
    if (!statSync(input).isDirectory()) return [input]
    const paths = readdirSync(input, { recursive: true, withFileTypes: true })
      .filter(isScenarioFile)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort((a, b) => (a < b ? -1 : 1))
    return paths.length === 0 ? 'holds no scenario file (*.json)' : paths
  } catch (error) {
    return reasonOf(error)
  }
}

function isScenarioFile(entry: Dirent): boolean {
  if (!entry.name.endsWith('.json') || entry.name.endsWith('.schema.json')) return false
  return entry.isFile() || (entry.isSymbolicLink() && statSync(join(entry.parentPath, entry.name)).isFile())
}

/** The bytes of a file, and one more than allowed where there are more: also a pipe cannot fill the memory. */
async function readAtMost(path: string, maximum: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of createReadStream(path)) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > maximum) break
  }
  return Buffer.concat(chunks)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  EISDIR: 'is a folder',
  ENOTDIR: 'does not exist',
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return REASONS[code] ?? `cannot be read (${code || String(error)})`
}

function unreadable(path: string, message: string): ReadScenario {
  return { path, ok: false, problems: [{ path: '', message }] }
}

/** `scenario.json: events[0].quantity must be ...`, one line for each problem. */
export function formatProblems({ path, problems }: { path: string; problems: readonly Problem[] }): string[] {
  return problems.map((problem) => `${path}: ${problem.path === '' ? '' : `${problem.path} `}${problem.message}`)
}
