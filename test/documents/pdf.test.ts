// PDF documents as a reader of PDF files sees them.
import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { DocumentLanguage } from '../../src/app/documents/language.js'
import { writeCii } from '../../src/app/documents/write-cii.js'
import { writeFacturX } from '../../src/app/documents/write-factur-x.js'
import { writeInvoicePdf } from '../../src/app/documents/write-invoice-pdf.js'
import { dayOf } from '../../src/core/calendar/day.js'
import type { DocumentDetail, InvoiceDocument } from '../../src/core/invoicing/invoice-document.js'
import { TAX_TREATMENTS } from '../../src/core/invoicing/tax-treatment.js'
import { parseCurrency } from '../../src/core/money/currency.js'
import { parseDecimal } from '../../src/core/money/decimal.js'
import {
  BUYER,
  collector,
  SELLER,
  sampleDetail,
  sampleDetails,
  sampleDocument,
  voidNoteOf,
} from '../support/documents.js'
import { readPdf } from '../support/read-pdf.js'

const DOCUMENT = sampleDocument([
  { amount: 123_456n },
  { amount: -4_500n, description: 'Azure plan' },
  { amount: 9_999n, rate: '9' },
])

async function* these(details: readonly DocumentDetail[]): AsyncGenerator<DocumentDetail> {
  yield* details
}

async function pdfOf(
  document: InvoiceDocument,
  details: AsyncIterable<DocumentDetail> = sampleDetails(5),
  language: DocumentLanguage = 'en',
): Promise<Buffer> {
  const { output, bytes } = collector()
  await writeInvoicePdf(document, details, language, output)
  return bytes()
}

describe('the summary', () => {
  it('says everything the first page has to say', async () => {
    const document = sampleDocument(
      [{ amount: 123_456n }, { amount: -5_000n, kind: 'adjustment', description: 'Goodwill' }],
      {
        serviceRecipient: { ...BUYER, name: 'Elm Service GmbH' },
        buyerReference: 'Team 7',
      },
    )
    const discounted = {
      ...document,
      totals: { ...document.totals, discounts: 1_234n, usageCharges: 77n, oneTimeCharges: 88n, otherCredits: 9_900n },
    }
    const [first] = (await readPdf(await pdfOf(discounted))).pages
    for (const text of [
      ...['Invoice', 'D000000007', '15 Feb 2026', '16 Apr 2026', '15 Jan 2026 – 14 Feb 2026', '60 days', '4711-0815'],
      ...[
        'PO-2026/001',
        'Team 7',
        SELLER.name,
        'Stationsplein 1',
        'VAT number: NL001234567B01',
        'Registration number: 12345678',
      ],
      ...['BILL TO', BUYER.name, 'VAT number: DE123456789', 'SERVICE RECIPIENT', 'Elm Service GmbH'],
      ...['EUR 1,234.56', 'Usage-based charges', 'EUR 0.77', 'One-time charges', 'EUR 0.88', 'EUR 12.34', 'EUR -50.00'],
      ...[
        'Subtotal before tax',
        'EUR 1,184.56',
        'VAT 21 %',
        '21% on EUR 1,184.56',
        'EUR 248.76',
        'Other credits',
        'EUR -99.00',
      ],
      ...[
        'Total current charges',
        'EUR 1,334.32',
        'Please quote invoice number D000000007',
        'NL91 ABNA 0417 1643 00',
        'ABNANL2A',
      ],
      ...['https://support.polder.example', 'Page 1 of'],
    ]) {
      expect(first).toContain(text)
    }
  })

  it('shows a VAT id only where it was known at issue, and the FEIN of a seller in the United States', async () => {
    const seller = {
      ...SELLER,
      vatId: undefined,
      registrationNumber: '91-1144442',
      address: { ...SELLER.address, country: 'US' },
    }
    const { text } = await readPdf(await pdfOf({ ...DOCUMENT, seller, buyer: { ...BUYER, vatId: undefined } }))
    expect(text).toContain('FEIN: 91-1144442')
    expect(text).not.toContain('VAT number')
  })

  it('is written in Dutch', async () => {
    const { text, info } = await readPdf(await pdfOf(DOCUMENT, sampleDetails(1), 'nl'))
    for (const part of [
      'Factuur',
      'Vervaldatum',
      '16 apr 2026',
      'EUR 1.487,86'.slice(0, 5),
      'Totaal van deze factuur',
      'Pagina 1 van',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toMatch(/EUR \d\.\d{3},\d{2}/)
    expect(info['Title']).toBe('Factuur D000000007')
  })

  it('says in Dutch that the buyer accounts for the tax, as an invoice must', async () => {
    const { free } = TAX_TREATMENTS['reverse-charge']
    const taxes = DOCUMENT.taxes.map((tax) => ({ ...tax, name: free.name, exemptionReason: free.reason }))
    const { text } = await readPdf(await pdfOf({ ...DOCUMENT, taxes }, sampleDetails(1), 'nl'))
    expect(text).toContain('Btw verlegd')
    expect(text).not.toMatch(/Reverse charge|\bVAT\b/)
  })

  it('of a void note names what it voids, why, and that nothing is to be paid', async () => {
    const { text } = await readPdf(await pdfOf(voidNoteOf(DOCUMENT)))
    expect(text).toContain('Credit note')
    expect(text).toContain('This credit note voids invoice D000000007 of 15 Feb 2026.')
    expect(text).toContain('Reason: The address of the buyer was wrong.')
    expect(text).toContain('Nothing is to be paid')
    expect(text).not.toContain('Payment due date')
  })

  it('of an adjustment note names what it replaces', async () => {
    const amends = { number: 'G000024130', issuedOn: dayOf(2026, 2, 8) }
    const { text } = await readPdf(await pdfOf({ ...DOCUMENT, documentType: 'adjustment-note', amends }))
    expect(text).toContain('This document replaces invoice G000024130 of 8 Feb 2026.')
  })

  it('says why there is no tax', async () => {
    const { text } = await readPdf(await pdfOf(sampleDocument([{ amount: 100n, category: 'AE' }])))
    expect(text).toContain('Reverse charge: the buyer accounts for the tax')
  })
})

describe('the details', () => {
  it('are grouped by customer and subscription, with the publisher under each product', async () => {
    const { text, pages } = await readPdf(await pdfOf(DOCUMENT, sampleDetails(30)))
    expect(pages[1]).toContain('Charges by product')
    expect(text.match(/Total of Customer \d+ Ltd/g)).toEqual([
      'Total of Customer 0 Ltd',
      'Total of Customer 1 Ltd',
      'Total of Customer 2 Ltd',
    ])
    expect(text.match(/Subscription: Office for team \d+/g)).toHaveLength(10)
    expect(text.match(/Contoso 365 Business plan \d+ Contoso Publishing/g)?.length).toBe(30)
  })

  it('say what was measured: meter, quantity and unit, what is included, and the currency of the price', async () => {
    const usage = {
      ...{ meter: 'Hot Data Stored', unit: '1 GB', included: parseDecimal('1000.0')!, earnedCredit: 15 },
      pricingCurrency: parseCurrency('USD')!,
    }
    const quantity = parseDecimal('1200.250')!
    const details = [sampleDetail(0, { usage, quantity, unitPrice: parseDecimal('0.01756300')! })]
    const english = (await readPdf(await pdfOf(DOCUMENT, these(details)))).text
    for (const text of ['Hot Data Stored', '1,200.25', 'x 1 GB', '1,000 more included', '0.017563', 'USD']) {
      expect(english).toContain(text)
    }
    const dutch = (await readPdf(await pdfOf(DOCUMENT, these(details), 'nl'))).text
    for (const text of ['1.200,25', '1.000 daarbovenop inbegrepen', '15 % partnertegoed afgetrokken', '0,017563']) {
      expect(dutch).toContain(text)
    }
  })

  it('add up for each customer', async () => {
    const details = [sampleDetail(0, { amount: 1_000n, tax: 210n }), sampleDetail(1, { amount: -1_500n, tax: -315n })]
    const { text } = await readPdf(await pdfOf(DOCUMENT, these(details)))
    expect(text).toContain('Total of Customer 0 Ltd -5.00 -1.05 -6.05')
  })

  it('repeat the head of the table, and count the pages', async () => {
    const { pages } = await readPdf(await pdfOf(DOCUMENT, sampleDetails(200)))
    expect(pages.length).toBeGreaterThan(7)
    pages.forEach((page, index) => {
      expect(page.replace(/\s+/g, ' ')).toMatch(new RegExp(`Page ${index + 1} of ${pages.length}\\b`))
    })
    for (const page of pages.slice(1, -1)) expect(page).toContain('Unit price')
    expect(pages.filter((page) => page.includes('(continued)')).length).toBeGreaterThan(2)
  })

  it('show names in any script, and a sign where no font has the letter', async () => {
    const names = [
      'Ελληνική Εταιρεία',
      'ООО «Ромашка»',
      'Zażółć gęślą',
      '株式会社菊',
      '한국 클라우드',
      'שלום',
      'บริษัท',
      'Հայկական',
      'ქართული',
    ]
    const details = [...names, 'Emoji 😀 Ltd'].map((name, index) =>
      sampleDetail(index, { customerId: name, customerName: name }),
    )
    const { text } = await readPdf(await pdfOf(DOCUMENT, these(details)))
    for (const name of names) expect(text).toContain(name)
    expect(text).toContain('Emoji \uFFFD Ltd')
  })

  it('join Arabic and Devanagari letters', async () => {
    const details = ['شركة النور', 'हिन्दी कंपनी'].map((name, index) =>
      sampleDetail(index, { customerId: name, customerName: name }),
    )
    const { text } = await readPdf(await pdfOf(DOCUMENT, these(details)))
    expect(text).not.toContain('\uFFFD')
    expect(text).toContain('النور')
  })

  it('break long names and keep all of them', async () => {
    const name = 'Supercalifragilisticexpialidocious'.repeat(6)
    const { text } = await readPdf(await pdfOf(DOCUMENT, these([sampleDetail(0, { productName: name })])))
    expect(text.replaceAll(' ', '')).toContain(name)
  })

  it('may be missing', async () => {
    const { text } = await readPdf(await pdfOf(DOCUMENT, these([])))
    expect(text).toContain('This document has no details by subscription.')
  })
})

describe('the last page', () => {
  it('has publishers and exchange rates', async () => {
    const { pages } = await readPdf(await pdfOf(DOCUMENT))
    expect(pages.at(-1)).toContain('1 Example Way, Redmond')
    expect(pages.at(-1)).toContain('1 USD = 0.9231 EUR, rate of 30 Dec 2025')
  })

  it('is left out where there are neither', async () => {
    const { text } = await readPdf(await pdfOf({ ...DOCUMENT, publishers: [], exchangeRates: [] }))
    expect(text).not.toContain('Publishers')
  })
})

describe('the file', () => {
  const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

  it('is the same for the same document', async () => {
    const [first, second] = [await pdfOf(DOCUMENT), await pdfOf(DOCUMENT)]
    expect(hashOf(first)).toBe(hashOf(second))
    expect(hashOf(await pdfOf({ ...DOCUMENT, number: 'D000000008' }))).not.toBe(hashOf(first))
  })

  it('is PDF/A-3b, made on the day of issue', async () => {
    const { info, metadata } = await readPdf(await pdfOf(DOCUMENT))
    expect(metadata).toMatch(/<pdfaid:part>3<.*<pdfaid:conformance>B</s)
    expect(info).toMatchObject({ Title: 'Invoice D000000007', Language: 'en', PDFFormatVersion: '1.7' })
    expect(info['CreationDate']).toBe('D:20260215000000Z')
  })

  it('embeds every font it uses', async () => {
    const raw = (await pdfOf(DOCUMENT)).toString('latin1')
    expect(raw.match(/\/Type \/FontDescriptor/g)?.length).toBe(raw.match(/\/FontFile2/g)?.length)
    expect(raw).not.toContain('Helvetica')
  })

  it('with an e-invoice has it attached, and says so', async () => {
    const { output, bytes } = collector()
    await writeFacturX(DOCUMENT, sampleDetails(5), 'en', output)
    const { attachments, metadata, text } = await readPdf(bytes())
    expect(Object.keys(attachments)).toEqual(['factur-x.xml'])
    expect(Buffer.from(attachments['factur-x.xml']!).toString('utf8')).toBe(writeCii(DOCUMENT))
    expect(metadata).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>')
    expect(metadata).toContain('<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>')
    expect(bytes().toString('latin1')).toContain('/AFRelationship /Alternative')
    expect(text).toContain('Total current charges')
  })

  it('with an e-invoice is refused where there can be none', async () => {
    const { output } = collector()
    await expect(writeFacturX(sampleDocument([]), sampleDetails(1), 'en', output)).rejects.toThrow('no-lines')
  })

  it('has ten thousand details in ten seconds, and needs no more memory for more of them', async () => {
    const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => setImmediate(done) })
    await pdfOf(DOCUMENT, sampleDetails(500))
    const cpu = process.cpuUsage()
    await writeInvoicePdf(DOCUMENT, sampleDetails(10_000), 'en', nowhere())
    const { user, system } = process.cpuUsage(cpu)
    // Of the processor, since other work on the machine is none of the document's.
    expect((user + system) / 1e6).toBeLessThan(10)
    const before = process.memoryUsage().rss
    await writeInvoicePdf(DOCUMENT, sampleDetails(20_000), 'en', nowhere())
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(150)
  })
})

describe('what goes wrong', () => {
  it('in the details destroys the output', async () => {
    const { output } = collector()
    async function* failing(): AsyncGenerator<DocumentDetail> {
      yield* sampleDetails(100)
      throw new Error('the database is gone')
    }
    await expect(writeInvoicePdf(DOCUMENT, failing(), 'en', output)).rejects.toThrow('the database is gone')
    expect(output.destroyed).toBe(true)
  })

  it('in the output ends the work', async () => {
    let read = 0
    async function* counted(): AsyncGenerator<DocumentDetail> {
      for await (const detail of sampleDetails(100_000)) {
        read++
        yield detail
      }
    }
    const output = new Writable({ write: (_chunk, _encoding, done) => done(new Error('the disk is full')) })
    await expect(writeInvoicePdf(DOCUMENT, counted(), 'en', output)).rejects.toThrow('the disk is full')
    expect(read).toBeLessThan(1_000)
  })

  it('a slow output is waited for', async () => {
    const output = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => setTimeout(done, 1),
    })
    await writeInvoicePdf(DOCUMENT, sampleDetails(300), 'en', output)
    expect(output.writableFinished).toBe(true)
  })
})
