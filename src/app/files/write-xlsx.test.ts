import { parseXml } from '@rgrove/parse-xml'
import { unzipSync } from 'fflate'
import readSheets from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { reconLinesOf } from '../../../test/support/recon-lines.js'
import type { ReconLine } from '../../core/recon/recon-line.js'
import { rowWriterOf } from '../../core/recon/schema.js'
import { licenseBasedSchema } from '../../core/recon/schemas/license-based.js'
import { columnWidthsOf, DATE_FORMATS, ROW_START, sheetFormOf, sheetHeaderOf } from '../../core/recon/sheet-form.js'
import { writeXlsx } from './write-xlsx.js'

const LINES = reconLinesOf({
  profile: 'license',
  currency: 'EUR',
  billingDay: 15,
  offer: { term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00' },
  events: [
    { on: '2018-01-13', type: 'purchase', quantity: 1 },
    { on: '2018-02-01', type: 'changeQuantity', quantity: 2 },
  ],
  until: '2018-02-15',
})

const named = (line: ReconLine, name: string): ReconLine => ({ ...line, customer: { ...line.customer, name } })

async function workbookOf(lines: readonly ReconLine[], mostRows?: number): Promise<Buffer> {
  const schema = licenseBasedSchema
  const write = rowWriterOf(schema, sheetFormOf(schema))
  const rows = async function* () {
    for (const line of lines) yield [ROW_START + write(line)]
  }
  const workbook = {
    sheetName: schema.kind,
    header: sheetHeaderOf(schema),
    widths: columnWidthsOf(schema),
    dateFormats: DATE_FORMATS.iso,
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of writeXlsx(workbook, rows(), mostRows)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const NAMES = licenseBasedSchema.columns.map((column) => column.name)

describe('writeXlsx', () => {
  it('writes what another program reads: numbers, dates and texts as such', async () => {
    const [sheet] = await readSheets(await workbookOf(LINES))
    expect(sheet?.sheet).toBe('license-based')
    const [header, first, ...rest] = sheet!.data
    expect(header).toEqual(NAMES)
    expect(rest).toHaveLength(LINES.length - 1)
    const cell = (name: string) => first![NAMES.indexOf(name)]
    expect(cell('Amount')).toBe(4)
    expect(cell('Quantity')).toBe(1)
    expect(cell('CustomerId')).toBe(LINES[0]!.customer.customerId)
    expect(cell('ResellerMpnId')).toBe(null)
    expect(cell('ChargeStartDate')).toEqual(new Date('2018-01-13T00:00:00Z'))
    expect((cell('ChargeEndDate') as unknown as Date).toISOString()).toMatch(/T23:59:00/)
  })

  it.each([
    '=HYPERLINK("http://evil.example","x")',
    '+1',
    '@SUM(1)',
    ' two blanks  ',
    '<b>&amp;"\'',
    '_x0041_',
    'Zoë 東京 🚀',
    'a\nb',
  ])('keeps %j as a text', async (name) => {
    const bytes = await workbookOf([named(LINES[0]!, name)])
    const [sheet] = await readSheets(bytes, { trim: false })
    const read = String(sheet!.data[1]![NAMES.indexOf('CustomerName')])
    // The reader leaves escapes as they are; spreadsheets read them back.
    expect(read.replaceAll('_x005F_', '_')).toBe(name)
    expect(xmlOf(bytes, 'xl/worksheets/sheet1.xml')).not.toContain('<f>')
  })

  it('writes no character that XML cannot hold', async () => {
    const bytes = await workbookOf([named(LINES[0]!, 'a\u0000\u001b\ud800\uffffz')])
    const xml = xmlOf(bytes, 'xl/worksheets/sheet1.xml')
    expect(xml).toContain('a\ufffd\ufffd\ufffd\ufffdz')
    expect(() => parseXml(xml)).not.toThrow()
  })

  it('begins another sheet where one is full, each with its header frozen and a filter over it', async () => {
    const bytes = await workbookOf(LINES, 2)
    const sheets = await readSheets(bytes)
    expect(sheets.map(({ sheet, data }) => [sheet, data.length])).toEqual([
      ['license-based', 3],
      ['license-based 2', 3],
      ['license-based 3', 2],
    ])
    const xml = xmlOf(bytes, 'xl/worksheets/sheet2.xml')
    expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
    expect(xml).toContain('<autoFilter ref="A1:AB3"/>')
  })

  it('gives the same bytes for the same rows, and a header alone for none', async () => {
    expect((await workbookOf(LINES)).equals(await workbookOf(LINES))).toBe(true)
    const [sheet] = await readSheets(await workbookOf([]))
    expect(sheet!.data).toEqual([NAMES])
  })

  it('passes on the failure of its rows', async () => {
    const broken = async function* (): AsyncGenerator<string[]> {
      yield ['<row/>']
      throw new Error('the database is away')
    }
    const workbook = { sheetName: 'x', header: '<row/>', widths: [1], dateFormats: DATE_FORMATS.iso }
    const all = async () => {
      for await (const _ of writeXlsx(workbook, broken())) void _
    }
    await expect(all()).rejects.toThrow('the database is away')
  })
})

function xmlOf(bytes: Buffer, name: string): string {
  return Buffer.from(unzipSync(bytes)[name]!).toString('utf8')
}
