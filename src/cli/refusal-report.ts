import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CommandError } from './session.js'

const HEADER = 'line,kind,key,code,reason\r\n'
const BUFFER_SIZE = 65_536
const LONGEST_TEXT = 1_000

/** Something of a file that was refused, such as an `ImportRefusal`. */
interface ReportedRefusal {
  readonly line: number
  readonly kind: string
  readonly key: string
  readonly code: string
  readonly reason: string
}

/** Writes refusals as CSV, as they come: to one file, or to one for each kind where none is named. */
export class RefusalReport {
  readonly #path: string | undefined
  readonly #files = new Map<string, { descriptor: number; pending: string }>()

  /** @param inputs files that are being read: a report must not overwrite them */
  constructor(path: string | undefined, inputs: ReadonlySet<string>) {
    if (path !== undefined && inputs.has(resolve(path))) {
      throw new CommandError(`the report ${path} is a file to import: choose another name`)
    }
    this.#path = path
  }

  /** The files written, in order. */
  get files(): readonly string[] {
    return [...this.#files.keys()]
  }

  add(refusal: ReportedRefusal): void {
    const path = this.#path ?? `out/import-refused-${refusal.kind}.csv`
    const file = this.#files.get(path) ?? this.#open(path)
    const { line, kind, key, code, reason } = refusal
    file.pending += `${[line, kind, key, code, reason].map((value) => cellOf(String(value))).join(',')}\r\n`
    if (file.pending.length >= BUFFER_SIZE) flush(file)
  }

  close(): void {
    for (const file of this.#files.values()) {
      flush(file)
      closeSync(file.descriptor)
    }
  }

  #open(path: string) {
    try {
      mkdirSync(dirname(resolve(path)), { recursive: true })
      const file = { descriptor: openSync(path, 'w'), pending: HEADER }
      this.#files.set(path, file)
      return file
    } catch (error) {
      throw new CommandError(`the report of refusals cannot be written: ${(error as Error).message}`)
    }
  }
}

function flush(file: { readonly descriptor: number; pending: string }): void {
  writeSync(file.descriptor, file.pending)
  file.pending = ''
}

/** Text of a file as it may be shown: no control characters (terminals obey them), and not endless. */
export function cleaned(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text
  return short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')
}

/** A CSV cell. What a spreadsheet would take for a formula gets an apostrophe in front, which it takes for text. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${cleaned(text)}` : cleaned(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
