// E-invoices byte for byte: `npm run approve` rewrites them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeCii } from '../../src/app/documents/write-cii.js'
import { writeUbl } from '../../src/app/documents/write-ubl.js'
import { dayOf } from '../../src/core/calendar/day.js'
import type { InvoiceDocument } from '../../src/core/invoicing/invoice-document.js'
import { BUYER, inCurrency, SELLER, sampleDocument, voidNoteOf } from '../support/documents.js'

const FILES = join(import.meta.dirname, 'documents')
const APPROVE = process.env['PRORATA_APPROVE'] === '1'

const INVOICE = sampleDocument([
  { amount: 123_456n, description: 'Office 365 E3 & "more"' },
  { amount: -4_500n, description: 'Azure plan' },
  { amount: -5_000n, kind: 'adjustment', description: 'Credit for incident EX123456' },
])

const DOCUMENTS: Readonly<Record<string, InvoiceDocument>> = {
  invoice: INVOICE,
  'void-note': voidNoteOf(INVOICE),
  'adjustment-note': sampleDocument([{ amount: 120_000n }], {
    documentType: 'adjustment-note',
    number: 'D000000008',
    amends: { number: 'D000000007', issuedOn: dayOf(2026, 2, 15) },
    reason: 'The address of the buyer was wrong.',
  }),
  'reverse-charge': sampleDocument([{ amount: 99_999n, category: 'AE' }]),
  exempt: sampleDocument([{ amount: 99_999n, category: 'E' }]),
  'mixed-rates': sampleDocument([{ amount: 33_333n }, { amount: 66_667n, rate: '9' }, { amount: 1n, rate: '9' }, { amount: 500n, category: 'Z' }]),
  yen: inCurrency(
    sampleDocument([{ amount: 123_457n, rate: '10' }], {
      seller: { ...SELLER, vatId: undefined, registrationNumber: 'T1234567890123', electronicAddress: { scheme: '0188', value: '1234567890123' }, address: { lines: ['1-1 Marunouchi'], city: 'Tokyo', postalCode: '100-0005', region: '', country: 'JP' } },
      buyer: { ...BUYER, name: '株式会社菊', vatId: undefined, address: { lines: ['2-2 Umeda'], city: 'Osaka', postalCode: '530-0001', region: '', country: 'JP' } },
    }),
    'JPY',
  ),
}

const WRITERS = { ubl: writeUbl, cii: writeCii } as const
const written = Object.entries(DOCUMENTS).flatMap(([name, document]) =>
  Object.entries(WRITERS).map(([syntax, write]) => [`${name}.${syntax}.xml`, write(document)] as const),
)

if (APPROVE) {
  rmSync(FILES, { recursive: true, force: true })
  mkdirSync(FILES)
  for (const [name, xml] of written) writeFileSync(join(FILES, name), xml)
}

describe('e-invoices are as approved', () => {
  it('and no others', () => {
    expect(readdirSync(FILES).sort()).toEqual(written.map(([name]) => name).sort())
  })

  it.each(written)('%s', (name, xml) => {
    expect(xml).toBe(readFileSync(join(FILES, name), 'utf8'))
  })
})
