import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvFormOf, csvHeaderOf, kindOf } from './cell-forms.js'
import { csvCell } from './csv.js'
import { headerOf, PUBLISHED_FORM, type ReconColumn } from './schema.js'
import { licenseBasedSchema } from './schemas/license-based.js'
import { oneTimeSchema } from './schemas/one-time.js'

const column = (name: string) =>
  [...licenseBasedSchema.columns, ...oneTimeSchema.columns].find((one) => one.name === name) as ReconColumn
const ISO = csvFormOf({ dates: 'iso', locale: 'en' })
const DUTCH = csvFormOf({ dates: 'published', locale: 'nl' })

describe('kindOf', () => {
  it('knows every column whose text is plain, and takes no text for one', () => {
    for (const { columns } of [licenseBasedSchema, oneTimeSchema]) {
      for (const one of columns) {
        if (one.plain) expect(kindOf(one), one.name).not.toBe('text')
        if (/(?:Date|Price|Quantity)$/.test(one.name)) expect(kindOf(one), one.name).not.toBe('text')
        if (/(?:Id|Name)$/.test(one.name)) expect(kindOf(one), one.name).toBe('text')
      }
    }
  })
})

describe('csvFormOf', () => {
  it('is the published form unless something else is asked for', () => {
    expect(csvFormOf({ dates: 'published', locale: 'en' })).toBe(PUBLISHED_FORM)
    expect(csvHeaderOf(licenseBasedSchema, { dates: 'iso', locale: 'en' })).toBe(headerOf(licenseBasedSchema))
  })

  it.each([
    ['OrderDate', '2/5/2018', '2018-02-05'],
    ['ChargeEndDate', '12/31/2018 23:59', '2018-12-31T23:59:00'],
    ['SubscriptionEndDate', '', ''],
    ['CustomerName', '2/5/2018', '2/5/2018'],
    ['Amount', '-4.50', '-4.50'],
  ])('writes a %s of %j in ISO dates as %j', (name, text, expected) => {
    expect(ISO.cell(text, column(name))).toBe(expected)
  })

  it.each([
    ['Amount', '-1234.50', '-1234,50'],
    ['Quantity', '7', '7'],
    ['CustomerName', 'Jansen; Zn.', '"Jansen; Zn."'],
    ['CustomerName', 'Jansen, Zn.', '"Jansen, Zn."'],
    ['CustomerName', '=1;2', '"\'=1;2"'],
    ['CustomerName', 'say "1;2"', '"say ""1;2"""'],
    ['OrderDate', '2/5/2018', '2/5/2018'],
  ])('writes a %s of %j for Dutch spreadsheets as %j', (name, text, expected) => {
    expect(DUTCH.cell(text, column(name))).toBe(expected)
  })

  it('holds any text between semicolons', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(';', '";', 'a;b\r\n', '=;', '-1;'))
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (texts) => {
        const record = texts.map((one) => DUTCH.cell(one, column('CustomerName'))).join(DUTCH.separator) + DUTCH.end
        const [read] = parse(record, { delimiter: ';', record_delimiter: '\r\n' }) as string[][]
        const plain = texts.map((one) => (parse(`${csvCell(one)},x`) as string[][])[0]![0])
        expect(read).toEqual(plain)
      }),
    )
  })
})
