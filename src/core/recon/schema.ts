import { csvCell, csvRecord, LINE_END } from './csv.js'
import type { ReconLine } from './recon-line.js'

/** What the text of a column may depend on: one object of the line, nothing at all, or the whole line. */
interface ReconParts {
  readonly partner: ReconLine['partner']
  readonly customer: ReconLine['customer']
  readonly subscription: ReconLine['subscription']
  readonly availability: ReconLine['availability']
  readonly product: ReconLine['product']
  readonly invoice: ReconLine['invoice']
  readonly nothing: null
  readonly line: ReconLine
}

type Part = keyof ReconParts

/** A column: its name, and how its text comes of that part of a line which it depends on, and of nothing else. */
export type ReconColumn = {
  readonly [P in Part]: {
    readonly name: string
    readonly dependsOn: P
    readonly textOf: (part: ReconParts[P]) => string
    /** Whether the text is a date or a number, which is never quoted. */
    readonly plain: boolean
  }
}[Part]

/** The kinds of reconciliation files. */
export const RECON_FILE_KINDS = ['license-based', 'usage-based', 'one-time', 'daily-rated'] as const
export type ReconFileKind = (typeof RECON_FILE_KINDS)[number]

/** A kind of reconciliation file: its columns in order. */
export interface ReconSchema {
  readonly kind: ReconFileKind
  readonly columns: readonly ReconColumn[]
}

type Texts<P extends Part> = Readonly<Record<string, (part: ReconParts[P]) => string>>

/** Columns of one part: `...columnsOf('partner', { PartnerId: (partner) => partner.partnerId })`. */
export function columnsOf<P extends Part>(dependsOn: P, texts: Texts<P>): ReconColumn[] {
  return Object.entries(texts).map(([name, textOf]) => ({ name, dependsOn, textOf, plain: false }) as ReconColumn)
}

/** Columns of dates and numbers. */
export function plainColumnsOf<P extends Part>(dependsOn: P, texts: Texts<P>): ReconColumn[] {
  return Object.entries(texts).map(([name, textOf]) => ({ name, dependsOn, textOf, plain: true }) as ReconColumn)
}

/** How cells become a record. */
export interface RecordForm {
  /** A cell as it is written. */
  readonly cell: (text: string, column: ReconColumn) => string
  readonly separator: string
  readonly end: string
}

/** The published form: CSV as RFC 4180 has it. */
export const PUBLISHED_FORM: RecordForm = {
  cell: (text, { plain }) => (plain ? text : csvCell(text)),
  separator: ',',
  end: LINE_END,
}

/** The names of the columns, as the first record of a file. */
export function headerOf(schema: ReconSchema): string {
  return csvRecord(schema.columns.map((column) => column.name)) + LINE_END
}

/** The parts that lines share, and of how many objects the text is kept; one more, and the writer forgets them all. */
const KEPT = { partner: 1, customer: 8_192, subscription: 1, availability: 8_192, product: 8_192, invoice: 1 } as const
type Shared = keyof typeof KEPT
const SHARED = Object.keys(KEPT) as Shared[]

/** Neighbouring columns that depend on the same part: the piece of a record that is written, or kept, as a whole. */
interface Run {
  readonly columns: ReconColumn[]
  readonly place: number
  /** What follows it: a separator, or the end of the record. */
  end: string
}

/** The runs of one part, and their texts for the objects seen so far. */
interface SharedRuns {
  readonly part: Shared
  readonly runs: readonly Run[]
  readonly known: Map<object, readonly string[]>
  last: object | null
}

/**
 * Compiles a schema to the function that writes one record of the file, line end included. It keeps the text of what
 * many lines share (a customer's name is quoted once, not for each of its charges); the text of a line is the same
 * whatever was written before.
 */
export function rowWriterOf(schema: ReconSchema, form: RecordForm = PUBLISHED_FORM): (line: ReconLine) => string {
  const runs = runsOf(schema, form)
  const of = (part: Part) => runs.filter((run) => run.columns[0]!.dependsOn === part)
  const shared = SHARED.map((part): SharedRuns => ({ part, runs: of(part), known: new Map(), last: null }))
  const used = shared.filter((each) => each.runs.length > 0)
  const ofLine = of('line')
  const pieces = runs.map(() => '')
  for (const run of of('nothing')) pieces[run.place] = textOf(run, null, form)

  return (line) => {
    for (const each of used) if (line[each.part] !== each.last) recall(each, line[each.part], pieces, form)
    for (const run of ofLine) pieces[run.place] = textOf(run, line, form)
    let record = ''
    for (const piece of pieces) record += piece
    return record
  }
}

/** Puts the texts of an object into the record, from memory where it was there before. */
function recall(shared: SharedRuns, object: object, pieces: string[], form: RecordForm): void {
  const { runs, known, part } = shared
  shared.last = object
  let texts = known.get(object)
  if (texts === undefined) {
    texts = runs.map((run) => textOf(run, object, form))
    if (KEPT[part] > 1) {
      if (known.size >= KEPT[part]) known.clear()
      known.set(object, texts)
    }
  }
  for (let index = 0; index < runs.length; index += 1) pieces[runs[index]!.place] = texts[index]!
}

/** The cells of a run. Joined and not added up, because a string that was added up is put together again at each use. */
function textOf({ columns, end }: Run, part: object | null, { cell, separator }: RecordForm): string {
  const cells: string[] = []
  for (const column of columns) cells.push(cell((column.textOf as (part: object | null) => string)(part), column))
  cells[cells.length - 1] += end
  return cells.join(separator)
}

function runsOf(schema: ReconSchema, { separator, end }: RecordForm): Run[] {
  const runs: Run[] = []
  for (const column of schema.columns) {
    const last = runs.at(-1)
    if (last !== undefined && last.columns[0]!.dependsOn === column.dependsOn) last.columns.push(column)
    else runs.push({ columns: [column], place: runs.length, end: separator })
  }
  runs.at(-1)!.end = end
  return runs
}
