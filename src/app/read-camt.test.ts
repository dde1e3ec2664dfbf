import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDay } from '../core/calendar/day.js'
import { type ReadFile, withReferences } from './bank-file.js'
import { readBankCsv } from './read-bank-csv.js'
import { readCamt } from './read-camt.js'

const sample = (name: string) => readFileSync(new URL(`../../test/bank/${name}`, import.meta.url), 'utf8')

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'

/** A file with one entry, of which parts are replaced. */
function camt(entry = ENTRY, namespace = NAMESPACE): string {
  return `<Document xmlns="${namespace}"><BkToCstmrStmt><Stmt><Id>S1</Id>
    <Acct><Id><IBAN>NL1</IBAN></Id></Acct>
${entry}</Stmt></BkToCstmrStmt></Document>`
}
const ENTRY = `<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
  <BookgDt><Dt>2026-03-01</Dt></BookgDt></Ntry>`

function statementsOf(read: ReadFile) {
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.statements
}

function problemsOf(read: ReadFile): string {
  return read.ok ? 'nothing' : read.problems.map(({ line, reason }) => `${line}: ${reason}`).join('; ')
}

describe('readCamt', () => {
  it('reads version 001.02: texts, batches, days and instants; what is no booked credit is passed over', () => {
    const [statement, ...more] = statementsOf(readCamt(sample('camt053-001-02.xml')))
    expect(more).toEqual([])
    const { credits, ...head } = statement!
    expect(head).toEqual({
      account: 'NL47EXMP0417164300',
      reference: '2026-048-NL47EXMP0417164300',
      currency: 'EUR',
      passedOver: 2,
    })
    expect(credits.map((credit) => ({ ...credit, bookedOn: formatDay(credit.bookedOn) }))).toEqual([
      {
        currency: 'EUR',
        amount: 12_100n,
        bookedOn: '2026-03-06',
        reference: '2026030600417164',
        payer: 'Direct Cloud',
        payerAccount: 'NL02ABNA0123456789',
        remittance: 'Invoice D0000 00101 of 15 January & thanks',
        structuredReference: '',
      },
      {
        currency: 'EUR',
        amount: 27_900n,
        bookedOn: '2026-03-07',
        reference: '2026030700500001/1',
        payer: 'Direct Cloud',
        payerAccount: 'NL02ABNA0123456789',
        remittance: 'D000000102',
        structuredReference: '',
      },
      {
        currency: 'EUR',
        amount: 100_000n,
        bookedOn: '2026-03-07',
        reference: '2026030700500001/2',
        payer: 'Nordlicht Cloud GmbH',
        payerAccount: '',
        remittance: '2026-77',
        structuredReference: 'RF18539007547034',
      },
    ])
  })

  it('reads version 001.08, with a prefix; the same entry has the same reference', () => {
    const [first] = statementsOf(readCamt(sample('camt053-001-02.xml')))
    const [second] = statementsOf(readCamt(sample('camt053-001-08.xml')))
    expect(second!.passedOver).toBe(1)
    const [again, fresh] = withReferences(second!.credits)
    expect(again!.reference).toBe(withReferences(first!.credits)[0]!.reference)
    expect(fresh).toMatchObject({
      amount: 40_000n,
      payer: 'DIRECT CLOUD B.V.',
      payerAccount: 'NL02ABNA0123456789',
      remittance: 'g103',
      reference: expect.stringContaining('STMT-20260310-000193-1/0002'),
    })
  })

  it.each([
    ['no XML', 'Date;Amount', '1: Root element is missing or invalid'],
    ['a tag that is not closed', '<Document><a></Document>', '1: Missing end tag for element a'],
    ['another root', '<Invoice/>', '1: this is no CAMT.053 file: its root is not Document'],
    ['another version', camt(ENTRY, `${NAMESPACE.slice(0, -2)}04`), '1: only camt.053.001.02 and camt.053.001.08'],
    ['another message', camt(ENTRY, NAMESPACE.replace('053', '054')), '1: only camt.053.001.02 and camt.053.001.08'],
    ['no statement', `<Document xmlns="${NAMESPACE}"/>`, '1: there is no statement in it'],
    ['an amount that is none', camt(ENTRY.replace('1.00', '1,00')), '3: "1,00" is no amount of a known currency'],
    ['an amount too fine', camt(ENTRY.replace('1.00', '1.001')), '3: "1.001" is no amount of a known currency'],
    ['an amount too large', camt(ENTRY.replace('1.00', '9'.repeat(17))), '3: '],
    ['an amount of nothing', camt(ENTRY.replace('1.00', '0.00')), '3: "0.00" is no amount of a known currency'],
    ['no currency', camt(ENTRY.replace(' Ccy="EUR"', '')), '3: "1.00" is no amount of a known currency'],
    ['no day', camt(ENTRY.replace('2026-03-01', '2026-02-30')), '3: the entry has no day of booking'],
    ['a document type', `<!DOCTYPE Document>${camt()}`, '1: a document type is not allowed'],
    [
      'an entity of its own',
      `<!DOCTYPE d [<!ENTITY x "y">]>${camt(ENTRY.replace('1.00', '&x;'))}`,
      "3: Named entity isn't defined",
    ],
    [
      'a file of entities',
      `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>`,
      '1: Named',
    ],
    ['nesting without end', '<a>'.repeat(200_000), '1: the elements are nested too deeply'],
  ])('refuses %s', (_, text, problem) => {
    expect(problemsOf(readCamt(text))).toContain(problem)
  })

  it('tells every entry that is wrong, with its line', () => {
    const wrong = ENTRY.replace('1.00', 'x')
    expect(problemsOf(readCamt(camt(`${wrong}\n${ENTRY}\n${wrong}`)))).toBe(
      '3: "x" is no amount of a known currency; 7: "x" is no amount of a known currency',
    )
  })

  it('splits no batch whose parts are not the whole', () => {
    const part = '<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">0.40</Amt></TxAmt></AmtDtls></TxDtls>'
    const batch = ENTRY.replace('</Ntry>', `<NtryDtls>${part}${part}</NtryDtls></Ntry>`)
    expect(statementsOf(readCamt(camt(batch)))[0]!.credits).toHaveLength(1)
  })

  it('takes any text without failing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readCamt(`<Document>${text}</Document>`)))
  })
})

describe('withReferences', () => {
  it('tells apart entries that have the same one', () => {
    const [credit] = statementsOf(readCamt(camt()))[0]!.credits
    const references = withReferences([credit!, credit!, { ...credit!, amount: 5n }]).map(({ reference }) => reference)
    expect(new Set(references).size).toBe(3)
  })
})

describe('readBankCsv', () => {
  const HEADER = 'booked_on,amount,currency,remittance'
  const read = (text: string) => readBankCsv(Buffer.from(text), 'main account')

  it('reads our own columns; the same bytes are the same statement', async () => {
    const text = sample('entries.csv')
    const [statement] = statementsOf(await read(text))
    expect(statement).toMatchObject({ account: 'main account', currency: 'EUR', passedOver: 1 })
    expect(
      statement!.credits.map(({ amount, currency, remittance, structuredReference }) => [
        amount,
        currency,
        remittance,
        structuredReference,
      ]),
    ).toEqual([
      [6_050n, 'EUR', 'first half, D000000101', ''],
      [100_000n, 'USD', '', 'D000000104'],
    ])
    expect(statementsOf(await read(text))[0]!.reference).toBe(statement!.reference)
  })

  it.each([
    [`${HEADER}\n`, '1: the file has a header and no entries'],
    [`${HEADER}\n2026-03-01,1.005,EUR,x\n`, '2: amount: 1.005 is no amount of EUR such as 1250.50'],
    [`${HEADER}\n2026-03-01,1.250,EUR,x\n`, '2: amount: 1.250 is no amount of EUR such as 1250.50'],
    [`${HEADER}\n2026-03-01,1.00,EUR,x\n2026-03-32,1,EURO,x\n`, '3: booked_on: "2026-03-32" is not a day'],
    [`${HEADER}\n2026-03-01,1.00,EUR\n`, '2: '],
    ['booked_on,sum\n', '1: '],
  ])('refuses %j', async (text, problem) => {
    expect(problemsOf(await read(text))).toContain(problem)
  })
})
