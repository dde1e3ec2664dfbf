import { once } from 'node:events'
import { createDeflateRaw } from 'node:zlib'
import { Zip, ZipPassThrough } from 'fflate'
import { columnName, ROW_MARK } from '../../core/recon/sheet-form.js'

/** What a workbook is besides its rows. */
export interface Workbook {
  /** Name of the sheet; further ones have a number behind it. At most 25 characters, without any of `:\/?*[]`. */
  readonly sheetName: string
  /** The first row of every sheet, as XML with `ROW_MARK` for its number. */
  readonly header: string
  /** Widths of the columns, in characters. */
  readonly widths: readonly number[]
  /** Number formats of dates, and of dates with a time. */
  readonly dateFormats: readonly [date: string, dateAndTime: string]
}

/** Rows of a sheet below its header, and bytes of one: what spreadsheets take, and what a ZIP archive without extensions does. */
const MOST_ROWS = 1_048_575
const MOST_BYTES = 0xf000_0000
/** Rows that are compressed at a time. */
const BATCH_CHARACTERS = 1 << 18

/**
 * Writes a workbook while its rows come: as many sheets as the rows need, each with its header frozen and a filter over all of
 * it. Only what is being compressed is in memory. The same rows give the same bytes on the same version of Node.
 * @param rows batches of rows as XML with `ROW_MARK` for their numbers
 */
export async function* writeXlsx(
  workbook: Workbook,
  rows: AsyncIterable<readonly string[]>,
  mostRows = MOST_ROWS,
): AsyncGenerator<Uint8Array> {
  const archive = new Archive()
  const sheets: string[] = []
  let sheet: SheetWriter | undefined
  const open = async () => {
    await sheet?.end()
    sheets.push(sheets.length === 0 ? workbook.sheetName : `${workbook.sheetName} ${sheets.length + 1}`)
    sheet = new SheetWriter(archive.entry(`xl/worksheets/sheet${sheets.length}.xml`), workbook)
    await sheet.begin()
    return sheet
  }
  let current = await open()
  for await (const batch of rows) {
    for (const row of batch) {
      if (current.rows === mostRows || current.bytes >= MOST_BYTES) current = await open()
      if (current.add(row)) {
        await current.flush()
        yield* archive.take()
      }
    }
  }
  await current.end()
  for (const [name, text] of packageOf(workbook, sheets)) {
    const entry = archive.entry(name)
    await entry.write(XML + text)
    await entry.end()
  }
  yield* archive.finish()
}

/** A ZIP archive whose bytes are taken away as they come. */
class Archive {
  readonly #zip: Zip
  #ready: Uint8Array[] = []
  #bytes = 0

  constructor() {
    this.#zip = new Zip((error, chunk) => {
      if (error !== null) throw error
      this.#ready.push(chunk)
      this.#bytes += chunk.length
    })
  }

  entry(name: string): Entry {
    const entry = new Entry(name)
    this.#zip.add(entry)
    return entry
  }

  take(): Uint8Array[] {
    if (this.#bytes > MOST_BYTES)
      throw new Error('a workbook of more than 3.75 GiB cannot be written; export parts instead')
    const ready = this.#ready
    this.#ready = []
    return ready
  }

  finish(): Uint8Array[] {
    this.#zip.end()
    return this.take()
  }
}

/** Whatever day it is written on, and wherever: 1980-01-01, the first an archive can name. */
const NO_DAY = new Date(1980, 0, 1)
const DEFLATE = 8
/** Text of tables shrinks by nine tenths even at the fastest level. */
const LEVEL = 1

/** A file in an archive, compressed beside this thread. */
class Entry extends ZipPassThrough {
  readonly #deflate = createDeflateRaw({ level: LEVEL })
  #written: Promise<void> = Promise.resolve()

  constructor(name: string) {
    super(name)
    this.compression = DEFLATE
    this.mtime = NO_DAY
    this.#deflate.on('data', (chunk: Buffer<ArrayBuffer>) => this.ondata(null, chunk, false))
  }

  protected override process(chunk: Uint8Array, final: boolean): void {
    if (final) return
    this.#written = new Promise((resolve, reject) => {
      this.#deflate.write(chunk, (error) => (error ? reject(error) : resolve()))
    })
  }

  async write(text: string): Promise<void> {
    this.push(Buffer.from(text), false)
    await this.#written
  }

  async end(): Promise<void> {
    const ended = once(this.#deflate, 'end')
    this.#deflate.end()
    await ended
    this.push(new Uint8Array(), true) // completes the checksum
    this.ondata(null, new Uint8Array(), true)
  }
}

class SheetWriter {
  readonly #entry: Entry
  readonly #workbook: Workbook
  #text = ''
  rows = 0

  constructor(entry: Entry, workbook: Workbook) {
    this.#entry = entry
    this.#workbook = workbook
  }

  get bytes(): number {
    return this.#entry.size
  }

  /** Adds a row; says whether it is time to write. */
  add(row: string): boolean {
    this.rows += 1
    this.#text += row.replaceAll(ROW_MARK, String(this.rows + 1))
    return this.#text.length >= BATCH_CHARACTERS
  }

  async flush(): Promise<void> {
    const text = this.#text
    this.#text = ''
    await this.#entry.write(text)
  }

  begin(): Promise<void> {
    const { widths, header } = this.#workbook
    const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
    return this.#entry.write(
      `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
        `</sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>${header.replaceAll(ROW_MARK, '1')}`,
    )
  }

  async end(): Promise<void> {
    const last = `${columnName(this.#workbook.widths.length)}${this.rows + 1}`
    await this.#entry.write(`${this.#text}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`)
    this.#text = ''
    await this.#entry.end()
  }
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats'

/** What a reader needs besides the sheets, name by name. */
function packageOf(workbook: Workbook, sheets: readonly string[]): readonly (readonly [name: string, xml: string])[] {
  const each = (text: (sheet: string, number: number) => string) =>
    sheets.map((name, at) => text(name, at + 1)).join('')
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  const relations = (text: string) => `<Relationships xmlns="${PACKAGE}/relationships">${text}</Relationships>`
  const override = (part: string, type: string) =>
    `<Override PartName="${part}" ContentType="${TYPES}-officedocument.spreadsheetml.${type}+xml"/>`
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types">` +
        `<Default Extension="rels" ContentType="${TYPES}-package.relationships+xml"/>` +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        override('/xl/workbook.xml', 'sheet.main') +
        override('/xl/styles.xml', 'styles') +
        each((_, number) => override(`/xl/worksheets/sheet${number}.xml`, 'worksheet')) +
        '</Types>',
    ],
    ['_rels/.rels', relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        each((_, number) => relation(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`)) +
          relation(`rId${sheets.length + 1}`, 'styles', 'styles.xml'),
      ),
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
        each((name, number) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`) +
        '</sheets></workbook>',
    ],
    ['xl/styles.xml', stylesOf(workbook.dateFormats)],
  ]
}

/** The styles that `CELL_STYLES` names, in that order. */
function stylesOf([date, dateAndTime]: Workbook['dateFormats']): string {
  const style = (format: number, font = 0) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0"` +
    `${format === 0 ? '' : ' applyNumberFormat="1"'}${font === 0 ? '' : ' applyFont="1"'}/>`
  return (
    `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="${date}"/>` +
    `<numFmt numFmtId="165" formatCode="${dateAndTime}"/></numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="4">${style(0)}${style(0, 1)}${style(164)}${style(165)}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  )
}
