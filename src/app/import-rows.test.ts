import { describe, expect, it } from 'vitest'
import { type Columns, readRows } from './import-rows.js'
import { MAXIMUM_LINE } from './import-text.js'

const COLUMNS: Columns = { names: ['id', 'name', 'note'], required: ['id', 'name'] }

async function seen(text: string, size = 1_000_000): Promise<string[]> {
  async function* source() {
    const bytes = Buffer.from(text)
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
  }
  const rows: string[] = []
  for await (const batch of readRows(source(), COLUMNS)) {
    for (const { line, cells, fault } of batch) {
      rows.push(cells === undefined ? `${line}! ${fault!.code}: ${fault!.reason}` : `${line}: ${cells.join('|')}`)
    }
  }
  return rows
}

describe('rows of CSV', () => {
  it('come in the order of the columns, whatever the order in the file', async () => {
    expect(await seen('name,id\nA,1\nB,2\n')).toEqual(['2: 1|A|', '3: 2|B|'])
    expect(await seen('id,name,note\n1,A,x\n')).toEqual(['2: 1|A|x'])
  })

  it('need as many fields as the header', async () => {
    expect(await seen('id,name\n1\n2,B,x\n3,C\n')).toEqual([
      '2! unreadable: the row has 1 fields, the header has 2',
      '3! unreadable: the row has 3 fields, the header has 2',
      '4: 3|C|',
    ])
  })

  it.each([
    ['id\n1\n', 'missing-column: the header lacks name'],
    ['id,name,nmae\n1,A,\n', 'unknown-column: there is no column "nmae"; known are id, name, note'],
    ['id,name,id\n1,A,1\n', 'unknown-column: the column id stands in the header twice'],
    ['"id,name\n', 'unreadable: a quoted field has no closing quote'],
    ['', 'unreadable: the file is empty: it has no header'],
  ])('need a header: %j', async (text, expected) => {
    expect(await seen(text)).toEqual([`1! ${expected}`])
  })
})

describe('rows of JSON Lines', () => {
  it('are told apart by the first character', async () => {
    const text = '{"id":1,"name":"A"}\n\n{"name":"B","id":"2","note":true}\r\n{"id":"3","name":null}'
    for (const size of [1, 7, 1_000]) {
      expect(await seen(text, size)).toEqual(['1: 1|A|', '3: 2|B|true', '4: 3||'])
    }
  })

  it('refuse what no cell can hold', async () => {
    const text = `{"id":1.5,"name":"A"}\n{"id":[1],"name":"A"}\n{"id":1,"nmae":"A"}\n{"id":1\n[]\n{"id":"4","name":"D"}\n{"id":"${'x'.repeat(MAXIMUM_LINE)}"}\n`
    const rows = await seen(text)
    expect(rows.map((row) => row.slice(0, 20))).toEqual([
      '1! unreadable: id mu',
      '2! unreadable: id mu',
      '3! unknown-column: t',
      '4! unreadable: this ',
      '5! unreadable: the l',
      '6: 4|D|',
      '7! line-too-long: th',
    ])
  })
})

describe('rows of a JSON array', () => {
  it('may be laid out in any way', async () => {
    const text = '[ {"id": 1, "name": "a}]\\"{"}\n, {\n"id":\n2,"name":"B"},{"id":3,"name":"C"}\n]\n'
    for (const size of [1, 5, 1_000]) {
      expect(await seen(text, size)).toEqual(['1: 1|a}]"{|', '2: 2|B|', '4: 3|C|'])
    }
    expect(await seen('[]')).toEqual([])
  })

  it.each([
    ['[{"id":1,"name":"A"} {"id":2,"name":"B"}]', ['1: 1|A|', '1! unreadable: "{" is out of place']],
    ['[{"id":1,"name":"A"},]', ['1: 1|A|', '1! unreadable: "]" is out of place']],
    ['[{"id":1,"name":"A"}', ['1: 1|A|', '1! unreadable: the JSON array does not end']],
    ['[{"id":1,"name":"A"}]\nx', ['1: 1|A|', '2! unreadable: "x" is out of place']],
    ['[1]', ['1! unreadable: "1" is out of place']],
    ['[{"id":1,"name" "A"},{"id":2,"name":"B"}]', ['1! unreadable: this is no valid JSON', '1: 2|B|']],
  ])('are read as far as %j is one', async (text, expected) => {
    const rows = await seen(text)
    expect(rows.map((row) => row.replace(/ in an array.*/, ''))).toEqual(expected)
  })

  it('may stand on one line of any length, but none of them may be longer than 64 KiB', async () => {
    const objects = Array.from({ length: 5_000 }, (_, index) => `{"id":${index},"name":"é${index}"}`)
    expect(await seen(`[${objects.join(',')}]`, 1_001)).toHaveLength(5_000)
    const rows = await seen(`[{"id":"${'x'.repeat(3 * MAXIMUM_LINE)}","name":"A"},{"id":2,"name":"B"}]`, 10_000)
    expect(rows.map((row) => row.slice(0, 16))).toEqual(['1! line-too-long', '1: 2|B|'])
  })

  it('end where they are no UTF-8', async () => {
    async function* source() {
      yield Buffer.from('[{"id":1,"name":"A"},\n{"id":2,"name":"')
      yield Buffer.of(0xff, 0x22, 0x7d, 0x5d)
    }
    const rows: (string | undefined)[] = []
    for await (const batch of readRows(source(), COLUMNS)) {
      for (const row of batch) rows.push(`${row.line} ${row.fault?.code ?? row.cells?.join('|')}`)
    }
    expect(rows).toEqual(['1 1|A|', '2 not-utf8'])
  })
})
